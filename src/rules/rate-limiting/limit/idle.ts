import type { Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FunctionKey, LibraryUse, ProgramGraph, Route } from '../../../link/program-graph.ts';
import { describedRoutes } from './described.ts';
import { givenAt, isMadeBy } from './put.ts';
import { meantBy, ownParts } from './words.ts';

/**
 * A limiter before handlers that answer with a status and do nothing else has nothing to spare and nobody to keep out. A
 * route that takes a secret does its work somewhere before such an answer, and so may any middleware of a package.
 */
export function idleStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  if (use.stands.length > 0) return null;
  const all = [...use.routes, ...describedRoutes(graph, use)];
  const handlers = all.flatMap((route) => route.handlers);
  const paths = all.map(({ path }) => path ?? '');
  const isSilent =
    handlers.length > 0 &&
    handlers.every((key) => isIdle(graph, key)) &&
    !paths.some((path) => isAboutSomething(path)) &&
    use.routes.every((route) => isPlain(graph, use, route));
  return isSilent
    ? { gate: 'role', reason: 'What it stands before does nothing but answer, so twice as many change nothing.' }
    : null;
}

function isAboutSomething(path: string): boolean {
  const meant = meantBy(ownParts(path));
  return meant !== null && meant.unproved !== true;
}

/** Whether a route is given its path, the limiter and functions of the workspace alone. */
function isPlain(graph: ProgramGraph, use: LibraryUse, route: Route): boolean {
  const own = route.registrations.at(-1);
  return (
    own !== undefined &&
    givenAt(graph, own).every(
      (value) =>
        value.kind === 'literal' ||
        isMadeBy(graph, use, own.file, value) ||
        meaningsOf(graph, own.file, value).every(({ kind }) => kind === 'function'),
    )
  );
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
  return value.kind === 'literal' && typeof value.value !== 'string';
}
