import type { Reference, ReferenceRoot, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { environmentValue } from '../environment-value.ts';
import { callOn } from './calls.ts';
import { isEnvironment } from './language.ts';
import { rootOf } from './names.ts';
import { type Cursor, circumstances, type Here, type Reading, record, textAt } from './reading.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** Members kept of one path; no rule looks deeper, and generated tables index without end. */
const longestPath = 100;
const noPath: readonly string[] = [];

/** What an assignment or `del` works on: a name with members, or an element under a key that is no literal. */
export type Target =
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'element'; readonly container: Reference; readonly key: Value; readonly span: Span };

const links: ReadonlySet<string> = new Set(['attribute', 'call', 'subscript', 'parenthesized_expression', 'await']);

export function isLink({ kind }: PythonNode): boolean {
  return links.has(kind);
}

/** Evaluates a name, or a row of members and calls, and gives what it is worth. */
export function readChain(reading: Reading, node: PythonNode, here: Here): Value {
  return valueAt(readReference(reading, node, here));
}

/** Evaluates what stands before `(`, behind `@`, or among a class's bases: a reference, whatever its root. */
export function readReference(reading: Reading, node: PythonNode, here: Here): Cursor {
  const row: PythonNode[] = [];
  let root = node;
  // A row is unrolled into a list, because builders chain hundreds of calls.
  while (isLink(root)) {
    const inner = innerOf(root);
    if (inner === undefined) break;
    row.push(root);
    if (root.kind === 'await') markAwaited(reading, inner);
    root = inner;
  }
  const { cursor, taken } = dottedModule(reading, root, row) ?? {
    cursor: rootCursor(reading, root, here),
    taken: 0,
  };
  for (let index = row.length - 1 - taken; index >= 0; index--) {
    const link = row[index];
    if (link !== undefined) follow(reading, cursor, link, here);
  }
  return cursor;
}

function innerOf(node: PythonNode): PythonNode | undefined {
  switch (node.kind) {
    case 'attribute':
      return part(node, 'object');
    case 'call':
      return part(node, 'function');
    case 'subscript':
      return part(node, 'value');
    default: {
      const inner = members(node);
      return inner.length === 1 ? inner[0] : undefined;
    }
  }
}

/** `a.b.c` where the file has `import a.b.c`, or the longest such beginning of it. */
function dottedModule(
  reading: Reading,
  root: PythonNode,
  row: readonly PythonNode[],
): { readonly cursor: Cursor; readonly taken: number } | null {
  if (reading.dotted.size === 0 || root.kind !== 'identifier') return null;
  let name = textAt(reading, root);
  let found: { readonly cursor: Cursor; readonly taken: number } | null = null;
  for (let taken = 1; taken <= row.length; taken++) {
    const link = row[row.length - taken];
    const member = link?.kind === 'attribute' ? part(link, 'attribute') : undefined;
    if (link === undefined || member === undefined) break;
    name += `.${textAt(reading, member)}`;
    const declaration = reading.dotted.get(name);
    if (declaration === undefined) continue;
    const cursor = cursorAt({ kind: 'declared', declaration }, [], [root.start, link.end]);
    found = { cursor, taken };
  }
  return found;
}

/** Marks the calls whose result `await` takes, through a condition and `or`. */
function markAwaited(reading: Reading, node: PythonNode): void {
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (['parenthesized_expression', 'conditional_expression', 'boolean_operator'].includes(next.kind)) {
      pending.push(...members(next));
    } else reading.awaited.add(next);
  }
}

function rootCursor(reading: Reading, node: PythonNode, here: Here): Cursor {
  if (node.kind === 'identifier') {
    const { root, path } = rootOf(reading, textAt(reading, node), here.scope);
    return cursorAt(root, path, spanOf(node));
  }
  const value = reading.parts.value(reading, node, here);
  if (value.kind === 'reference') return cursorAt(value.reference.root, value.reference.path, spanOf(node));
  return cursorAt(
    value.kind === 'call' ? { kind: 'call', call: value.call } : { kind: 'value', value },
    [],
    spanOf(node),
  );
}

function cursorAt(root: ReferenceRoot, path: readonly string[], span: Span): Cursor {
  return { root, path: [...path], start: span[0], end: span[1], receiverEnd: span[1], name: span };
}

