import type { Value } from '../../../facts/values.ts';
import { holdsInProduction, leavesOutProduction } from '../../../gates/guard.ts';
import { optionValues } from '../../../gates/option-values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { CallPlace, LibraryUse, Meaning, ProgramGraph } from '../../../link/program-graph.ts';
import { isPutBy } from './put.ts';

/** Stops where the limiter counts nothing in production: it skips every request there, has no limit, or stands nowhere. */
export function offStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  if (skipsProduction(graph, use)) return stop('It skips every request in production.');
  if (hasNoLimit(graph, use)) return stop('Its limit lets through all or nothing, so there is nothing to count.');
  if (standsOutside(graph, use)) return stop('It is put before routes only outside production.');
  return null;
}

const stop = (reason: string): Stop => ({ gate: 'guard', reason });

function skipsProduction(graph: ProgramGraph, use: LibraryUse): boolean {
  const { meanings } = optionOf(graph, use, use.pattern.limit?.skip ?? []);
  return meanings.length > 0 && meanings.every((meaning) => alwaysHolds(graph, meaning));
}

/** A function whose only answer is yes in production. */
function alwaysHolds(graph: ProgramGraph, meaning: Meaning): boolean {
  const node = meaning.kind === 'function' ? graph.functions.get(meaning.function) : undefined;
  const answers = node?.fact.operations.filter(({ kind }) => kind === 'return') ?? [];
  const [answer] = answers;
  if (node === undefined || answers.length !== 1 || answer?.kind !== 'return' || answer.value === null) return false;
  if (answer.value.kind === 'literal') return answer.value.value === true;
  return holdsInProduction(graph, node.file, answer.value);
}

/** `limit: 0`, `Infinity` or the largest number that there is. */
function hasNoLimit(graph: ProgramGraph, use: LibraryUse): boolean {
  const names = use.pattern.limit?.count ?? [];
  const { meanings } = optionOf(
    graph,
    use,
    names.filter((name) => !name.includes('*')),
  );
  if (meanings.length > 0 && meanings.every((meaning) => meaning.kind === 'literal' && meaning.value === 0))
    return true;
  const written = optionValues(graph, use).flatMap(({ value }) =>
    value.kind === 'object' ? value.properties.filter(({ key }) => names.includes(key)) : [],
  );
  return written.length > 0 && written.every(({ value }) => isEndless(value));
}

function isEndless(value: Value): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const name = [root.kind === 'global' ? root.name : '', ...path].join('.');
  return /^(?:Infinity|Number\.(?:POSITIVE_INFINITY|MAX_SAFE_INTEGER|MAX_VALUE))$/.test(name);
}

/** `if (isDevelopment) app.use('/login', limiter)`: every place that puts it before routes is left out of production. */
function standsOutside(graph: ProgramGraph, use: LibraryUse): boolean {
  const places = use.routes.flatMap(({ registrations }) => registrations.filter((place) => isPutBy(graph, use, place)));
  return places.length > 0 && places.every((place) => isLeftOut(graph, place));
}

function isLeftOut(graph: ProgramGraph, { file, call }: CallPlace): boolean {
  const code = graph.facts.get(file)?.code;
  const operations = code?.functions[code.calls[call]?.function ?? -1]?.operations ?? [];
  const guards = operations.find((each) => each.kind === 'call' && each.call === call)?.guards ?? [];
  return guards.some((guard) => leavesOutProduction(graph, file, guard));
}
