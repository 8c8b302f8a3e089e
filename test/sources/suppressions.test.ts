import { describe, expect, it } from 'vitest';
import { type CommentStyle, suppressionsOf } from '../../src/sources/suppressions.ts';
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
  ['a file behind its first code', 'slashes', 'a();\n// second-instance-ignore-file fs-write: one host', []],
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
