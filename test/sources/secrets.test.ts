import { expect, it } from 'vitest';
import { readFile } from '../../src/sources/formats.ts';
import { readManifest } from '../../src/sources/manifest/read.ts';

/** Every way in which an address with a password stands in a source file. */
const script = `
import pg from 'pg';
export const one = new pg.Pool({ connectionString: 'postgres://shop:hush@orders-db:5432/shop?max=5&sslkey=hush' });
export const two = process.env.CACHE_URL ?? "redis://:hush@cache:6379/0";
export const three = \`mongodb://shop:hush@\${process.env.HOST}/carts?replicaSet=hush\`;
export const four = 'amqp://' + user + ':hush@' + process.env.QUEUE_HOST + ':5672';
export const five = fetch('https://hooks.example.net/services/hush?token=hush');
export const six = cond ? \`mysql://root:hush@db\` : { url: ['nats://hush@queue'] };
enum Address { orders = 'postgres://shop:hush@orders-db/shop' }
export const Page = () => <a href="https://user:hush@example.net">there</a>;
db.query('-- postgres://shop:hush@orders-db\\nselect 1');
`;

it('keeps no password of an address in a source file', () => {
  const facts = JSON.stringify(readFile('src/orders.tsx', script));
  expect(facts).not.toContain('hush');
  for (const kept of [
    'postgres://orders-db:5432/shop?max=5',
    'redis://cache:6379/0',
    'hooks.example.net',
    'mysql://db',
  ]) {
    expect(facts).toContain(kept);
  }
});

it('keeps no password of a package’s commands and dependencies', () => {
  const text = JSON.stringify({
    scripts: { start: 'DB_PASS=hush DATABASE_URL=postgres://shop:hush@db/shop node server.js' },
    dependencies: { ours: 'git+https://hush:x-oauth-basic@github.com/ours/ours.git' },
  });
  const facts = JSON.stringify(readManifest('package.json', text));
  expect(facts).not.toContain('hush');
  expect(facts).toContain('postgres://db/shop node server.js');
});

it('tells what is wrong with YAML without the text that is wrong', () => {
  const { problems } = readFile('compose.yaml', 'services:\n  api:\n    environment:\n      PASSWORD: |hush\n');
  expect(problems).not.toEqual([]);
  expect(JSON.stringify(problems)).not.toContain('hush');
});
