import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { freePort } from '../patterns/redis-server.ts';
import type { Files } from './apply.ts';

/** A program of Node on disk, beside the packages that are installed here, of which instances can be started. */
export interface NodeProgram {
  /** Starts an instance on a port of its own, which it is given as PORT, and gives its address once it says `listening`. */
  readonly start: (entry: string, environment: Readonly<Record<string, string>>) => Promise<string>;
  /** What an instance that does not come up says before it ends. */
  readonly complaint: (entry: string, environment: Readonly<Record<string, string>>) => Promise<string>;
  readonly end: () => void;
}

export function nodeProgram(files: Files): NodeProgram {
  const folder = mkdtempSync(resolve('node_modules/.fixed-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const running: ChildProcess[] = [];
  const spawned = async (entry: string, environment: Readonly<Record<string, string>>) => {
    const port = await freePort();
    const child = spawn(process.execPath, [entry], {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: String(port), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let said = '';
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString();
    });
    return { child, port, said: () => said };
  };
  return {
    start: async (entry, environment) => {
      const { child, port, said } = await spawned(entry, environment);
      await new Promise<void>((done, failed) => {
        child.stdout.on('data', (part: Buffer) => part.includes('listening') && done());
        child.once('exit', (code) => failed(new Error(`The program ended with ${code}: ${said()}`)));
      });
      return `http://127.0.0.1:${port}`;
    },
    complaint: async (entry, environment) => {
      const { child, said } = await spawned(entry, environment);
      await new Promise((done) => child.once('close', done));
      return said();
    },
    end: () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
