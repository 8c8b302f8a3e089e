import type { CallFact, CodeFacts } from '../../facts/code.ts';
import { callOf, type Operation } from '../../facts/operations.ts';
import { partsOf } from '../../facts/value-parts.ts';
import type { CallId, DeclarationId, FunctionId, Value } from '../../facts/values.ts';
import type { FunctionKey, ProgramGraph } from '../../link/program-graph.ts';
import { partsOf as wordsOf } from '../names.ts';

/** A function, and the names in it that hold what nobody may be told. */
export interface Held {
  readonly key: FunctionKey;
  readonly names: ReadonlySet<DeclarationId>;
}

const deepest = 3;

/**
 * Whether some name of a file goes on to where a later request could take it from: an answer, a field, a list that
 * outlives the function, a record, a message. What only opens, reads or runs something with it tells nobody. `writing` is
 * the call that writes the file, which is given the name as a matter of course.
 */
export function isTold(graph: ProgramGraph, held: Held, writing: CallId | null, depth = 0): boolean {
  const node = graph.functions.get(held.key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || depth > deepest) return true;
  const inside = functionsWithin(code, node.id);
  const names = namesOf(code, inside, held.names);
  return [...inside].some((id) =>
    (code.functions[id]?.operations ?? []).some((operation) => {
      const call = callOf(operation);
      if (call !== null && call === writing) return false;
      return tells(graph, { key: held.key, file: node.file, code, inside, names, depth }, operation, id);
    }),
  );
}

interface Where {
  readonly key: FunctionKey;
  readonly file: string;
  readonly code: CodeFacts;
  readonly inside: ReadonlySet<FunctionId>;
  readonly names: ReadonlySet<DeclarationId>;
  readonly depth: number;
}

function tells(graph: ProgramGraph, where: Where, operation: Operation, id: FunctionId): boolean {
  const { code, names, inside } = where;
  const has = (value: Value | null): boolean => value !== null && holds(code, value, names);
  switch (operation.kind) {
    case 'return':
      return has(operation.value) && (`${where.file}#${id}` !== where.key || isTakenUp(graph, where));
    case 'assign': {
      const { root, path } = operation.target;
      const isLocal = root.kind === 'declared' && inside.has(code.declarations[root.declaration]?.function ?? 0);
      return has(operation.value) && (path.length > 0 || !isLocal);
    }
    case 'container': {
      const { root } = operation.target;
      const isLocal = root.kind === 'declared' && inside.has(code.declarations[root.declaration]?.function ?? 0);
      if (operation.call !== null && !isLocal) return tellsByCall(graph, where, operation.call, id);
      return (operation.access === 'write' || operation.access === 'append') && has(operation.value) && !isLocal;
    }
    case 'call':
      return tellsByCall(graph, where, operation.call, id);
    default:
      return false;
  }
}

/** Whether a caller tells the name that it is given back; one that nobody of ours calls answers with it. */
function isTakenUp(graph: ProgramGraph, { key, depth }: Where): boolean {
  const callers = (graph.callers.get(key) ?? []).filter(({ kind, given }) => kind !== 'load' && given !== true);
  if (callers.length === 0) return true;
  return callers.some(({ from, call }) => {
    const node = graph.functions.get(from);
    const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
    if (code === null || call === undefined) return true;
    const taken = code.declarations.flatMap(({ initial }, declaration) =>
      initial !== null && isOfCall(initial, call) ? [declaration] : [],
    );
    return taken.length === 0 || isTold(graph, { key: from, names: new Set(taken) }, null, depth + 1);
  });
}

function isOfCall(value: Value, call: CallId): boolean {
  if (value.kind === 'call') return value.call === call;
  return value.kind === 'reference' && value.reference.root.kind === 'call' && value.reference.root.call === call;
}

function tellsByCall(
  graph: ProgramGraph,
  { key, file, code, names, depth }: Where,
  call: CallId,
  id: FunctionId,
): boolean {
  const fact = code.calls[call];
  if (fact === undefined) return false;
  const given = fact.arguments.flatMap((value, index) => (holds(code, value, names) ? [index] : []));
  const named = fact.named.filter(({ value }) => holds(code, value, names));
  const effects = graph.effects.get(`${file}#${id}`) ?? [];
  const record = effects.find((effect) => effect.call === call && effect.effect === 'file-write');
  if (record !== undefined && fact.arguments.some((each) => each !== record.subject && isWrittenIn(code, each, names)))
    return true;
  if (given.length === 0 && named.length === 0) return false;
  const edges = (graph.callees.get(`${file}#${id}`) ?? graph.callees.get(key) ?? []).filter(
    (edge) => edge.site.file === file && edge.site.span[0] === fact.calleeSpan[0] && edge.certainty === 'proved',
  );
  if (effects.some((effect) => effect.call === call && keeping.has(effect.effect))) return true;
  if (edges.length > 0) {
    return edges.some(({ to }) => {
      const parameters = graph.functions.get(to)?.fact.parameters ?? [];
      const other = graph.facts.get(graph.functions.get(to)?.file ?? '')?.code ?? null;
      const byName = parameters.filter((each) => named.some((one) => one.key === other?.declarations[each]?.name));
      const taken = [...given.flatMap((index) => parameters[index] ?? []), ...byName];
      return taken.length > 0 && isTold(graph, { key: to, names: new Set(taken) }, null, depth + 1);
    });
  }
  return isTeller(code, fact);
}

