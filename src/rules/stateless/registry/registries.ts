import type { CodeFacts } from '../../../facts/code.ts';
import { callOf } from '../../../facts/operations.ts';
import type { Value } from '../../../facts/values.ts';
import { growthOf } from '../../../gates/contents.ts';
import { isCandidate } from '../../../gates/kept-collection.ts';
import type { FunctionKey, LibraryUse, Site, StateCell } from '../../../link/program-graph.ts';
import { isSideCode } from '../../../system/side-code.ts';
import { holdsConnection } from './connections.ts';
import { type Search, type Taken, takenFrom } from './taken.ts';

/** Something that is sent through a connection which a registry holds. */
export interface Send {
  readonly site: Site;
  readonly taken: Taken;
}

/** A connection that is put in. */
export interface Growth {
  readonly cell: StateCell;
  readonly function: FunctionKey;
  readonly file: string;
  readonly key: Value | null;
  /** Whether the key leads to several connections, as the name of a room does. */
  readonly inGroup: boolean;
}

/** A collection, or a server of a library, by which this process holds the connections of its users. */
export interface Registry {
  readonly of:
    | { readonly kind: 'cell'; readonly cell: StateCell }
    | { readonly kind: 'server'; readonly use: LibraryUse };
  readonly growth: readonly Growth[];
  readonly sends: readonly Send[];
}

/** All registries of connections and what is sent through them: collections first, each in the order of the files. */
export function registriesIn(search: Search): readonly Registry[] {
  const growth = new Map<string, Growth[]>();
  for (const each of [...directGrowth(search), ...nestedGrowth(search)]) {
    growth.set(each.cell.id, [...(growth.get(each.cell.id) ?? []), each]);
  }
  if (growth.size === 0 && !holdsAny(search)) return [];
  const sends = sendsIn(search);
  const cells = [...growth].flatMap(([id, own]): readonly Registry[] => {
    const [first] = own;
    if (first === undefined) return [];
    return [{ of: { kind: 'cell', cell: first.cell }, growth: own, sends: sends.get(id) ?? [] }];
  });
  const servers = search.graph.uses.flatMap((use): readonly Registry[] => {
    const own = sends.get(use.id);
    return own === undefined ? [] : [{ of: { kind: 'server', use }, growth: [], sends: own }];
  });
  return [...cells, ...servers];
}

function holdsAny({ graph }: Search): boolean {
  return graph.uses.some(({ pattern }) => pattern.role === 'socket-server');
}

/** `users.set(name, socket)`, `streams.push(response)`. */
function directGrowth({ graph, types }: Search): readonly Growth[] {
  return graph.cells.filter(isCandidate).flatMap((cell) =>
    growthOf(cell).flatMap(({ site: { file }, value, key, function: owner }): readonly Growth[] => {
      // A set has values alone, which readers may give as keys.
      const put = value ?? key;
      if (put === null || !holdsConnection(graph, types, file, put)) return [];
      return [{ cell, function: owner, file, key, inGroup: false }];
    }),
  );
}

/** `rooms.get(name).add(socket)`, `rooms[name][id] = socket`: what goes into a collection that lies in another one. */
function nestedGrowth(search: Search): readonly Growth[] {
  const { graph, types } = search;
  return [...search.accesses.keys()].flatMap((file) => {
    const code = isSideCode(file) ? null : (graph.facts.get(file)?.code ?? null);
    return (code?.functions ?? []).flatMap(({ operations }, owner) =>
      operations.flatMap((step): readonly Growth[] => {
        if (step.kind !== 'container' || (step.access !== 'write' && step.access !== 'append')) return [];
        const put = step.value ?? step.key;
        if (put === null || !holdsConnection(graph, types, file, put)) return [];
        const target: Value = { kind: 'reference', reference: step.target, span: step.target.span };
        return takenFrom(search, file, owner, target).flatMap(({ from, function: taker, key }) =>
          from.kind === 'cell'
            ? [{ cell: from.cell, function: taker, file, key: key?.value ?? null, inGroup: true }]
            : [],
        );
      }),
    );
  });
}

/** What is sent through connections that were taken out of something, by the id of the collection or of the server. */
function sendsIn(search: Search): ReadonlyMap<string, readonly Send[]> {
  const methods = [...new Set([...search.types.speaks.values()].flat())];
  const sends = new Map<string, Send[]>();
  for (const [file, { code }] of search.graph.facts) {
    if (code == null || isSideCode(file)) continue;
    for (const send of sendsOf(search, file, code, methods)) {
      const { from } = send.taken;
      const id = from.kind === 'cell' ? from.cell.id : from.use.id;
      sends.set(id, [...(sends.get(id) ?? []), send]);
    }
  }
  return sends;
}

function sendsOf(search: Search, file: string, code: CodeFacts, methods: readonly string[]): readonly Send[] {
  return code.functions.flatMap(({ operations }, owner) =>
    operations.flatMap((step): readonly Send[] => {
      const call = callOf(step);
      const fact = call === null ? undefined : code.calls[call];
      if (fact === undefined) return [];
      const called = fact.callee.path.join('.');
      const method = methods.find((each) => called === each || called.endsWith(`.${each}`));
      if (method === undefined) return [];
      const reference = { ...fact.callee, path: fact.callee.path.slice(0, -method.split('.').length) };
      const holder: Value = { kind: 'reference', reference, span: fact.callee.span };
      const site = { file, span: fact.calleeSpan };
      return takenFrom(search, file, owner, holder).map((taken) => ({ site, taken }));
    }),
  );
}
