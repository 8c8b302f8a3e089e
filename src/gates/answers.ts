import type { CodeFacts } from '../facts/code.ts';
import type { Guard, Operation } from '../facts/operations.ts';
import type { CallId, DeclarationId, Reference, Value } from '../facts/values.ts';
import type { FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { contains } from '../text/spans.ts';
import { namedValues } from './named-values.ts';
import { lastName } from './origins.ts';

/**
 * Whether anybody may go on with what a call answers, beyond asking whether it went well. What `until` gives back goes to
 * nobody. Wherever the answer is handed on, somebody may read it.
 */
export function readsAnswer(
  graph: ProgramGraph,
  key: FunctionKey,
  call: CallId,
  until: FunctionKey,
  depth = 0,
): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  const fact = code?.calls[call];
  if (node === undefined || code === null || fact === undefined || depth > 5) return true;
  const span = chainOf(code, call);
  const names = new Set(
    code.declarations.flatMap((each, id) => {
      const isMeant =
        each.function === fact.function && namedValues(code, id).some((value) => holds(code, value, span));
      return isMeant ? [id] : [];
    }),
  );
  const isContent = ({ root, path }: Reference): boolean =>
    ((root.kind === 'declared' && names.has(root.declaration)) ||
      (root.kind === 'call' && isOf(code, root.call, span))) &&
    !checks.test(path[0] ?? '');
  for (const id of names) {
    if (namedValues(code, id).some((value) => value.kind === 'reference' && isContent(value.reference))) return true;
  }
  const isRead = code.calls.some((each, id) => {
    if (isOf(code, id, span) || /^(?:console|log|logger)$/i.test(firstName(code, each.callee))) return false;
    if (each.callee.path.length > 0 && isContent(each.callee) && !isOnlyOnFailure(node.fact.operations, id))
      return true;
    if (/^(?:all|allSettled|race|push|gather)$/.test(lastName(code, id))) return false;
    const given = [...each.arguments, ...each.named.map(({ value }) => value)];
    return given.some(
      (value) => mentions(value, isContent) || (each.function === fact.function && isCall(code, value, span)),
    );
  });
  if (isRead || node.fact.operations.some((operation) => isKept(operation, isContent))) return true;
  const isGiven = node.fact.operations.some(
    ({ kind, span: at, ...rest }) =>
      kind === 'return' &&
      (contains(at, span) ||
        ('value' in rest && rest.value !== null && rest.value !== undefined && mentionsName(rest.value, names))),
  );
  if (!isGiven || key === until) return false;
  return (graph.callers.get(key) ?? []).some((edge) => {
    const file = graph.functions.get(edge.from)?.file ?? '';
    const calls = graph.facts.get(file)?.code?.calls ?? [];
    const at =
      edge.call ??
      calls.findIndex((each) => contains(each.span, edge.site.span) && isNearest(calls, each.span, edge.site.span));
    return at >= 0 && readsAnswer(graph, edge.from, at, until, depth + 1);
  });
}

/** What is asked of an answer to see whether it went well, and what hands it on within one chain. */
const checks =
  /^(?:ok|status|statusText|statusCode|status_code|raise_for_status|is_success|is_error|headers|then|catch|finally)$/;

/** The span of a call with what is chained to it: `fetch(…).catch(…)`. */
function chainOf(code: CodeFacts, call: CallId): Span {
  const next = code.calls.find(
    ({ callee }) =>
      callee.root.kind === 'call' && callee.root.call === call && /^(?:then|catch|finally)$/.test(callee.path[0] ?? ''),
  );
  const id = next === undefined ? -1 : code.calls.indexOf(next);
  return id < 0 ? (code.calls[call]?.span ?? [0, 0]) : chainOf(code, id);
}

/** Whether a call is part of the chain: it begins where the chain begins, and ends no later. */
function isOf(code: CodeFacts, call: CallId, span: Span): boolean {
  const own = code.calls[call]?.span;
  return own !== undefined && own[0] === span[0] && own[1] <= span[1];
}

function isCall(code: CodeFacts, value: Value, span: Span): boolean {
  return value.kind === 'call' && isOf(code, value.call, span);
}

function holds(code: CodeFacts, value: Value, span: Span): boolean {
  const root = value.kind === 'reference' ? value.reference.root : null;
  return root?.kind === 'call' ? isOf(code, root.call, span) : contains(value.span, span);
}

function firstName(code: CodeFacts, { root, path }: Reference): string {
  if (root.kind === 'global') return root.name;
  if (root.kind === 'declared') return code.declarations[root.declaration]?.name ?? '';
  return path.at(-2) ?? '';
}

function isNearest(calls: CodeFacts['calls'], outer: Span, inner: Span): boolean {
  return !calls.some(
    (each) =>
      contains(each.span, inner) && contains(outer, each.span) && each.span[1] - each.span[0] < outer[1] - outer[0],
  );
}

/** `if (!response.ok) throw new Error(await response.text())`. */
function isOnlyOnFailure(operations: readonly Operation[], call: CallId): boolean {
  const step = operations.find((each) => each.kind === 'call' && each.call === call);
  return step?.guards.some(isFailure) === true;
}

function isFailure({ test, holds: isSo }: Guard): boolean {
  if (test.kind === 'operator' && test.left === null) return isFailure({ test: test.right, holds: !isSo });
  if (test.kind === 'reference') return !isSo && /^(?:ok|is_success)$/.test(test.reference.path.at(-1) ?? '');
  if (test.kind !== 'operator' || !/^(?:!==?|>=?)$/.test(test.operator) || test.left?.kind !== 'reference')
    return false;
  return isSo && /^status/.test(test.left.reference.path.at(-1) ?? '');
}

function isKept(operation: Operation, isContent: (reference: Reference) => boolean): boolean {
  if (operation.kind === 'assign' || operation.kind === 'return' || operation.kind === 'container') {
    return operation.value !== null && mentions(operation.value, isContent) && operation.kind !== 'return';
  }
  return false;
}

function mentions(value: Value, isMeant: (reference: Reference) => boolean): boolean {
  switch (value.kind) {
    case 'reference':
      return isMeant(value.reference);
    case 'object':
      return [...value.properties.map((each) => each.value), ...value.spreads].some((each) => mentions(each, isMeant));
    case 'list':
      return value.items.some((each) => mentions(each, isMeant));
    case 'concatenation':
      return value.parts.some((each) => mentions(each, isMeant));
    case 'operator':
      return (value.left !== null && mentions(value.left, isMeant)) || mentions(value.right, isMeant);
    case 'conditional':
      return mentions(value.then, isMeant) || mentions(value.otherwise, isMeant);
    case 'spread':
      return mentions(value.of, isMeant);
    default:
      return false;
  }
}

function mentionsName(value: Value, names: ReadonlySet<DeclarationId>): boolean {
  return mentions(value, ({ root }) => root.kind === 'declared' && names.has(root.declaration));
}
