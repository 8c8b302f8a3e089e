import { describe, expect, it } from 'vitest';
import { readMarkedFiles } from './marked-files.ts';
import { examplesOf, headingsOf } from './page.ts';

describe('marked files', () => {
  it('splits files, drops shared indentation and takes marks out of the text', () => {
    const { files, marks } = readMarkedFiles(`
      // file: src/carts.ts
      const carts = new Map();
      //    ^^^^^ state-module-collection
      export { carts };
      # file: compose.yaml
      services:
        shop:
          image: shop
    `);
    expect([...files]).toEqual([
      ['src/carts.ts', 'const carts = new Map();\nexport { carts };\n'],
      ['compose.yaml', 'services:\n  shop:\n    image: shop\n'],
    ]);
    expect(marks).toEqual([
      {
        file: 'src/carts.ts',
        start: { line: 0, character: 6 },
        end: { line: 0, character: 11 },
        ruleId: 'state-module-collection',
      },
    ]);
  });

  it('reads a mark that stands left of where a comment has room', () => {
    const { marks } = readMarkedFiles('// file: a.ts\nlimit();\n^^^^^ ratelimit-memory-store');
    expect(marks[0]).toMatchObject({ start: { line: 0, character: 0 }, end: { line: 0, character: 5 } });
  });

  it('refuses text before the first file', () => {
    expect(() => readMarkedFiles('const carts = 1;')).toThrow('begins with');
  });
});

describe('a page', () => {
  const page = [
    '# rule',
    '## Wrong',
    '```ts',
    'const a = 1;',
    '```',
    'Words.',
    '```yaml',
    '# file: compose.yaml',
    'services: {}',
    '```',
    '## Right',
    '```ts',
    '## not a heading',
    '```',
    '## Source',
  ].join('\n');

  it('gives its headings, without those inside blocks', () => {
    expect(headingsOf(page)).toEqual(['Wrong', 'Right', 'Source']);
  });

  it('gives its examples with the files they stand for', () => {
    expect(examplesOf(page)).toEqual([
      { kind: 'wrong', line: 3, files: '// file: src/app.ts\nconst a = 1;' },
      { kind: 'wrong', line: 7, files: '# file: compose.yaml\nservices: {}' },
      { kind: 'right', line: 12, files: '// file: src/app.ts\n## not a heading' },
    ]);
  });
});
