import type { CallFact, CodeFacts, DeclarationFact, FunctionFact } from '../../../facts/code.ts';
import type { Operation } from '../../../facts/operations.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import { singleWordsOf } from '../../../gates/words.ts';
import type { FunctionKey, FunctionNode, ProgramGraph } from '../../../link/program-graph.ts';

/** Members of what a handler is given that say something of who asks, or of what is asked for. */
const askers =
  /^(?:params?|query|queries|body|headers?|cookies?|ip|ips|url|originalUrl|path|args|form|values|GET|POST|META|COOKIES|path_params|query_params|match_info|user|session|auth|locals|state|tenant|account|locale|language|hostname|subdomains|req|request|raw|get|header|context)$/;

/** The same of what a handler is given besides, which is mostly what it answers by. */
const besides = /^(?:params?|query|body|headers|cookies|user|session|req|request|context)$/;

/** Names that stand for who asks, wherever they come from. */
const own =
  /^(?:user|users?id|me|session|auth|account|tenant|token|principal|permission|permissions|locale|lang|language|organization|organisation|org|workspace|team|cookies|headers|viewer|owner|member|role|request|req|ctx|identity)$/;

/**
 * Whether everybody who asks gets the same: the handler takes nothing of the request, and nothing on the way to the read asks
 * who it is for.
 */
export function isSameForAll(graph: ProgramGraph, entry: FunctionKey, way: readonly FunctionKey[]): boolean {
  const handler = graph.functions.get(entry);
  if (handler === undefined || takesOfRequest(graph, handler)) return false;
  return [...new Set([entry, ...way])].every((key) => {
    const node = graph.functions.get(key);
    return node !== undefined && !asksWho(graph, node);
  });
}

/** Whether the handler reads a member of a parameter that tells who asks, hands a parameter on, or takes one by a name of its own. */
function takesOfRequest(graph: ProgramGraph, handler: FunctionNode): boolean {
  const code = graph.facts.get(handler.file)?.code ?? null;
  if (code === null) return true;
  const parameters = handler.fact.parameters.flatMap((id) => {
    const declaration = code.declarations[id];
    return declaration === undefined ? [] : [{ id, declaration }];
  });
  if (parameters.some(({ declaration }) => isAnswer(declaration))) return true;
  const ids = new Set(parameters.map(({ id }) => id));
  return mentionsIn(code, handler.id).some(({ root, path }) => {
    if (root.kind !== 'declared' || !ids.has(root.declaration)) return false;
    const isFirst = root.declaration === parameters[0]?.id;
    return path.length === 0 || (isFirst ? askers : besides).test(path[0] ?? '');
  });
}

/** A parameter with a plain value of the request, or one that a function gives which may ask who it is for. */
function isAnswer({ type, initial, name }: DeclarationFact): boolean {
  if (type?.names.length === 1 && /^(?:string|number|boolean|str|int|float|bool|UUID)$/.test(type.names[0] ?? ''))
    return true;
  return initial !== null && singleWordsOf(name).some((word) => own.test(word));
}

/** Whether a function, or one within it, mentions who asks: by a name, a member or a call. */
function asksWho(graph: ProgramGraph, { file, id, fact }: FunctionNode): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null) return true;
  const isNamed = (name: string): boolean => singleWordsOf(name).some((word) => own.test(word.toLowerCase()));
  const isOfHandler = (reference: Reference): boolean =>
    reference.root.kind === 'declared' && fact.parameters.includes(reference.root.declaration);
  return mentionsIn(code, id).some((reference) => {
    const { root, path } = reference;
    if (root.kind === 'this') return path.some((each) => /^(?:request|req|context|user|session)$/.test(each));
    if (isOfHandler(reference) || isOfDatabase(reference)) return false;
    const name = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
    const isImport = root.kind === 'declared' && code.declarations[root.declaration]?.kind === 'import';
    // Classes and tables of users are read for everybody alike; an object of one is somebody.
    return (
      (!/^[A-Z]/.test(name) && !isImport && isNamed(name)) ||
      (isImport && /^(?:request|session|current_user|g|headers|cookies|auth)$/.test(name))
    );
  });
}

/** `session.query(Order)`: a session of the database, which is nobody's. */
function isOfDatabase({ path }: Reference): boolean {
  return /^(?:query|execute|exec|scalars?|stream|begin)$/.test(path.at(-1) ?? '');
}

/** All names that a function and those written in it mention. */
function mentionsIn(code: CodeFacts, id: number): readonly Reference[] {
  const within = code.functions.flatMap((each, at) => (isWithin(code.functions, at, id) ? [{ each, at }] : []));
  const ids = new Set(within.map(({ at }) => at));
  const calls = code.calls.filter((call) => ids.has(call.function)).flatMap(valuesOf);
  const steps = within.flatMap(({ each }) => each.operations.flatMap(stepValues));
  const names = code.declarations.flatMap(({ function: of, initial }) =>
    ids.has(of) && initial !== null ? [initial] : [],
  );
  return [...calls, ...steps, ...names].flatMap(mentionsOf);
}

function isWithin(functions: readonly FunctionFact[], at: number, outer: number): boolean {
  if (at === outer) return true;
  const parent = functions[at]?.parent ?? null;
  return parent !== null && parent !== at && isWithin(functions, parent, outer);
}

function valuesOf(call: CallFact): readonly Value[] {
  const callee: Value = { kind: 'reference', reference: call.callee, span: call.calleeSpan };
  return [callee, ...call.arguments, ...call.named.map(({ value }) => value)];
}

function stepValues(step: Operation): readonly Value[] {
  const tests = step.guards.map(({ test }) => test);
  if (step.kind === 'call') return tests;
  if (step.kind === 'container') return [...tests, ...[step.key, step.value].filter((each) => each !== null)];
  return step.value === null ? tests : [...tests, step.value];
}

function mentionsOf(value: Value): readonly Reference[] {
  return value.kind === 'reference' ? [value.reference] : partsOf(value).flatMap(mentionsOf);
}
