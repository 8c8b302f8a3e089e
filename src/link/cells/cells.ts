import type { AssignOperation, ContainerOperation, Operation } from '../../facts/operations.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { commonJsNames } from '../follow/commonjs.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { isGlobalObject } from '../follow/globals.ts';
import { keyOf, partsOf } from '../follow/known.ts';
import { givesEntry, readsWhole } from '../follow/language.ts';
import { targetsOf } from '../follow/targets.ts';
import type { World } from '../follow/world.ts';
import { isLookedAt } from '../looked-at.ts';
import type { CellAccess, FunctionKey, StateCell } from '../program-graph.ts';
import type { Steps } from '../steps.ts';
import { type CellDraft, indexCells } from './candidates.ts';
import { type BegunEntry, entryAt } from './entries.ts';
import { cellsAt, type Reached } from './places.ts';
import { holdsItems } from './shapes.ts';

/** All that is kept between calls, with every access that can be followed. What nothing reads or changes is left out. */
export function* cellsOf(world: World): Steps<readonly StateCell[]> {
  const index = indexCells(world);
  const outliving = new Set<CellDraft>();
  const isGlobals = (name: string) => index.byGlobal.has(name);
  for (const file of world.files.values()) {
    file.code.functions.forEach((fact, id) => {
      const key = keyOf(file.path, id);
      const tested = new Set<Value>();
      for (const operation of fact.operations) {
        const reach = (inFile: FileIndex, reference: Reference) => {
          const reached = cellsAt(world, index, inFile, reference);
          if (!isOwnName(inFile, reference, id)) for (const { cell } of reached) outliving.add(cell);
          return reached;
        };
        const at = {
          world,
          file,
          function: key,
          operation,
          reach,
          tested,
          outliving,
          beginning: index.beginning,
          isGlobals,
        };
        if (operation.kind === 'container') container(at, operation);
        if (operation.kind === 'assign') assignment(at, operation);
        mentions(at);
      }
    });
    yield;
  }
  const isKept = (cell: CellDraft) => isTouchedByOthers(cell) && (cell.home.kind !== 'closure' || outliving.has(cell));
  return index.cells.filter(isKept).map((cell) => ({ ...cell, accesses: inOrder(cell.accesses) }));
}

interface At {
  readonly world: World;
  readonly file: FileIndex;
  readonly function: FunctionKey;
  readonly operation: Operation;
  /** Conditions of this function that were looked at; they repeat on every operation that they cover. */
  readonly tested: Set<Value>;
  readonly reach: (file: FileIndex, reference: Reference) => readonly Reached[];
  /** What a function captures, gives back or puts elsewhere, so that it stays when the call that made it is over. */
  readonly outliving: Set<CellDraft>;
  /** What begins an entry when it is asked for one that is not there. */
  readonly beginning: ReadonlySet<CellDraft>;
  /** Whether a name is of something that is kept on the object of all globals. */
  readonly isGlobals: (name: string) => boolean;
}

/** Whether a mention is by a local name or a parameter of the function it stands in, rather than of one around it. */
function isOwnName(file: FileIndex, { root }: Reference, id: number): boolean {
  return root.kind === 'declared' && file.code.declarations[root.declaration]?.function === id;
}

/** `items = orders`: another name of the same call, which is over with it. */
function givesOwnName({ file, function: key, operation }: At): boolean {
  return (
    operation.kind === 'assign' &&
    operation.target.path.length === 0 &&
    isOwnName(file, operation.target, partsOf(key).id)
  );
}

function access(
  at: At,
  cell: CellDraft,
  kind: CellAccess['kind'],
  of: { readonly key?: Value | null; readonly value?: Value | null; readonly span: Span },
): void {
  const { file, operation } = at;
  const { key = null, value = null, span } = of;
  cell.accesses.push({ kind, function: at.function, operation, key, value, site: { file: file.path, span } });
}

function container(at: At, operation: ContainerOperation): void {
  const { target, key, value } = operation;
  const entry = puts(operation.access) ? begunEntry(at, target) : null;
  if (entry !== null) {
    if (isOfItself(at.file, target, value)) return;
    access(at, entry.cell, operation.access, { key: entry.key, value: value ?? key, span: target.span });
    return;
  }
  for (const { cell, member } of at.reach(at.file, target)) {
    if (!holdsItems(cell.shape) || !isOwnMethod(at, cell, operation)) continue;
    // `stats.hits[id] = 1` changes the record that holds `hits`; what `services.db.set(…)` changes is not the record, and
    // what `delete stats.hits[id]` takes away is none of its entries.
    const changesRecord = operation.call === null && puts(operation.access);
    if (member !== null && operation.call !== null && puts(operation.access) && at.beginning.has(cell)) {
      putIntoBegun(at, cell, operation);
      continue;
    }
    access(at, cell, member === null ? operation.access : changesRecord ? 'write' : 'read', {
      key: member === null ? key : named(member, target.span),
      value,
      span: target.span,
    });
    if (member === null && givesItsEntry(at, operation)) access(at, cell, 'read', { key, span: target.span });
  }
}

