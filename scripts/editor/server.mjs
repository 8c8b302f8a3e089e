// Starts the editor's server on a free port and stops it with everything that it started.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeOfServer, vscodeFolder } from './places.mjs';

const quiet = {
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'git.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/**
 * Starts the server with a profile of its own and resolves when it listens. `token` is null for no token at all;
 * `driven` makes it honour the payload that names an extension under development.
 */
export async function startServer({
  profile,
  extensions = join(profile, 'extensions'),
  settings = {},
  token,
  driven,
  env = process.env,
}) {
  const user = join(profile, 'user');
  mkdirSync(join(user, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  writeFileSync(join(user, 'User', 'settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 2));
  const child = spawn(
    nodeOfServer,
    [
      join(vscodeFolder, 'out', 'server-main.js'),
      '--host=127.0.0.1',
      '--port=0',
      ...(token === null ? ['--without-connection-token'] : [`--connection-token=${token}`]),
      '--accept-server-license-terms',
      '--telemetry-level=off',
      ...(driven ? ['--enable-smoke-test-driver'] : []),
      `--server-data-dir=${profile}`,
      `--user-data-dir=${user}`,
      `--extensions-dir=${extensions}`,
    ],
    // A group of its own, so that its extension hosts and language servers end with it.
    { detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'], env },
  );
  const stop = () => killGroup(child);
  process.once('exit', stop);
  const log = [];
  try {
    const port = await portOf(child, log);
    return { port, stop, log, child };
  } catch (error) {
    stop();
    throw error;
  }
}

function portOf(child, log) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The editor's server was not ready in 60 s:\n${log.join('')}`)),
      60_000,
    );
    const read = (chunk) => {
      log.push(String(chunk));
      if (log.length > 200) log.shift();
      const port = /Extension host agent listening on (\d+)/.exec(log.join(''))?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The editor's server ended with ${code}:\n${log.join('')}`));
    });
  });
}

function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already, which is what was wanted.
  }
}
