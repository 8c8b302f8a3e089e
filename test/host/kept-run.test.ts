import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noOverrides } from '../../src/engine/instances.ts';
import { openKeptRun, type RunQuestion } from '../../src/host/kept-run.ts';
import { sha1 } from '../../src/host/sha1.ts';
import { openWorkspace } from '../../src/host/workspace.ts';
import { type ShopOnDisk, shopFiles, shopOnDisk } from '../cli/shop.ts';

let shop: ShopOnDisk;
let folder: string;
beforeEach(() => {
  shop = shopOnDisk();
  shop.write({ '.gitignore': 'generated.js\n', 'generated.js': '' });
  folder = mkdtempSync(join(tmpdir(), 'second-instance-runs-'));
  letRest();
});
afterEach(() => {
  shop.remove();
  rmSync(folder, { recursive: true, force: true });
});

const paths = (): readonly string[] => [...Object.keys(shopFiles), '.gitignore', 'generated.js'];

/** Sets every file's time back, as for files that nobody has touched for an hour. Their change of state stays recent. */
function letRest(): void {
  const past = new Date(Date.now() - 3_600_000);
  for (const path of paths()) utimesSync(join(shop.root, path), past, past);
}

function question(overrides: Partial<RunQuestion> = {}): RunQuestion {
  return {
    root: shop.root,
    configurationFile: 'second-instance.json',
    overrides: noOverrides,
    today: '2026-11-23',
    product: 'product 1',
    folder,
    ...overrides,
  };
}

async function keep(overrides: Partial<RunQuestion> = {}, through: string | null = null): Promise<void> {
  const run = openKeptRun(question(overrides));
  const workspace = await openWorkspace(shop.root, { today: '2026-11-23', cache: false });
  run?.keep(workspace.seen, through, { findings: 2 });
  await workspace.close();
}

const recalled = (overrides: Partial<RunQuestion> = {}): unknown => openKeptRun(question(overrides))?.recall();
const file = (): string => join(folder, `${sha1(shop.root)}.run`);
const kept = { findings: 2 };

describe('what a run said', () => {
  test('is said again while nothing changed', async () => {
    await keep();
    expect(recalled()).toEqual(kept);
    expect(recalled()).toEqual(kept);
  });

  test('is kept for the user alone', async () => {
    rmSync(folder, { recursive: true });
    await keep();
    expect([statSync(folder).mode & 0o777, statSync(file()).mode & 0o777]).toEqual([0o700, 0o600]);
  });
});

const changes: readonly { readonly title: string; readonly make: () => void }[] = [
  {
    title: 'a file that changed in one letter and kept its length and time',
    make: () => {
      const path = join(shop.root, 'compose.yaml');
      const { atime, mtime } = statSync(path);
      shop.write({ 'compose.yaml': shopFiles['compose.yaml']?.replace('3', '1') ?? '' });
      utimesSync(path, atime, mtime);
    },
  },
  { title: 'a file that grew', make: () => shop.write({ 'src/server.js': `${shopFiles['src/server.js']}// end\n` }) },
  { title: 'a file that is gone', make: () => rmSync(join(shop.root, 'src/accounts.js')) },
  { title: 'a new file', make: () => shop.write({ 'src/orders.js': '' }) },
  { title: 'a new file in a new folder', make: () => shop.write({ 'src/orders/list.js': '' }) },
  { title: 'a .gitignore that says more', make: () => shop.write({ '.gitignore': 'generated.js\naccounts.js\n' }) },
  { title: 'a .gitignore that is gone', make: () => rmSync(join(shop.root, '.gitignore')) },
  { title: 'a new .gitignore below', make: () => shop.write({ 'src/.gitignore': 'accounts.js\n' }) },
  {
    title: 'a folder in the place of a file',
    make: () => {
      rmSync(join(shop.root, 'src/accounts.js'));
      mkdirSync(join(shop.root, 'src/accounts.js'));
    },
  },
  {
    title: 'a link in the place of a file',
    make: () => {
      rmSync(join(shop.root, 'src/accounts.js'));
      writeFileSync(join(folder, 'accounts.js'), shopFiles['src/accounts.js'] ?? '');
      symlinkSync(join(folder, 'accounts.js'), join(shop.root, 'src/accounts.js'));
    },
  },
  { title: 'a repository around the folder', make: () => mkdirSync(join(shop.root, '.git')) },
  { title: 'a configuration that appeared', make: () => shop.write({ 'second-instance.json': '{}' }) },
];

