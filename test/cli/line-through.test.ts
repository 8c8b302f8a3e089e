import { expect, it } from 'vitest';
import { lineThrough } from '../../src/cli/line-through.ts';

const before = 'a\nb\nc\nd\n';

it.each([
  ['nothing changed', before, 2, 2],
  ['lines came in above', 'x\ny\na\nb\nc\nd\n', 2, 4],
  ['lines went above', 'c\nd\n', 2, 0],
  ['lines came in below', 'a\nb\nc\nx\nd\n', 2, 2],
  ['it became another', 'a\nb\nx\nd\n', 2, 2],
  ['it became two', 'a\nb\nx\ny\nd\n', 2, 2],
  ['it went', 'a\nb\nd\n', 2, 2],
  ['it went with all behind it', 'a\nb', 2, 1],
  ['the file has a mark now', '\ufeffa\nb\nc\nd\n', 0, 0],
])('a line is followed where %s', (_name, after, line, expected) => {
  expect(lineThrough(before, after, line)).toBe(expected);
});
