// Runs the rules over a checkout of a public repository and compares with what was judged:
//   node scripts/check-projects.mjs test/projects/<file>.json <checkout> [--record]
// --record writes findings that have no verdict yet into the file as `open`, to be judged by a person.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [file, checkout, mode] = process.argv.slice(2);
if (file === undefined || checkout === undefined) {
  console.error('Usage: node scripts/check-projects.mjs test/projects/<file>.json <checkout> [--record]');
  process.exit(2);
}
const project = JSON.parse(readFileSync(file, 'utf8'));
const run = spawnSync(process.execPath, ['dist/cli.js', 'check', checkout, '--format', 'json', '--fail-on', 'never'], {
  encoding: 'utf8',
  maxBuffer: 512 * 1024 * 1024,
});
if (run.status !== 0) {
  console.error(run.stderr);
  process.exit(2);
}
const { findings, stats } = JSON.parse(run.stdout);
const keyOf = (entry) => `${entry.ruleId ?? entry.rule} ${entry.file} ${entry.fingerprint}`;
const judged = new Map(project.verdicts.map((verdict) => [keyOf(verdict), verdict]));
const found = new Map(findings.map((finding) => [keyOf(finding), finding]));

console.log(
  `${project.repository}@${project.commit.slice(0, 9)}: ${findings.length} findings, ${stats.files} files, ${stats.parsed} parsed, ${stats.milliseconds} ms`,
);
const rows = [];
for (const [key, finding] of found) {
  const verdict = judged.get(key)?.verdict ?? 'open';
  rows.push({ rule: finding.ruleId, verdict });
  if (verdict === 'open') {
    console.log(
      `  new   ${finding.file}:${finding.range.start.line + 1} ${finding.severity} ${finding.ruleId}: ${finding.message}`,
    );
    if (mode === '--record') {
      const { ruleId: rule, severity, fingerprint } = finding;
      project.verdicts.push({
        rule,
        file: finding.file,
        line: finding.range.start.line + 1,
        severity,
        fingerprint,
        verdict: 'open',
        why: '',
      });
    }
  }
}
for (const [key, verdict] of judged) {
  if (found.has(key)) continue;
  console.log(`  gone  ${verdict.file}:${verdict.line} ${verdict.rule} (was ${verdict.verdict})`);
  if (mode === '--record') project.verdicts = project.verdicts.filter((each) => each !== verdict);
}
const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
for (const rule of [...new Set(rows.map((row) => row.rule))].sort()) {
  const of = rows.filter((row) => row.rule === rule);
  const each = ['right', 'wrong', 'debatable', 'open'].map(
    (verdict) => `${of.filter((row) => row.verdict === verdict).length} ${verdict}`,
  );
  console.log(`  ${rule}: ${of.length} (${each.join(', ')})`);
}
console.log(
  `  in all: ${count('right')} right, ${count('wrong')} wrong, ${count('debatable')} debatable, ${count('open')} open`,
);

if (project.truth !== undefined) {
  // A truth is about a symbol; messages name it, and where they name something else its file has to do.
  const stands = (entry) => {
    const there = findings.filter((finding) => finding.ruleId === entry.rule && finding.file === entry.file);
    return (
      there.some((finding) => finding.message.includes(entry.symbol)) ||
      (there.length > 0 && entry.rule === 'cron-in-process')
    );
  };
  const hits = project.truth.expected.filter(stands);
  const false_ = project.truth.silent.filter((entry) =>
    findings.some(
      (finding) =>
        finding.ruleId === entry.rule &&
        finding.file === entry.file &&
        finding.message.includes(entry.symbol.split('.').at(-1)),
    ),
  );
  console.log(
    `  truth: ${hits.length} of ${project.truth.expected.length} expected found, ${false_.length} of ${project.truth.silent.length} look-alikes reported`,
  );
  for (const entry of project.truth.expected)
    if (!stands(entry)) console.log(`    missed ${entry.rule} ${entry.file} ${entry.symbol}`);
  for (const entry of false_) console.log(`    reported ${entry.rule} ${entry.file} ${entry.symbol}`);
}
if (mode === '--record') writeFileSync(file, `${JSON.stringify(project, null, 2)}\n`);
