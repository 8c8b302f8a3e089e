// Times `check` on a checkout, cold and warm, beside oxlint on the same tree in the same run. Medians of five, files beside every time.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const checkout = process.argv[2];
if (checkout === undefined || !existsSync(checkout)) {
  console.error('Say which checkout: node scripts/bench.mjs <folder>');
  process.exit(2);
}
if (!existsSync('dist/cli.js')) {
  console.error('dist/cli.js is missing: run `npm run build` first.');
  process.exit(2);
}

const rounds = 5;
const root = resolve(checkout);
const oxlint = installedOxlint();
const home = mkdtempSync(join(tmpdir(), 'second-instance-bench-'));
const runs = { cold: [], warm: [], oxlint: [] };
try {
  // Interleaved, so that a machine that slows down slows all three.
  for (let round = 0; round < rounds; round++) {
    rmSync(join(home, 'second-instance'), { recursive: true, force: true });
    runs.cold.push(check());
    runs.warm.push(check());
    if (oxlint !== null) runs.oxlint.push(lint());
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

const { stats, findings } = runs.cold[0];

console.log(`${root}`);
const share = Math.round((100 * stats.parsed) / Math.max(1, stats.files));
console.log(`files ${stats.files}, parsed ${stats.parsed} (${share} %), findings ${findings}`);
for (const name of ['cold', 'warm']) {
  console.log(
    `${name.padEnd(7)} ${seconds(median(runs[name]))}  ${Math.max(...runs[name].map((run) => run.megabytes))} MB  ${ratio(name)}`,
  );
}
if (oxlint === null) console.error('oxlint could not be installed: NOTHING WAS COMPARED.');
else console.log(`oxlint  ${seconds(median(runs.oxlint))}  ${runs.oxlint[0].said}`);

function check() {
  // The child tells its greatest memory itself; no tool of the system is needed for it.
  const telling = `process.on('exit',()=>process.stderr.write('\\nrss '+process.resourceUsage().maxRSS))`;
  const run = timed(process.execPath, [
    '--import',
    `data:text/javascript,${encodeURIComponent(telling)}`,
    'dist/cli.js',
    'check',
    root,
    '--format',
    'json',
    '--fail-on',
    'never',
  ]);
  if (run.status !== 0) throw new Error(`check ended with ${run.status}: ${run.stderr}`);
  const document = JSON.parse(run.stdout);
  return {
    milliseconds: run.milliseconds,
    megabytes: Math.round(Number(/rss (\d+)/.exec(run.stderr)?.[1] ?? 0) / 1024),
    stats: document.stats,
    findings: document.findings.length,
  };
}

function lint() {
  const run = timed(process.execPath, [oxlint, root]);
  const said = run.stdout.trim().split('\n').at(-1) ?? '';
  return { milliseconds: run.milliseconds, said };
}

function timed(command, words) {
  const started = performance.now();
  const run = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
    env: { ...process.env, XDG_CACHE_HOME: home },
  });
  return { ...run, milliseconds: performance.now() - started };
}

/** Put into .cache when it is first needed: nobody who only works on the product has to have it. */
function installedOxlint() {
  const folder = '.cache/oxlint';
  const script = join(folder, 'node_modules/oxlint/bin/oxlint');
  if (!existsSync(script)) {
    mkdirSync(folder, { recursive: true });
    spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'oxlint'], { stdio: 'ignore' });
  }
  return existsSync(script) ? script : null;
}

function median(all) {
  const sorted = all.map((run) => run.milliseconds).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function ratio(name) {
  return oxlint === null ? '' : `${(median(runs[name]) / median(runs.oxlint)).toFixed(1)}× oxlint`;
}
