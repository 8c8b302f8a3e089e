// `npm start [-- <folder>]`: opens the extension on a folder, the shop unless said otherwise, in the user's own VS Code where `code` is on
// the PATH and in the VS Code that comes by npm otherwise. The findings are summed up in the terminal meanwhile.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { listFiles } from '@vscode/vsce';
import { installEditor } from './editor/install.mjs';
import { root } from './editor/places.mjs';
import { startServer } from './editor/server.mjs';

const folder = resolve(process.argv[2] ?? join(root, 'examples', 'shop'));
if (!existsSync(folder) || !statSync(folder).isDirectory()) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}

const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0) process.exit(built.status ?? 1);

const summary = new Promise((done) => {
  const check = spawn(process.execPath, [join(root, 'dist', 'cli.js'), 'check', folder], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  check.once('exit', done);
});

if (openOwn()) {
  await summary;
  console.log(`Second Instance is ready in your VS Code, on ${folder}.`);
} else {
  await openByNpm();
}

/** The user's own editor. It answers at once and runs on by itself; closing its window ends the trial. */
function openOwn() {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  const paths = (process.env['PATH'] ?? '').split(delimiter).flatMap((place) => names.map((name) => join(place, name)));
  const code = paths.find((path) => existsSync(path));
  if (code === undefined) return false;
  const words = [`--extensionDevelopmentPath=${root}`, '--new-window', folder];
  const opened = spawnSync(code, words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (opened.status !== 0) console.error('Your own VS Code did not open; the one that comes by npm is used instead.');
  return opened.status === 0;
}

async function openByNpm() {
  const profile = mkdtempSync(join(tmpdir(), 'second-instance-'));
  const state = { server: null };
  const end = (code) => {
    state.server?.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(0));
  try {
    installEditor();
    const extensions = join(profile, 'extensions');
    await copyExtension(extensions);
    const token = randomBytes(24).toString('base64url');
    const settings = { 'security.workspace.trust.enabled': false };
    state.server = await startServer({ profile, extensions, settings, token, driven: false });
    state.server.child.once('exit', () => {
      console.error('The editor ended.');
      end(1);
    });
    await summary;
    const url = `http://127.0.0.1:${state.server.port}/?tkn=${token}&folder=${encodeURIComponent(folder)}`;
    console.log(`Second Instance is ready: ${url} (Ctrl+C ends it)`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    end(1);
  }
}

/** What the package would hold, laid out as the editor installs it. */
async function copyExtension(extensions) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const target = join(extensions, `${publisher}.${name}-${version}`);
  for (const file of await listFiles({ cwd: root, dependencies: false })) cpSync(join(root, file), join(target, file));
}
