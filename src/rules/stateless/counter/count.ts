import type { AssignOperation } from '../../../facts/operations.ts';
import { callOf } from '../../../facts/operations.ts';
import type { CallId, Reference, Value } from '../../../facts/values.ts';
import { takesNext } from '../../../link/follow/language.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../../../link/program-graph.ts';

/** A number that the process keeps and raises: a scalar, one member of a record, or what hands out one number after the other. */
export interface Count {
  readonly cell: StateCell;
  /** The member of a record that is raised; null where the cell itself is. */
  readonly member: string | null;
  readonly name: string;
  readonly raises: readonly Raise[];
}

/** A place where the count goes up. */
export interface Raise {
  readonly access: CellAccess;
  /** The mention that is raised; null where a call hands out the next number. */
  readonly target: Reference | null;
  /** The call that hands out the next number. */
  readonly call: CallId | null;
}

/** The counts of a cell, one for each member of a record that goes up. */
export function countsOf(graph: ProgramGraph, cell: StateCell): readonly Count[] {
  if (isSequence(graph, cell)) {
    const raises = cell.accesses.flatMap((access) => nextOf(graph, access));
    return raises.length === 0 ? [] : [{ cell, member: null, name: cell.name, raises }];
  }
  if (cell.shape !== 'scalar' && cell.shape !== 'unknown' && cell.shape !== 'record') return [];
  const counts = new Map<string | null, Raise[]>();
  for (const access of cell.accesses) {
    const { operation } = access;
    if (operation.kind !== 'assign' || !raisesItself(operation)) continue;
    const member = access.kind === 'write' && access.key?.kind === 'literal' ? String(access.key.value) : null;
    if (access.kind !== 'assign' && member === null) continue;
    const raises = counts.get(member) ?? [];
    counts.set(member, [...raises, { access, target: operation.target, call: null }]);
  }
  return [...counts].map(([member, raises]) => ({
    cell,
    member,
    name: member === null ? cell.name : `${cell.name}.${member}`,
    raises,
  }));
}

/** `n++`, `n += 1`, `n = n + 1`. What goes round, as `n = (n + 1) % 3`, is a turn and no count. */
function raisesItself({ operator, target, value }: AssignOperation): boolean {
  if (operator === '++') return true;
  if (operator === '+=') return isStep(value);
  if (operator !== '=' || value?.kind !== 'operator' || value.operator !== '+' || value.left === null) return false;
  return (
    (isMention(value.left, target) && isStep(value.right)) || (isMention(value.right, target) && isStep(value.left))
  );
}

function isStep(value: Value | null): boolean {
  return value?.kind === 'literal' && typeof value.value === 'number' && value.value > 0;
}

/** `(n || 0) + 1` raises `n`, too. */
function isMention(value: Value, target: Reference): boolean {
  if (value.kind === 'operator' && value.left !== null && /^(?:\|\||\?\?|or)$/.test(value.operator)) {
    return isMention(value.left, target) && value.right.kind === 'literal';
  }
  return value.kind === 'reference' && isSamePlace(value.reference, target);
}

/** Whether two mentions of one file mean the same name or the same member of the same object. */
export function isSamePlace(one: Reference, other: Reference): boolean {
  if (one.path.join('.') !== other.path.join('.')) return false;
  const [a, b] = [one.root, other.root];
  if (a.kind === 'declared') return b.kind === 'declared' && a.declaration === b.declaration;
  if (a.kind === 'this') return b.kind === 'this' && a.class === b.class;
  return a.kind === 'global' && b.kind === 'global' && a.name === b.name;
}

/** Whether what is kept hands out one number after the other, as the catalogue says of the call that made it. */
function isSequence(graph: ProgramGraph, { initial, file }: StateCell): boolean {
  if (initial?.kind !== 'call') return false;
  return graph.uses.some((use) => use.file === file && use.call === initial.call && use.pattern.role === 'sequence');
}

function nextOf(graph: ProgramGraph, access: CellAccess): readonly Raise[] {
  const call = callOf(access.operation);
  const callee = call === null ? undefined : graph.facts.get(access.site.file)?.code?.calls[call]?.callee;
  const isNext = callee?.root.kind === 'global' && callee.path.length === 0 && takesNext.has(callee.root.name);
  return isNext ? [{ access, target: null, call }] : [];
}

/** Whether anything lowers it again, so that it says how much there is now. */
export function isLowered({ cell, member }: Count): boolean {
  return cell.accesses.some(({ operation, key }) => {
    if (operation.kind !== 'assign') return false;
    if (member !== null && (key?.kind !== 'literal' || key.value !== member)) return false;
    const { operator, value } = operation;
    return operator === '--' || operator === '-=' || (value?.kind === 'operator' && value.operator === '-');
  });
}
