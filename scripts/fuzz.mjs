// Reads many broken files and fails on the first that throws, takes over a second or yields facts that contradict themselves.
// node scripts/fuzz.mjs [--runs 20000] [--seed 1]   The seed is printed; the same seed gives the same files again.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 20_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
if (!Number.isInteger(runs) || !Number.isInteger(seed) || runs < 1) {
  console.error('Both --runs and --seed take a whole number.');
  process.exit(2);
}

// Our own source beside the samples: real code, and more of it with every week.
const samples = {
  ...textsIn('test/sources/samples', (name) => (name.endsWith('.txt') ? name.replace(/\.txt$/, '') : null)),
  ...textsIn('src', (name) => (/\.tsx?$/.test(name) ? `src/${name}` : null)),
};

mkdirSync('.cache', { recursive: true });
const outfile = join('.cache', `fuzz-${process.pid}.mjs`);
const failed = join('.cache', 'fuzz-failures');
let failures;
const started = performance.now();
try {
  await build({
    entryPoints: ['test/sources/fuzz.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    packages: 'external',
  });
  const { fuzz } = await import(pathToFileURL(outfile).href);
  failures = fuzz({ seed, runs, samples, limit: 1_000 });
} finally {
  rmSync(outfile, { force: true });
}

const seconds = ((performance.now() - started) / 1_000).toFixed(1);
console.log(
  `${runs} broken files from ${Object.keys(samples).length} samples, seed ${seed}: ${failures.length} failed, ${seconds} s`,
);
for (const { run, path, reason, text } of failures.slice(0, 20)) {
  mkdirSync(failed, { recursive: true });
  const kept = join(failed, `${seed}-${run}-${path.replaceAll('/', '_')}.txt`);
  writeFileSync(kept, text);
  console.error(`${path}, run ${run}: ${reason}\n  kept in ${kept}`);
}
process.exit(failures.length === 0 ? 0 : 1);

function textsIn(folder, pathOf) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  return Object.fromEntries(
    names
      .sort()
      .flatMap((name) => (pathOf(name) === null ? [] : [[pathOf(name), readFileSync(join(folder, name), 'utf8')]])),
  );
}
