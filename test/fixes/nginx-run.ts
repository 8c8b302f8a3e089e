import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../patterns/redis-server.ts';

export interface RunningNginx {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A real nginx by a configuration whose servers all stand at one port of this machine; every other word stays as it is. */
export async function runningNginx(configuration: string, backend: number): Promise<RunningNginx> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  writeFileSync(
    file,
    `worker_processes 1;\npid ${join(folder, 'nginx.pid')};\n${configuration
      .replace(/^( *server )[a-z][a-z0-9-]*:\d+/gim, `$1127.0.0.1:${backend}`)
      .replace(/^( *proxy_pass http:\/\/)[a-z][a-z0-9-]*:\d+/gim, `$1127.0.0.1:${backend}`)
      .replace(/\blisten \d+;/, `listen 127.0.0.1:${port};`)
      .replace(/^http \{/m, `http {\naccess_log off;\n${temporary.join('\n')}`)}`,
  );
  const running = spawn('nginx', ['-e', join(folder, 'error.log'), '-c', file, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  await answering(port);
  return {
    port,
    stop: async () => {
      running.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isThere = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx did not start.');
}
