import type { Refusal } from '../../findings/fix.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../../link/program-graph.ts';
import { refusal, refusalAt } from '../refusal.ts';
import { changedInPlace } from './changed-in-place.ts';
import { plainnessOf } from './plain-values.ts';

/** How the functions that use a collection wait: none of them, or all. */
export type Waiting = 'sync' | 'async';

/** What a language's shared mapping can stand in for. */
export interface MappingAbility {
  /** Methods besides reading, writing, testing and removing by key in the language's own form. */
  readonly methods: ReadonlySet<string>;
  /** Whether the store hands over all that it holds, by the methods above, and says how much that is. */
  readonly whole: 'handed-over' | 'kept';
  /** Whether a key must show that it is a text; else the store takes care that it is none of what texts are made of twice. */
  readonly keys: 'shown' | 'checked';
  /** Whether what is kept must show what it is, or its declared type says so. */
  readonly values: 'shown' | 'declared';
}

/** Why a collection cannot become a shared mapping; null for no reason. */
export function obstacleTo(graph: ProgramGraph, cell: StateCell, ability: MappingAbility): Refusal | null {
  if (cell.home.kind === 'closure' || cell.home.kind === 'global' || cell.home.kind === 'export') {
    return refusal('Only a collection of a module or of a class can be moved.');
  }
  if (!isEmptyMap(cell))
    return refusal('Only an empty dictionary can be moved: this one is of another kind, or filled.');
  for (const access of cell.accesses) {
    const reason = accessObstacle(graph, cell, access, ability);
    if (reason !== null) return refusalAt(graph, reason, access.site);
  }
  const counted = countedAt(cell);
  if (counted !== null) {
    return refusalAt(
      graph,
      'An entry is read and written in one step here, between which another instance may write.',
      counted.site,
    );
  }
  const changed = changedInPlace(graph, cell);
  if (changed !== null) {
    return refusalAt(
      graph,
      'What was read is changed in place here, which would change a copy: set the entry again behind it first.',
      changed,
    );
  }
  return null;
}

function isEmptyMap({ initial }: StateCell): boolean {
  if (initial?.kind === 'object') return initial.properties.length === 0 && initial.spreads.length === 0;
  return initial?.kind === 'container' && initial.shape === 'map' && initial.initial.length === 0;
}

function accessObstacle(
  graph: ProgramGraph,
  { name, initial }: StateCell,
  { kind: access, operation, function: key, site }: CellAccess,
  { methods, whole, keys, values }: MappingAbility,
): string | null {
  if (operation.kind === 'assign' && operation.value !== null && operation.value === initial) return null;
  if (graph.functions.get(key)?.fact.kind === 'module') {
    return `\`${name}\` is used while its module is loaded, when there may be no store yet.`;
  }
  const isStep = operation.kind === 'container' && operation.target.span[0] === site.span[0];
  const isWhole = access === 'iterate' || access === 'size';
  if (isWhole && whole === 'kept') {
    return `\`${name}\` is gone through or counted here, for which a store would have to hand over all that it holds.`;
  }
  if (!isStep || access === 'escape' || access === 'assign' || access === 'append') {
    return `\`${name}\` as a whole is handed on or replaced here, so that not all of its uses are seen.`;
  }
  if (operation.method !== null && !methods.has(operation.method)) {
    return `\`${operation.method}\` has no counterpart that leaves two instances with the same entries.`;
  }
  if (access === 'clear' || isWhole) return null;
  if (operation.key === null) return `The key cannot be read here.`;
  if (access !== 'write') return null;
  const kind = plainnessOf(graph, site.file, operation.key);
  if (kind !== 'text' && !(keys === 'checked' && kind !== 'other' && kind !== 'altered')) {
    return 'The key is not known to be a text here, and a store has texts alone for keys.';
  }
  const value = operation.value === null ? 'unknown' : plainnessOf(graph, site.file, operation.value);
  if (value === 'other') {
    return 'What is kept here is an object, a set or bytes, which a store cannot hold: keep what it is made of.';
  }
  if (value === 'altered') {
    return 'What is kept here comes back from a store as something else: JSON makes lists of tuples, and texts of all keys of a dictionary.';
  }
  return value === 'unknown' && values === 'shown'
    ? 'What is kept here is not known to be text, numbers, lists and dictionaries with texts for keys alone, which is what a store gives back as it was.'
    : null;
}

/** `sessions[id] += 1`: a read and a write of one step. */
function countedAt(cell: StateCell): CellAccess | null {
  const reads = cell.accesses.filter(({ kind }) => kind === 'read');
  const isSame = (one: CellAccess, other: CellAccess): boolean =>
    one.site.file === other.site.file && one.site.span[0] === other.site.span[0];
  return cell.accesses.find((each) => each.kind === 'write' && reads.some((read) => isSame(read, each))) ?? null;
}

/** How the functions of a collection wait, where its language has no other way than to leave them as they are: all, or none. A function that waits for nothing must not be called where everybody would wait with it. */
export function waitingOf(
  graph: ProgramGraph,
  cell: StateCell,
): Refusal | { readonly kind: 'fits'; readonly waiting: Waiting } {
  const steps = cell.accesses.filter(({ operation }) => operation.kind === 'container');
  const isAsync = ({ function: key }: CellAccess): boolean => graph.functions.get(key)?.fact.async === true;
  const waits = steps.filter(isAsync);
  const [first] = waits;
  if (first !== undefined) {
    const plain = steps.find((access) => !isAsync(access));
    return plain === undefined
      ? { kind: 'fits', waiting: 'async' }
      : refusalAt(
          graph,
          'Some functions that use it are `async` and this one is not, so that it cannot wait.',
          plain.site,
        );
  }
  for (const access of steps) {
    const caller = asyncCaller(graph, access.function, new Set());
    if (caller !== null) {
      const reason = `\`${caller.title}\` is \`async\` and comes here without waiting, which would hold up all its requests.`;
      return refusalAt(graph, reason, access.site);
    }
  }
  return { kind: 'fits', waiting: 'sync' };
}

function asyncCaller(graph: ProgramGraph, key: FunctionKey, seen: Set<FunctionKey>): { readonly title: string } | null {
  if (seen.has(key)) return null;
  seen.add(key);
  for (const { from, kind } of graph.callers.get(key) ?? []) {
    if (kind === 'load') continue;
    const node = graph.functions.get(from);
    if (node?.fact.async === true) return node;
    const above = asyncCaller(graph, from, seen);
    if (above !== null) return above;
  }
  return null;
}
