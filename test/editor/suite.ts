import { writeFileSync } from 'node:fs';

/** One check in the running editor. Cases of a suite run in order, in one window, and may build on each other's state. */
export interface Case {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

const patience = 60_000;

/** Makes the `run` that the editor calls: it fails when a case fails, and when there was none. */
export function suite(cases: readonly Case[]): () => Promise<void> {
  return async () => {
    const failures: string[] = [];
    for (const { name, run } of cases) {
      const started = performance.now();
      try {
        await limited(run);
        say(`  ✓ ${name} (${Math.round(performance.now() - started)} ms)`);
      } catch (error) {
        failures.push(name);
        say(`  ✗ ${name}`);
        for (const line of (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n'))
          say(`      ${line}`);
      }
    }
    const result = process.env['SECOND_INSTANCE_RESULT'];
    if (result !== undefined) writeFileSync(result, JSON.stringify({ ran: cases.length, failures }));
    if (cases.length === 0) throw new Error('No test ran.');
    if (failures.length > 0) throw new Error(`${failures.length} of ${cases.length} failed: ${failures.join(', ')}`);
  };
}

/** A line for the terminal; whatever the editor prints besides goes into its log. */
export function say(line: string): void {
  console.log(`[suite] ${line}`);
}

/** Asks again until there is an answer. The error says what was awaited and what was there at the end. */
export async function eventually<Answer>(
  what: string,
  ask: () => Answer | null | undefined | false | Promise<Answer | null | undefined | false>,
  options: { readonly within?: number; readonly otherwise?: () => unknown } = {},
): Promise<Answer> {
  const { within = 20_000, otherwise } = options;
  const started = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() - started > within) {
      const there = otherwise === undefined ? '' : ` There was: ${JSON.stringify(otherwise(), null, 2)}`;
      throw new Error(`Not within ${within / 1000} s: ${what}.${there}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function limited(run: Case['run']): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${patience / 1000} s.`)), patience);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
