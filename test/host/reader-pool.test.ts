import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createReaderPool, type ReaderPool } from '../../src/host/reader-pool.ts';

/** A worker that does what the text tells it, in place of the built one. */
const worker = `
import { parentPort } from 'node:worker_threads';
parentPort.postMessage({ kind: 'ready' });
parentPort.on('message', ({ path, text }) => {
  if (text === 'hang') for (;;) {}
  if (text === 'crash') process.exit(1);
  if (text === 'throw') throw new Error('out of paper');
  if (text === 'fail') return parentPort.postMessage({ kind: 'failure', message: 'the tree is upside down' });
  parentPort.postMessage({ kind: 'facts', json: JSON.stringify({ path }) });
});
`;

let folder: string;
let file: URL;
let pool: ReaderPool;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-instance-pool-'));
  writeFileSync(join(folder, 'worker.mjs'), worker);
  file = pathToFileURL(join(folder, 'worker.mjs'));
});
afterEach(() => pool.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (path: string, text: string) => ({ path, text, digest: text });

describe('reader threads', () => {
  test('answer each file with its own facts', async () => {
    pool = createReaderPool({ file });
    const paths = Array.from({ length: 100 }, (_, index) => `src/order-${index}.ts`);
    const readings = await Promise.all(paths.map((path) => pool.read(source(path, ''))));
    expect(readings.map((reading) => reading.result.path)).toEqual(paths);
  });

  const failures = [
    { text: 'hang', message: 'reading it took longer than 2 s and was stopped' },
    { text: 'throw', message: 'the reader stopped: out of paper' },
    { text: 'crash', message: 'the reader stopped with exit code 1' },
    { text: 'fail', message: 'the tree is upside down' },
  ];
  test.each(failures)('lose the one file that makes them $text, and read the next', async ({ text, message }) => {
    pool = createReaderPool({ file, milliseconds: 2_000 });
    const lost = pool.read(source('src/payments.ts', text));
    const next = pool.read(source('src/carts.ts', ''));
    await expect(lost).rejects.toThrow(message);
    expect((await next).result.path).toBe('src/carts.ts');
  });

  test('that are closed reject what waits', async () => {
    pool = createReaderPool({ file });
    const waiting = Promise.allSettled(
      ['hang', 'hang', 'hang', 'hang', 'hang', 'hang'].map((text, index) => pool.read(source(`src/${index}.ts`, text))),
    );
    await pool.close();
    expect((await waiting).map((each) => each.status)).toEqual(Array.from({ length: 6 }, () => 'rejected'));
  });

  test('read on after they were made fewer', async () => {
    pool = createReaderPool({ file });
    pool.warmUp();
    await pool.read(source('src/carts.ts', ''));
    pool.shrink();
    expect((await pool.read(source('src/orders.ts', ''))).result.path).toBe('src/orders.ts');
  });

  test.each(failures)('that were given files ahead lose only the one that makes them $text', async ({ text }) => {
    pool = createReaderPool({ file, milliseconds: 2_000 });
    const texts = Array.from({ length: 40 }, (_, index) => (index === 3 ? text : ''));
    const answers = await Promise.allSettled(texts.map((each, index) => pool.read(source(`src/${index}.ts`, each))));
    expect(answers.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([3]);
  });
});

describe('this thread and reader threads', () => {
  const here = (read: (text: string) => void) => async () => (path: string, text: string) => {
    read(text);
    return { ...nothing, path };
  };
  const readAll = (texts: readonly string[]) =>
    Promise.allSettled(texts.map((text, index) => pool.read(source(`src/${index}.ts`, text))));

  test('share the files, each of which is read once', async () => {
    let count = 0;
    pool = createReaderPool({ file, alsoHere: here(() => count++) });
    const answers = await readAll(Array.from({ length: 400 }, () => ''));
    expect(answers.map((each) => each.status === 'fulfilled' && each.value.result.path)).toEqual(
      answers.map((_, index) => `src/${index}.ts`),
    );
    expect(count).toBeGreaterThan(0);
  });

  test('lose only the file that this thread cannot end or read', async () => {
    let hung = 0;
    let thrown = 0;
    pool = createReaderPool({
      file,
      milliseconds: 2_000,
      alsoHere: here(() => {
        if (thrown++ === 0) throw new Error('out of ink');
        if (hung++ === 2) for (;;);
      }),
    });
    const answers = await readAll(Array.from({ length: 400 }, () => ''));
    const reasons = answers.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    expect(reasons).toEqual(['Error: out of ink', 'Error: reading it took longer than 2 s and was stopped']);
    expect(hung).toBe(3);
  });

  test('go on without this one when its parser cannot be loaded', async () => {
    pool = createReaderPool({ file, alsoHere: () => Promise.reject(new Error('no parser')) });
    const answers = await readAll(Array.from({ length: 100 }, () => ''));
    expect(answers.every(({ status }) => status === 'fulfilled')).toBe(true);
  });
});

const nothing = {
  language: 'script',
  lineStarts: [0],
  code: null,
  deployment: null,
  manifest: null,
  suppressions: [],
  problems: [],
} as const;
