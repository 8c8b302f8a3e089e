// Runs examples/shop: on a PostgreSQL that listens already, or on the one that its compose file names.
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';

const folder = new URL('../examples/shop/', import.meta.url);
const address = process.env.DATABASE_URL ?? 'postgres://shop:shop@localhost:5432/shop';
const { hostname, port } = new URL(address);

if (!(await listens(hostname, Number(port || 5432)))) {
  const docker = spawnSync('docker', ['compose', 'up', '--detach', '--wait', 'orders-db'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (docker.status !== 0) {
    console.error(
      `Nothing listens at ${hostname}:${port || 5432}, and \`docker compose up orders-db\` did not work.\nStart a PostgreSQL and set DATABASE_URL, for example postgres://user:password@localhost:5432/shop.`,
    );
    process.exit(2);
  }
}

const built = spawnSync('npx', ['tsc', '-p', '.'], { cwd: folder, stdio: 'inherit' });
if (built.status !== 0) end(built.status);
const shop = spawn(process.execPath, ['dist/server.js'], {
  cwd: folder,
  stdio: 'inherit',
  env: { ...process.env, DATABASE_URL: address },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => shop.kill(signal));
shop.on('exit', (code) => end(code));

function listens(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    socket.once('connect', () => resolve(true) || socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('timeout', () => resolve(false) || socket.destroy());
  });
}

function end(code) {
  process.exit(code ?? 1);
}
