import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyFixes } from '../../src/cli/apply-fixes.ts';
import { draftsOf } from '../../src/cli/drafts.ts';
import { unifiedDiff } from '../../src/cli/unified-diff.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Fix } from '../../src/findings/fix.ts';
import { type ShopOnDisk, shopFiles, shopOnDisk } from './shop.ts';

let shop: ShopOnDisk;
beforeEach(() => {
  shop = shopOnDisk();
});
afterEach(() => shop.remove());

/** Lets the limiter count in a store, as an edit that can be told from the text alone. */
const share: Fix = {
  id: 'share-the-limiter',
  rules: ['ratelimit-memory-store'],
  safety: 'needs-review',
  offer: () => ({ kind: 'offer', title: 'Count in Redis' }),
  build: async ({ file }, _context, read) => {
    const text = (await read(file)) ?? '';
    const at = text.indexOf(' limit: 5');
    return {
      files: [
        { kind: 'change', file, edits: [{ span: [at, at], text: ' store: new RedisStore({}),' }] },
        { kind: 'change', file, edits: [] },
        { kind: 'create', file: '.env.example', text: 'REDIS_URL=\n' },
      ],
      next: 'npm install rate-limit-redis',
    };
  },
};

const hold: Fix = {
  id: 'hold-at-one',
  rules: ['unsafe-scale'],
  safety: 'safe',
  offer: () => ({ kind: 'offer', title: 'Hold at one instance' }),
  build: async ({ file }, _context, read) => {
    const at = ((await read(file)) ?? '').indexOf('3');
    return { files: [{ kind: 'change', file, edits: [{ span: [at, at + 1], text: '1' }] }], next: null };
  },
};

async function fixed(fixes: readonly Fix[], alsoUnsafe: boolean) {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23', fixes });
  await engine.change(Object.keys(shopFiles).map((path) => ({ path, text: textOf(path).replace(/^\ufeff/, '') })));
  const drafts = draftsOf(shop.root);
  const notes = await applyFixes(engine, drafts, { alsoUnsafe, isMeant: () => true });
  const diff = drafts
    .changed()
    .map(({ file, before, after }) => unifiedDiff(file, before, after))
    .join('');
  return { notes, diff, drafts, engine };
}

function textOf(path: string): string {
  return readFileSync(join(shop.root, path), 'utf8');
}

test('safe fixes are made, the others are named', async () => {
  const { notes, diff } = await fixed([share, hold], false);
  expect(diff).toBe(
    [
      '--- a/compose.yaml',
      '+++ b/compose.yaml',
      '@@ -2,4 +2,4 @@',
      '   api:',
      '     build: .',
      '     deploy:',
      '-      replicas: 3',
      '+      replicas: 1',
      '',
    ].join('\n'),
  );
  expect(notes).toEqual([
    'src/accounts.js:2: ratelimit-memory-store: not fixed: "Count in Redis" needs review; --all makes it.',
  ]);
});

test('each fix works on what the one before left', async () => {
  const again: Fix = { ...share, id: 'share-again', rules: ['unsafe-scale'], build: hold.build };
  const { diff, notes, engine } = await fixed([share, again], true);
  expect(diff).toContain('+exports.signIn = rateLimit({ windowMs: 60000, store: new RedisStore({}), limit: 5 });');
  expect(diff).toContain('--- /dev/null\n+++ b/.env.example\n');
  expect(notes).toEqual(['src/accounts.js:2: ratelimit-memory-store: then: npm install rate-limit-redis']);
  expect(engine.analysis().graph.facts.has('.env.example')).toBe(true);
});

test('a manifest is held only for what the fixes of the code leave', async () => {
  const mended: Fix = {
    ...share,
    build: async ({ file }, _context, read) => {
      const text = (await read(file)) ?? '';
      return {
        files: [{ kind: 'change', file, edits: [{ span: [0, text.length], text: 'exports.signIn = () => {};\n' }] }],
        next: null,
      };
    },
  };
  const { diff } = await fixed([hold, mended], true);
  expect(diff).toContain('+++ b/src/accounts.js');
  expect(diff).not.toContain('compose.yaml');
});

test('nothing is written before it is asked for', async () => {
  const { drafts } = await fixed([hold], false);
  expect(textOf('compose.yaml')).toBe(shopFiles['compose.yaml']);
  drafts.write();
  expect(textOf('compose.yaml')).toContain('replicas: 1');
});

test('a fix whose edits overlap changes nothing and is told', async () => {
  const torn: Fix = {
    ...hold,
    build: async ({ file }) => ({
      files: [
        { kind: 'create', file: 'left-over.js', text: '' },
        {
          kind: 'change',
          file,
          edits: [
            { span: [0, 9], text: '' },
            { span: [5, 6], text: '' },
          ],
        },
      ],
      next: null,
    }),
  };
  const { diff, notes } = await fixed([torn], false);
  expect(diff).toBe('');
  expect(notes).toEqual(['compose.yaml:5: unsafe-scale: not fixed: Two edits overlap at offset 5.']);
});

test('a byte order mark stays where it was', async () => {
  writeFileSync(join(shop.root, 'compose.yaml'), `\ufeff${shopFiles['compose.yaml']}`);
  const { drafts } = await fixed([hold], false);
  drafts.write();
  expect(textOf('compose.yaml')).toBe(`\ufeff${shopFiles['compose.yaml']?.replace('3', '1')}`);
});