/** `writeFile(index, JSON.stringify({ files }))`: a record that later requests read, whatever makes a text of it. */
function isWrittenIn(code: CodeFacts, value: Value, names: ReadonlySet<DeclarationId>): boolean {
  if (value.kind !== 'call') return holds(code, value, names);
  const fact = code.calls[value.call];
  return fact?.arguments.some((each) => isWrittenIn(code, each, names)) === true;
}

const keeping: ReadonlySet<string> = new Set(['database-write', 'enqueue', 'publish', 'cache-write', 'mail']);

/** A call that nobody here can look into, by its name: it answers, keeps or sends what it is given. */
function isTeller(code: CodeFacts, fact: CallFact): boolean {
  const { root, path } = fact.callee;
  const declared = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  const name = path.at(-1) ?? (root.kind === 'global' ? root.name : declared);
  // What is handed over together with a function is what that function is to be run with.
  if (fact.arguments.some((value) => value.kind === 'function' || isFunctionName(code, value))) return false;
  // How whoever gets the contents shall call them is no name to ask for them by.
  if (fact.arguments.some(isDisposition)) return false;
  const words = wordsOf(name);
  return tellers.has(name) || words.some((word) => keepers.has(word));
}

function isDisposition(value: Value): boolean {
  return value.kind === 'literal' && typeof value.value === 'string' && /^content-disposition$/i.test(value.value);
}

function isFunctionName(code: CodeFacts, value: Value): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  if (path.length === 0) return declared?.kind === 'function';
  return declared?.kind === 'import' && /^(?:remove|unlink|rmtree)$/.test(path.at(-1) ?? '');
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const tellers = set('json jsonify send render render_template redirect emit publish delay apply_async enqueue execute');
const keepers = set('save create insert update set add store keep push put append remember persist register record');

/** What only works on the text of a path, or makes an object of it. */
const textual = set(
  'str fspath Path PurePath join resolve normalize abspath realpath relpath basename relative with_suffix with_name joinpath as_posix',
);

/** Whether a value is one of the names, or holds one. What a call makes of a name is its own, except of its text. */
export function holds(code: CodeFacts, value: Value, names: ReadonlySet<DeclarationId>): boolean {
  if (value.kind === 'reference') {
    const { root } = value.reference;
    return root.kind === 'declared' && names.has(root.declaration);
  }
  if (value.kind === 'call') {
    const fact = code.calls[value.call];
    const { root, path } = fact?.callee ?? { root: null, path: [] };
    const declared = root?.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
    const name = path.at(-1) ?? (root?.kind === 'global' ? root.name : declared);
    if (fact === undefined || !textual.has(name)) return false;
    const isOwn = root?.kind === 'declared' && names.has(root.declaration);
    return isOwn || fact.arguments.some((each) => holds(code, each, names));
  }
  return partsOf(value).some((part) => holds(code, part, names));
}

/** The function itself and those written in it. */
export function functionsWithin(code: CodeFacts, id: FunctionId): ReadonlySet<FunctionId> {
  const inside = new Set<FunctionId>([id]);
  code.functions.forEach(({ parent }, each) => {
    if (parent !== null && inside.has(parent)) inside.add(each);
  });
  return inside;
}

/** The names, and those of the function that are made of them. */
function namesOf(
  code: CodeFacts,
  inside: ReadonlySet<FunctionId>,
  names: ReadonlySet<DeclarationId>,
): ReadonlySet<DeclarationId> {
  const found = new Set(names);
  const add = (declaration: DeclarationId, value: Value | null): void => {
    if (value !== null && holds(code, value, found)) found.add(declaration);
  };
  code.declarations.forEach(({ function: owner, initial, kind }, declaration) => {
    if (inside.has(owner) && kind !== 'parameter') add(declaration, initial);
  });
  for (const id of inside) {
    for (const operation of code.functions[id]?.operations ?? []) {
      const target = operation.kind === 'assign' || operation.kind === 'container' ? operation.target : null;
      if (target?.root.kind !== 'declared' || !('value' in operation)) continue;
      const isLocal = inside.has(code.declarations[target.root.declaration]?.function ?? 0);
      if (isLocal) add(target.root.declaration, operation.value);
    }
  }
  return found;
}
