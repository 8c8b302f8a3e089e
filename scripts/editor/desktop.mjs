// The desktop VS Code: one that @vscode/test-electron downloaded before, or one that it can download within ten seconds.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cache } from './places.mjs';

const patience = 10_000;

/** The desktop's executable, or null where none can be had or shown. */
export function findDesktop({ mayDownload }) {
  // Electron needs a display; a machine without one gets the editor that comes by npm.
  const shows = process.platform !== 'linux' || ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => process.env[name]);
  if (!shows) return null;
  return cached() ?? (mayDownload ? download() : null);
}

function cached() {
  const names = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('vscode-')) : [];
  const paths = names
    .sort()
    .reverse()
    .map((name) => join(cache, name));
  return (
    paths
      .filter((path) => existsSync(join(path, 'is-complete')))
      .map(executableIn)
      .find((path) => existsSync(path)) ?? null
  );
}

function executableIn(folder) {
  if (process.platform === 'win32') return join(folder, 'Code.exe');
  if (process.platform === 'darwin') return join(folder, 'Visual Studio Code.app', 'Contents', 'MacOS', 'Electron');
  return join(folder, 'code');
}

/** Tried in a process of its own, because only ending that process bounds the whole of it. */
function download() {
  const entry = createRequire(import.meta.url).resolve('@vscode/test-electron');
  const code = `require(${JSON.stringify(entry)}).downloadAndUnzipVSCode({ cachePath: ${JSON.stringify(cache)} })`;
  const before = new Set(existsSync(cache) ? readdirSync(cache) : []);
  const run = spawnSync(process.execPath, ['-e', code], { timeout: patience, killSignal: 'SIGKILL', stdio: 'ignore' });
  const found = run.status === 0 ? cached() : null;
  if (found !== null) return found;
  const halves = existsSync(cache)
    ? readdirSync(cache).filter((name) => name.startsWith('vscode-') && !before.has(name))
    : [];
  for (const name of halves) rmSync(join(cache, name), { recursive: true, force: true });
  console.log(`The desktop VS Code could not be downloaded in ${patience / 1000} s.`);
  return null;
}
