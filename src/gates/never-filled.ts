import type { Operation } from '../facts/operations.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { beginsEmpty } from './begins-empty.ts';
import { isChangeOnly } from './put-back.ts';
import type { Stop } from './stop.ts';

/**
 * A collection that begins empty, and whose entries are only ever changed where one was found: no entry comes in, on
 * any number of instances.
 */
export function neverFilledStop(graph: ProgramGraph, cell: StateCell, growth: readonly CellAccess[]): Stop | null {
  if (growth.length === 0 || !growth.every((access) => isChangeOnly(graph, cell, access))) return null;
  const isOpen = cell.accesses.some(
    (access) => access.kind === 'escape' || (access.kind === 'assign' && !beginsEmpty(access.value)),
  );
  if (isOpen || !beginsEmpty(cell.initial) || isNamedElsewhere(graph, cell)) return null;
  return {
    gate: 'role',
    reason: 'It begins empty and only entries that are found in it are changed, so nothing is ever put in.',
  };
}

/** Whether a member of that name is changed where nothing tells which object it belongs to. */
function isNamedElsewhere(graph: ProgramGraph, cell: StateCell): boolean {
  const { home } = cell;
  if (home.kind !== 'field' && home.kind !== 'static') return false;
  const known = new Set(cell.accesses.map(({ site }) => `${site.file} ${site.span[0]}`));
  return [...graph.functions.values()].some(({ file, fact }) =>
    fact.operations.some(
      (operation) =>
        changes(operation, home.field) && !known.has(`${file} ${operation.target.span[0]}`) && !isBeginning(operation),
    ),
  );
}

type Change = Extract<Operation, { kind: 'container' | 'assign' }>;

function changes(operation: Operation, field: string): operation is Change {
  if (operation.kind === 'container') {
    const isGrowing = operation.access === 'write' || operation.access === 'append';
    return isGrowing && operation.target.path.at(-1) === field;
  }
  return operation.kind === 'assign' && operation.target.path.includes(field);
}

function isBeginning(operation: Change): boolean {
  return operation.kind === 'assign' && beginsEmpty(operation.value);
}
