import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { folderWith } from './python-programs.ts';
import { freePort } from './redis-server.ts';

/** Debian's own start script sees to users and services, which a test has none of. */
const server = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Whether there is a RabbitMQ on this machine to test against. */
export function isRabbitmqInstalled(): boolean {
  return existsSync(server);
}

/** A real RabbitMQ with nothing in it, when it answers. */
export async function rabbitmqServer(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = folderWith({});
  const [port, distribution, names] = [await freePort(), await freePort(), await freePort()];
  const started: ChildProcess = spawn(server, {
    cwd: folder.path,
    // Its scripts start the program behind it by a shell, so that all of them end together.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder.path,
      RABBITMQ_NODENAME: `test${port}@localhost`,
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distribution),
      ERL_EPMD_PORT: String(names),
      RABBITMQ_MNESIA_BASE: `${folder.path}/data`,
      RABBITMQ_LOG_BASE: `${folder.path}/log`,
      RABBITMQ_ENABLED_PLUGINS_FILE: `${folder.path}/plugins`,
      RABBITMQ_PID_FILE: `${folder.path}/pid`,
    },
  });
  await new Promise<void>((resolve, reject) => {
    started.once('error', reject);
    started.once('exit', (code) => reject(new Error(`RabbitMQ ended with ${code}.`)));
    started.stdout?.on('data', (said: Buffer) => {
      if (said.includes('completed with')) resolve();
    });
  });
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    stop: async () => {
      const ended = new Promise((done) => started.once('exit', done));
      if (started.pid !== undefined) process.kill(-started.pid, 'SIGKILL');
      await ended;
      // The server of names goes on by itself otherwise.
      spawnSync('epmd', ['-port', String(names), '-kill']);
      folder.remove();
    },
  };
}
