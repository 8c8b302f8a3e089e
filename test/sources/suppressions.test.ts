import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/sources/formats.ts';
import { type CommentStyle, suppressionsOf } from '../../src/sources/suppressions.ts';
import { yamlSuppressionsOf } from '../../src/sources/yaml/suppressions.ts';
import { lineStartsOf } from '../../src/text/lines.ts';

/** Each as `scope rule line reason`. */
const cases: readonly (readonly [title: string, style: CommentStyle, text: string, found: readonly string[]])[] = [
  [
    'a line comment',
    'slashes',
    'a();\n// second-instance-ignore cron-in-process: runs on one host\nb();',
    ['line cron-in-process 1 runs on one host'],
  ],
  [
    'a comment behind code',
    'slashes',
    "a('it'); // second-instance-ignore fs-write: moves in May",
    ['line fs-write 0 moves in May'],
  ],
  [
    'a block comment',
    'slashes',
    '/* second-instance-ignore fs-write: moves in May */ a();',
    ['line fs-write 0 moves in May'],
  ],
  [
    'a documentation comment',
    'slashes',
    '/**\n * second-instance-ignore fs-write: moves in May\n */',
    ['line fs-write 1 moves in May'],
  ],
  ['markup', 'slashes', '<p>{/* second-instance-ignore fs-write: static */}</p>', ['line fs-write 0 static']],
  [
    'several',
    'slashes',
    '// second-instance-ignore a-b: one\n// second-instance-ignore c-d: two',
    ['line a-b 0 one', 'line c-d 1 two'],
  ],
  [
    'no reason',
    'slashes',
    '// second-instance-ignore fs-write\n// second-instance-ignore fs-write:\n/* second-instance-ignore fs-write: */',
    ['line fs-write 0 null', 'line fs-write 1 null', 'line fs-write 2 null'],
  ],
  [
    'a file',
    'slashes',
    '#!/usr/bin/env node\n/* The shop. */\n// second-instance-ignore-file fs-write: one host\na();',
    ['file fs-write 2 one host'],
  ],
  [
    'a file behind a byte order mark',
    'slashes',
    '\uFEFF// second-instance-ignore-file fs-write: one host',
    ['file fs-write 0 one host'],
  ],
  [
    'a file behind its first code',
    'slashes',
    'a();\n// second-instance-ignore-file fs-write: one host',
    ['misplaced fs-write 1 one host'],
  ],
  [
    'several rules in one comment',
    'slashes',
    '// second-instance-ignore fs-write, a-b ,c-d: one host\na();',
    ['line fs-write 0 one host', 'line a-b 0 one host', 'line c-d 0 one host'],
  ],
  [
    'several rules by hash',
    'hash',
    '# second-instance-ignore-file fs-write,a-b\nA=1',
    ['file fs-write 0 null', 'file a-b 0 null'],
  ],
  [
    'a hash',
    'hash',
    'replicas: 3 # second-instance-ignore db-pool-over-budget: sized\n',
    ['line db-pool-over-budget 0 sized'],
  ],
  [
    'a file by hash',
    'hash',
    '# The shop.\n\n# second-instance-ignore-file fs-write: one host\nservices:',
    ['file fs-write 2 one host'],
  ],
  [
    'Windows line ends',
    'slashes',
    '// second-instance-ignore fs-write: one host\r\na();',
    ['line fs-write 0 one host'],
  ],

  ['a text', 'slashes', "log('// second-instance-ignore fs-write: no')", []],
  ['a mention in prose', 'slashes', '// Write second-instance-ignore fs-write: why, to silence it.', []],
  ['code', 'slashes', 'second-instance-ignore fs-write: no', []],
  ['no rule', 'slashes', '// second-instance-ignore', []],
  ['another word', 'slashes', '// second-instance-ignored fs-write: no', []],
  ['a hash inside a word', 'hash', 'url: a#second-instance-ignore fs-write: no', []],
];

