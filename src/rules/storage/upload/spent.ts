import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { Operation } from '../../../facts/operations.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { CallId, DeclarationId, FunctionId, Reference, Value } from '../../../facts/values.ts';
import { partsOf as wordsOf } from '../../../gates/names.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';
import { isKept, isPath, isWholeFile } from './file-paths.ts';
import { isTakenOutBy } from './taken-out.ts';

/**
 * Whether the requests themselves are all that the files are for: their paths are handed to something that reads, parses
 * or sends them on, and nowhere is a path or a name kept, in an answer, an object or a field, by which a later request
 * could ask. Where some route takes the file out again, the folder is none to keep files in, so that a call which is only
 * named as if it kept something, such as `client.setPicture(path)`, does not say that another route does.
 */
export function isSpent(graph: ProgramGraph, chains: readonly (readonly FunctionKey[])[]): boolean {
  const left = chains.filter((chain) => !isTakenOutBy(graph, chain));
  const ends = left.map((chain) => endOf(graph, chain));
  if (ends.includes('kept')) return false;
  return left.length < chains.length || (ends.includes('handed') && !ends.includes('named'));
}

/** What a route does with the file; `named` where it hands the path to what is named after keeping. */
type End = 'kept' | 'named' | 'handed' | 'none';

/** A function to look through, and its parameters that hold a path. */
interface Visit {
  readonly key: FunctionKey;
  readonly holders: ReadonlySet<DeclarationId>;
  readonly depth: number;
}

function endOf(graph: ProgramGraph, chain: readonly FunctionKey[]): End {
  const queue: Visit[] = chain.map((key) => ({ key, holders: new Set(), depth: 0 }));
  const seen = new Set<string>();
  let end: End = 'none';
  for (let visit = queue.shift(); visit !== undefined; visit = queue.shift()) {
    const name = `${visit.key} ${[...visit.holders].join()}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const found = look(graph, visit, queue);
    if (found === 'kept') return 'kept';
    end = stronger(end, found);
  }
  return end;
}

function stronger(one: End, other: End): End {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

const order: readonly End[] = ['none', 'handed', 'named', 'kept'];

const deepest = 4;

function look(graph: ProgramGraph, { key, holders, depth }: Visit, queue: Visit[]): End {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return 'none';
  const paths = holdersIn(code, node.id, holders);
  let end: End = 'none';
  for (const { id, operations } of within(code, node.id)) {
    // What is written may be the file in another place or another form.
    if ((graph.effects.get(`${node.file}#${id}`) ?? []).some((each) => isWriteOfSome(code, each))) return 'kept';
    for (const operation of operations) {
      if (keeps(code, operation, paths)) return 'kept';
      if (operation.kind !== 'call') continue;
      const told = ofCall(graph, { code, function: `${node.file}#${id}`, call: operation.call }, paths);
      if (told.end === 'kept') return 'kept';
      end = stronger(end, told.end);
      if (depth < deepest) queue.push(...told.next.map((each) => ({ ...each, depth: depth + 1 })));
    }
  }
  return end;
}

interface CallAt {
  readonly code: CodeFacts;
  readonly function: FunctionKey;
  readonly call: CallId;
}

/** What a call does with a path that it is given, and which functions of the workspace are to be looked at instead. */
function ofCall(
  graph: ProgramGraph,
  { code, function: from, call }: CallAt,
  paths: ReadonlySet<DeclarationId>,
): { readonly end: End; readonly next: readonly Omit<Visit, 'depth'>[] } {
  const fact = code.calls[call];
  if (fact === undefined) return { end: 'none', next: [] };
  if (textual.has(nameOf(code, fact.callee)) && isOfPaths(code, fact)) return { end: 'none', next: [] };
  if (writers.has(nameOf(code, fact.callee))) return { end: 'kept', next: [] };
  const given = fact.arguments.flatMap((value, index) => (isPath(code, value, paths) ? [index] : []));
  const edges = (graph.callees.get(from) ?? []).filter(({ site }) => site.span[0] === fact.calleeSpan[0]);
  const next = edges.flatMap(({ to }) => {
    const parameters = graph.functions.get(to)?.fact.parameters ?? [];
    return [{ key: to, holders: new Set(given.flatMap((index) => parameters[index] ?? [])) }];
  });
  if (fact.arguments.some((value) => isKept(code, value, paths))) return { end: 'kept', next: [] };
  const isWhole = fact.arguments.some(isWholeFile);
  if (given.length === 0) return { end: isWhole && edges.length === 0 ? 'kept' : 'none', next };
  if (edges.length > 0) return { end: 'none', next };
  if (answers.has(nameOf(code, fact.callee))) return { end: 'kept', next };
  return { end: isKeeper(code, fact) ? 'named' : 'handed', next };
}

