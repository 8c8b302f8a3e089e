import type { PageCache } from '../../../catalog/page-caches.ts';
import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { Property, Value } from '../../../facts/values.ts';
import { textOf } from '../../../link/evaluate.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';

/** What is kept under tags, or dropped by them, at one place. A tag that is put together ends in `*`; `?` is one that nobody can read. */
export interface Tagged {
  readonly site: Site;
  readonly name: string;
  readonly tags: readonly string[];
}

type CacheCall = PageCache['keeps'];

/** Calls of a file whose name is imported from one of the modules. */
export function cacheCalls(graph: ProgramGraph, file: string, { modules, names, tags }: CacheCall): readonly Tagged[] {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || !code.imports.some(({ module }) => modules.includes(module))) return [];
  return code.calls.flatMap((fact): readonly Tagged[] => {
    const name = importedName(code, fact, modules);
    if (name === null || !names.includes(name)) return [];
    const at = tags.kind === 'option' || tags.kind === 'position' ? fact.arguments[tags.position] : undefined;
    const value = tags.kind === 'option' ? memberOf(at, tags.names[0] ?? '') : at;
    return [{ site: { file, span: fact.calleeSpan }, name, tags: tagsIn(graph, file, value) }];
  });
}

function importedName(code: CodeFacts, { callee }: CallFact, modules: readonly string[]): string | null {
  const { root, path } = callee;
  if (root.kind !== 'declared') return null;
  const bound = code.imports.find((each) => each.declaration === root.declaration && modules.includes(each.module));
  if (bound === undefined) return null;
  return path.length === 0 ? bound.imported : (path[0] ?? null);
}

/**
 * Requests whose options keep the answer under tags: `fetch(url, { next: { tags: ['orders'] } })`, or one that the program's
 * own function hands on, `get({ url, options: { next: { tags: ['orders'] } } })`.
 */
export function taggedRequests(graph: ProgramGraph, file: string, { request }: PageCache): readonly Tagged[] {
  const code = graph.facts.get(file)?.code ?? null;
  return (code?.calls ?? []).flatMap((fact): readonly Tagged[] => {
    const options = fact.arguments
      .flatMap((given) => [given, ...(given.kind === 'object' ? given.properties.map((each) => each.value) : [])])
      .flatMap((given) => memberOf(given, request.option) ?? []);
    const tags = options.flatMap((each) => tagsIn(graph, file, memberOf(each, request.tags)));
    if (tags.length === 0) return [];
    return [{ site: { file, span: fact.calleeSpan }, name: fact.callee.path.at(-1) ?? 'request', tags }];
  });
}

function tagsIn(graph: ProgramGraph, file: string, value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  return (value.kind === 'list' ? value.items : [value]).map((item) => tagOf(graph, file, item));
}

function tagOf(graph: ProgramGraph, file: string, value: Value): string {
  const text = textOf(graph, file, value);
  if (text !== null) return text;
  if (value.kind === 'concatenation') {
    const [first] = value.parts;
    const begin = first === undefined ? null : textOf(graph, file, first);
    return begin === null || begin.length < 3 ? '?' : `${begin}*`;
  }
  // A function of the application that makes tags makes the same kind of them everywhere.
  if (value.kind === 'call') {
    const callee = graph.facts.get(file)?.code?.calls[value.call]?.callee;
    const root =
      callee?.root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[callee.root.declaration] : undefined;
    const name = [root?.name, ...(callee?.path ?? [])].filter((each) => each !== undefined).join('.');
    return name === '' ? '?' : `${name}()`;
  }
  return '?';
}

/**
 * Whether a tag that is dropped may be one that something is kept under. One that nobody can read, such as a parameter, is
 * dropped because something is kept under it.
 */
export function isSameTag(a: string, b: string): boolean {
  if (a === b || a === '?') return true;
  const stem = (tag: string): string | null => (tag.endsWith('*') ? tag.slice(0, -1) : null);
  const [ofA, ofB] = [stem(a), stem(b)];
  return (ofA !== null && b.startsWith(ofA)) || (ofB !== null && a.startsWith(ofB));
}

function memberOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'object' ? value.properties.find((each: Property) => each.key === key)?.value : undefined;
}
