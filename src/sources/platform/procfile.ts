import type { UnitFact } from '../../facts/deployment.ts';
import type { FileFacts } from '../../facts/file-facts.ts';
import { commandWordsOf } from '../../facts/secrets.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { shellWordsOf } from '../../text/shell-words.ts';
import { deploymentOf, processUnit } from '../process-unit.ts';
import { suppressionsOf } from '../suppressions.ts';

/** Reads a Procfile: a process on each line. `release` runs once before a version goes live, and is none. */
export function readProcfile(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'procfile',
    lineStarts,
    code: null,
    deployment: deploymentOf(unitsOf(text)),
    manifest: null,
    suppressions: suppressionsOf(text, 'hash', lineStarts),
    problems: [],
  };
}

function unitsOf(text: string): readonly UnitFact[] {
  return [...text.matchAll(/^([A-Za-z0-9_-]+)([ \t]*:[ \t]*)(\S[^\r\n]*)$/gm)].flatMap(
    ({ 1: name = '', 2: between = '', 3: line = '', index }) => {
      if (name === 'release') return [];
      const start = index + name.length + between.length;
      const command = { words: commandWordsOf(shellWordsOf(line)), span: [start, start + line.length] as const };
      return [processUnit({ name, kind: 'procfile-process', span: [index, index + name.length], command })];
    },
  );
}
