import type { CodeFacts } from '../facts/code.ts';
import type { Reference, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Reach, StateCell } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import { growthOf } from './contents.ts';
import { valuesOfRoot } from './named-values.ts';

/**
 * Accesses that may miss what somebody put in. Where every entry stands under the id of the socket that put it in, what
 * a socket asks for under its own id is there: a socket stays with one instance for as long as it lives.
 */
export function withoutOwnSocket(
  graph: ProgramGraph,
  growth: readonly CellAccess[],
  asking: readonly CellAccess[],
): readonly CellAccess[] {
  const isKeptBySockets = isOfSockets(graph, growth);
  const isOfObjects = growth.length > 0 && growth.every((access) => isUnderObject(graph, access));
  return asking.filter(
    (access) =>
      !(isKeptBySockets && isAskedByOwnSocket(graph, access)) &&
      !(isOfObjects && access.key !== null) &&
      !isBehindOwnSocket(graph, access),
  );
}

function isOfSockets(graph: ProgramGraph, growth: readonly CellAccess[]): boolean {
  return growth.length > 0 && growth.every((access) => isUnderOwnSocket(graph, access, onlySockets));
}

interface Read {
  readonly cell: StateCell;
  readonly access: CellAccess;
}

/** What functions read of all that is kept. */
const readsIn = remembered((graph: ProgramGraph): ReadonlyMap<FunctionKey, readonly Read[]> => {
  const reads = new Map<FunctionKey, Read[]>();
  for (const cell of graph.cells) {
    for (const access of cell.accesses) {
      if (access.kind !== 'read') continue;
      const known = reads.get(access.function);
      if (known === undefined) reads.set(access.function, [{ cell, access }]);
      else known.push({ cell, access });
    }
  }
  return reads;
});

/** `connections.set(socket, …)`: whoever holds the socket itself is in the process that holds its entry. */
function isUnderObject(graph: ProgramGraph, { key, site }: CellAccess): boolean {
  return key !== null && meaningsOf(graph, site.file, key).some(({ kind }) => kind === 'tracked');
}

/** A function that nothing is seen to call may have left its work in a queue; then what runs that work tells by whom it is led. */
function isAskedByOwnSocket(graph: ProgramGraph, access: CellAccess): boolean {
  const own = graph.moments.get(access.function) ?? [];
  return isUnderOwnSocket(graph, access, (reaches) => neverRequests(reaches.length > 0 ? reaches : own));
}

/**
 * `sessions.get(sessionOf.get(socket.id))`: what the socket itself noted under its id, and the entry that this leads to,
 * are on the instance that holds the socket.
 */
function isBehindOwnSocket(graph: ProgramGraph, { key, site, function: owner }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null || key?.kind !== 'reference' || key.reference.path.length > 0) return false;
  const values = valuesOfRoot(code, key.reference);
  return (
    values.length > 0 &&
    values.every((value) =>
      (readsIn(graph).get(owner) ?? []).some(
        ({ cell, access }) =>
          value.span[0] <= access.site.span[0] &&
          access.site.span[1] <= value.span[1] &&
          isAskedByOwnSocket(graph, access) &&
          isOfSockets(graph, growthOf(cell)),
      ),
    )
  );
}

/** `users[socket.id]`, where `socket` is the parameter of a function that sockets lead to, or a key that all callers take from there. */
function isUnderOwnSocket(
  graph: ProgramGraph,
  { key, site: { file } }: CellAccess,
  isLed: (reaches: readonly Reach[]) => boolean,
): boolean {
  if (key?.kind !== 'reference') return false;
  if (isSocketId(graph, file, key, isLed)) return true;
  const given = givenFor(graph, file, key.reference);
  return given.length > 0 && given.every((each) => each !== null && isSocketId(graph, each.file, each.value, isLed));
}

/** `request.sid` of what is imported: it is there while an event of a socket is handled, and is that socket's id. */
function isAmbientId(code: CodeFacts, { root, path }: Reference): boolean {
  return path.join() === 'sid' && root.kind === 'declared' && code.declarations[root.declaration]?.kind === 'import';
}

function isSocketId(
  graph: ProgramGraph,
  file: string,
  value: Value,
  isLed: (reaches: readonly Reach[]) => boolean,
): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || value.kind !== 'reference' || value.reference.root.kind !== 'declared') return false;
  if (isAmbientId(code, value.reference)) return true;
  if (value.reference.path.join() !== 'id') return false;
  const declared = code.declarations[value.reference.root.declaration];
  return declared?.kind === 'parameter' && isLed(graph.moments.get(`${file}#${declared.function}`) ?? []);
}

/** What the callers of a function give for one of its parameters; null for a call that cannot be read. */
function givenFor(
  graph: ProgramGraph,
  file: string,
  { root, path }: Reference,
): readonly ({ readonly file: string; readonly value: Value } | null)[] {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || root.kind !== 'declared' || path.length > 0) return [];
  const declared = code.declarations[root.declaration];
  if (declared?.kind !== 'parameter') return [];
  const position = code.functions[declared.function]?.parameters.indexOf(root.declaration) ?? -1;
  return (graph.callers.get(`${file}#${declared.function}`) ?? []).map(({ site }) => {
    const value = callByCallee(graph.facts, site)?.fact.arguments[position];
    return value === undefined ? null : { file: site.file, value };
  });
}

function onlySockets(reaches: readonly Reach[]): boolean {
  return reaches.length > 0 && reaches.every(({ moment }) => moment === 'socket');
}

/** A timer goes through the sockets of its process, so it asks for what is there, too. */
function neverRequests(reaches: readonly Reach[]): boolean {
  return reaches.length > 0 && reaches.every(({ moment }) => moment !== 'request' && moment !== 'queue');
}
