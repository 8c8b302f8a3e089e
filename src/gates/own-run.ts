import type { CodeFacts } from '../facts/code.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { workReaches } from './moment.ts';
import { lastName } from './origins.ts';
import { isWithin } from './reachable.ts';
import type { Stop } from './stop.ts';

/**
 * What lives as long as one connection: handlers that its opening sets up put in and ask, and when it ends, all goes. The
 * next connection begins anew wherever it is, so no other instance is asked for it.
 */
export function ownRunStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const openers = new Set(
    cell.accesses.filter((access) => empties(cell, access)).flatMap((access) => openerOf(graph, access) ?? []),
  );
  const isOwn = [...openers].some((opener) => cell.accesses.every((access) => isOfConnection(graph, access, opener)));
  return isOwn
    ? {
        gate: 'role',
        reason: 'It is emptied when a connection ends, and only handlers of that connection fill and ask it.',
      }
    : null;
}

/** Whether nothing but handlers that the connection's opening sets up leads there; a timer that one of them sets may, too. */
function isOfConnection(graph: ProgramGraph, access: CellAccess, opener: FunctionKey): boolean {
  const reaches = workReaches(graph, access.function);
  const handlers = reaches.filter(({ moment }) => moment !== 'timer');
  return (
    (handlers.length > 0 || reaches.length === 0) &&
    handlers.every(({ entry }) => entry !== null && isWithin(graph, entry.function, opener))
  );
}

/** Whether the whole content goes here, whatever stands in it. */
function empties(cell: StateCell, access: CellAccess): boolean {
  if (access.operation.guards.length > 0 || access.operation.inLoop) return false;
  if (access.kind === 'clear') return true;
  if (access.kind !== 'assign' || growthOf(cell).includes(access)) return false;
  const { value } = access;
  if (value?.kind === 'list') return value.items.length === 0;
  if (value?.kind === 'object') return value.properties.length === 0 && value.spreads.length === 0;
  return value?.kind === 'container' && value.initial.length === 0;
}

const listening = /^(?:on|once|addListener|addEventListener)$/;
const endings = /^(?:disconnect|disconnecting|close|end)$/;

/** The function that a connection opens with, where the access stands in its listener for the end: `socket.on('disconnect', …)`. */
function openerOf(graph: ProgramGraph, { function: key, site }: CellAccess): FunctionKey | null {
  const node = graph.functions.get(key);
  const code = graph.facts.get(site.file)?.code ?? null;
  if (node === undefined || code === null) return null;
  const call = code.calls.findIndex(
    ({ arguments: given }, id) =>
      listening.test(lastName(code, id)) &&
      given.some((each) => each.kind === 'function' && each.function === node.id) &&
      given[0]?.kind === 'literal' &&
      endings.test(String(given[0].value)),
  );
  const opener = connectionOf(code, call);
  return opener === null ? null : `${site.file}#${opener}`;
}

/** The function whose parameter is listened to. */
function connectionOf(code: CodeFacts, call: number): number | null {
  const root = code.calls[call]?.callee.root;
  const declaration = root?.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  return declaration?.kind === 'parameter' && declaration.function !== 0 ? declaration.function : null;
}