describe('comments that silence a rule', () => {
  it.each(cases)('%s', (_title, style, text, found) => {
    const facts = suppressionsOf(text, style, lineStartsOf(text));
    expect(facts.map(({ scope, rule, line, reason }) => `${scope} ${rule} ${line} ${reason}`)).toEqual(found);
    for (const { span } of facts) expect(text.slice(...span)).toMatch(/^second-instance-ignore/);
  });

  it('are found in linear time', () => {
    const text = `/* ${'second-instance-ignore '.repeat(20_000)}`;
    const before = process.cpuUsage();
    suppressionsOf(text, 'slashes', lineStartsOf(text));
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});

describe('a comment alone on its line, and one beside code', () => {
  const mark = 'second-instance-ignore fs-write: why';
  const beside: readonly (readonly [style: CommentStyle, text: string, alone: boolean])[] = [
    ['slashes', `// ${mark}`, true],
    ['slashes', `a();\n\t/// ${mark}\r\nb();`, true],
    ['slashes', `a();\n  /* ${mark} */\nb();`, true],
    ['slashes', `a();\n  /* ${mark} */ // and more\nb();`, true],
    ['slashes', `/**\n * ${mark}\n */`, true],
    ['slashes', `<p>\n  {/* ${mark} */}\n</p>`, true],
    ['slashes', `a();\n// ${mark} (see /* there */ x)`, true],
    ['slashes', `a(); // ${mark}\nb();`, false],
    ['slashes', `a(); /* ${mark} */\nb();`, false],
    ['slashes', `/* ${mark} */ a();\nb();`, false],
    ['slashes', `/* one */ a(); /* ${mark} */\nb();`, false],
    ['slashes', `} // ${mark}`, false],
    ['slashes', `<p>{/* ${mark} */}</p>`, false],
    ['hash', `A=1\n  # ${mark}\n`, true],
    ['hash', `A=1 # ${mark}\n`, false],
  ];
  it.each(beside)('%s: %s', (style, text, alone) => {
    expect(suppressionsOf(text, style, lineStartsOf(text)).map((fact) => fact.alone)).toEqual([alone]);
  });
  it.each([
    [`deploy:\n  # ${mark}\n  replicas: 3\n`, true],
    [`deploy:\n  replicas: 3 # ${mark}\n  other: 1`, false],
  ])('YAML: %s', (text, alone) => {
    expect(yamlSuppressionsOf(text, lineStartsOf(text)).map((fact) => fact.alone)).toEqual([alone]);
  });
});

const yamlCases: readonly (readonly [title: string, text: string, found: readonly string[]])[] = [
  [
    'the line above',
    'deploy:\n  # second-instance-ignore unsafe-scale: sized in May\n  replicas: 3\n',
    ['line unsafe-scale 1 sized in May'],
  ],
  [
    'the same line, behind an apostrophe',
    "name: the shop's # second-instance-ignore unsafe-scale: sized in May\n",
    ['line unsafe-scale 0 sized in May'],
  ],
  [
    'inside braces',
    'deploy: { # second-instance-ignore unsafe-scale, a-b: sized\n  replicas: 3 }\n',
    ['line unsafe-scale 0 sized', 'line a-b 0 sized'],
  ],
  [
    'the top of a file, above and below the line that starts a document',
    '\uFEFF# second-instance-ignore-file a-b: one\n%YAML 1.2\n---\n# second-instance-ignore-file c-d: two\nkind: Job\n',
    ['file a-b 0 one', 'file c-d 3 two'],
  ],
  ['a later document', 'kind: Job\n---\n# second-instance-ignore a-b: one\nkind: Service\n', ['line a-b 2 one']],
  [
    'a file comment in a later document',
    'kind: Job\n---\n# second-instance-ignore-file a-b: one\nkind: Service\n',
    ['misplaced a-b 2 one'],
  ],
  ['no reason', 'replicas: 3 # second-instance-ignore unsafe-scale\r\n', ['line unsafe-scale 0 null']],
  ['a quoted text', 'note: "a # second-instance-ignore a-b: no"\n', []],
  ['a script in a block', 'run: |\n  # second-instance-ignore a-b: no\n  npm start\n', []],
  ['a plain text', 'url: a#second-instance-ignore a-b: no\n', []],
  ['an empty comment above a text', '#\nsecond-instance-ignore a-b: no\n', []],
  ['braces of a template', '{{- if .x }}\n# second-instance-ignore a-b: one\n', ['line a-b 1 one']],
];

describe('comments of YAML that silence a rule', () => {
  it.each(yamlCases)('%s', (_title, text, found) => {
    const facts = yamlSuppressionsOf(text, lineStartsOf(text));
    expect(facts.map(({ scope, rule, line, reason }) => `${scope} ${rule} ${line} ${reason}`)).toEqual(found);
    for (const { span } of facts) expect(text.slice(...span)).toMatch(/^second-instance-ignore/);
  });

  it('are among the facts of compose files and of manifests', () => {
    const comment = '# second-instance-ignore unsafe-scale: sized\n';
    expect(readFile('compose.yaml', `services:\n${comment}`).suppressions).toHaveLength(1);
    expect(readFile('k8s/api.yaml', `kind: Job\n${comment}`).suppressions).toHaveLength(1);
  });
});
