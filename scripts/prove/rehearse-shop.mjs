import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stores } from './services.mjs';

/** What a person would fill in, by the title of the check; the rest of the shop's rehearsal keeps its blanks. */
const filled = {
  'Who has signed in on one copy is signed in on both': {
    first: { method: 'POST', path: '/sign-in', json: { email: 'ada@example.org', code: '1815' } },
    afterwards: { path: '/orders' },
  },
};
/** What the product's own fixes close, so that it must be red before them and hold after. */
const closed = [
  'A limit of POST /sign-in is counted once for both copies',
  'Who has signed in on one copy is signed in on both',
];

/**
 * The rehearsal that a plan of examples/shop writes: with its blanks it says what to fill in and is red, filled in it is
 * red for what two copies break, and what the shop's own fixes close holds after them. Gives sentences for what is not so.
 */
export async function rehearseShop() {
  const place = mkdtempSync(join(tmpdir(), 'rehearsal-shop-'));
  const shop = join(place, 'shop');
  const running = [];
  try {
    cpSync('examples/shop', shop, { recursive: true, filter: (file) => !/node_modules|[\\/]dist$/.test(file) });
    symlinkSync(resolve('node_modules'), join(shop, 'node_modules'), 'junction');
    const command = (...words) =>
      spawnSync(process.execPath, [resolve('dist/cli.js'), ...words], { cwd: shop, encoding: 'utf8' });
    const written = command('plan', '.', '--out', 'plan', '--no-cache');
    if (written.status !== 0) return [`The plan was not written: ${written.stderr}`];
    const database = await stores.postgres({});
    const redis = await stores.redis({});
    running.push(database, redis);
    const run = (...words) =>
      spawnSync(process.execPath, ['plan/rehearsal/rehearse.mjs', ...words], {
        cwd: shop,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...database.environment,
          NODE_ENV: 'production',
          SESSION_SECRET: 'rehearsal',
          TRACKING_SECRET: 'rehearsal',
          ...redis.environment,
        },
      });
    const wrong = [];
    build(shop);
    // Two that make the tables at the same moment get in each other's way, so one makes them first.
    const blank = run('--instances', '1');
    const blanks = blank.stdout.match(/^BLANK .*Fill in: /gm)?.length ?? 0;
    if (blank.status !== 1 || blanks < 5)
      wrong.push(`With blanks it ended with ${blank.status}: ${blank.stdout}${blank.stderr}`);

    const file = join(shop, 'plan/rehearsal/rehearsal.json');
    const rehearsal = JSON.parse(readFileSync(file, 'utf8'));
    const checks = rehearsal.checks
      .filter(({ title }) => closed.includes(title))
      .map((check) => ({ ...check, ...filled[check.title] }));
    mkdirSync(join(shop, 'plan/rehearsal'), { recursive: true });
    writeFileSync(file, JSON.stringify({ ...rehearsal, checks }));
    await addCustomer(database.url);
    const before = run();
    for (const title of closed) {
      if (!before.stdout.includes(`BROKEN  ${title}`))
        wrong.push(`Not red before: ${title}. ${before.stdout}${before.stderr}`);
    }
    const fixed = command('fix', '.', '--all', '--write', '--no-cache');
    if (fixed.status !== 0) wrong.push(`The fixes were not made: ${fixed.stderr}`);
    build(shop);
    const after = run();
    if (after.status !== 0) wrong.push(`Not green after the fixes: ${after.stdout}${after.stderr}`);
    return wrong;
  } finally {
    for (const store of running) await store.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

function build(shop) {
  spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.', '--noCheck'], { cwd: shop });
}

/** A customer who can sign in and has an order; the tables are there once the shop has run. */
async function addCustomer(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("INSERT INTO customers (email, code) VALUES ('ada@example.org', '1815')");
  await client.query("INSERT INTO orders_1 (customer, lines, cents) VALUES (1, '[]', 1815)");
  await client.end();
}
