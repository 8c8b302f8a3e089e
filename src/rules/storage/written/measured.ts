import type { CodeFacts } from '../../../facts/code.ts';
import { callOf, type Operation } from '../../../facts/operations.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { CallId, DeclarationId, Value } from '../../../facts/values.ts';
import { lastName } from '../../../gates/origins.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * Whether a read only counts, weighs or removes what it finds: a folder is gone through to add up sizes or to clear it,
 * and neither its names nor what the files say go anywhere. Another instance then shows another number or has less to
 * clear, and misses nothing.
 */
export function isMeasured(graph: ProgramGraph, effect: Effect): boolean {
  const node = graph.functions.get(effect.function);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const around = effect.operation.insideCallOf;
  if (around !== null && counts.has(lastName(code, around))) return true;
  const held = heldIn(code, node.id, effect.call);
  const isOverIt = ({ over = [] }: Operation): boolean => over.some((value) => holds(code, value, held, effect.call));
  const uses = node.fact.operations.filter(
    (operation) => isOverIt(operation) || mentions(code, operation, held, effect.call),
  );
  return (
    uses.some((operation) => isWeighing(code, operation) || isRemoving(graph, effect, operation)) &&
    uses.every(
      (operation) =>
        isWeighing(code, operation) ||
        isRemoving(graph, effect, operation) ||
        isHarmless(graph, effect, code, operation),
    )
  );
}

const counts: ReadonlySet<string> = new Set(['len', 'any', 'bool']);
const weighs: ReadonlySet<string> = new Set(['getsize', 'stat', 'statSync', 'lstat', 'lstatSync']);
const asks: ReadonlySet<string> = new Set(
  'isfile isdir is_file is_dir isFile isDirectory islink exists existsSync which join resolve startswith startsWith endswith endsWith'.split(
    ' ',
  ),
);

function isWeighing(code: CodeFacts, operation: Operation): boolean {
  const call = callOf(operation);
  return call !== null && weighs.has(lastName(code, call));
}

/** It removes what was found, by itself. */
function isRemoving(graph: ProgramGraph, { function: key }: Effect, operation: Operation): boolean {
  const call = callOf(operation);
  return (graph.effects.get(key) ?? []).some((each) => each.call === call && each.effect === 'file-remove');
}

/** It asks what kind of thing it is, goes through the names, or does the same with a folder below. */
function isHarmless(graph: ProgramGraph, effect: Effect, code: CodeFacts, operation: Operation): boolean {
  const call = callOf(operation);
  // A sum goes into a name of the function's own.
  if (operation.kind === 'assign') return operation.target.path.length === 0;
  // What is taken out by its number goes where the step around it takes it, which is asked of that step.
  if (call === null) return operation.kind === 'container' && ['iterate', 'size', 'read'].includes(operation.access);
  if (asks.has(lastName(code, call)) || call === effect.call) return true;
  const span = code.calls[call]?.calleeSpan;
  const edges = (graph.callees.get(effect.function) ?? []).filter(({ site }) => site.span[0] === span?.[0]);
  return edges.length > 0 && edges.every(({ to }) => to === effect.function || onlyAsks(graph, to));
}

/** A function of ours that only asks whether something is there. */
function onlyAsks(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = graph.facts.get(node?.file ?? '')?.code ?? null;
  const calls = (node?.fact.operations ?? []).flatMap((operation) => callOf(operation) ?? []);
  const isAsking = (call: CallId): boolean => code !== null && asks.has(lastName(code, call));
  return calls.length > 0 && calls.every(isAsking);
}

/** The names of a function that hold what the read gave, an item of it, or a path made of one. */
function heldIn(code: CodeFacts, id: number, read: CallId): ReadonlySet<DeclarationId> {
  const held = new Set<DeclarationId>();
  code.declarations.forEach(({ function: owner, initial }, declaration) => {
    if (owner === id && initial !== null && holds(code, initial, held, read)) held.add(declaration);
  });
  return held;
}

function holds(code: CodeFacts, value: Value, held: ReadonlySet<DeclarationId>, read: CallId): boolean {
  if (value.kind === 'call') return value.call === read;
  if (value.kind !== 'reference') return partsOf(value).some((part) => holds(code, part, held, read));
  const { root } = value.reference;
  if (root.kind === 'call') return root.call === read;
  return root.kind === 'declared' && held.has(root.declaration);
}

function mentions(code: CodeFacts, operation: Operation, held: ReadonlySet<DeclarationId>, read: CallId): boolean {
  const has = (value: Value | null): boolean => value !== null && holds(code, value, held, read);
  const call = callOf(operation);
  const fact = call === null ? undefined : code.calls[call];
  const given = [...(fact?.arguments ?? []), ...(fact?.named ?? []).map(({ value }) => value)];
  const receiver = fact?.callee.root;
  const isCalledOn =
    (receiver?.kind === 'declared' && held.has(receiver.declaration)) ||
    (receiver?.kind === 'call' && receiver.call === read);
  if (isCalledOn || given.some(has)) return true;
  if (operation.kind === 'container') {
    const { root } = operation.target;
    const isTarget = root.kind === 'declared' ? held.has(root.declaration) : root.kind === 'call' && root.call === read;
    return isTarget || has(operation.key) || has(operation.value);
  }
  return 'value' in operation && has(operation.value);
}
