import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOf, startNode } from './node-programs.ts';
import { folderWith, missingModules, python, type RunningProgram, startProgram } from './python-programs.ts';
import { isRabbitmqInstalled, rabbitmqServer } from './rabbitmq-server.ts';
import { snippetText } from './snippet-rows.ts';

const skipping = isRabbitmqInstalled() ? '' : ' (SKIPPED: there is no rabbitmq-server on this machine)';

const javascript = {
  files: (queue: string) => ({
    'package.json': '{ "type": "module" }',
    'send.js': `import { sendReport } from './producer.js';
for (const order of [{ kind: 'fails' }, { kind: 'fails once' }, { kind: 'is well' }]) {
  for (let tries = 0; tries < 50; tries++) {
    try {
      await sendReport(order);
      break;
    } catch {
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}
process.exit(0);
`,
    'producer.js': snippetText('queue-producer-rabbitmq', 'javascript', { queue, attempts: '2' }),
    'worker.js': snippetText('queue-worker-rabbitmq', 'javascript', { queue, attempts: '2', pause: '2' })
      .replace(
        "console.log('Working on', id, order);",
        `console.log('begins ' + order.kind);
  seen[order.kind] = (seen[order.kind] ?? 0) + 1;
  if (order.kind === 'fails' || (order.kind === 'fails once' && seen[order.kind] === 1)) throw new Error('Not yet.');
  console.log('done ' + order.kind);`,
      )
      .replace('async function makeReport', 'const seen = {};\nasync function makeReport'),
  }),
  start: (files: Readonly<Record<string, string>>, name: string, url: string) =>
    startNode(files, `${name}.js`, { AMQP_URL: url }),
};

/** A program that tells how many messages lie in queues. */
const countsOf = (queues: readonly string[]) => ({
  'package.json': '{ "type": "module" }',
  'count.js': `import { connect } from 'amqplib';
const connection = await connect(process.env.AMQP_URL);
const channel = await connection.createChannel();
for (const name of ${JSON.stringify(queues)}) console.log(name, (await channel.checkQueue(name)).messageCount);
process.exit(0);
`,
});

const pika = {
  files: (queue: string) => ({
    'producer.py': snippetText('queue-producer-pika', 'python', { queue, attempts: '2' }),
    'send.py': `from producer import send_report
for kind in ("fails", "fails once", "is well"):
    send_report({"kind": kind})
`,
    'worker.py': snippetText('queue-worker-pika', 'python', { queue, attempts: '2', pause: '2' })
      .replace(
        'print("Working on", message_id, order)',
        `kind = order["kind"]
    print(f"begins {kind}", flush=True)
    seen[kind] = seen.get(kind, 0) + 1
    if kind == "fails" or (kind == "fails once" and seen[kind] == 1):
        raise ValueError("Not yet.")
    print(f"done {kind}", flush=True)`,
      )
      .replace('def make_report', 'seen = {}\n\n\ndef make_report'),
  }),
  start: (files: Readonly<Record<string, string>>, name: string, url: string): RunningProgram => {
    const folder = folderWith(files);
    const program = startProgram(python, folder.path, [`${name}.py`], { AMQP_URL: url });
    program.process.once('exit', folder.remove);
    return program;
  },
};

describe.skipIf(skipping !== '')(`messages of RabbitMQ${skipping}`, () => {
  let rabbitmq: { readonly url: string; readonly stop: () => Promise<void> };

  beforeAll(async () => {
    rabbitmq = await rabbitmqServer();
  }, 120_000);

  afterAll(() => rabbitmq.stop());

  it.each([
    ['amqplib', javascript],
    ['pika', pika],
  ] as const)(
    'come again after a pause, and are dead letters behind their last try: %s',
    { timeout: 90_000 },
    async (name, of) => {
      if (name === 'pika' && missingModules(['pika']).length > 0) return;
      const files = of.files(name);
      const worker = of.start(files, 'worker', rabbitmq.url);
      await endOf(of.start(files, 'send', rabbitmq.url));
      const begun = (kind: string) => worker.said().split(`begins ${kind}\n`).length - 1;
      await expect.poll(() => worker.said(), { timeout: 20_000, interval: 20 }).toContain('done is well');
      // Those that failed do not come again at once, and hold nobody back.
      expect([begun('fails'), begun('fails once')]).toEqual([1, 1]);
      await expect.poll(() => begun('fails'), { timeout: 20_000 }).toBe(2);
      await expect.poll(() => worker.said(), { timeout: 20_000 }).toContain('done fails once');
      worker.process.kill('SIGTERM');
      expect((await endOf(worker)).code).toBe(0);
      const asked = startNode(countsOf([name, `${name}.waiting`, `${name}.dead`]), 'count.js', {
        AMQP_URL: rabbitmq.url,
      });
      expect((await endOf(asked)).said.trim().split('\n')).toEqual([
        `${name} 0`,
        `${name}.waiting 0`,
        `${name}.dead 1`,
      ]);
    },
  );
});
