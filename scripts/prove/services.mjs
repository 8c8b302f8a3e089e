import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/patterns/scenarios/rehearse.mjs';

/** The system's Python, which has the libraries that the distribution's packages bring. */
export const python = '/usr/bin/python3';

/**
 * Stores that a proof needs, by the kind that its program names. Each starts a real one, empty, and gives what the program
 * must find in its environment and how to end the store with all that it holds.
 */
export const stores = {
  redis: startRedis,
  postgres: startPostgres,
  objects: startObjects,
  given: startNothing,
  none: startNothing,
};

/** What of the programs and Python's modules is not on this machine. */
export function missingOf(programs, modules) {
  const lacking = programs.filter((program) =>
    program === 'postgres' ? postgresFolder() === null : spawnSync(program, ['--version']).error !== undefined,
  );
  if (modules.length === 0) return lacking;
  const asked = `import importlib.util as u\nprint(*[m for m in ${JSON.stringify(modules)} if u.find_spec(m) is None])`;
  const { error, status, stdout } = spawnSync(python, ['-c', asked], { encoding: 'utf8' });
  if (error !== undefined || status !== 0) return [...lacking, python];
  return [
    ...lacking,
    ...stdout
      .split(/\s+/)
      .filter((each) => each !== '')
      .map((each) => `python3-${each}`),
  ];
}

/** What all copies must be given alike, where no server holds it. */
async function startNothing({ environment = {} }) {
  return { url: '', environment, stop: async () => {} };
}

async function startRedis() {
  const port = await freePort();
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const stop = await started('redis-server', words, 'Ready to accept connections', {});
  const url = `redis://127.0.0.1:${port}`;
  return { url, environment: { REDIS_URL: url }, stop };
}

/** Takes 20 connections, so that a budget is spent by a few processes. Three of them are kept for its superuser. */
async function startPostgres() {
  const programs = postgresFolder();
  const folder = mkdtempSync(join(tmpdir(), 'proof-postgres-'));
  const port = await freePort();
  // PostgreSQL refuses to run as root; the package makes a user for it.
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (isRoot) spawnSync('chown', ['postgres', folder]);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const made = spawnSync(join(programs, 'initdb'), ['-D', data, '-U', 'owner', '-A', 'trust', '--no-sync'], {
    ...as,
    cwd: '/',
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb said: ${made.stderr}`);
  const words = ['-D', data, '-p', String(port), '-k', folder, '-c', 'max_connections=20', '-c', 'fsync=off'];
  const stop = await started(join(programs, 'postgres'), words, 'ready to accept connections', { ...as, cwd: '/' });
  const sql = 'create role orders login; create database orders owner orders;';
  for (const statement of sql.split(';').filter((each) => each.trim() !== '')) {
    const run = spawnSync(
      join(programs, 'psql'),
      ['-h', folder, '-p', port, '-U', 'owner', '-c', statement, 'postgres'],
      {
        encoding: 'utf8',
      },
    );
    if (run.status !== 0) throw new Error(`psql said: ${run.stderr}`);
  }
  const url = `postgres://orders@127.0.0.1:${port}/orders`;
  const stopAll = async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, environment: { DATABASE_URL: url }, stop: stopAll };
}

async function startObjects() {
  const { default: S3rver } = await import('@20minutes/s3rver');
  const directory = mkdtempSync(join(tmpdir(), 'proof-objects-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'uploads' }],
  });
  const { port } = await server.run();
  const environment = {
    UPLOAD_BUCKET: 'uploads',
    S3_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
  };
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { url: environment.S3_ENDPOINT_URL, environment, stop };
}

/** Starts a server and waits until it says that it is ready; gives what ends it at once. */
function started(program, words, ready, options) {
  return new Promise((done, fail) => {
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const ended = new Promise((end) => child.once('exit', end));
    const stop = async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    };
    child.once('error', fail);
    ended.then(() => fail(new Error(`${program} ended: ${said}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        said += part;
        if (said.includes(ready)) done(stop);
      });
    }
  });
}

function postgresFolder() {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.length === 0 ? null : join(root, versions[0], 'bin');
}

function idOf(kind) {
  return Number(spawnSync('id', [kind, 'postgres'], { encoding: 'utf8' }).stdout);
}
