import { expect, test } from 'vitest';
import { suppressEdit, workspaceEditOf } from '../../src/server/workspace-edits.ts';

const carts = { uri: 'file:///srv/shop/src/carts.ts', version: 7, text: 'const a = 1;\nconst carts = new Map();\n' };
const files = [
  { kind: 'change', file: 'src/carts.ts', edits: [{ span: [19, 24], text: 'baskets' }] },
  { kind: 'create', file: 'src/redis.ts', text: 'export {};\n' },
] as const;
const now = (file: string) => (file === 'src/carts.ts' ? carts : null);

test('a safe fix edits the version that it was made for, and makes new files', () => {
  const review = { safety: 'safe', title: 'Rename it', next: null, file: 'src/carts.ts' } as const;
  expect(workspaceEditOf('/srv/shop', files, now, review)).toEqual({
    documentChanges: [
      {
        textDocument: { uri: carts.uri, version: 7 },
        edits: [{ range: { start: { line: 1, character: 6 }, end: { line: 1, character: 11 } }, newText: 'baskets' }],
      },
      { kind: 'create', uri: 'file:///srv/shop/src/redis.ts' },
      {
        textDocument: { uri: 'file:///srv/shop/src/redis.ts', version: null },
        edits: [
          { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: 'export {};\n' },
        ],
      },
    ],
  });
});

test('a fix that needs review asks for one tick, at the finding, and says what is left to do', () => {
  const review = {
    safety: 'needs-review',
    title: 'Share it',
    next: 'npm install redis',
    file: 'src/carts.ts',
  } as const;
  const edit = workspaceEditOf('/srv/shop', files, now, review);
  expect(edit.changeAnnotations).toEqual({
    confirm: { label: 'Share it', needsConfirmation: true, description: 'npm install redis' },
    along: { label: 'Share it', needsConfirmation: false, description: 'npm install redis' },
  });
  const text = JSON.stringify(edit.documentChanges);
  expect(text.match(/"annotationId":"\w+"/g)).toEqual([
    '"annotationId":"confirm"',
    '"annotationId":"along"',
    '"annotationId":"along"',
  ]);
});

test('a reason is a place to type in, where the editor knows snippets; signs of snippets in it stay signs', () => {
  const comment = { title: '', line: 1, before: '// $rule}: ', reason: 'why', after: '\n' };
  expect(suppressEdit(carts, comment, true).documentChanges).toMatchObject([
    { textDocument: { version: 7 }, edits: [{ snippet: { value: `// \\$rule\\}: \${1:why}\n` } }] },
  ]);
  expect(suppressEdit(carts, comment, false).documentChanges).toMatchObject([
    { edits: [{ newText: '// $rule}: why\n' }] },
  ]);
});