describe('what a run said is not said again after', () => {
  test.each(changes)('$title', async ({ make }) => {
    await keep();
    expect(recalled()).toEqual(kept);
    make();
    expect(recalled()).toBeUndefined();
  });

  test('a configuration that changed', async () => {
    shop.write({ 'second-instance.json': '{ "assume": { "instances": 2 } }' });
    await keep();
    expect(recalled()).toEqual(kept);
    shop.write({ 'second-instance.json': '{ "assume": { "instances": 3 } }' });
    expect(recalled()).toBeUndefined();
  });

  test.each([
    { title: 'another configuration', asked: { configurationFile: 'other.json' } },
    { title: 'another number of instances', asked: { overrides: { ...noOverrides, all: 3 } } },
    { title: 'a number for one program', asked: { overrides: { ...noOverrides, byProgram: { api: 3 } } } },
    { title: 'another product', asked: { product: 'product 2' } },
    { title: 'a product that was not built', asked: { product: null } },
    { title: 'a clock that was put back', asked: { today: '2026-11-22' } },
    { title: 'a day on which something ended', asked: { today: '2026-12-02' } },
  ])('$title', async ({ asked }) => {
    await keep({}, '2026-12-01');
    expect(recalled({ today: '2026-12-01' })).toEqual(kept);
    expect(recalled(asked)).toBeUndefined();
  });
});

describe('a file that was only touched', () => {
  test('is read once, and known by its new time then', async () => {
    await keep();
    const before = readFileSync(file(), 'utf8');
    const past = new Date(Date.now() - 1_800_000);
    utimesSync(join(shop.root, 'compose.yaml'), past, past);
    expect(recalled()).toEqual(kept);
    // Its state changed just now, so that its time alone may not be trusted yet.
    expect(stampOf('compose.yaml')).toBeNull();
    await ticks();
    expect(recalled()).toEqual(kept);
    expect(stampOf('compose.yaml')).toContain(` ${statSync(join(shop.root, 'compose.yaml')).mtimeMs} `);
    expect(readFileSync(file(), 'utf8')).not.toBe(before);
  }, 10_000);

  test('within a tick of the clock before the look is not trusted by its time', async () => {
    shop.write({ 'src/orders.js': 'let orders = 1;\n' });
    await keep();
    expect(stampOf('src/orders.js')).toBeNull();
    const { atime, mtime } = statSync(join(shop.root, 'src/orders.js'));
    shop.write({ 'src/orders.js': 'let orders = 2;\n' });
    utimesSync(join(shop.root, 'src/orders.js'), atime, mtime);
    expect(recalled()).toBeUndefined();
  });
});

function stampOf(path: string): unknown {
  const { seen } = JSON.parse(readFileSync(file(), 'utf8'));
  return seen.files.find((each: { path: string }) => each.path === path).stamp;
}

const ticks = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2100));

describe('a record', () => {
  test.each(['', '{', '[]', 'null', '{"question":1}'])('of %j counts as none', async (text) => {
    await keep();
    writeFileSync(file(), text);
    expect(recalled()).toBeUndefined();
  });

  test('cut off anywhere counts as none', async () => {
    await keep();
    const whole = readFileSync(file(), 'utf8');
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      writeFileSync(file(), whole.slice(0, Math.floor(whole.length * share)));
      expect(recalled()).toBeUndefined();
    }
  });

  test('that cannot be written or read costs time alone', async () => {
    writeFileSync(join(folder, 'taken'), '');
    await keep({ folder: join(folder, 'taken/below') });
    expect(recalled({ folder: join(folder, 'taken/below') })).toBeUndefined();
    await keep();
    chmodSync(file(), 0);
    expect([undefined, kept]).toContainEqual(recalled());
  });

  test('that nobody used for a month goes, with the facts beside it', async () => {
    const old = join(folder, `${'ab'.repeat(20)}.run`);
    const used = join(folder, `${'cd'.repeat(20)}.facts`);
    const compiled = join(folder, 'compiler-v20.0.0-x64.v8');
    for (const path of [old, old.replace('.run', '.facts'), used, used.replace('.facts', '.run'), compiled]) {
      writeFileSync(path, '');
      age(path, 31);
    }
    age(used.replace('.facts', '.run'), 29);
    await keep();
    expect(readdirSync(folder).sort()).toEqual(
      [file(), used, used.replace('.facts', '.run')].map((path) => path.slice(folder.length + 1)).sort(),
    );
  });

  test('that is used says so once a day', async () => {
    await keep();
    await ticks();
    recalled();
    age(file(), 10);
    recalled();
    expect(statSync(file()).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  }, 10_000);
});

function age(path: string, days: number): void {
  const then = new Date(Date.now() - days * 24 * 3_600_000);
  utimesSync(path, then, then);
}
