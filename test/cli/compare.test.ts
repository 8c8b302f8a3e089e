import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Outcome } from '../../src/cli/outcome.ts';
import { type ShopOnDisk, shopFiles, shopOnDisk } from './shop.ts';

let shop: ShopOnDisk;
beforeEach(() => {
  shop = shopOnDisk();
});
afterEach(() => shop.remove());

function run(...words: string[]): Promise<Outcome> {
  return main(words, { cwd: shop.root, today: '2026-11-23', startedAt: performance.now() });
}

/** Writes the files, and beside them what check says of them. */
async function checked(file: string, files: Readonly<Record<string, string>>): Promise<void> {
  shop.write(files);
  const { stdout } = await run('check', '--format', 'json', '--no-cache');
  shop.write({ [file]: stdout });
}

const compose = shopFiles['compose.yaml'] ?? '';
const one = { 'compose.yaml': compose.replace('3', '1') };
const three = { 'compose.yaml': compose };

describe('from one instance to three', () => {
  beforeEach(async () => {
    await checked('base.json', one);
    await checked('head.json', three);
  });

  test('as text', async () => {
    const { code, stdout } = await run('compare', 'base.json', 'head.json');
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "1 new error, 1 finding more severe.

      New
        compose.yaml:5: error: 3 instances here break 1 thing: sign-in limits (src/accounts.js:2). Mend them, or hold at one instance until they are mended. (unsafe-scale)

      More severe
        src/accounts.js:2: note → error: 5 sign-in tries a minute are really up to 15: each of 3 instances (compose.yaml:5) counts in its own memory. Give the limiter a store they share. (ratelimit-memory-store)

      Instances
        api: 1 instance → 3 instances
      "
    `);
  });

  test('as Markdown, with links to the rules and text that is no markup', async () => {
    const { stdout } = await run('compare', 'base.json', 'head.json', '--format', 'markdown');
    expect(stdout).toMatchInlineSnapshot(`
      "## Second Instance: 1 new error, 1 finding more severe

      ### New

      - \`compose.yaml:5\` error: 3 instances here break 1 thing: sign-in limits (src/accounts.js:2). Mend them, or hold at one instance until they are mended. ([unsafe-scale](https://github.com/second-instance/second-instance/tree/main/docs/rules/unsafe-scale.md))

      ### More severe

      - \`src/accounts.js:2\` note → error: 5 sign-in tries a minute are really up to 15: each of 3 instances (compose.yaml:5) counts in its own memory. Give the limiter a store they share. ([ratelimit-memory-store](https://github.com/second-instance/second-instance/tree/main/docs/rules/ratelimit-memory-store.md))

      ### Instances

      - api: 1 instance → 3 instances
      "
    `);
  });

  test('back again closes what was new, and that is no failure', async () => {
    const { code, stdout } = await run('compare', 'head.json', 'base.json', '--format', 'json');
    expect(code).toBe(0);
    const { added, closed, lowered } = JSON.parse(stdout);
    expect(added).toEqual([]);
    expect(closed.map((finding: { ruleId: string }) => finding.ruleId)).toEqual(['unsafe-scale']);
    expect(lowered.map(({ after }: { after: { severity: string } }) => after.severity)).toEqual(['note']);
  });

  test('fails from the named severity on', async () => {
    expect((await run('compare', 'base.json', 'head.json', '--fail-on', 'never')).code).toBe(0);
    expect((await run('compare', 'base.json', 'base.json', '--fail-on', 'note')).code).toBe(0);
  });
});

test('two documents of the same state: nothing changed', async () => {
  await checked('base.json', three);
  expect(await run('compare', 'base.json', 'base.json')).toEqual({ code: 0, stdout: 'nothing changed.\n', stderr: [] });
});

test('a document that a shell began with a mark of the byte order is read', async () => {
  await checked('base.json', three);
  const { stdout } = await run('check', '--format', 'json');
  shop.write({ 'marked.json': `\ufeff${stdout}` });
  expect((await run('compare', 'base.json', 'marked.json')).code).toBe(0);
});

describe('what cannot be compared', () => {
  const cases: readonly {
    readonly name: string;
    readonly words: readonly string[];
    readonly head?: string;
    readonly says: string;
  }[] = [
    { name: 'one file', words: ['base.json'], says: 'compare takes two files that check --format json printed' },
    { name: 'three files', words: ['a', 'b', 'c'], says: 'compare takes two files' },
    { name: 'no such file', words: ['base.json', 'nowhere.json'], says: 'There is no file nowhere.json' },
    { name: 'no JSON', words: ['base.json', 'head.json'], head: '{', says: 'head.json is not what check' },
    { name: 'another document', words: ['base.json', 'package.json'], says: 'package.json is not what check' },
    {
      name: 'another version',
      words: ['base.json', 'head.json'],
      head: '{"version":2}',
      says: 'head.json has version 2 of the document, and this one reads version 1: run check again.',
    },
    { name: 'cut off', words: ['base.json', 'head.json'], head: '{"version":1,"findings":[]}', says: 'is not whole' },
    { name: 'another form', words: ['base.json', 'base.json', '--format', 'sarif'], says: '--format is text, json' },
  ];
  test.each(cases)('$name', async ({ words, head, says }) => {
    await checked('base.json', one);
    if (head !== undefined) shop.write({ 'head.json': head });
    const outcome = await run('compare', ...words);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toHaveLength(1);
    expect(outcome.stderr[0]).toContain(says);
  });
});
