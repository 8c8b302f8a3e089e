import type { Value } from '../facts/values.ts';
import type { CallEdge, FunctionKey, LibraryUse, ProgramGraph } from '../link/program-graph.ts';

/** Whether a function runs a single time in a process: a module's body, or what one such place calls outside of any loop. */
export function runsOnce(graph: ProgramGraph, key: FunctionKey, depth = 0): boolean {
  const node = graph.functions.get(key);
  if (node === undefined || depth > 8) return false;
  if (node.fact.kind === 'module') return true;
  const edges = graph.callers.get(key) ?? [];
  const isEntry = graph.entries.some((entry) => entry.function === key && entry.moment !== 'boot');
  const [only, ...others] = edges;
  if (isEntry || only === undefined || others.length > 0) return false;
  return (
    only.kind === 'call' &&
    only.certainty === 'proved' &&
    !isInLoop(graph, only) &&
    runsOnce(graph, only.from, depth + 1)
  );
}

function isInLoop(graph: ProgramGraph, { from, site }: CallEdge): boolean {
  const operations = graph.functions.get(from)?.fact.operations ?? [];
  return operations.some(({ inLoop, span }) => inLoop && span[0] <= site.span[0] && site.span[1] <= span[1]);
}

/** Whether a call takes its options from its function's parameters, as one does that is meant to be made several times. */
export function isParameterised(graph: ProgramGraph, use: LibraryUse): boolean {
  const declarations = graph.facts.get(use.file)?.code?.declarations ?? [];
  const taken = (value: Value): boolean => {
    if (value.kind === 'object') return value.properties.some((each) => taken(each.value)) || value.spreads.some(taken);
    if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') return false;
    return declarations[value.reference.root.declaration]?.kind === 'parameter';
  };
  return use.fact.arguments.some(taken);
}