function follow(reading: Reading, cursor: Cursor, link: PythonNode, here: Here): void {
  switch (link.kind) {
    case 'attribute': {
      const name = part(link, 'attribute');
      cursor.receiverEnd = cursor.end;
      cursor.end = link.end;
      if (name === undefined) return;
      if (cursor.path.length < longestPath) cursor.path.push(textAt(reading, name));
      cursor.name = spanOf(name);
      return;
    }
    case 'subscript':
      subscript(reading, cursor, link, here);
      return;
    case 'call':
      become(cursor, callOn(reading, cursor, referenceOf(cursor), link, here));
      cursor.end = link.end;
      return;
    default:
      // Parentheses and `await` change nothing but where the expression starts and ends.
      cursor.start = link.start;
      cursor.end = link.end;
  }
}

function subscript(reading: Reading, cursor: Cursor, link: PythonNode, here: Here): void {
  const inEnvironment = isEnvironment(reading, cursor.root, cursor.path);
  const { key, name, span } = keyOf(reading, link, here);
  if (name === null && cursor.root.kind !== 'value') {
    const target = referenceOf(cursor);
    const step = { kind: 'container', access: 'read', target, key, value: null, method: null, call: null } as const;
    record(reading, here, { ...step, ...circumstances(here, [cursor.start, link.end]) });
  }
  cursor.receiverEnd = cursor.end;
  cursor.end = link.end;
  if (inEnvironment && name !== null) {
    become(cursor, { kind: 'value', value: environmentValue(name, [cursor.start, cursor.end]) });
    return;
  }
  if (cursor.path.length < longestPath) cursor.path.push(name ?? '*');
  cursor.name = span;
}

interface Key {
  readonly key: Value;
  /** The member that a literal key names. */
  readonly name: string | null;
  readonly span: Span;
}

function keyOf(reading: Reading, link: PythonNode, here: Here): Key {
  const written = link.children.filter(({ field }) => field === 'subscript');
  const values = written.map((one) => reading.parts.value(reading, one, here));
  const first = written[0];
  const last = written.at(-1);
  const span: Span = first === undefined || last === undefined ? spanOf(link) : [first.start, last.end];
  const [only] = values;
  const key: Value = values.length === 1 && only !== undefined ? only : { kind: 'list', items: values, span };
  const isName = key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number');
  return { key, name: isName ? String(key.value) : null, span };
}

/** Evaluates all but the last step of what is assigned to or deleted. */
export function readTarget(reading: Reading, node: PythonNode, here: Here): Target {
  const inner = innerOf(node);
  if (node.kind === 'subscript' && inner !== undefined) {
    const cursor = readReference(reading, inner, here);
    const { key, name, span } = keyOf(reading, node, here);
    if (name === null) {
      return { kind: 'element', container: referenceOf(cursor), key, span: [cursor.start, node.end] };
    }
    cursor.path.push(name);
    cursor.name = span;
    cursor.end = node.end;
    return { kind: 'reference', reference: referenceOf(cursor) };
  }
  return { kind: 'reference', reference: referenceOf(readReference(reading, node, here)) };
}

function become(cursor: Cursor, root: ReferenceRoot): void {
  const nested = root.kind === 'value' && root.value.kind === 'reference' ? root.value.reference : null;
  cursor.root = nested?.root ?? root;
  cursor.path = nested === null ? [] : [...nested.path];
}

export function referenceOf(cursor: Cursor): Reference {
  const path = cursor.path.length === 0 ? noPath : [...cursor.path];
  return { root: cursor.root, path, span: [cursor.start, cursor.end] };
}

function valueAt(cursor: Cursor): Value {
  const span: Span = [cursor.start, cursor.end];
  const { root } = cursor;
  if (cursor.path.length === 0) {
    if (root.kind === 'value') return root.value;
    if (root.kind === 'call') return { kind: 'call', call: root.call, span };
  }
  return { kind: 'reference', reference: { root, path: cursor.path.length === 0 ? noPath : cursor.path, span }, span };
}

/** The reference that a value can be reached by, so that members can be taken from it. */
export function referenceTo(value: Value): Reference {
  if (value.kind === 'reference') return value.reference;
  const root: ReferenceRoot = value.kind === 'call' ? { kind: 'call', call: value.call } : { kind: 'value', value };
  return { root, path: [], span: value.span };
}

/** A member of a value: a reference one step longer, or what a list or dictionary literal says. */
export function memberOf(from: Value, key: string, span: Span): Value {
  if (from.kind === 'list') {
    const item = from.items[Number(key)];
    const before = from.items.slice(0, Number(key) + 1);
    if (item !== undefined && before.every(({ kind }) => kind !== 'spread')) return item;
  }
  const { root, path } = referenceTo(from);
  return { kind: 'reference', reference: { root, path: [...path, key], span }, span };
}
