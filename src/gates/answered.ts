import type { CallPattern, Catalog } from '../catalog/types.ts';
import type { CodeFacts, DeclarationFact } from '../facts/code.ts';
import { callOf, type Guard, type Operation } from '../facts/operations.ts';
import type { CallId } from '../facts/values.ts';
import { isAmong } from '../link/guards-at.ts';
import type { FunctionKey, FunctionNode, ProgramGraph } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { contains } from '../text/spans.ts';
import { areOpposite } from './guard.ts';
import { lastName } from './origins.ts';

/** Words for what an answer is begun or ended by, on a parameter that is named for it. */
const answering = /^(?:send|json|jsonp|end|sendStatus|sendFile|download|redirect|render|write|writeHead|flushHeaders)$/;
const answerNames = /^(?:res|resp|response|reply)$/i;
const streaming =
  /^(?:write|writeHead|flushHeaders|hijack|pipe|pipeline|pipeTo|streamSSE|streamText|initSse|setupSse)$/i;

/** Whether a call begins or ends the answer to a request. */
export function isAnswer(graph: ProgramGraph, catalog: Catalog, file: string, call: CallId): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || !answering.test(lastName(code, call))) return false;
  const patterns: readonly CallPattern[] = catalog.frameworks.flatMap(({ answers }) => answers ?? []);
  return isNamed(code, call) || graph.following?.isCallOf(file, call, patterns) === true;
}

/** `response.status(202).json(…)`: the chain begins with a parameter of that name. */
function isNamed(code: CodeFacts, call: CallId): boolean {
  const root = code.calls[call]?.callee.root;
  if (root?.kind === 'call') return isNamed(code, root.call);
  const declared = root?.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  return declared?.kind === 'parameter' && answerNames.test(declared.name) && !isGivenByPromise(code, declared);
}

/** `fetch(address).then((response) => response.json())`: what a promise gives is called like an answer, and is none. */
export function isGivenByPromise(code: CodeFacts, { function: owner }: DeclarationFact): boolean {
  return code.calls.some(
    ({ arguments: [first] }, call) =>
      first?.kind === 'function' && first.function === owner && lastName(code, call) === 'then',
  );
}

/** Whether the answer is given, or may be, before a place in a function is reached. */
export function isAnsweredBefore(
  graph: ProgramGraph,
  catalog: Catalog,
  key: FunctionKey,
  place: Span,
  guards: readonly Guard[],
): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return node.fact.operations.some((operation) => {
    const call = callOf(operation);
    if (call === null || operation.span[0] >= place[0] || operation.inCatch === true) return false;
    // The name is asked for before the guards, because hardly any call has it and a long function has thousands of guards.
    if (!answering.test(lastName(code, call))) return false;
    if (contains(operation.span, place) || excludes(operation.guards, guards)) return false;
    if (leavesBehind(node, operation, place)) return false;
    return isAnswer(graph, catalog, node.file, call);
  });
}

/** `return response.send(…)`, `response.send(…); return;`: whoever answers there never comes to the place. */
function leavesBehind({ fact }: FunctionNode, answer: Operation, place: Span): boolean {
  return fact.operations.some(
    ({ kind, span, guards, inLoop }) =>
      (kind === 'return' || kind === 'throw') &&
      (contains(span, answer.span) || span[0] >= answer.span[1]) &&
      span[1] <= place[0] &&
      (!inLoop || answer.inLoop) &&
      guards.every((guard) => isAmong(answer.guards, guard)),
  );
}

/** Words for what ends an answer, or hands over all of it. */
const ending = /^(?:send|json|jsonp|end|sendStatus|redirect|render)$/;

/** Whether the answer is surely given when a step of a function is reached, so that nobody waits for the step. */
export function isSurelyAnswered(graph: ProgramGraph, catalog: Catalog, key: FunctionKey, step: Operation): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const returns = node.fact.operations.filter(({ kind }) => kind === 'return');
  return node.fact.operations.some((operation) => {
    const call = callOf(operation);
    if (call === null || operation.span[1] > step.span[0] || operation.inLoop) return false;
    if ((operation.inCatch === true && step.inCatch !== true) || !ending.test(lastName(code, call))) return false;
    if (!operation.guards.every((guard) => isAmong(step.guards, guard))) return false;
    return !returns.some(({ span }) => contains(span, operation.span)) && isAnswer(graph, catalog, node.file, call);
  });
}

/** Whether two places are never reached in one run: a condition of the one is the opposite of one of the other's. */
function excludes(one: readonly Guard[], other: readonly Guard[]): boolean {
  return one.some((guard) => other.some((each) => areOpposite(guard, each)));
}

/** Whether a function, or one that is written in it, answers bit by bit: it writes, or leads a stream into something. */
export function isStreamed(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return code.calls.some((fact, call) => {
    if (!contains(node.fact.span, fact.span) || !streaming.test(lastName(code, call))) return false;
    const names = [
      fact.callee.root,
      ...fact.arguments.flatMap((each) => (each.kind === 'reference' ? [each.reference.root] : [])),
    ];
    const isToAnswer = names.some(
      (root) =>
        (root.kind === 'declared' && answerNames.test(code.declarations[root.declaration]?.name ?? '')) ||
        (root.kind === 'call' && isNamed(code, root.call)),
    );
    return isToAnswer || /^(?:streamSSE|streamText|initSse|setupSse)$/i.test(lastName(code, call));
  });
}

/** Whether the answer is given inside what a call is given: `exec(command, () => response.send('done'))`. */
export function isAnsweredIn(graph: ProgramGraph, catalog: Catalog, file: string, call: CallId): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return false;
  return code.calls.some(
    (each, id) =>
      fact.arguments.some((given) => given.kind === 'function' && contains(given.span, each.span)) &&
      isAnswer(graph, catalog, file, id),
  );
}
