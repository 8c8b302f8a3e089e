import { DockerfileParser } from 'dockerfile-ast';
import type { StageFact } from '../../facts/deployment.ts';
import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { suppressionsOf } from '../suppressions.ts';
import { stagesOf } from './stages.ts';

/** Reads a Dockerfile: its stages, and what each starts. A broken one gives what could be read. */
export function readDockerfile(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  const { stages, problem } = read(text);
  return {
    path,
    language: 'dockerfile',
    lineStarts,
    code: null,
    deployment: { units: [], autoscalers: [], volumes: [], services: [], stages },
    manifest: null,
    suppressions: suppressionsOf(text, 'hash', lineStarts),
    problems: problem === null ? [] : [{ message: problem, span: [0, 0] }],
  };
}

/** The parser is made for half-typed files, but nothing it may throw on is worth the facts of all other files. */
function read(text: string): { readonly stages: readonly StageFact[]; readonly problem: string | null } {
  try {
    return { stages: stagesOf(DockerfileParser.parse(text), lineStartsOf(text)), problem: null };
  } catch (error) {
    return { stages: [], problem: `It could not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
