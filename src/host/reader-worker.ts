import { parentPort } from 'node:worker_threads';
import { readFile } from '../sources/formats.ts';
import type { ReadAnswer, ReadRequest } from './worker-messages.ts';

/** The thread that parses: one file a message, one answer each, in order. */
parentPort?.on('message', ({ path, text }: ReadRequest) => {
  parentPort?.postMessage(answer(path, text));
});

const ready: ReadAnswer = { kind: 'ready' };
parentPort?.postMessage(ready);

function answer(path: string, text: string): ReadAnswer {
  try {
    return { kind: 'facts', json: JSON.stringify(readFile(path, text)) };
  } catch (error) {
    return { kind: 'failure', message: error instanceof Error ? error.message : String(error) };
  }
}
