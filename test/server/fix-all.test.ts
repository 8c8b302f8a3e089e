import { expect, test } from 'vitest';
import type { FixAnswer } from '../../src/engine/types.ts';
import type { FileEdit } from '../../src/findings/fix.ts';
import { safeFixes } from '../../src/server/fix-all.ts';
import type { Span } from '../../src/text/range.ts';
import { findingIn } from './finding.ts';

const file = 'compose.yaml';

interface Offered {
  readonly name: string;
  readonly safety: 'safe' | 'needs-review';
  readonly edits: readonly FileEdit[];
}

const change = (span: Span, text: string, at = file): FileEdit => ({
  kind: 'change',
  file: at,
  edits: [{ span, text }],
});

const cases: readonly { name: string; offered: readonly Offered[]; texts: readonly string[] }[] = [
  {
    name: 'two safe fixes of one file come together',
    offered: [
      { name: 'requests', safety: 'safe', edits: [change([0, 5], 'requests')] },
      { name: 'limits', safety: 'safe', edits: [change([9, 9], 'limits')] },
    ],
    texts: ['requests', 'limits'],
  },
  {
    name: 'one that needs review stays out',
    offered: [
      { name: 'store', safety: 'needs-review', edits: [change([0, 5], 'store')] },
      { name: 'limits', safety: 'safe', edits: [change([9, 9], 'limits')] },
    ],
    texts: ['limits'],
  },
  {
    name: 'one that overlaps an earlier one waits for the next time',
    offered: [
      { name: 'requests', safety: 'safe', edits: [change([0, 5], 'requests')] },
      { name: 'limits', safety: 'safe', edits: [change([4, 9], 'limits')] },
    ],
    texts: ['requests'],
  },
  {
    name: 'a second one of a kind waits, because both might bind one name',
    offered: [
      { name: 'hoist', safety: 'safe', edits: [change([0, 5], 'first')] },
      { name: 'hoist', safety: 'safe', edits: [change([0, 5], 'first')] },
    ],
    texts: ['first'],
  },
  {
    name: 'one that changes another file too stays out',
    offered: [
      { name: 'requests', safety: 'safe', edits: [change([0, 5], 'requests'), change([0, 0], 'x', 'package.json')] },
    ],
    texts: [],
  },
];

test('one that refuses while it is built costs no other', async () => {
  const findings = ['torn', 'whole'].map((fingerprint, line) => findingIn(file, line, { fingerprint }));
  const engine = {
    fixes: ({ fingerprint }: { fingerprint: string }): FixAnswer[] => [
      { kind: 'offer', fixId: fingerprint, title: fingerprint, safety: 'safe' },
    ],
    buildFix: async (_: unknown, fixId: string) => {
      if (fixId === 'torn') throw new Error('It would leave the file unparsable.');
      return { files: [change([0, 5], fixId)], next: null };
    },
  };
  expect(await safeFixes(engine, { findings }, file, async () => '')).toMatchObject([{ edits: [{ text: 'whole' }] }]);
});

test.each(cases)('$name', async ({ offered, texts }) => {
  const findings = offered.map(({ name }, line) => findingIn(file, line, { fingerprint: name }));
  const find = (fingerprint: string): Offered | undefined => offered.find(({ name }) => name === fingerprint);
  const engine = {
    fixes: ({ fingerprint }: { fingerprint: string }): FixAnswer[] => [
      { kind: 'offer', fixId: fingerprint, title: fingerprint, safety: find(fingerprint)?.safety ?? 'needs-review' },
    ],
    buildFix: async (_: unknown, fixId: string) => ({ files: find(fixId)?.edits ?? [], next: null }),
  };
  const other = findingIn('package.json', 0, { fingerprint: 'elsewhere' });
  const edits = await safeFixes(engine, { findings: [...findings, other] }, file, async () => '');
  const made = edits.flatMap((edit) => (edit.kind === 'change' ? edit.edits.map(({ text }) => text) : []));
  expect(made).toEqual(texts);
});
