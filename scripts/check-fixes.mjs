// Builds every fix that is offered in some checkouts, one by one, and says how many findings of rules with a fix are
// offered one, how many of these can be made, and why the others are not: node scripts/check-fixes.mjs <checkout>...
// Each is made on the checkout as it is; nothing is written. What is made was analysed again: its finding is gone, and no other came.
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { loadSource } from './load-source.mjs';

const checkouts = process.argv.slice(2);
if (checkouts.length === 0 || checkouts.some((folder) => !existsSync(folder))) {
  console.error('Usage: node scripts/check-fixes.mjs <checkout>...');
  process.exit(2);
}
const { openWorkspace } = await loadSource('src/host/workspace.ts');
const today = new Date().toISOString().slice(0, 10);
/** What a fix may not write: types that say nothing, and words that silence the compiler. */
const silencing = /\bas (?:any|unknown|never|[A-Z]\w*)\b|:\s*any\b|<any>|@ts-/;

const counts = new Map();
const reasons = new Map();
for (const checkout of checkouts) await tryAll(resolve(checkout));

console.log('\n| Fix | Findings | Offered | Made | Refused when made | Silences the compiler |');
console.log('|---|---|---|---|---|---|');
const all = { findings: 0, offered: 0, made: 0, late: 0, silencing: 0 };
for (const [id, row] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`| ${id} | ${row.findings} | ${row.offered} | ${row.made} | ${row.late} | ${row.silencing} |`);
  for (const key of Object.keys(all)) all[key] += row[key];
}
console.log(`| all | ${all.findings} | ${all.offered} | ${all.made} | ${all.late} | ${all.silencing} |`);
console.log('\nWhy not, most often first:');
for (const [reason, count] of [...reasons].sort(([, a], [, b]) => b - a))
  console.log(`${String(count).padStart(4)}  ${reason}`);

async function tryAll(root) {
  const workspace = await openWorkspace(root, { today, cache: false });
  const { engine } = workspace;
  try {
    const { findings } = engine.analysis();
    for (const finding of findings) {
      for (const answer of engine.fixes(finding)) {
        const row = rowOf(answer.fixId);
        row.findings++;
        if (answer.kind === 'refusal') note(answer.fixId, answer.reason);
        else await make(workspace, finding, answer.fixId, row);
      }
    }
    console.log(`${basename(root)}: ${findings.length} findings`);
  } finally {
    await workspace.close();
  }
}

async function make({ root, engine, textOnDisk }, finding, fixId, row) {
  row.offered++;
  const at = `${basename(root)} ${finding.file}:${finding.range.start.line + 1}`;
  try {
    const { files } = await engine.buildFix(finding, fixId, textOnDisk);
    row.made++;
    const written = files.flatMap((each) =>
      each.kind === 'create' ? [each.text] : each.edits.map(({ text }) => text),
    );
    if (written.some((text) => silencing.test(text))) row.silencing++;
    console.log(`  made     ${fixId}  ${at}`);
  } catch (error) {
    row.late++;
    note(fixId, `(when made) ${error.message}`);
    console.log(`  refused  ${fixId}  ${at}: ${error.message}`);
  }
}

function rowOf(id) {
  const row = counts.get(id) ?? { findings: 0, offered: 0, made: 0, late: 0, silencing: 0 };
  counts.set(id, row);
  return row;
}

/** Reasons without their names and places, so that equal ones are counted together. */
function note(fixId, reason) {
  const plain = `${fixId}: ${reason
    .replaceAll(/`[^`]*`/g, '…')
    .replaceAll(/\([^()]*:\d+\)|\S+:\d+/g, '')
    .trim()}`.slice(0, 150);
  reasons.set(plain, (reasons.get(plain) ?? 0) + 1);
}
