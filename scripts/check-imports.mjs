// Checks who imports whom against .dependency-cruiser.mjs. It fails when a ban is broken, when fewer modules were seen than src has
// files (a silent "nothing checked"), or when a seeded forbidden import is not caught.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const seedFolder = mkdtempSync('src/rules/seeded-');
let seeded;
try {
  writeFileSync(
    join(seedFolder, 'seeded.ts'),
    "import { readFileSync } from 'node:fs';\nimport '../../engine/types.ts';\nexport const seeded = readFileSync;\n",
  );
  seeded = cruise(seedFolder);
} finally {
  rmSync(seedFolder, { recursive: true, force: true });
}
const caught = seeded.summary.violations.map((violation) => violation.rule.name);
if (!caught.includes('node-stays-outside')) {
  fail(`A seeded forbidden import was not caught; the rules that spoke: ${caught.join(', ') || 'none'}.`);
}
console.log(`seeded forbidden import in src/rules: caught by ${[...new Set(caught)].join(', ')}`);

const result = cruise('src');
const modules = result.modules.filter((module) => module.source.startsWith('src/')).length;
const files = readdirSync('src', { recursive: true }).filter((name) => /\.tsx?$/.test(String(name))).length;
if (modules < files) fail(`Only ${modules} of ${files} files of src were seen.`);
for (const violation of result.summary.violations) {
  console.error(
    `${violation.rule.name}: ${violation.from} → ${violation.to}\n  ${violation.comment ?? commentOf(violation.rule.name)}`,
  );
}
if (result.summary.violations.length > 0) fail(`${result.summary.violations.length} forbidden imports.`);
console.log(`imports: ${modules} modules, ${result.summary.totalDependenciesCruised} dependencies, none forbidden`);

function cruise(path) {
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      path,
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
    ],
    {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  if (run.stdout === '') fail(`dependency-cruiser printed nothing: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

function commentOf(name) {
  return result.summary.ruleSetUsed?.forbidden?.find((rule) => rule.name === name)?.comment ?? '';
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
