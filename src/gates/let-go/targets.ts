import type { Catalog } from '../../catalog/types.ts';
import type { CodeFacts } from '../../facts/code.ts';
import { partsOf } from '../../facts/value-parts.ts';
import type { CallId, FunctionId, Value } from '../../facts/values.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { FunctionKey, ProgramGraph } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { contains } from '../../text/spans.ts';
import { isAnswer, isGivenByPromise } from '../answered.ts';

/** The functions that a value is, or that a call in it runs: `send`, `() => send(order)`, `send(order)`. */
export function functionsOf(graph: ProgramGraph, key: FunctionKey, file: string, value: Value): readonly FunctionKey[] {
  if (value.kind === 'function') return [`${file}#${value.function}`];
  if (value.kind === 'call') {
    const code = graph.facts.get(file)?.code ?? null;
    return code === null ? [] : runBy(graph, key, code, value.call);
  }
  if (value.kind !== 'reference') return partsOf(value).flatMap((part) => functionsOf(graph, key, file, part));
  return meaningsOf(graph, file, value).flatMap((each) => (each.kind === 'function' ? [each.function] : []));
}

/** The functions that a call surely runs, itself or by what it is given; listeners of an event are none. */
export function runBy(graph: ProgramGraph, key: FunctionKey, code: CodeFacts, call: CallId): readonly FunctionKey[] {
  const span = code.calls[call]?.calleeSpan;
  const file = graph.functions.get(key)?.file;
  return (graph.callees.get(key) ?? []).flatMap(({ site, kind, certainty, once, to }) => {
    const isHere = site.file === file && site.span[0] === span?.[0] && site.span[1] === span[1];
    const isRun = kind === 'call' || kind === 'callback';
    return isHere && isRun && certainty === 'proved' && once !== true ? [to] : [];
  });
}

/**
 * Whether a function that is written inside another answers, or tells that it is done by what the one around it was given:
 * `(error) => response.send(error)`, `(order) => resolve(order)`.
 */
export function tellsItself(graph: ProgramGraph, catalog: Catalog, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return code.calls.some(({ span, callee: { root, path } }, call) => {
    if (!contains(node.fact.span, span)) return false;
    if (isAnswer(graph, catalog, node.file, call) || handsAnswerOn(code, call, node.fact.span)) return true;
    const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
    if (declared?.kind !== 'parameter' || isGivenByPromise(code, declared)) return false;
    if (path.length > 0) return answerNames.test(declared.name);
    const owner = code.functions[declared.function];
    return owner !== undefined && !contains(node.fact.span, owner.span);
  });
}

/** What an answer is given by, whatever a method of it is called. */
const answerNames = /^(?:res|resp|response|reply)$/i;

const answeringNames = /^(?:res|resp|response|reply|next|ctx|context|c|cb|callback|done|resolve|reject|h)$/i;

/**
 * Whether a call is handed what the request is answered by, or what its caller is told by. What a promise that is made in
 * `inside` is told by, as in `await new Promise((done) => setTimeout(done, 500))`, is nobody else's.
 */
export function handsAnswerOn(code: CodeFacts, call: CallId, inside: Span | null = null): boolean {
  const isOwn = (owner: FunctionId): boolean => {
    const span = code.functions[owner]?.span;
    return (
      inside !== null &&
      span !== undefined &&
      inside[0] < span[0] &&
      contains(inside, span) &&
      makesPromise(code, owner)
    );
  };
  const isAnswering = (value: Value): boolean => {
    if (value.kind !== 'reference') return partsOf(value).some(isAnswering);
    const { root } = value.reference;
    const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
    return (
      declared?.kind === 'parameter' &&
      answeringNames.test(declared.name) &&
      !isGivenByPromise(code, declared) &&
      !isOwn(declared.function)
    );
  };
  return code.calls[call]?.arguments.some(isAnswering) === true;
}

/** Whether a function is what `new Promise(…)` is made with. */
function makesPromise(code: CodeFacts, id: FunctionId): boolean {
  return code.calls.some(
    ({ construct, callee: { root, path }, arguments: [first] }) =>
      construct &&
      root.kind === 'global' &&
      root.name === 'Promise' &&
      path.length === 0 &&
      first?.kind === 'function' &&
      first.function === id,
  );
}
