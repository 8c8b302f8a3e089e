import type { FileFacts } from '../facts/file-facts.ts';
import { isForApisix } from '../sources/apisix/path.ts';
import { formatOf } from '../sources/format-of.ts';
import { isForNginx } from '../sources/nginx/path.ts';
import type { SyntaxParser } from '../text/syntax-node.ts';
import type { ReaderPort } from './reader-port.ts';

/** Reads in the thread that asks. Each parser is loaded with the first file that needs it. */
export function inProcessReader(words: ReadonlySet<string>, loadPython = noPython): ReaderPort {
  return {
    outline: async ({ path, text }) => {
      if (formatOf(path) === 'python') {
        const { outlinePython } = await import('../sources/python/outline.ts');
        return { result: outlinePython(path, text, words), cached: false };
      }
      const { outlineScript } = await import('../sources/script/outline.ts');
      return { result: outlineScript(path, text, words), cached: false };
    },
    read: async ({ path, text }) => ({ result: await read(path, text, loadPython), cached: false }),
  };
}

async function read(path: string, text: string, loadPython: () => Promise<SyntaxParser>): Promise<FileFacts> {
  switch (formatOf(path)) {
    case 'script':
      return (await import('../sources/script/read.ts')).readScript(path, text);
    case 'python': {
      const parser = await loadPython();
      return (await import('../sources/python/read.ts')).readPython(parser, path, text);
    }
    case 'manifest':
      return (await import('../sources/manifest/read.ts')).readManifest(path, text);
    case 'compose':
      return (await import('../sources/compose/read.ts')).readCompose(path, text);
    case 'kubernetes':
      return (await import('../sources/kubernetes/read.ts')).readKubernetes(path, text);
    case 'helm':
      return (await import('../sources/helm/read.ts')).readHelm(path, text);
    case 'dockerfile':
      return (await import('../sources/dockerfile/read.ts')).readDockerfile(path, text);
    case 'nginx': {
      const { isForSupervisor, readIni } = await import('../sources/ini/read.ts');
      if (isForSupervisor(text)) return readIni(path, text);
      return (await import('../sources/nginx/read.ts')).readNginx(path, text);
    }
    case 'haproxy':
      return (await import('../sources/haproxy/read.ts')).readHaproxy(path, text);
    case 'caddy':
      return (await import('../sources/caddy/read.ts')).readCaddyfile(path, text);
    case 'apisix': {
      if (isForApisix(text)) return (await import('../sources/apisix/read.ts')).readApisix(path, text);
      return (await import('../sources/kubernetes/read.ts')).readKubernetes(path, text);
    }
    case 'shell':
      return (await import('../sources/shell/read.ts')).readShell(path, text);
    case 'ini': {
      if (isForNginx(text)) return (await import('../sources/nginx/read.ts')).readNginx(path, text);
      return (await import('../sources/ini/read.ts')).readIni(path, text);
    }
    case 'procfile':
      return (await import('../sources/platform/procfile.ts')).readProcfile(path, text);
    case 'platform':
      return (await import('../sources/platform/read.ts')).readPlatform(path, text);
    case 'unread':
    case null:
      throw new Error('no reader knows this kind of file');
  }
}

/** Where nobody brought a parser. */
export async function noPython(): Promise<SyntaxParser> {
  throw new Error('nothing here can parse Python');
}
