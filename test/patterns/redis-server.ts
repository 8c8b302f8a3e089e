import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

/** Whether there is a Redis on this machine to test against. */
export function isRedisInstalled(): boolean {
  return spawnSync('redis-server', ['--version']).error === undefined;
}

export interface RedisServer {
  readonly url: string;
  readonly start: () => Promise<void>;
  /** Lets it hang: it takes connections and commands, and answers none. */
  readonly freeze: () => void;
  /** Ends it with all it holds. */
  readonly stop: () => Promise<void>;
}

/** A real Redis that can be down and up; it keeps nothing on disk. */
export async function redisServer(): Promise<RedisServer> {
  const port = await freePort();
  let running: ChildProcess | null = null;
  return {
    url: `redis://127.0.0.1:${port}`,
    start: () =>
      new Promise((resolve, reject) => {
        const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
        const started = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] });
        running = started;
        started.once('error', reject);
        started.stdout.on('data', (said: Buffer) => {
          if (said.includes('Ready to accept connections')) resolve();
        });
      }),
    freeze: () => running?.kill('SIGSTOP'),
    stop: async () => {
      const ending = running;
      running = null;
      if (ending === null || ending.exitCode !== null) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGKILL');
      await ended;
    },
  };
}

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
