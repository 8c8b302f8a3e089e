import { expect, it } from 'vitest';
import { holdsFor } from '../../src/link/versions.ts';

it.each<[string | undefined, string | null, boolean]>([
  [undefined, '^1.0.0', true],
  ['<7', '^6.14.0', true],
  ['<7', '>=7 <8', false],
  ['>=7', '*', true],
  ['>=7', 'latest', true],
  ['<7', '*', false],
  ['<7', null, false],
  ['<7 || unknown', '*', true],
  ['<7 || unknown', 'latest', true],
  ['<7 || unknown', 'workspace:*', true],
  ['<7 || unknown', 'catalog:', true],
  ['<7 || unknown', 'catalog:prisma8', true],
  ['<7 || unknown', 'github:prisma/prisma#v8.1.0', true],
  ['<7 || unknown', null, true],
  ['<7 || unknown', '^7.1.0', false],
  ['<7 || unknown', 'workspace:^7.1.0', false],
  ['<7 || unknown', 'npm:@prisma/client@7.1.0', false],
  ['<7 || unknown', 'npm:@ours/prisma9@6.1.0', true],
])('%s for what asks for %s: %s', (range, asked, expected) => {
  expect(holdsFor(range, asked)).toBe(expected);
});
