import type { FileFacts } from '../../../facts/file-facts.ts';
import type { Property, Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { CallPlace, LibraryUse, ProgramGraph, Route } from '../../../link/program-graph.ts';
import { remembered } from '../../../link/remembered.ts';
import { isMadeBy } from './put.ts';

/**
 * Routes as the objects tell them that a limiter is written in: `this.route({ path: '/orders', handler: this.place,
 * middleware: [rateLimit(…)] })` stands before `place`, even where nothing says what `route` does with it, and so does a
 * row of a table of routes. A path is as it is written there, without what it is mounted under; null where there is none.
 */
export function describedRoutes(graph: ProgramGraph, use: LibraryUse): readonly Route[] {
  if (use.pattern.countedBy !== undefined) return [];
  const files = use.keptIn === null ? [use.file] : [...graph.facts.keys()].sort();
  const wanted = keyOf(use);
  return files.flatMap((file) =>
    writtenIn(graph, file).flatMap(({ value, place, made }) => {
      if (!made.has(wanted)) return [];
      const object = innermost(graph, use, file, value, 0);
      return object === null ? [] : routeOf(graph, use, file, object, place);
    }),
  );
}

interface Written {
  readonly value: Value;
  /** The call that is given the value; null for one that a name holds. */
  readonly place: CallPlace | null;
  /** Keys of the calls whose results are in the value. */
  readonly made: ReadonlySet<string>;
}

function writtenIn(graph: ProgramGraph, file: string): readonly Written[] {
  const facts = graph.facts.get(file);
  return facts === undefined ? [] : writtenOf(graph)(facts);
}

// Every limiter asks this of every file.
const writtenOf = remembered((graph: ProgramGraph) => remembered((facts: FileFacts) => written(graph, facts)));

/** What calls are given and what names hold, each row of a list by itself. */
function written(graph: ProgramGraph, { path: file, code }: FileFacts): readonly Written[] {
  const rows = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items : [value]);
  const given = (code?.calls ?? []).flatMap((fact, call) =>
    fact.arguments.flatMap(rows).map((value) => ({ value, place: { file, call } })),
  );
  const held = (code?.declarations ?? []).flatMap(({ initial }) => (initial === null ? [] : rows(initial)));
  const handed = (code?.exports ?? []).flatMap((each) => (each.kind === 'local' ? rows(each.value) : []));
  return [...given, ...[...held, ...handed].map((value) => ({ value, place: null }))].flatMap((each) =>
    each.value.kind === 'object' ? [{ ...each, made: new Set(madeIn(graph, file, each.value, 0)) }] : [],
  );
}

/** The calls that are written in a value, or whose results names in it stand for. */
function madeIn(graph: ProgramGraph, file: string, value: Value, depth: number): readonly string[] {
  if (depth > deepest) return [];
  const next = (inner: Value): readonly string[] => madeIn(graph, file, inner, depth + 1);
  switch (value.kind) {
    case 'call':
      return [keyOf({ file, call: value.call })];
    case 'reference':
      return meaningsOf(graph, file, value).flatMap((each) => (each.kind === 'made' ? [keyOf(each)] : []));
    case 'list':
      return value.items.flatMap(next);
    case 'object':
      return membersOf(value).flatMap(next);
    default:
      return [];
  }
}

function keyOf({ file, call }: CallPlace): string {
  return `${file}#${call}`;
}

/** Objects further inside are not looked at. */
const deepest = 4;

type ObjectValue = Value & { readonly kind: 'object' };

/** The smallest object that holds the limiter and says which route it is about, or what handles it. */
function innermost(
  graph: ProgramGraph,
  use: LibraryUse,
  file: string,
  value: Value,
  depth: number,
): ObjectValue | null {
  if (depth > deepest || !holds(graph, use, file, value, depth)) return null;
  const inner = value.kind === 'list' ? value.items : value.kind === 'object' ? membersOf(value) : [];
  const smaller = inner.map((each) => innermost(graph, use, file, each, depth + 1)).find((each) => each !== null);
  if (smaller !== undefined) return smaller;
  return value.kind === 'object' && routeOf(graph, use, file, value, null).length > 0 ? value : null;
}

function membersOf(object: ObjectValue): readonly Value[] {
  return object.properties.map(({ value }) => value);
}

function routeOf(
  graph: ProgramGraph,
  use: LibraryUse,
  file: string,
  object: ObjectValue,
  place: CallPlace | null,
): readonly Route[] {
  const path = object.properties.find(isPath);
  const handlers = handlersIn(graph, use, file, object, 0);
  if (path === undefined && handlers.length === 0) return [];
  const { value: verb } = object.properties.find(({ key }) => /^(?:method|verb)$/i.test(key)) ?? {};
  return [
    {
      verb: textOf(verb)?.toUpperCase() ?? null,
      path: textOf(path?.value),
      framework: '',
      handlers,
      middleware: [],
      registrations: place === null ? [] : [place],
      site: { file, span: path?.span ?? object.span },
    },
  ];
}

/** A text that begins as a path does, or one under a name for it, which may be empty. */
function isPath({ key, value }: Property): boolean {
  const text = textOf(value);
  return text !== null && (text.startsWith('/') || (text === '' && /^(?:path|url|uri|route)$/i.test(key)));
}

function textOf(value: Value | undefined): string | null {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

/** Functions among the members that the limiter is not one of: `options: { pre: [limiter], handler: place }`. */
function handlersIn(
  graph: ProgramGraph,
  use: LibraryUse,
  file: string,
  object: ObjectValue,
  depth: number,
): Route['handlers'] {
  return object.properties.flatMap(({ value }) => {
    if (!holds(graph, use, file, value, 0)) {
      return meaningsOf(graph, file, value).flatMap((meaning) =>
        meaning.kind === 'function' ? [meaning.function] : [],
      );
    }
    return value.kind === 'object' && depth < 2 ? handlersIn(graph, use, file, value, depth + 1) : [];
  });
}

/** Whether the limiter's call, or a name that keeps what it makes, is written in a value. */
function holds(graph: ProgramGraph, use: LibraryUse, file: string, value: Value, depth: number): boolean {
  if (depth > deepest) return false;
  const next = (inner: Value): boolean => holds(graph, use, file, inner, depth + 1);
  switch (value.kind) {
    case 'call':
      return file === use.file && value.call === use.call;
    case 'reference':
      return use.keptIn !== null && isMadeBy(graph, use, file, value);
    case 'list':
      return value.items.some(next);
    case 'object':
      return membersOf(value).some(next);
    default:
      return false;
  }
}