/** `log = history.setdefault(user, [])` puts in and asks in one, where somebody looks at what it gives. */
function givesItsEntry({ file }: At, { method, call }: ContainerOperation): boolean {
  return call !== null && givesEntry.has(method ?? '') && isLookedAt(file.code, call);
}

function begunEntry(at: At, target: Reference): BegunEntry | null {
  const { file, function: key, beginning, reach } = at;
  const entry = entryAt({ file, id: partsOf(key).id, beginning, reach }, target);
  return entry !== null && holdsItems(entry.cell.shape) ? entry : null;
}

/** `hits[:] = [hit for hit in hits if hit > start]`: what goes in was there before. */
function isOfItself({ code }: FileIndex, target: Reference, value: Value | null): boolean {
  if (value?.kind !== 'container' || target.root.kind !== 'declared') return false;
  const { declaration } = target.root;
  return value.initial.every((item) => {
    const root = item.kind === 'reference' ? item.reference.root : null;
    const initial = root?.kind === 'declared' ? code.declarations[root.declaration]?.initial : null;
    const from = initial?.kind === 'reference' ? initial.reference.root : null;
    return from?.kind === 'declared' && from.declaration === declaration;
  });
}

/**
 * `orders[id].append(item)`, where asking for `orders[id]` begins it: nobody is told what stood there, so it is no
 * question, and the item goes in under the key that was named.
 */
function putIntoBegun(at: At, cell: CellDraft, { access: kind, target, value }: ContainerOperation): void {
  const named = cell.accesses.findIndex(
    (one) =>
      one.kind === 'read' &&
      one.function === at.function &&
      one.site.file === at.file.path &&
      one.site.span[0] === target.span[0],
  );
  const [asked] = named === -1 ? [] : cell.accesses.splice(named, 1);
  access(at, cell, kind, { key: asked?.key ?? null, value, span: target.span });
}

function puts(kind: ContainerOperation['access']): boolean {
  return kind === 'write' || kind === 'append';
}

/** `orders.get(id)` on an object of functions calls one of them; on a container it is the container's own method. */
function isOwnMethod({ world, file }: At, cell: CellDraft, { call, method }: ContainerOperation): boolean {
  if (call === null || method === null) return true;
  const fact = file.code.calls[call];
  if (fact === undefined || fact.callee.root.kind === 'global') return true;
  if (cell.shape === 'record' && file.language === 'script') return false;
  return world.callee(file, call).every((callee) => targetsOf(world, callee).length === 0);
}

function assignment(at: At, operation: AssignOperation): void {
  const { target, value } = operation;
  // `entry["count"] += 1`: what is set in an entry goes into the collection that keeps it.
  const entry = target.path.length > 0 ? begunEntry(at, target) : null;
  if (entry !== null) {
    access(at, entry.cell, 'write', { key: entry.key, value: whole(operation), span: target.span });
    return;
  }
  for (const { cell, member, by } of at.reach(at.file, target)) {
    if (member === null) {
      if (by === 'name')
        access(at, cell, isNarrowing(at.file, value) ? 'remove' : 'assign', { value, span: target.span });
    } else access(at, cell, 'write', { key: named(member, target.span), value, span: target.span });
  }
}

/** What stands there after an assignment: of `count += 1` it is made from what stood there. */
function whole({ operator, target, value }: AssignOperation): Value | null {
  const sign = /^[+-]/.exec(operator)?.[0];
  if (operator === '=' || sign === undefined) return value;
  const { span } = target;
  const right: Value = value ?? { kind: 'literal', value: 1, span };
  return { kind: 'operator', operator: sign, left: { kind: 'reference', reference: target, span }, right, span };
}

/** `orders = orders.filter(…)` takes out what it leaves behind. */
function isNarrowing({ code }: FileIndex, value: Value | null): boolean {
  const method = value?.kind === 'call' ? code.calls[value.call]?.callee.path.at(-1) : undefined;
  return method === 'filter' || method === 'slice';
}

function named(member: string, span: Span): Value | null {
  return member === '*' ? null : { kind: 'literal', value: member, span };
}

