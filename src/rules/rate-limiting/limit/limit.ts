import type { Value } from '../../../facts/values.ts';
import { numberOf, numberOfOption, type ReadNumber } from '../../../gates/numbers.ts';
import { optionValues } from '../../../gates/option-values.ts';
import { meaningsOf, optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, ResolvedOption, Route } from '../../../link/program-graph.ts';
import { givenAt } from './put.ts';
import { rateIn } from './rate-text.ts';

/** How often something may be done, as the code says it. */
export interface Limit {
  readonly count: number;
  /** Null when the window cannot be read. */
  readonly windowMilliseconds: number | null;
  readonly known: 'literal' | 'environment' | 'default';
}

/** The limit that the call's options hold, or the library's own. Null when it cannot be read or lies elsewhere. */
export function limitOf(graph: ProgramGraph, use: LibraryUse): Limit | null {
  const pattern = use.pattern.limit;
  if (pattern === undefined || isAskedFor(graph, use)) return null;
  if (pattern.rates !== undefined) return rateIn(graph, use, pattern.rates);
  return limitFrom(numberIn(graph, use, pattern.count, pattern.defaultCount), windowOf(graph, use));
}

function limitFrom(count: Known | null, window: Known | null): Limit | null {
  if (count === null || !Number.isInteger(count.value) || count.value <= 0) return null;
  return { count: count.value, windowMilliseconds: window?.value ?? null, known: count.known };
}

function windowOf(graph: ProgramGraph, use: LibraryUse): Known | null {
  const pattern = use.pattern.limit;
  if (pattern === undefined) return null;
  const seconds = pattern.windowSeconds === undefined ? null : read(graph, use, pattern.windowSeconds);
  return seconds === null || seconds === 'absent'
    ? numberIn(graph, use, pattern.windowMilliseconds, pattern.defaultWindowMilliseconds)
    : { ...seconds, value: seconds.value * 1000 };
}

/** What a route says of the limit: numbers of its own, `off`, or nothing, so that the call's numbers hold. */
export type OwnLimit = { readonly limit: Limit | null } | 'off' | null;

/** `app.post('/login', { config: { rateLimit: { max: 3 } } }, …)`: what it leaves out is as the limiter's call has it. */
export function ownLimitOf(graph: ProgramGraph, use: LibraryUse, route: Route): OwnLimit {
  const pattern = use.pattern.limit;
  const place = route.registrations.at(-1);
  if (pattern?.ownOfRoute === undefined || place === undefined || graph.following === undefined) return null;
  const { following } = graph;
  const given = givenAt(graph, place).filter((value) => mayHold(graph, place.file, value));
  const at = (name: string): ResolvedOption => following.option(place.file, given, [name]);
  const own = given.length === 0 ? null : at(pattern.ownOfRoute);
  if (own?.state !== 'present') return null;
  if (own.meanings.length > 0 && own.meanings.every((each) => each.kind === 'literal' && each.value === false)) {
    return 'off';
  }
  const numberAt = (names: readonly string[], fallback: () => Known | null): Known | null => {
    const options = names.map((name) => at(`${pattern.ownOfRoute}.${name}`));
    const present = options.find(({ state }) => state === 'present');
    if (present !== undefined) return numberOfOption(graph, present);
    return options.every(({ state }) => state === 'absent') ? fallback() : null;
  };
  const count = numberAt(pattern.count, () => numberIn(graph, use, pattern.count, pattern.defaultCount));
  const window = numberAt(pattern.windowMilliseconds, () => windowOf(graph, use));
  return { limit: limitFrom(count, window) };
}

/** Whether a value is an object, as far as it can be followed. */
function mayHold(graph: ProgramGraph, file: string, value: Value): boolean {
  return meaningsOf(graph, file, value).some((each) => each.kind === 'value' && each.value.kind === 'object');
}

/** Whether each route that wants the limit gives it a number of its own, so that the call's number holds for none. */
export function isAskedFor(graph: ProgramGraph, use: LibraryUse): boolean {
  const test = use.pattern.limit?.onlyWhereAsked;
  return (
    test !== undefined &&
    optionOf(graph, use, test.options).meanings.some(
      (meaning) => meaning.kind === 'literal' && test.values.some((value) => value === meaning.value),
    )
  );
}

type Known = Omit<ReadNumber, 'known'> & { readonly known: Limit['known'] };

function numberIn(
  graph: ProgramGraph,
  use: LibraryUse,
  names: readonly string[],
  fallback: number | null,
): Known | null {
  const found = read(graph, use, names);
  if (found !== 'absent') return found;
  return fallback === null ? null : { value: fallback, known: 'default' };
}

/** Null for an option that is there and cannot be read. */
function read(graph: ProgramGraph, use: LibraryUse, names: readonly string[]): ReadNumber | null | 'absent' {
  const plain = names.filter((name) => !name.includes('*'));
  const listed = names.filter((name) => name.includes('*'));
  const option = optionOf(graph, use, plain);
  if (option.state === 'present') return numberOfOption(graph, option);
  const inList = listed.map((name) => numberInList(graph, use, name.split('.'))).find((each) => each !== undefined);
  if (inList !== undefined) return inList;
  return option.state === 'absent' ? 'absent' : null;
}

/** A number in the only item of a list: `throttlers.*.limit`. With several items no single limit holds. */
function numberInList(graph: ProgramGraph, use: LibraryUse, path: readonly string[]): ReadNumber | null | undefined {
  for (const { file, value } of optionValues(graph, use)) {
    const found = descend(value, path);
    if (found !== undefined) return found === null ? null : numberOf(graph, file, found);
  }
  return undefined;
}

/** The value behind a path; null where a list has several items, undefined where there is nothing. */
function descend(value: Value, path: readonly string[]): Value | null | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (first === '*') {
    if (value.kind !== 'list') return undefined;
    const [only, another] = value.items;
    return only === undefined || another !== undefined ? null : descend(only, rest);
  }
  if (value.kind !== 'object') return undefined;
  const property = value.properties.find((each) => each.key === first);
  return property === undefined ? undefined : descend(property.value, rest);
}
