import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folderWith } from './python-programs.ts';
import { rowsIn } from './snippet-rows.ts';

const rows = rowsIn('javascript');
const fileOf = (name: string) => `${name.replaceAll(/\W+/g, '-')}.js`;

// Prisma's client is written into the user's own folder, so that one stands in for it.
const prisma = { 'generated/prisma/client.js': 'export class PrismaClient {}\n' };

/** Stores that nobody listens for, as they are while they are down. */
const down = {
  REDIS_URL: 'redis://127.0.0.1:1',
  AMQP_URL: 'amqp://127.0.0.1:1',
  DATABASE_URL: 'postgres://orders@127.0.0.1:1/orders',
  MONGODB_URL: 'mongodb://127.0.0.1:1/orders',
  SHARDS_A_URL: 'postgres://orders@127.0.0.1:1/orders',
  SHARDS_B_URL: 'postgres://orders@127.0.0.1:1/orders',
  USERS_DATABASE_URL: 'postgres://users@127.0.0.1:1/orders',
  ORDERS_DATABASE_URL: 'postgres://orders@127.0.0.1:1/orders',
  PAYMENTS_DATABASE_URL: 'postgres://payments@127.0.0.1:1/orders',
  REPORTS_QUEUE_URL: 'http://127.0.0.1:1/1/reports',
  SESSION_SECRET: 'of a test',
  UPLOAD_BUCKET: 'photos',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'one',
  AWS_SECRET_ACCESS_KEY: 'two',
};

const folder = folderWith({
  ...prisma,
  'package.json': '{ "type": "module" }',
  ...Object.fromEntries(rows.map(({ name, text }) => [fileOf(name), text])),
  'load.js': `import { readdirSync, writeSync } from 'node:fs';
const said = [];
process.on('uncaughtException', (error) => said.push(String(error.stack)));
console.error = () => {};
console.log = () => {};
// It ends when nothing was loaded for five seconds, counted in turns, because loading itself stops the clock.
let still = 0;
for (const file of process.argv.slice(2)) {
  import('./' + file)
    .catch((error) => said.push(file + ': ' + error.message))
    .finally(() => (still = 0));
}
setInterval(() => {
  if (still++ < 100) return;
  writeSync(1, JSON.stringify(said));
  process.exit(0);
}, 50);
`,
});
symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'), 'junction');
afterAll(folder.remove);

/** What files say when they are loaded, and in the seconds behind it: errors that nobody catches, and those of loading. */
function loaded(files: readonly string[], environment: Readonly<Record<string, string>>): readonly string[] {
  const env = { PATH: process.env['PATH'], HOME: folder.path, ...environment };
  const { stdout, stderr } = spawnSync(process.execPath, ['load.js', ...files], {
    cwd: folder.path,
    env,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('snippets of JavaScript, loaded by Node', () => {
  // One that runs once and ends waits for its queue, and says so when there is none.
  const lasting = rows.filter(({ template }) => template.id !== 'queue-dead-letters');

  it('go on while their stores are down', { timeout: 180_000 }, () => {
    expect(lasting.length).toBeGreaterThanOrEqual(30);
    expect(
      loaded(
        lasting.map(({ name }) => fileOf(name)),
        down,
      ),
    ).toEqual([]);
  });

  const named = rows.filter(
    ({ text }) => /throw new Error\('Set \w+,/.test(text) && !/^export async function connect/m.test(text),
  );

  it('stop where the name of their store is missing, and say the name', { timeout: 180_000 }, () => {
    const said = loaded(
      named.map(({ name }) => fileOf(name)),
      {},
    );
    const silent = named.filter(
      ({ name }) => !said.some((line) => new RegExp(`^${fileOf(name)}: Set [A-Z_]+,`).test(line)),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
