import type { Catalog } from '../../catalog/types.ts';
import type { ApplicationState } from '../../catalog/unfollowed.ts';
import type { CodeFacts } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import { describeSite } from '../../link/places.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import type { Program } from '../types.ts';
import { named } from './named.ts';

/**
 * Collections that start out empty on an application's object, as `app.locals.carts = new Map()`. Who fills and asks them
 * is not followed, so no rule judges them.
 */
export function applicationCollections(
  graph: ProgramGraph,
  catalog: Catalog,
  programs: readonly Program[],
): readonly string[] {
  const sentences = [...graph.facts].flatMap(([file, { code }]) => {
    if (code === null || !programs.some(({ role, files }) => role !== 'other' && files.has(file))) return [];
    return catalog.applicationState
      .flatMap((state) => [...assigned(graph, file, code, state), ...handedOver(graph, file, code, state)])
      .map(({ name, span }) => {
        const place = describeSite(graph.facts, { file, span });
        return `${place} keeps a collection on the application (\`${name}\`); what requests do with it is not followed.`;
      });
  });
  return named([...new Set(sentences)].sort(), (sentence) => sentence, 'collections of that kind');
}

interface Kept {
  readonly name: string;
  readonly span: Span;
}

/** `app.locals.carts = new Map()`. */
function assigned(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  { on, member }: ApplicationState,
): readonly Kept[] {
  if (member === null) return [];
  return code.functions.flatMap(({ operations }) =>
    operations.flatMap((operation) => {
      if (operation.kind !== 'assign' || operation.value === null || !startsEmpty(operation.value)) return [];
      const { root, path, span } = operation.target;
      const name = path.at(-1);
      if (name === undefined || path.at(-2) !== member) return [];
      const base: Value = { kind: 'reference', reference: { root, path: path.slice(0, -2), span }, span };
      const isApplication = meaningsOf(graph, file, base).some((each) => each.kind === 'tracked' && each.type === on);
      return isApplication ? [{ name, span }] : [];
    }),
  );
}

/** `app.decorate('carts', new Map())`. */
function handedOver(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  { on, call }: ApplicationState,
): readonly Kept[] {
  if (call === null) return [];
  return code.calls.flatMap((fact, id) => {
    const [name, value] = fact.arguments;
    if (fact.callee.path.at(-1) !== call || name?.kind !== 'literal' || value === undefined) return [];
    if (!startsEmpty(value)) return [];
    const isCalled = graph.following?.isCallOf(file, id, [{ kind: 'method', on, methods: [call] }]) === true;
    return isCalled ? [{ name: String(name.value), span: fact.calleeSpan }] : [];
  });
}

/** A collection with nothing in it is there to be filled; one with entries is mostly a setting. */
function startsEmpty(value: Value): boolean {
  switch (value.kind) {
    case 'container':
      return value.initial.length === 0 && value.shape !== 'weak';
    case 'list':
      return value.items.length === 0;
    case 'object':
      return value.properties.length === 0 && value.spreads.length === 0;
    default:
      return false;
  }
}
