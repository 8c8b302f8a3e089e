import type { CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import { type FunctionId, fallsBack, type Reference, type Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { valuesOfRoot } from './named-values.ts';
import { hangsOnThread } from './per-thread.ts';

/**
 * Whether what is made at this place of the function is put into something that outlives the call, behind a test that
 * nothing is there yet: `client ??= make()`, `if (!client) client = make()`, a map asked before it is filled. A function
 * that gives back what stands there under some other test, such as `if (connected) return client`, asks as much.
 */
export function keepsOnce(graph: ProgramGraph, key: FunctionKey, made: Span): boolean {
  return keepingSteps(graph, key, made).length > 0;
}

/**
 * Whether it is put nowhere but under keys that requests bring: `sessions[id] = Session(id)`. There is one for each key
 * then, and none that serves all. A key that is a class of the program, as in a table of singletons, stands for one.
 */
export function keepsOneForEachKey(graph: ProgramGraph, key: FunctionKey, made: Span): boolean {
  const file = graph.functions.get(key)?.file;
  const steps = keepingSteps(graph, key, made);
  return steps.length > 0 && file !== undefined && steps.every((step) => isUnderKey(graph, file, step));
}

/** Whether what is made at this place of the function is put into a table that outlives the call: `shops[name] = Shop(name)`. */
export function keepsInTable(graph: ProgramGraph, key: FunctionKey, made: Span): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return node.fact.operations.some((operation) => {
    if (operation.kind !== 'container' || operation.access !== 'write' || operation.key === null) return false;
    const store = storeOf(operation);
    return store !== null && outlives(code, node.id, store.target) && takes(code, store.value, made);
  });
}

function isUnderKey(graph: ProgramGraph, file: string, operation: Operation): boolean {
  if (operation.kind !== 'container') return false;
  const { key } = operation;
  if (key === null) return operation.access === 'append';
  if (key.kind === 'literal' || (key.kind === 'reference' && key.reference.root.kind === 'this')) return false;
  return !meaningsOf(graph, file, key).some(({ kind }) => kind === 'class');
}

function keepingSteps(graph: ProgramGraph, key: FunctionKey, made: Span): readonly Operation[] {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return [];
  return node.fact.operations.filter((operation) => {
    const store = storeOf(operation);
    if (store === null || !outlives(code, node.id, store.target) || !takes(code, store.value, made)) return false;
    if (hangsOnThread(graph, node.file, store.target)) return false;
    return (
      isConditional(operation) ||
      operation.guards.some((guard) => mentions(code, guard.test, store.target, 0)) ||
      node.fact.operations.some((each) => givesBack(each, store.target) && each.span[0] < operation.span[0])
    );
  });
}

function givesBack(operation: Operation, kept: Reference): boolean {
  if (operation.kind !== 'return' || operation.guards.length === 0 || operation.value?.kind !== 'reference')
    return false;
  const { reference } = operation.value;
  return sameRoot(reference, kept) && reference.path.length === kept.path.length;
}

function storeOf(operation: Operation): { readonly target: Reference; readonly value: Value } | null {
  const isStore =
    operation.kind === 'assign' ||
    (operation.kind === 'container' && (operation.access === 'write' || operation.access === 'append'));
  return isStore && operation.value !== null ? { target: operation.target, value: operation.value } : null;
}

/** A variable of the function itself ends with the call; everything else may live on. */
function outlives(code: CodeFacts, owner: FunctionId, target: Reference): boolean {
  if (target.root.kind === 'call' || target.root.kind === 'value') return false;
  if (target.root.kind !== 'declared') return true;
  return code.declarations[target.root.declaration]?.function !== owner;
}

/** The value is what was made, or a name for it. */
function takes(code: CodeFacts, value: Value, made: Span): boolean {
  if (value.span[0] <= made[0] && made[1] <= value.span[1]) return true;
  if (value.kind === 'object') return value.properties.some((property) => takes(code, property.value, made));
  if (value.kind !== 'reference') return false;
  const values = valuesOfRoot(code, value.reference);
  return values.some((each) => holds(each, made) || isMadeAround(code, each, made));
}

/** `new Limiter({ client })`: an object that was made around it keeps it, too. */
function isMadeAround(code: CodeFacts, value: Value, made: Span): boolean {
  const call = value.kind === 'call' ? code.calls[value.call] : undefined;
  if (call === undefined || !call.construct) return false;
  const given = call.arguments.flatMap((each) =>
    each.kind === 'object' ? each.properties.map((property) => property.value) : [each],
  );
  return given.some(
    (each) => each.kind === 'reference' && valuesOfRoot(code, each.reference).some((known) => holds(known, made)),
  );
}

function holds(value: Value, made: Span): boolean {
  return value.span[0] <= made[0] && made[1] <= value.span[1];
}

function isConditional(operation: Operation): boolean {
  if (operation.kind !== 'assign') return false;
  if (operation.operator === '??=' || operation.operator === '||=') return true;
  const { value } = operation;
  return value?.kind === 'operator' && fallsBack(value.operator);
}

/** Whether a test asks about the place that is filled, directly or through a name for what stood there. */
function mentions(code: CodeFacts, test: Value, target: Reference, depth: number): boolean {
  if (depth > 5) return false;
  const next = (value: Value | null): boolean => value !== null && mentions(code, value, target, depth + 1);
  switch (test.kind) {
    case 'reference':
      return sameRoot(test.reference, target) || valuesOfRoot(code, test.reference).some(next);
    case 'operator':
      return next(test.left) || next(test.right);
    case 'conditional':
      return next(test.test) || next(test.then) || next(test.otherwise);
    case 'call': {
      const fact = code.calls[test.call];
      return fact !== undefined && (sameRoot(fact.callee, target) || fact.arguments.some(next));
    }
    default:
      return false;
  }
}

function sameRoot(a: Reference, b: Reference): boolean {
  if (a.root.kind === 'declared') return b.root.kind === 'declared' && a.root.declaration === b.root.declaration;
  if (a.root.kind === 'this') return b.root.kind === 'this' && a.path[0] === b.path[0];
  return a.root.kind === 'global' && b.root.kind === 'global' && a.root.name === b.root.name;
}
