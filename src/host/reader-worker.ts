import { parentPort } from 'node:worker_threads';
import { formatOf } from '../sources/format-of.ts';
import { readFile } from '../sources/formats.ts';
import { pythonLoader } from './load-python.ts';
import { packFacts } from './packed-facts.ts';
import type { ReadAnswer, ReadRequest } from './worker-messages.ts';

const loadPython = pythonLoader();

let latest = Promise.resolve();

/** The thread that parses: one file a message, one answer each, in order, however long a parser takes to load. */
parentPort?.on('message', ({ path, text }: ReadRequest) => {
  latest = latest.then(async () => {
    parentPort?.postMessage(await answer(path, text));
  });
});

const ready: ReadAnswer = { kind: 'ready' };
parentPort?.postMessage(ready);

async function answer(path: string, text: string): Promise<ReadAnswer> {
  try {
    const python = formatOf(path) === 'python' ? await loadPython() : null;
    return { kind: 'facts', packed: packFacts(readFile(path, text, python)) };
  } catch (error) {
    return { kind: 'failure', message: error instanceof Error ? error.message : String(error) };
  }
}
