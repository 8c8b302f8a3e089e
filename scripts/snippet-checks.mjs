// Runs the checks of snippets and recipes and keeps what came of each, a row for every snippet, choice and recipe, in
// docs/snippet-checks.md: `npm run check:snippets`. Fails where a row lacks a check, or one does not hold.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadSource } from './load-source.mjs';
import { checksOf, checksPage, rowsOf } from './snippet-checks-page.mjs';

const results = '.cache/snippet-checks.json';
const tests = [
  'test/patterns/snippets.test.ts',
  'test/patterns/snippet-rules.test.ts',
  'test/patterns/python-snippets.test.ts',
  'test/patterns/deploy-snippets.test.ts',
  'test/insertions/recipes.test.ts',
];

mkdirSync('.cache', { recursive: true });
const words = [
  'vitest',
  'run',
  '--maxWorkers=1',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
];
spawnSync('npx', [...words, ...tests], { stdio: 'inherit', shell: process.platform === 'win32' });

const { snippetRows } = await loadSource('test/patterns/snippet-rows.ts');
const { recipeRows } = await loadSource('test/insertions/recipe-rows.ts');
const told = JSON.parse(readFileSync(results, 'utf8')).testResults.flatMap(({ assertionResults }) => assertionResults);
const { checks, wrong } = checksOf(rowsOf(snippetRows, recipeRows), told);
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exit(1);
writeFileSync('docs/snippet-checks.md', checksPage(checks));
console.log(`docs/snippet-checks.md: ${checks.length} rows`);
