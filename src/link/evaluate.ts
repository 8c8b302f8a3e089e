import type { ArgumentPattern } from '../catalog/types.ts';
import type { Value } from '../facts/values.ts';
import type { LibraryUse, Meaning, ProgramGraph, ResolvedOption } from './program-graph.ts';

/** What a value may be, after names are followed through files. A conditional or a fallback gives several meanings. */
export function meaningsOf(graph: ProgramGraph, file: string, value: Value): readonly Meaning[] {
  return graph.following?.meanings(file, value) ?? [bySyntax(file, value)];
}

/** A constant text through names, concatenation and path joins; null for all else. */
export function textOf(graph: ProgramGraph, file: string, value: Value): string | null {
  if (graph.following !== undefined) return graph.following.text(file, value);
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

/** An option of a library's call by any of its names, looked up where the library's pattern says that options stand. */
export function optionOf(graph: ProgramGraph, use: LibraryUse, names: readonly string[]): ResolvedOption {
  const { options } = use.pattern;
  if (options === null) return absent;
  const named = namedArgument(graph, use, names);
  if (named !== null) return named;
  if (options.kind === 'named') return spreadByName(graph, use, names);
  const objects = leadingOptions(graph, use) ?? argumentValues(use, options);
  if (objects === null) return unknown;
  if (objects.length === 0) return absent;
  if (graph.following === undefined) return unknown;
  if (options.kind !== 'option') return graph.following.option(use.file, objects, names);
  // Options inside an option: each name is looked up behind it.
  const nested = options.names.flatMap((outer) => names.map((name) => `${outer}.${name}`));
  return graph.following.option(use.file, objects, nested);
}

/** The options that come first because what stands before them was left out; null where nothing can be. */
function leadingOptions(graph: ProgramGraph, use: LibraryUse): readonly Value[] | null {
  const { options, optionsMayLead } = use.pattern;
  const given = use.fact.arguments;
  if (optionsMayLead !== true || options?.kind !== 'position' || given.length > options.position) return null;
  if (given.some(({ kind }) => kind === 'spread')) return null;
  return given.filter((value) =>
    meaningsOf(graph, use.file, value).some((each) => each.kind === 'value' && each.value.kind === 'object'),
  );
}

/** The argument of a library's call that a pattern means. */
export function argumentOf(graph: ProgramGraph, use: LibraryUse, pattern: ArgumentPattern): ResolvedOption {
  if (pattern.kind === 'named') {
    const { names, position } = pattern;
    const placed = position === undefined ? absent : argumentOf(graph, use, { kind: 'position', position });
    const given = namedArgument(graph, use, names) ?? (placed.state === 'present' ? placed : null);
    return given ?? spreadByName(graph, use, names);
  }
  const values = argumentValues(use, pattern);
  if (values === null) return unknown;
  if (pattern.kind === 'option') return graph.following?.option(use.file, values, pattern.names) ?? unknown;
  const [first] = values;
  if (first === undefined) return absent;
  const key = { file: use.file, span: first.span };
  return { state: 'present', key, meanings: values.flatMap((value) => meaningsOf(graph, use.file, value)) };
}

const absent: ResolvedOption = { state: 'absent', key: null, meanings: [] };
const unknown: ResolvedOption = { state: 'unknown', key: null, meanings: [] };

function namedArgument(graph: ProgramGraph, use: LibraryUse, names: readonly string[]): ResolvedOption | null {
  const property = use.fact.named.find(({ key }) => names.includes(key));
  if (property === undefined) return null;
  const key = { file: use.file, span: property.span };
  return { state: 'present', key, meanings: meaningsOf(graph, use.file, property.value) };
}

/** An argument that `**options` may give by its name. */
function spreadByName(graph: ProgramGraph, use: LibraryUse, names: readonly string[]): ResolvedOption {
  const spreads = use.fact.arguments.flatMap((value) => (value.kind === 'spread' ? [value] : []));
  if (spreads.length === 0) return absent;
  const objects = spreads.flatMap(({ of, byName }) => (byName === true ? [of] : []));
  // What `*items` gives has no names, and may stand where the option does.
  if (objects.length < spreads.length || graph.following === undefined) return unknown;
  return graph.following.option(use.file, objects, names);
}

/** The arguments at a pattern's place; null where a spread hides which ones they are. */
function argumentValues(use: LibraryUse, pattern: ArgumentPattern): readonly Value[] | null {
  if (pattern.kind === 'named' || pattern.kind === 'receiver') return [];
  const given = use.fact.arguments;
  const spread = given.findIndex((value) => value.kind === 'spread');
  if (spread >= 0 && (pattern.position < 0 || pattern.position >= spread)) return null;
  if (pattern.kind === 'from') return given.slice(pattern.position);
  const value = given.at(pattern.position);
  return value === undefined ? [] : [value];
}

function bySyntax(file: string, value: Value): Meaning {
  const site = { file, span: value.span };
  if (value.kind === 'literal') return { kind: 'literal', value: value.value, site };
  if (value.kind === 'environment') {
    const fallback = value.fallback === null ? [] : [bySyntax(file, value.fallback)];
    return { kind: 'environment', name: value.name, fallback, site };
  }
  return { kind: 'value', value, site };
}
