// Runs the editor tests: one start of a real VS Code for each workspace, through @vscode/test-electron's runTests. `npm run test:editor`,
// or with names of suites behind it.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildSuites } from './build-suites.mjs';
import { findDesktop } from './desktop.mjs';
import { installEditor, isInstalled } from './install.mjs';
import { root } from './places.mjs';
import { copy, copyShop } from './workspaces.mjs';

const standIn = join(root, 'scripts', 'editor', 'stand-in.mjs');
const fixtures = join(root, 'test', 'editor', 'workspaces');

/** Each opens a copy, so that no test ever edits the repository. */
const runs = [
  { name: 'shop', make: (folder) => copyShop(join(folder, 'shop')) },
  { name: 'two-roots', make: makeTwoRoots },
  { name: 'react-only', make: (folder) => copy(join(fixtures, 'react-only'), join(folder, 'react-only')) },
  { name: 'python', make: (folder) => copy(join(fixtures, 'bookings'), join(folder, 'bookings')) },
  { name: 'restricted', make: (folder) => copyShop(join(folder, 'shop')), restricted: true },
];

const only = process.argv.slice(2);
const chosen = only.length === 0 ? runs : runs.filter((run) => only.includes(run.name));
if (chosen.length === 0) {
  console.error(`No suite is named ${only.join(', ')}. Suites: ${runs.map((run) => run.name).join(' · ')}.`);
  process.exit(2);
}

const suites = await buildSuites();
const desktop = findDesktop({ mayDownload: !isInstalled() });
if (desktop === null || chosen.some((run) => run.restricted)) installEditor();

const failed = [];
let total = 0;
for (const run of chosen) {
  const ran = await runOne(run);
  total += ran.tests;
  if (!ran.passed) failed.push(run.name);
}
console.log(
  `\neditor: ${total} tests ran in ${chosen.length} workspaces${failed.length === 0 ? ', all passed' : `; failed: ${failed.join(', ')}`}`,
);
process.exit(failed.length === 0 ? 0 : 1);

async function runOne(run) {
  const scratch = mkdtempSync(join(tmpdir(), 'second-instance-test-'));
  const counts = join(scratch, 'result.json');
  const log = join(root, 'out', 'editor', `${run.name}.log`);
  mkdirSync(join(root, 'out', 'editor'), { recursive: true });
  rmSync(log, { force: true });
  const port = await freePort();
  // runTests always disables Workspace Trust on the desktop, so Restricted Mode is tried in the editor that leaves it on.
  const vscodeExecutablePath = run.restricted || desktop === null ? standIn : desktop;
  console.log(
    `\n--- ${run.name}, in ${vscodeExecutablePath === standIn ? 'the VS Code that comes by npm' : vscodeExecutablePath}`,
  );
  const started = performance.now();
  let passed = true;
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: join(suites, `${run.name}.cjs`),
      launchArgs: [
        run.make(scratch),
        `--remote-debugging-port=${port}`,
        ...(run.restricted ? ['--keep-workspace-trust'] : []),
      ],
      extensionTestsEnv: {
        SECOND_INSTANCE_EDITOR_LOG: log,
        SECOND_INSTANCE_RESULT: counts,
        SECOND_INSTANCE_DEBUGGING_PORT: String(port),
        SECOND_INSTANCE_ROOT: root,
      },
    });
  } catch (error) {
    passed = false;
    console.error(error instanceof Error ? error.message : error);
    if (existsSync(log))
      console.error(`${readFileSync(log, 'utf8').split('\n').slice(-40).join('\n')}\nThe whole log: ${log}`);
  }
  const tests = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')).ran : 0;
  if (tests === 0) {
    passed = false;
    console.error(`${run.name}: no test ran, which counts as a failure.`);
  }
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  console.log(`--- ${run.name}: ${tests} tests ran in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return { tests, passed };
}

/** The shop beside a second service, so that each root is judged by its own manifests. */
function makeTwoRoots(folder) {
  copyShop(join(folder, 'shop'));
  copy(join(fixtures, 'refunds'), join(folder, 'refunds'));
  const file = join(folder, 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'shop' }, { path: 'refunds' }], settings: {} }));
  return file;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
}
