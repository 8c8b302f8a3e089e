import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyFixes } from '../../src/cli/apply-fixes.ts';
import { draftsOf } from '../../src/cli/drafts.ts';
import { unifiedDiff } from '../../src/cli/unified-diff.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Fix } from '../../src/findings/fix.ts';
import type { Finding } from '../../src/findings/types.ts';
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
  build: async ({ file }, _context, { read }) => {
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
  build: async ({ file }, _context, { read }) => {
    const at = ((await read(file)) ?? '').indexOf('3');
    return { files: [{ kind: 'change', file, edits: [{ span: [at, at + 1], text: '1' }] }], next: null };
  },
};

async function fixed(fixes: readonly Fix[], alsoUnsafe: boolean) {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23', fixes });
  await engine.change(Object.keys(shopFiles).map((path) => ({ path, text: textOf(path).replace(/^\ufeff/, '') })));
  const drafts = draftsOf(shop.root);
  const notes = await applyFixes(engine, drafts, { alsoUnsafe, isMeant: () => true, written: false });
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
    build: async ({ file }, _context, { read }) => {
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
  expect(notes).toContain('compose.yaml:5: unsafe-scale: not fixed: Two edits overlap at offset 5.');
});

test('a byte order mark stays where it was', async () => {
  writeFileSync(join(shop.root, 'compose.yaml'), `\ufeff${shopFiles['compose.yaml']}`);
  const { drafts } = await fixed([hold], false);
  drafts.write();
  expect(textOf('compose.yaml')).toBe(`\ufeff${shopFiles['compose.yaml']?.replace('3', '1')}`);
});

/** The fixes that ship, over files of the shop's own. */
async function fixedAll(root: string, paths: readonly string[]) {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23' });
  await engine.change(paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
  const drafts = draftsOf(root);
  const notes = await applyFixes(engine, drafts, {
    alsoUnsafe: true,
    isMeant: ({ ruleId }) => ruleId !== 'unsafe-scale',
    written: false,
  });
  return { notes, drafts, engine };
}

const twoLimiters = {
  'src/server.js': `const express = require('express');
const { rateLimit } = require('express-rate-limit');
const app = express();
app.post('/login', rateLimit({ limit: 5 }), (request, response) => response.json({}));
app.post('/otp', rateLimit({ limit: 3 }), (request, response) => response.json({}));
app.listen(3000);
`,
};

test('the second of two findings that look alike is fixed as well', async () => {
  shop.write(twoLimiters);
  const { drafts, engine, notes } = await fixedAll(shop.root, ['package.json', 'src/server.js', 'compose.yaml']);
  const text = drafts.changed().find(({ file }) => file === 'src/server.js')?.after ?? '';
  expect(text.match(/createRateLimitStore\('limit:server[^']*'\)/g)).toEqual([
    "createRateLimitStore('limit:server:')",
    "createRateLimitStore('limit:server-2:')",
  ]);
  expect(engine.analysis().findings.filter(({ ruleId }) => ruleId === 'ratelimit-memory-store')).toEqual([]);
  expect(notes.filter((note) => note.includes('not fixed'))).toEqual([]);
});

test('every finding that stays is told with its reason, also those that look alike', async () => {
  shop.write(twoLimiters);
  shop.write({
    'package.json': JSON.stringify({
      name: 'shop',
      main: 'src/server.js',
      dependencies: { express: '^5.1.0', 'express-rate-limit': '^5.0.0' },
    }),
  });
  const { notes } = await fixedAll(shop.root, ['package.json', 'src/server.js', 'compose.yaml']);
  expect(notes.map((note) => note.slice(0, note.indexOf('not fixed') + 9))).toEqual([
    'src/server.js:4: ratelimit-memory-store: not fixed',
    'src/server.js:5: ratelimit-memory-store: not fixed',
  ]);
});

test.each([
  ['as they were where nothing is written', false, 4, 5],
  ['as they are once the fixes are written', true, 6, 7],
])('places are those of the files %s', async (_name, written, place, blamed) => {
  shop.write(twoLimiters);
  const longer: Fix = {
    ...share,
    offer: (finding, context) => {
      const { file, start } = { file: finding.file, start: finding.range.start };
      const isFirst = context.graph.facts.get(file)?.lineStarts.length === 7;
      if (isFirst) return share.offer(finding, context);
      return { kind: 'refusal', reason: 'This is in the way.', place: { file, line: start.line } };
    },
    build: async (finding, context, sources) => {
      const { files } = await share.build(finding, context, sources);
      const text = await sources.read(finding.file);
      const at = text?.indexOf('limit: 5') ?? 0;
      const edits = [
        { span: [0, 0] as const, text: '// One.\n// Two.\n' },
        { span: [at, at] as const, text: 'store: new RedisStore({}), ' },
      ];
      return { files: [...files.slice(2), { kind: 'change', file: finding.file, edits }], next: 'go on' };
    },
  };
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23', fixes: [longer] });
  const paths = ['package.json', 'src/server.js', 'compose.yaml'];
  await engine.change(paths.map((path) => ({ path, text: textOf(path) })));
  const drafts = draftsOf(shop.root);
  const isMeant = ({ ruleId }: Finding) => ruleId === 'ratelimit-memory-store';
  const notes = await applyFixes(engine, drafts, { alsoUnsafe: true, isMeant, written });
  expect(notes).toEqual([
    `src/server.js:${place}: ratelimit-memory-store: then: go on`,
    `src/server.js:${blamed}: ratelimit-memory-store: not fixed: This is in the way. (src/server.js:${blamed})`,
  ]);
});

test('nothing is read or written through a link that leads out of the folder', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'second-instance-outside-'));
  try {
    writeFileSync(join(outside, 'secrets'), 'TOKEN=hush\n');
    symlinkSync(join(outside, 'secrets'), join(shop.root, '.env.example'));
    shop.write(twoLimiters);
    const { drafts, notes } = await fixedAll(shop.root, ['package.json', 'src/server.js', 'compose.yaml']);
    drafts.write();
    expect(readFileSync(join(outside, 'secrets'), 'utf8')).toBe('TOKEN=hush\n');
    expect(notes).toContain(
      'src/server.js:4: ratelimit-memory-store: not fixed: .env.example leads through a symbolic link to elsewhere or nowhere, and is not followed.',
    );
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

test('a rule without a fix is told as one', async () => {
  const { notes } = await fixed([], true);
  expect(notes).toContainEqual(
    expect.stringMatching(
      /^src\/accounts\.js:2: ratelimit-memory-store: not fixed: no fix is known for it; see https:/,
    ),
  );
});
