import { isBoth, isEither, isOpposite, isOther, isSame } from '../../../facts/operators.ts';
import type { Value } from '../../../facts/values.ts';
import { callsBehind, lastName } from '../../../gates/origins.ts';
import { isWithin } from '../../../gates/reachable.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../../../link/program-graph.ts';
import { isSamePlace } from '../counter/count.ts';
import { functionsFor, type Region } from './region.ts';

/** A mark that work is going on, set by whoever finds it unset and taken away when the work is done. */
export interface Flag {
  readonly cell: StateCell;
  readonly name: string;
  readonly regions: readonly Region[];
}

/** The flags that a cell holds, one for each member of a record. */
export function flagsOf(graph: ProgramGraph, cell: StateCell): readonly Flag[] {
  if (cell.shape !== 'scalar' && cell.shape !== 'unknown' && cell.shape !== 'record') return [];
  const members = new Map<string | null, CellAccess[]>();
  for (const access of cell.accesses) {
    const member = access.key?.kind === 'literal' ? String(access.key.value) : null;
    members.set(member, [...(members.get(member) ?? []), access]);
  }
  return [...members].flatMap(([member, accesses]) => {
    const regions = accesses.flatMap((access) => flagRegion(graph, accesses, access) ?? []);
    const name = member === null ? cell.name : `${cell.name}.${member}`;
    return regions.length === 0 ? [] : [{ cell, name, regions }];
  });
}

/** The work between a step that sets the mark, where it was found unset, and the one that takes it away. */
function flagRegion(graph: ProgramGraph, accesses: readonly CellAccess[], set: CellAccess): Region | null {
  const { operation, function: key, site } = set;
  if (operation.kind !== 'assign' || !isLiteral(operation.value, true)) return null;
  const node = graph.functions.get(key);
  if (node === undefined) return null;
  const isAsked = operation.guards.some(({ test, holds }) =>
    accesses.some((access) => access.function === key && asksUnset(test, holds, access)),
  );
  const clears = accesses.filter(
    (access) =>
      access.operation.kind === 'assign' &&
      (isLiteral(access.value, false) || isLiteral(access.value, null)) &&
      isWithin(graph, access.function, key) &&
      access.site.span[0] > site.span[0],
  );
  const last = clears.filter((access) => access.function === key).at(-1);
  if (!isAsked || clears.length === 0) return null;
  const held = node.fact.operations.filter(
    ({ span }) => span[0] >= operation.span[1] && (last === undefined || span[0] < last.site.span[0]),
  );
  return { function: key, site, operations: new Set(held), functions: [] };
}

function isLiteral(value: Value | null, of: boolean | null): boolean {
  return value?.kind === 'literal' && value.value === of;
}

/** Whether a guard holds only where what an access mentions is not set. */
function asksUnset(test: Value, holds: boolean, access: CellAccess): boolean {
  if (test.kind === 'operator' && test.left === null && isOpposite(test.operator)) {
    return asksUnset(test.right, !holds, access);
  }
  // Of `a || running` that does not hold, neither does; of `a && !running` that holds, both do.
  if (test.kind === 'operator' && test.left !== null) {
    const isNeither = isEither(test.operator) && !holds;
    const areBoth = isBoth(test.operator) && holds;
    if (isNeither || areBoth) return asksUnset(test.left, holds, access) || asksUnset(test.right, holds, access);
    const isEqual = isSame(test.operator);
    if (!isEqual && !isOther(test.operator)) return false;
    const isUnset = isLiteral(test.right, false) || isLiteral(test.right, null);
    const isSet = isLiteral(test.right, true);
    return (isUnset ? holds === isEqual : isSet && holds !== isEqual) && mentions(test.left, access);
  }
  return !holds && mentions(test, access);
}

function mentions(value: Value, { site }: CellAccess): boolean {
  return value.kind === 'reference' && value.reference.span[0] === site.span[0];
}

/** `tail = tail.then(work)`: whatever comes waits for what came before it, in this process. */
export function chainOf(graph: ProgramGraph, cell: StateCell): readonly Region[] {
  if (cell.shape !== 'unknown') return [];
  return cell.accesses.flatMap((access): readonly Region[] => {
    const { operation, function: key, site } = access;
    const node = graph.functions.get(key);
    const code = graph.facts.get(site.file)?.code ?? null;
    if (operation.kind !== 'assign' || operation.value === null || node === undefined || code === null) return [];
    const { target, value } = operation;
    const chained = callsBehind(code, value).filter((call) => {
      const callee = code.calls[call]?.callee;
      if (callee === undefined || !/^(?:then|finally)$/.test(lastName(code, call))) return false;
      return isSamePlace({ ...callee, path: callee.path.slice(0, -1) }, target);
    });
    const functions = chained.flatMap((call) =>
      (code.calls[call]?.arguments ?? []).flatMap((given) => functionsFor(graph, key, site.file, given)),
    );
    return functions.length === 0 ? [] : [{ function: key, site, operations: new Set(), functions }];
  });
}
