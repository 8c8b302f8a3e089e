import { emptyFacts, type FileFacts } from '../facts/file-facts.ts';
import { isForApisix } from './apisix/path.ts';
import { readApisix } from './apisix/read.ts';
import { readCaddyfile } from './caddy/read.ts';
import { readCompose } from './compose/read.ts';
import { readDockerfile } from './dockerfile/read.ts';
import { formatOf } from './format-of.ts';
import { readHaproxy } from './haproxy/read.ts';
import { readHelm } from './helm/read.ts';
import { isForSupervisor, readIni } from './ini/read.ts';
import { readKubernetes } from './kubernetes/read.ts';
import { readManifest } from './manifest/read.ts';
import { isForNginx } from './nginx/path.ts';
import { readNginx } from './nginx/read.ts';
import { readProcfile } from './platform/procfile.ts';
import { readPlatform } from './platform/read.ts';
import { readPython } from './python/read.ts';
import type { PythonParser } from './python/syntax.ts';
import { readScript } from './script/read.ts';
import { readShell } from './shell/read.ts';

export { type Format, formatOf } from './format-of.ts';

/**
 * Reads any file by the reader that its path asks for; a file that none wants gives a problem and no facts. Python's parser
 * takes time to load, so that whoever reads brings it.
 */
export function readFile(path: string, text: string, python: PythonParser | null = null): FileFacts {
  switch (formatOf(path)) {
    case 'script':
      return readScript(path, text);
    case 'python':
      return python === null ? unread(path, text) : readPython(python, path, text);
    case 'manifest':
      return readManifest(path, text);
    case 'compose':
      return readCompose(path, text);
    case 'kubernetes':
      return readKubernetes(path, text);
    case 'helm':
      return readHelm(path, text);
    case 'dockerfile':
      return readDockerfile(path, text);
    case 'nginx':
      return isForSupervisor(text) ? readIni(path, text) : readNginx(path, text);
    case 'haproxy':
      return readHaproxy(path, text);
    case 'caddy':
      return readCaddyfile(path, text);
    case 'apisix':
      return isForApisix(text) ? readApisix(path, text) : readKubernetes(path, text);
    case 'shell':
      return readShell(path, text);
    case 'ini':
      return isForNginx(text) ? readNginx(path, text) : readIni(path, text);
    case 'procfile':
      return readProcfile(path, text);
    case 'platform':
      return readPlatform(path, text);
    case 'unread':
    case null:
      return unread(path, text);
  }
}

function unread(path: string, text: string): FileFacts {
  return { ...emptyFacts(path, text), problems: [{ message: 'No reader knows this kind of file.', span: [0, 0] }] };
}
