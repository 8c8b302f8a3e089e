// Compares the picture of each checkout with what test/diagrams says that it must hold:
// node scripts/check-diagrams.mjs <folder of checkouts, each named owner+name> [owner+name…]
// --held-out compares with test/diagrams/held-out, which nothing was mended by.
// Prints precision and recall of components and connections, and with --misses each that is missed or wrong.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const words = process.argv.slice(2);
const showMisses = words.includes('--misses');
const truthFolder = words.includes('--held-out') ? 'test/diagrams/held-out' : 'test/diagrams';
const [folder, ...names] = words.filter((word) => !word.startsWith('--'));
if (folder === undefined || !existsSync(folder)) {
  console.error('Say where the checkouts lie: node scripts/check-diagrams.mjs <folder> [owner+name…] [--misses]');
  process.exit(2);
}
if (!existsSync('dist/cli.js')) {
  console.error('dist/cli.js is missing: run `npm run build` first.');
  process.exit(2);
}

const truths = readdirSync(truthFolder).filter((file) => file.endsWith('.json'));
const wanted = truths.filter((file) => names.length === 0 || names.includes(file.slice(0, -'.json'.length)));
const sum = { components: newTally(), connections: newTally() };
const misses = [];

console.log('| Repository | Components: found of firm | wrong | Connections: found of firm | wrong |');
console.log('|---|--:|--:|--:|--:|');
for (const file of wanted) {
  const name = file.slice(0, -'.json'.length);
  const root = resolve(folder, name);
  if (!existsSync(root)) {
    console.log(`| ${name} | NOT CHECKED OUT | | | |`);
    continue;
  }
  const truth = JSON.parse(readFileSync(join(truthFolder, file), 'utf8'));
  const { components, connections } = compared(truth, pictureOf(root));
  console.log(
    `| ${name} | ${components.found} of ${components.firm} | ${components.wrong} | ${connections.found} of ${connections.firm} | ${connections.wrong} |`,
  );
  for (const [kind, tally] of Object.entries({ components, connections })) {
    for (const key of ['found', 'firm', 'wrong']) sum[kind][key] += tally[key];
    misses.push(...tally.misses.map((miss) => `${name}: ${miss}`));
  }
}
for (const [kind, { found, firm, wrong }] of Object.entries(sum)) {
  const percent = (part, whole) => `${Math.round((100 * part) / Math.max(1, whole))} %`;
  console.log(
    `\n${kind}: recall ${percent(found, firm)} (${found} of ${firm}), precision ${percent(found, found + wrong)}`,
  );
}
if (showMisses) console.log(`\n${misses.join('\n')}`);

function newTally() {
  return { found: 0, firm: 0, wrong: 0, misses: [] };
}

function pictureOf(root) {
  const run = spawnSync(process.execPath, [resolve('dist/cli.js'), 'diagram', root, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`diagram ended with ${run.status} on ${root}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

/** A component is found under one of its names with one of its kinds; what is doubtful counts neither way. */
function compared(truth, picture) {
  const components = newTally();
  const connections = newTally();
  const taken = new Map();
  for (const own of truth.components) {
    const kinds = [own.kind, ...(own.otherKinds ?? [])];
    const titles = [own.name, ...(own.otherNames ?? [])].map(plain);
    const same = picture.components.filter(
      (each) => kinds.includes(each.kind) && [each.id, each.name].map(plain).some((title) => titles.includes(title)),
    );
    for (const each of same) if (!taken.has(each.id)) taken.set(each.id, own);
    if (own.doubtful === true) continue;
    components.firm++;
    if (same.length > 0) components.found++;
    else components.misses.push(`no ${own.kind} ${own.name} (${own.evidence[0]})`);
    // What is drawn twice is once too many.
    if (same.length > 1) components.wrong += same.length - 1;
  }
  for (const each of picture.components) {
    if (taken.has(each.id) || each.kind === 'client') continue;
    components.wrong++;
    components.misses.push(`wrong: ${each.kind} ${each.id} (${placeOf(each.evidence)})`);
  }
  const keyOf = (from, to) => `${from.name} → ${to.name}`;
  const drawn = new Map();
  for (const { from, to, evidence } of picture.connections) {
    const [one, other] = [taken.get(from), taken.get(to)];
    if (one !== undefined && other !== undefined) drawn.set(keyOf(one, other), placeOf(evidence));
  }
  const expected = new Map(truth.connections.map((each) => [`${each.from} → ${each.to}`, each]));
  for (const [key, { doubtful, kind, evidence }] of expected) {
    if (doubtful === true) continue;
    connections.firm++;
    if (drawn.has(key)) connections.found++;
    else connections.misses.push(`no ${kind} ${key} (${evidence[0]})`);
  }
  const isDoubtful = (title) => truth.components.some(({ name, doubtful }) => name === title && doubtful === true);
  for (const [key, place] of drawn) {
    if (expected.has(key) || key.split(' → ').some(isDoubtful)) continue;
    connections.wrong++;
    connections.misses.push(`wrong: ${key} (${place})`);
  }
  return { components, connections };
}

function plain(title) {
  return title.toLowerCase();
}

function placeOf(evidence) {
  const [first] = evidence ?? [];
  return first === undefined ? 'nowhere' : `${first.file}:${first.line + 1}`;
}