/** A write that is given more than what the module itself says: two folders of the program are not what came. */
function isWriteOfSome(code: CodeFacts, { effect, call }: Effect): boolean {
  const given = code.calls[call]?.arguments ?? [];
  return effect === 'file-write' && (given.length < 2 || given.some((value) => isOfFunction(code, value)));
}

function isOfFunction(code: CodeFacts, value: Value): boolean {
  if (value.kind !== 'reference')
    return value.kind === 'call' || partsOf(value).some((part) => isOfFunction(code, part));
  const { root } = value.reference;
  if (root.kind === 'declared') return code.declarations[root.declaration]?.function !== 0;
  return root.kind !== 'global';
}

/** Whether a call that nobody here can look into is named after keeping or answering. */
function isKeeper(code: CodeFacts, { callee }: CallFact): boolean {
  const words = wordsOf(nameOf(code, callee));
  return !words.includes('read') && !words.includes('stream') && words.some((word) => keepers.has(word));
}

/** `path.join(…)`, or `join(…)` from there. */
function isOfPaths(code: CodeFacts, { callee: { root } }: CallFact): boolean {
  if (root.kind !== 'declared') return false;
  return code.imports.some(
    ({ module, declaration }) => declaration === root.declaration && /^(?:node:)?path(?:\/|$)/.test(module),
  );
}

function nameOf(code: CodeFacts, { root, path }: Reference): string {
  const declared = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  return path.at(-1) ?? (root.kind === 'global' ? root.name : declared);
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** A client may come back with what it was told. */
const answers = set('json send render redirect end write emit publish query execute');
const keepers = set(
  'save create insert update set add store keep push put append remember persist rename move mv copy link',
);
/** `sharp(path).toFile(other)`: the file in another form. */
const writers = set('toFile writeFile writeAsync outputFile');
/** What only works on the text of a path. */
const textual = set('join resolve normalize basename dirname extname parse relative');

function keeps(code: CodeFacts, operation: Operation, paths: ReadonlySet<DeclarationId>): boolean {
  const isEither = (value: Value | null): boolean =>
    value !== null && (isPath(code, value, paths) || isKept(code, value, paths));
  switch (operation.kind) {
    case 'return':
      return isEither(operation.value);
    case 'assign':
      return operation.target.path.length > 0 ? isEither(operation.value) : isKeptValue(code, operation.value, paths);
    case 'container':
      return isEither(operation.value);
    default:
      return false;
  }
}

function isKeptValue(code: CodeFacts, value: Value | null, paths: ReadonlySet<DeclarationId>): boolean {
  return value !== null && isKept(code, value, paths);
}

/** The function itself and those written in it. */
function within(
  code: CodeFacts,
  id: FunctionId,
): readonly { readonly id: FunctionId; readonly operations: readonly Operation[] }[] {
  return code.functions.flatMap(({ operations }, each) => {
    for (let at: number | null = each; at !== null; at = code.functions[at]?.parent ?? null) {
      if (at === id) return [{ id: each, operations }];
    }
    return [];
  });
}

/** The names of a function that hold a path: those that it was given, and those that start with one. */
function holdersIn(code: CodeFacts, id: FunctionId, given: ReadonlySet<DeclarationId>): ReadonlySet<DeclarationId> {
  const inside = new Set(within(code, id).map((each) => each.id));
  const holders = new Set(given);
  code.declarations.forEach(({ function: owner, initial }, declaration) => {
    if (inside.has(owner) && initial !== null && isPath(code, initial, holders)) holders.add(declaration);
  });
  return holders;
}
