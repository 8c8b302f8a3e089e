import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folderWith, type RunningProgram, startProgram, whenItAnswers } from './python-programs.ts';
import { freePort } from './redis-server.ts';

type Environment = Readonly<Record<string, string>>;

/** Starts a file of Node in a folder of its own, with this repository's packages and nothing else of ours. */
export function startNode(
  files: Readonly<Record<string, string>>,
  entry: string,
  environment: Environment,
): RunningProgram {
  const folder = folderWith(files);
  symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'), 'junction');
  const program = startProgram(process.execPath, folder.path, [entry], environment);
  program.process.once('exit', folder.remove);
  return program;
}

/** The same for a service that listens where PORT says, when it answers. */
export async function startNodeService(
  files: Readonly<Record<string, string>>,
  entry: string,
  environment: Environment,
): Promise<RunningProgram & { readonly url: string }> {
  const port = await freePort();
  return whenItAnswers(startNode(files, entry, { ...environment, PORT: String(port) }), port);
}

/** How a program ends by itself, with all it has said; it is given ten seconds. */
export async function endOf(program: RunningProgram): Promise<{ readonly code: number | null; readonly said: string }> {
  const { process: started } = program;
  if (started.exitCode === null) {
    const ended = new Promise<void>((done) => started.once('close', () => done()));
    await Promise.race([ended, new Promise((_, fail) => setTimeout(fail, 10_000, new Error('It does not end.')))]);
  }
  return { code: started.exitCode, said: program.said() };
}
