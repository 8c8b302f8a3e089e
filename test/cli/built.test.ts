import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ShopOnDisk, shopFiles, shopOnDisk } from './shop.ts';

/** The command line as it ships: bundled, with reader threads and the compiler beside it. */
let folder: string;
let shop: ShopOnDisk;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-instance-built-'));
  const build = spawnSync(process.execPath, ['scripts/build.mjs', 'node', 'compiler', '--out', join(folder, 'dist')], {
    encoding: 'utf8',
  });
  if (build.status !== 0) throw new Error(build.stderr);
  shop = shopOnDisk();
  const orders = Array.from({ length: 60 }, (_, index) => [
    `src/orders/order-${index}.js`,
    `exports.order${index} = (orders) => orders.get(${index});\n`,
  ]);
  const imports = orders.map((_, index) => `require('./orders/order-${index}');`).join('\n');
  shop.write({ ...Object.fromEntries(orders), 'src/server.js': `${imports}\n${shopFiles['src/server.js']}` });
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  shop.remove();
});

function run(...words: string[]) {
  const ran = spawnSync(process.execPath, [join(folder, 'dist/cli.js'), ...words], {
    cwd: shop.root,
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
  });
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

describe('node dist/cli.js', () => {
  test('reads with threads first and from the cache then, and says the same', () => {
    const cold = JSON.parse(run('check', '--format', 'json').stdout);
    const warm = JSON.parse(run('check', '--format', 'json').stdout);
    const fresh = JSON.parse(run('check', '--format', 'json', '--no-cache').stdout);
    expect(cold.stats).toMatchObject({ cached: 0 });
    expect(warm.stats).toMatchObject({ cached: warm.stats.parsed + 2 });
    expect(fresh.stats).toMatchObject({ cached: 0 });
    const { stats: _cold, ...first } = cold;
    const { stats: _warm, ...second } = warm;
    const { stats: _fresh, ...third } = fresh;
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(first.findings).toHaveLength(2);
  });

  test('ends with 0, 1 and 2', () => {
    expect(run('check', '--fail-on', 'never').code).toBe(0);
    expect(run('check').code).toBe(1);
    expect(run('check', 'nowhere')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no file or folder nowhere.\n',
    });
  });

  test('keeps its cache outside of the workspace', () => {
    run('check');
    expect(readdirSync(join(folder, 'cache/second-instance')).length).toBeGreaterThanOrEqual(2);
    expect(readdirSync(shop.root).sort()).toEqual(['compose.yaml', 'package.json', 'src']);
  });

  test('ends quietly when its reader has seen enough', () => {
    const ran = spawnSync(`"${process.execPath}" "${join(folder, 'dist/cli.js')}" check --format json | head -1`, {
      cwd: shop.root,
      shell: true,
      encoding: 'utf8',
    });
    expect(ran).toMatchObject({ stdout: '{\n', stderr: '' });
  });
});
