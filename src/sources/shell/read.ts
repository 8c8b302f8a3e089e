import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { suppressionsOf } from '../suppressions.ts';
import { shellFactsOf } from './commands.ts';

/** A file without a first line is run by whatever shell starts it. */
function isForShell(text: string): boolean {
  return !text.startsWith('#!') || /^#![^\n]*sh\b/.test(text);
}

/** Reads a shell script: what it runs. A broken one gives what could be read. */
export function readShell(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'shell',
    lineStarts,
    code: null,
    deployment: {
      units: [],
      autoscalers: [],
      volumes: [],
      services: [],
      ...(isForShell(text) ? { shell: shellFactsOf(text) } : {}),
    },
    manifest: null,
    suppressions: suppressionsOf(text, 'hash', lineStarts),
    problems: [],
  };
}
