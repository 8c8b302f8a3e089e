import type { CellAccess, ProgramGraph, Reach } from '../link/program-graph.ts';

/**
 * Accesses that may miss what somebody put in. Where every entry stands under the id of the socket that put it in, what
 * a socket asks for under its own id is there: a socket stays with one instance for as long as it lives.
 */
export function withoutOwnSocket(
  graph: ProgramGraph,
  growth: readonly CellAccess[],
  asking: readonly CellAccess[],
): readonly CellAccess[] {
  const isOfSockets = growth.length > 0 && growth.every((access) => isUnderOwnSocket(graph, access, onlySockets));
  return isOfSockets ? asking.filter((access) => !isUnderOwnSocket(graph, access, neverRequests)) : asking;
}

/** `users[socket.id]`, where `socket` is the parameter of a function that sockets lead to. */
function isUnderOwnSocket(
  graph: ProgramGraph,
  { key, site: { file } }: CellAccess,
  isLed: (reaches: readonly Reach[]) => boolean,
): boolean {
  if (key?.kind !== 'reference' || key.reference.root.kind !== 'declared' || key.reference.path.join() !== 'id') {
    return false;
  }
  const declared = graph.facts.get(file)?.code?.declarations[key.reference.root.declaration];
  return declared?.kind === 'parameter' && isLed(graph.moments.get(`${file}#${declared.function}`) ?? []);
}

function onlySockets(reaches: readonly Reach[]): boolean {
  return reaches.length > 0 && reaches.every(({ moment }) => moment === 'socket');
}

/** A timer goes through the sockets of its process, so it asks for what is there, too. */
function neverRequests(reaches: readonly Reach[]): boolean {
  return reaches.length > 0 && reaches.every(({ moment }) => moment !== 'request' && moment !== 'queue');
}
