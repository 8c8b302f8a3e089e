import type { FileFacts } from '../facts/file-facts.ts';
import { formatOf } from '../sources/format-of.ts';
import type { ReaderPort } from './reader-port.ts';

/** Reads in the thread that asks. Each parser is loaded with the first file that needs it. */
export function inProcessReader(words: ReadonlySet<string>): ReaderPort {
  return {
    outline: async ({ path, text }) => {
      const { outlineScript } = await import('../sources/script/outline.ts');
      return { result: outlineScript(path, text, words), cached: false };
    },
    read: async ({ path, text }) => ({ result: await read(path, text), cached: false }),
  };
}

async function read(path: string, text: string): Promise<FileFacts> {
  switch (formatOf(path)) {
    case 'script':
      return (await import('../sources/script/read.ts')).readScript(path, text);
    case 'manifest':
      return (await import('../sources/manifest/read.ts')).readManifest(path, text);
    case 'compose':
      return (await import('../sources/compose/read.ts')).readCompose(path, text);
    case 'kubernetes':
      return (await import('../sources/kubernetes/read.ts')).readKubernetes(path, text);
    case 'unread':
    case null:
      throw new Error('no reader knows this kind of file');
  }
}
