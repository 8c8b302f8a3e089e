import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { CallId, DeclarationId, Reference, Value } from '../../../facts/values.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { partsOf } from '../../../gates/names.ts';
import { callsBehind, isMadeUp, lastName } from '../../../gates/origins.ts';
import { remembered } from '../../../link/remembered.ts';
import { isSamePlace } from './count.ts';

/** That a value is made from the number that was handed out. */
export interface Carry {
  /** What it is called on the way: names of variables, of members, of functions that give it back. */
  readonly names: readonly string[];
  /** Whether it is an object with the number among its members, rather than the number or a text with it. */
  readonly isWhole: boolean;
  /** Whether something stands beside it in one text that no other instance has: chance, the clock, the name of a process. */
  readonly isOwn: boolean;
}

/** What carries the number where a function begins to look at it. */
export interface Carriers {
  readonly code: CodeFacts;
  /** Mentions of the count itself. */
  readonly targets: readonly Reference[];
  /** Where the count is mentioned, by the offset at which each mention begins. */
  readonly mentions: ReadonlySet<number>;
  readonly calls: ReadonlyMap<CallId, Carry>;
  readonly names: ReadonlyMap<DeclarationId, Carry>;
  /** What the count is called. */
  readonly name: string;
}

const deepest = 8;

/** Calls that give the number in another form: `String(n).padStart(5, '0')`. */
const forms = /^(?:String|Number|BigInt|toString|padStart|padEnd|toFixed|str|int|zfill|rjust|format|stringify|dumps)$/;

/** How a value carries the number; null where it does not. */
export function carryOf(of: Carriers, value: Value, depth = 0): Carry | null {
  if (depth > deepest) return null;
  const next = (inner: Value): Carry | null => carryOf(of, inner, depth + 1);
  switch (value.kind) {
    case 'reference':
      return carryOfMention(of, value.reference, depth);
    case 'operator':
      return carryOfOperator(of, value, next);
    case 'concatenation':
      return mixed(of, value.parts, next);
    case 'conditional':
      return next(value.then) ?? next(value.otherwise);
    case 'spread':
      return next(value.of);
    case 'list':
      return whole(value.items.map(next));
    case 'object':
      return whole([
        ...value.properties.map((property) => named(next(property.value), property.key)),
        ...value.spreads.map(next),
      ]);
    case 'call':
      return of.calls.get(value.call) ?? carryOfCall(of, value.call, next);
    default:
      return null;
  }
}

function carryOfMention(of: Carriers, reference: Reference, depth: number): Carry | null {
  if (of.mentions.has(reference.span[0]) || of.targets.some((target) => isSamePlace(target, reference))) {
    return { names: [of.name], isWhole: false, isOwn: false };
  }
  const { root, path } = reference;
  if (root.kind === 'call') {
    const called = carryOf(of, { kind: 'call', call: root.call, span: reference.span }, depth + 1);
    return called === null ? null : memberOf(called, path);
  }
  if (root.kind !== 'declared') return null;
  const given = of.names.get(root.declaration);
  if (given !== undefined) return memberOf(given, path);
  const declaration = of.code.declarations[root.declaration];
  // What stands in the module was made once, and what others kept is not followed.
  if (declaration === undefined || declaration.function === 0 || declaration.kind === 'import') return null;
  for (const each of namedValues(of.code, root.declaration)) {
    const found = carryOf(of, each, depth + 1);
    if (found !== null) return memberOf(named(found, declaration.name) ?? found, path);
  }
  return carryOfMembers(of, root.declaration, path, depth);
}

/** `order.id = next++`: from then on `order` carries the number under that name, as does `request.body` for `request.body.id`. */
function carryOfMembers(
  of: Carriers,
  declaration: DeclarationId,
  path: readonly string[],
  depth: number,
): Carry | null {
  for (const { target, value } of memberValues(of.code).get(declaration) ?? []) {
    const isBelow = target.path.length === path.length + 1 && path.every((name, index) => target.path[index] === name);
    const isSame = target.path.length === path.length && path.every((name, index) => target.path[index] === name);
    const carry = isBelow || isSame ? carryOf(of, value, depth + 1) : null;
    const member = target.path.at(-1) ?? '';
    if (carry !== null) return { ...(named(carry, member) ?? carry), isWhole: isBelow || carry.isWhole };
  }
  return null;
}