/** Reads and escapes: mentions of a cell as a value of the operation. */
function mentions(at: At): void {
  const { operation } = at;
  for (const { test } of operation.guards) {
    if (at.tested.has(test)) continue;
    at.tested.add(test);
    read(at, test, 'test');
  }
  switch (operation.kind) {
    case 'container':
      if (operation.key !== null) read(at, operation.key, 'read');
      if (operation.value !== null) read(at, operation.value, 'escape');
      if (operation.call !== null) given(at, operation.call);
      break;
    case 'assign':
      if (operation.value !== null) read(at, operation.value, 'read');
      break;
    case 'call':
      given(at, operation.call);
      break;
    case 'return':
    case 'throw':
      if (operation.value !== null) read(at, operation.value, 'escape');
  }
}

/** What a call is given. Builtins read a container through; functions of the workspace are followed by their parameters. */
function given(at: At, id: number): void {
  const { world, file } = at;
  const call = file.code.calls[id];
  if (call === undefined) return;
  const callees = world.callee(file, id);
  const isFollowed = callees.length > 0 && callees.every((callee) => targetsOf(world, callee).length > 0);
  const goesThrough = callees.some(
    (callee) => callee.kind === 'external' && callee.module === '' && readsWhole.has(callee.name),
  );
  for (const value of [...call.arguments, ...call.named.map((property) => property.value)]) {
    read(at, value, goesThrough ? 'iterate' : isFollowed ? 'read' : 'escape');
  }
}

/**
 * Notes a mention. What is kept as a plain value is read; a container that is handed on escapes, so that accesses by
 * others may be unseen.
 */
function read(at: At, value: Value, as: 'read' | 'test' | 'iterate' | 'escape'): void {
  switch (value.kind) {
    case 'reference': {
      if (!mayBeCell(at, value.reference)) return;
      for (const { cell, member } of at.reach(at.file, value.reference)) {
        const span = value.reference.span;
        // What is only handed to a call, as an argument, is let go of when that call is over.
        if (at.operation.kind !== 'call' && as !== 'test' && !givesOwnName(at)) at.outliving.add(cell);
        if (member !== null) access(at, cell, 'read', { key: named(member, span), span });
        else if (holdsItems(cell.shape)) access(at, cell, as, { span });
        else access(at, cell, as === 'test' ? 'test' : 'read', { span });
      }
      return;
    }
    case 'operator':
      if (value.left !== null) read(at, value.left, as === 'escape' ? 'read' : as);
      read(at, value.right, as === 'escape' ? 'read' : as);
      return;
    case 'conditional':
      read(at, value.test, 'test');
      read(at, value.then, as);
      read(at, value.otherwise, as);
      return;
    case 'concatenation':
    case 'path-join':
      for (const part of value.parts) read(at, part, 'read');
      return;
    case 'object':
      for (const property of value.properties) read(at, property.value, as);
      for (const spread of value.spreads) read(at, spread, 'iterate');
      return;
    case 'list':
      for (const item of value.items) read(at, item, as);
      return;
    case 'spread':
      read(at, value.of, 'iterate');
      return;
    case 'container':
      for (const item of value.initial) read(at, item, 'iterate');
      return;
    default:
  }
}

/** Whether a mention is worth following: most are of parameters and locals that keep nothing. */
function mayBeCell({ file, isGlobals }: At, { root, path }: Reference): boolean {
  if (root.kind === 'this' || root.kind === 'super') return path.length > 0;
  if (root.kind === 'global') {
    return isGlobals(root.name) || (path.length > 0 && (isGlobalObject(root.name) || commonJsNames.has(root.name)));
  }
  if (root.kind !== 'declared') return false;
  return path.length === 0 || file.code.declarations[root.declaration]?.kind !== 'parameter';
}

/** A local variable that only its own function touches is kept for no other call. */
function isTouchedByOthers(cell: CellDraft): boolean {
  if (cell.accesses.length === 0) return false;
  const { home } = cell;
  return home.kind !== 'closure' || cell.accesses.some((one) => one.function !== home.function);
}

/** Each access once, in order of file and place. Guards repeat on every operation that they cover. */
function inOrder(accesses: readonly CellAccess[]): readonly CellAccess[] {
  const distinct = new Map(
    accesses.map((one) => [`${one.site.file} ${one.site.span[0]} ${one.kind}`, one] as const).reverse(),
  );
  return [...distinct.values()].sort(
    (a, b) => compare(a.site.file, b.site.file) || a.site.span[0] - b.site.span[0] || compare(a.kind, b.kind),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
