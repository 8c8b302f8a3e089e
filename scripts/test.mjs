// Runs every check of the project in order, stops at the first that fails, and says how long each took.
import { spawnSync } from 'node:child_process';

const steps = [
  ['lint and format', ['npx', 'biome', 'check', '.']],
  ['types', ['npx', 'tsc', '--noEmit', '-p', '.']],
  ['types of the panel', ['npx', 'tsc', '--noEmit', '-p', 'src/webview']],
  ['import rules', ['node', 'scripts/check-imports.mjs']],
  ['generated tables', ['node', 'scripts/generate.mjs', '--check']],
  ['build', ['node', 'scripts/build.mjs']],
  ['unit', ['npx', 'vitest', 'run']],
  ['package', ['node', 'scripts/package.mjs']],
  ['editor', ['node', 'scripts/editor/run.mjs']],
];

const only = process.argv.slice(2);
const chosen = only.length === 0 ? steps : steps.filter(([name]) => only.some((word) => name.includes(word)));
if (chosen.length === 0) {
  console.error(`No step is named like ${only.join(', ')}. Steps: ${steps.map(([name]) => name).join(' · ')}.`);
  process.exit(2);
}
for (const [name, [command, ...words]] of chosen) {
  const started = performance.now();
  console.log(`\n=== ${name}: ${[command, ...words].join(' ')}`);
  const run = spawnSync(command, words, { stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (run.status !== 0) {
    console.error(`\n=== ${name}: failed after ${seconds} s`);
    process.exit(run.status ?? 1);
  }
  console.log(`=== ${name}: passed in ${seconds} s`);
}
console.log('\nAll checks passed.');