const memberValues = remembered((code: CodeFacts) => {
  const found = new Map<DeclarationId, { readonly target: Reference; readonly value: Value }[]>();
  for (const { operations } of code.functions) {
    for (const operation of operations) {
      if (operation.kind !== 'assign' && operation.kind !== 'container') continue;
      const { target, value } = operation;
      if (value === null || target.root.kind !== 'declared') continue;
      // `order["id"] = n` of Python is a step on what may be a container.
      const key =
        operation.kind === 'container' ? (operation.key?.kind === 'literal' ? operation.key.value : null) : '';
      if (key === null || (operation.kind === 'container' && operation.access !== 'write')) continue;
      const path = operation.kind === 'container' ? [...target.path, String(key)] : target.path;
      if (path.length === 0) continue;
      const known = found.get(target.root.declaration) ?? [];
      found.set(target.root.declaration, [...known, { target: { ...target, path }, value }]);
    }
  }
  return found;
});

/** `order.id` carries what `order` carries under that name, and `order.price` nothing. */
function memberOf(carry: Carry, path: readonly string[]): Carry | null {
  const [member] = path;
  if (member === undefined) return carry;
  return carry.isWhole && carry.names.includes(member) ? { ...carry, isWhole: path.length > 1 } : null;
}

function carryOfOperator(
  of: Carriers,
  { operator, left, right }: Value & { readonly kind: 'operator' },
  next: (value: Value) => Carry | null,
): Carry | null {
  if (left === null) return operator === '++' ? next(right) : null;
  if (operator === '+' || operator === '-') return mixed(of, [left, right], next);
  return /^(?:\?\?|\|\||or)$/.test(operator) ? (next(left) ?? next(right)) : null;
}

/** A text or a sum: what stands beside the number may make it this instance's own. */
function mixed(of: Carriers, parts: readonly Value[], next: (value: Value) => Carry | null): Carry | null {
  const carries = parts.map(next);
  const carry = carries.find((each) => each !== null) ?? null;
  if (carry === null) return null;
  const isOwn = parts.some((part, index) => carries[index] === null && isOwnPart(of.code, part));
  return { names: carry.names, isWhole: false, isOwn: carry.isOwn || isOwn };
}

/** What makes a moment out of a clock, to the millisecond; dates are the same on every instance. */
const moments = /^(?:now|utcnow|getTime|valueOf|time|time_ns|hrtime|monotonic|toISOString)$/;
const days = /^(?:getFullYear|getMonth|getDate|getDay|strftime|slice|substring|substr|split|date|today|toDateString)$/;
const ownWords =
  /^(?:pid|hostname|host|host_name|instance|instanceid|node|nodeid|machine|worker|workerid|process|dyno)$/i;

/** Whether a part of a text is one that no other instance comes to. */
function isOwnPart(code: CodeFacts, part: Value): boolean {
  if (part.kind === 'literal') return false;
  if (part.kind === 'environment') return true;
  if (isMadeUp(code, part)) return true;
  const behind = callsBehind(code, part).map((call) => lastName(code, call));
  if (behind.some((name) => moments.test(name)) && !behind.some((name) => days.test(name))) return true;
  if (behind.some((name) => /^(?:hostname|gethostname|getpid|node)$/.test(name))) return true;
  return part.kind === 'reference' && partsOf(mentionName(code, part.reference)).some((word) => ownWords.test(word));
}

function mentionName(code: CodeFacts, { root, path }: Reference): string {
  const last = path.at(-1);
  if (last !== undefined) return last;
  return root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
}

function carryOfCall(of: Carriers, call: CallId, next: (value: Value) => Carry | null): Carry | null {
  const fact = of.code.calls[call];
  if (fact === undefined) return null;
  const name = lastName(of.code, call);
  if (forms.test(name)) return inForm(of, fact, next);
  // `new Order(n)`, `Order(id=n)`: an object that is made with it.
  if (!fact.construct && !/^[A-Z][a-z]/.test(name)) return null;
  return whole([...fact.arguments.map(next), ...fact.named.map(({ key, value }) => named(next(value), key))]);
}

function inForm(of: Carriers, fact: CallFact, next: (value: Value) => Carry | null): Carry | null {
  const { root, path, span } = fact.callee;
  const receiver: Value = { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
  const given = fact.arguments[0];
  const onIt = path.length > 0 && root.kind !== 'global' ? next(receiver) : null;
  return onIt ?? (given === undefined ? null : mixed(of, fact.arguments, next));
}

function whole(carries: readonly (Carry | null)[]): Carry | null {
  const carry = carries.find((each) => each !== null) ?? null;
  return carry === null ? null : { ...carry, isWhole: true };
}

function named(carry: Carry | null, name: string): Carry | null {
  return carry === null || carry.names.includes(name) ? carry : { ...carry, names: [...carry.names, name] };
}
