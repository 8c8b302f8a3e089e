import { expect, test } from 'vitest';
import { suppressComments } from '../../src/server/suppress.ts';
import { applyEdits } from '../../src/text/edits.ts';
import { lineStartsOf } from '../../src/text/lines.ts';
import { findingIn } from './finding.ts';

const line = 1;

const cases = [
  {
    name: 'a TypeScript line keeps its indentation',
    file: 'src/cart.ts',
    text: 'class Cart {\n  private lines = new Map();\n}\n',
    onLine: 'class Cart {\n  // second-instance-ignore state-singleton-field: why\n  private lines = new Map();\n}\n',
    inFile:
      '// second-instance-ignore-file state-singleton-field: why\nclass Cart {\n  private lines = new Map();\n}\n',
  },
  {
    name: 'a YAML line gets a YAML comment',
    file: 'compose.yaml',
    text: 'services:\n\treplicas: 3\n',
    onLine: 'services:\n\t# second-instance-ignore state-singleton-field: why\n\treplicas: 3\n',
    inFile: '# second-instance-ignore-file state-singleton-field: why\nservices:\n\treplicas: 3\n',
  },
  {
    name: 'the line that names the interpreter stays the first, and line ends stay as they are',
    file: 'bin/serve.mjs',
    text: '#!/usr/bin/env node\r\nconst carts = new Map();\r\n',
    onLine:
      '#!/usr/bin/env node\r\n// second-instance-ignore state-singleton-field: why\r\nconst carts = new Map();\r\n',
    inFile:
      '#!/usr/bin/env node\r\n// second-instance-ignore-file state-singleton-field: why\r\nconst carts = new Map();\r\n',
  },
];

test.each(cases)('$name', ({ file, text, onLine, inFile }) => {
  const comments = suppressComments(findingIn(file, line), text);
  const applied = comments.map((comment) => {
    const at = lineStartsOf(text)[comment.line] ?? 0;
    return applyEdits(text, [{ span: [at, at], text: `${comment.before}why${comment.after}` }]);
  });
  expect(applied).toEqual([onLine, inFile]);
});

test('JSON knows no comments, so nothing is offered there', () => {
  expect(suppressComments(findingIn('package.json', 0), '{}')).toEqual([]);
});
