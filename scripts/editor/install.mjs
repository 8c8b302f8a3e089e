// Brings a whole VS Code by npm alone, once, into the folder that git ignores.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  cache,
  codeServer,
  nodeOfServer,
  root,
  serverNode,
  serverNodePackage,
  vscodeFolder,
  webEditor,
} from './places.mjs';

const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];

export function isInstalled() {
  return existsSync(nodeOfServer) && existsSync(join(vscodeFolder, 'node_modules'));
}

/** Installs the editor unless it stands already, with TypeScript's own features by the compiler of this repository. Throws with npm's own words when the registry cannot be reached. */
export function installEditor() {
  if (!isInstalled()) install();
  const compiler = join(vscodeFolder, 'extensions', 'node_modules', 'typescript');
  if (existsSync(compiler)) return;
  mkdirSync(dirname(compiler), { recursive: true });
  symlinkSync(join(root, 'node_modules', 'typescript'), compiler, 'junction');
}

function install() {
  const started = performance.now();
  console.log(`Installing VS Code 1${codeServer.slice(1)} by npm into .vscode-test (about 900 MB, once) …`);
  mkdirSync(cache, { recursive: true });
  // Made beside and moved into place whole, so that a broken or a concurrent install is never taken for a good one.
  const fresh = mkdtempSync(join(cache, 'installing-'));
  try {
    writeFileSync(join(fresh, 'package.json'), '{ "private": true }\n');
    npm(fresh, ['install', ...flags, `${serverNodePackage}@${serverNode}`, `code-server@${codeServer}`]);
    npm(join(fresh, 'node_modules', 'code-server', 'lib', 'vscode'), ['install', '--omit=dev', ...flags]);
    if (!isInstalled()) {
      rmSync(webEditor, { recursive: true, force: true });
      renameSync(fresh, webEditor);
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  console.log(`VS Code is installed (${Math.round((performance.now() - started) / 1000)} s).`);
}

function npm(folder, words) {
  const run = spawnSync('npm', words, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status === 0) return;
  throw new Error(`npm ${words.join(' ')} failed in ${folder}:\n${run.error?.message ?? ''}${run.stdout}${run.stderr}`);
}
