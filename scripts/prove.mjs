// Proves fixes and snippets on two real copies of small programs behind a balancer: `npm run prove [family]... [-- --write]`.
// Each program must fail as it stands, hold once the product has fixed it, hold alone without a store, stop in production
// where the store is not named, and do what the fix says when the store goes away. Programs of test/proof-of-snippets must
// fail with what somebody would write without a snippet, and hold with it. --write keeps the table in docs/proof.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nginxBeforeShop } from './prove/nginx-shop.mjs';
import { proveOne, readProof } from './prove/prove-one.mjs';
import { proveSnippet } from './prove/prove-snippet.mjs';
import { rehearseShop } from './prove/rehearse-shop.mjs';
import { missingOf } from './prove/services.mjs';
import { page } from './prove/table.mjs';

const { positionals: asked, values } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean' } } });
const roots = { 'test/proof': proveOne, 'test/proof-of-snippets': proveSnippet };
const families = Object.entries(roots).flatMap(([root, prove]) =>
  readdirSync(root)
    .sort()
    .map((name) => ({ name, prove, folder: join(root, name) })),
);
const names = families.map(({ name }) => name);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) end(2, `No program is called ${unknown.join(', ')}. Programs: ${names.join(' · ')}.`);
if (!existsSync('dist/cli.js')) end(2, 'dist/cli.js is missing: run `npm run build` first.');

const isComplete = process.env.CI !== undefined;
const rows = [];
let failures = 0;
for (const { name, folder, prove } of families) {
  const proof = readProof(folder);
  rows.push({ name, proof });
  // A store of this machine's own must not stand in for the one that a proof starts.
  for (const variable of proof.store.names) delete process.env[variable];
  if (asked.length > 0 && !asked.includes(name)) continue;
  const missing = missingOf(proof.programs, proof.modules);
  if (missing.length > 0) {
    console.log(`SKIPPED ${name}: there is no ${missing.join(', ')} on this machine.`);
    if (isComplete) failures++;
    continue;
  }
  const started = performance.now();
  const { sees, ...columns } = await prove(folder, proof);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const wrong = Object.entries(columns).filter(([, said]) => said !== null);
  const what =
    proof.snippets === undefined
      ? `${proof.rule} → ${proof.fix}`
      : Object.values(proof.snippets)
          .map(({ id }) => id)
          .join(', ');
  console.log(`${wrong.length === 0 ? 'proved ' : 'FAILED '} ${name} (${what}) in ${seconds} s`);
  console.log(`        before: ${sees.join(' ')}`);
  for (const [column, said] of wrong) console.log(`        ${column}: ${said}`);
  if (wrong.length > 0) failures++;
}

/** What a plan of examples/shop writes, tried with the shop itself. */
const plans = [
  { name: 'the rehearsal of examples/shop', needs: ['redis-server', 'postgres'], prove: rehearseShop },
  { name: 'nginx before two instances of examples/shop', needs: ['nginx', 'postgres'], prove: nginxBeforeShop },
];
for (const { name, needs, prove } of asked.length === 0 ? plans : []) {
  const missing = missingOf(needs, []);
  const wrong = missing.length > 0 ? [] : await prove();
  if (missing.length > 0) console.log(`SKIPPED ${name}: there is no ${missing.join(', ')} on this machine.`);
  else console.log(`${wrong.length === 0 ? 'proved ' : 'FAILED '} ${name}`);
  for (const said of wrong) console.log(`        ${said}`);
  if (wrong.length > 0 || (isComplete && missing.length > 0)) failures++;
}

const text = page(rows);
const file = 'docs/proof.md';
if (values.write) writeFileSync(file, text);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is stale: run \`npm run prove -- --write\`.`);
  failures++;
}
console.log(`\n${text}`);
end(failures === 0 ? 0 : 1, failures === 0 ? 'All that was run is proved.' : `${failures} failed.`);

function end(code, said) {
  console.error(said);
  process.exit(code);
}
