import type { Value } from '../../../facts/values.ts';
import { callByCallee } from '../../../link/calls-at.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';

/** `server.close()` in the same file as `const server = app.listen()`, and nothing hears a signal: it serves a while only. */
export function isClosedHere(graph: ProgramGraph, site: Site): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const call = callByCallee(graph.facts, site);
  if (code === null || call === null) return false;
  const isIt = (value: Value | null): boolean => value?.kind === 'call' && value.call === call.id;
  const names = new Set(code.declarations.flatMap(({ initial }, id) => (isIt(initial) ? [id] : [])));
  for (const { operations } of code.functions) {
    for (const each of operations) {
      if (each.kind !== 'assign' || !isIt(each.value) || each.target.path.length > 0) continue;
      if (each.target.root.kind === 'declared') names.add(each.target.root.declaration);
    }
  }
  return code.calls.some(
    ({ callee: { root, path } }) =>
      root.kind === 'declared' && names.has(root.declaration) && path.length === 1 && path[0] === 'close',
  );
}
