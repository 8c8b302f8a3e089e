import type { Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { FunctionKey, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { handlersBeside } from './described.ts';

/** A limiter before handlers that answer with a status and do nothing else has nothing to spare and nobody to keep out. */
export function idleStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  if (use.stands.length > 0) return null;
  const handlers = [...use.routes.flatMap((route) => route.handlers), ...handlersBeside(graph, use)];
  return handlers.length > 0 && handlers.every((key) => isIdle(graph, key))
    ? { gate: 'role', reason: 'What it stands before does nothing but answer, so twice as many change nothing.' }
    : null;
}

/** Whether all that a function does is to answer without content: `response.sendStatus(200)`. */
function isIdle(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const parameters = new Set(node.fact.parameters);
  const isAnswer = (call: number): boolean => {
    const fact = code.calls[call];
    if (fact === undefined || !fact.arguments.every(isWithoutContent)) return false;
    const { root, path } = fact.callee;
    if (path.length !== 1 || !answers.has(path[0] ?? '')) return false;
    return root.kind === 'call' ? isAnswer(root.call) : root.kind === 'declared' && parameters.has(root.declaration);
  };
  const steps = node.fact.operations.filter(({ kind }) => kind !== 'return');
  return steps.length > 0 && steps.every((step) => step.kind === 'call' && isAnswer(step.call));
}

const answers: ReadonlySet<string> = new Set(['sendStatus', 'status', 'code', 'send', 'json', 'end', 'type', 'header']);

function isWithoutContent(value: Value): boolean {
  if (value.kind === 'literal') return typeof value.value !== 'string';
  return value.kind === 'object' && value.properties.length === 0 && value.spreads.length === 0;
}
