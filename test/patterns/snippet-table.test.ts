import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recipeRows } from '../insertions/recipe-rows.ts';
import { snippetRows } from './snippet-rows.ts';

/** Rows of the page that keeps what came of the checks, each cell by itself. */
function rowsOfPage(): readonly (readonly string[])[] {
  const lines = readFileSync('docs/snippet-checks.md', 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('the page of checks has a row for every snippet, every choice and every recipe, as they are now: run `npm run check:snippets`', () => {
  const names = rowsOfPage().map(([name]) => name?.replaceAll('`', ''));
  expect(names.length).toBeGreaterThan(100);
  expect(names).toEqual([...snippetRows, ...recipeRows].map(({ name }) => name));
});

test('no row says of all its checks that there is none', () => {
  const empty = rowsOfPage().filter(([, ...cells]) => !cells.includes('yes'));
  expect(empty).toEqual([]);
});
