import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './redis-server.ts';

/** The system's Python, which has the libraries that the distribution's packages bring. */
export const python = '/usr/bin/python3';

/** Modules that the system's Python lacks; all of them where there is no Python. */
export function missingModules(modules: readonly string[]): readonly string[] {
  const asked = `import importlib.util as u\nprint(*[m for m in ${JSON.stringify(modules)} if u.find_spec(m) is None])`;
  const { error, stdout, status } = spawnSync(python, ['-c', asked], { encoding: 'utf8' });
  return error !== undefined || status !== 0 ? modules : stdout.split(/\s+/).filter((each) => each !== '');
}

/** A folder with files in it, that goes away with `remove`. */
export function folderWith(files: Readonly<Record<string, string>>): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'second-instance-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** What the compiler says against files; empty where it takes them. */
export function compileErrors(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  const names = Object.keys(files).filter((name) => name.endsWith('.py'));
  const { stderr, status } = spawnSync(python, ['-m', 'py_compile', ...names], { cwd: folder.path, encoding: 'utf8' });
  folder.remove();
  return status === 0 ? '' : stderr || 'There is no Python.';
}

/** What PEP 8's checker says of a file, with lines of up to 88 columns; empty where it is content or not installed. */
export function styleErrors(text: string): string {
  if (missingModules(['pycodestyle']).length > 0) return '';
  const folder = folderWith({ 'checked.py': text });
  const { stdout } = spawnSync(python, ['-m', 'pycodestyle', '--max-line-length=88', 'checked.py'], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  folder.remove();
  return stdout;
}

/** Whether there is a checker of types for the system's Python. */
export function isMypyInstalled(): boolean {
  return spawnSync(python, ['-m', 'mypy', '--version']).status === 0;
}

/**
 * What mypy says of files, by their names, with the types that the libraries of the system's Python carry themselves;
 * those that carry none (Celery, pika, boto3, Django, SQLAlchemy 1.4, asyncpg) are not checked against.
 */
export function typeErrors(files: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const folder = folderWith(files);
  const words = ['-m', 'mypy', '--check-untyped-defs', '--ignore-missing-imports', '--no-error-summary', '.'];
  const { stdout, stderr } = spawnSync(python, words, { cwd: folder.path, encoding: 'utf8' });
  folder.remove();
  if (stderr !== '') throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line.includes(': error:'));
  return new Map(Object.keys(files).map((name) => [name, lines.filter((line) => line.startsWith(`${name}:`))]));
}

/** A running program, with what it has said. */
export interface RunningProgram {
  readonly process: ChildProcess;
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts Python with words, an environment of its own and nothing else of ours. */
export function startPython(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): RunningProgram {
  return startProgram(python, folder, words, environment);
}

/** The same for any program of the machine. */
export function startProgram(
  command: string,
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): RunningProgram {
  const started = spawn(command, words, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString();
    });
  }
  return {
    process: started,
    said: () => said,
    stop: async () => {
      if (started.exitCode !== null || started.signalCode !== null) return;
      const ended = new Promise((done) => started.once('exit', done));
      started.kill('SIGKILL');
      await ended;
    },
  };
}

/** A service on a port of its own, when it answers; throws with all it said when it ends or does not answer in 20 s. */
export async function startService(
  folder: string,
  wordsFor: (port: number) => readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RunningProgram & { readonly url: string }> {
  const port = await freePort();
  return whenItAnswers(startPython(folder, wordsFor(port), environment), port);
}

/** A program that listens on a port, when it answers there. */
export async function whenItAnswers(
  program: RunningProgram,
  port: number,
): Promise<RunningProgram & { readonly url: string }> {
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries++) {
    if (program.process.exitCode !== null) throw new Error(`The service ended: ${program.said()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer !== null) return { ...program, url };
    await new Promise((done) => setTimeout(done, 100));
  }
  await program.stop();
  throw new Error(`The service does not answer: ${program.said()}`);
}
