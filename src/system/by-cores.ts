import type { CallFact, CodeFacts } from '../facts/code.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';

/** What counts all cores of the machine, whatever share of them a container may use. */
const counters = /^(?:cpus|cpu_count|process_cpu_count)$/;

/**
 * Whether a number of processes that nobody writes down is that of the machine's cores: as the word of a command or a
 * starter's own default says, or as code asks in the file that starts them. Code may take it from a setting as well.
 */
export function isByCores(graph: ProgramGraph, { file }: Site): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  return code === null || code.calls.some((call) => counters.test(nameOf(code, call)));
}

function nameOf(code: CodeFacts, { callee: { root, path } }: CallFact): string {
  const last = path.at(-1);
  if (last !== undefined) return last;
  if (root.kind === 'global') return root.name;
  return root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
}
