import { product } from '../host/product.ts';
import { CommandError, messageOf, type Outcome, type World } from './outcome.ts';
import { usage } from './usage.ts';

type Command = (words: readonly string[], world: World) => Promise<Outcome>;

/** Each verb is loaded when it is asked for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).check,
  fix: async () => (await import('./fix.ts')).fix,
  diagram: async () => (await import('./diagram.ts')).diagram,
  plan: async () => (await import('./plan.ts')).plan,
  explain: async () => (await import('./explain.ts')).explain,
  topology: async () => (await import('./topology.ts')).topology,
  compare: async () => (await import('./compare.ts')).compare,
};

/** Runs one command line. Never throws: what goes wrong is exit code 2 with one line that says what. */
export async function main(words: readonly string[], world: World): Promise<Outcome> {
  const [verb, ...rest] = words;
  if (words.includes('--help') || words.includes('-h')) return { code: 0, stdout: usage, stderr: [] };
  if (verb === '--version') return { code: 0, stdout: `${product.version}\n`, stderr: [] };
  const command = verb !== undefined && Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (command === undefined) {
    const verbs = Object.keys(commands).join(', ');
    return failure(`${verb === undefined ? 'Say what to do' : `No command is called ${verb}`}: ${verbs}.`);
  }
  try {
    return await (await command())(rest, world);
  } catch (error) {
    if (error instanceof CommandError) return failure(error.message);
    return failure(`This is a defect of Second Instance, please report it: ${messageOf(error)}`);
  }
}

function failure(message: string): Outcome {
  return { code: 2, stdout: '', stderr: [message.replace(/\s*\n\s*/g, ' ')] };
}
