import type { CallFact, CodeFacts } from '../facts/code.ts';
import { callOf, type Operation } from '../facts/operations.ts';
import type { DeclarationId, Reference, Value } from '../facts/values.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { valuesOfRoot } from './named-values.ts';
import { lastName } from './origins.ts';

/**
 * Whether somebody is refused by what an access of a collection answers: the function that asks throws or answers with
 * an error under that condition, or one that asks this function does.
 */
export function refusesBy(graph: ProgramGraph, access: CellAccess): boolean {
  return refusesAt(graph, access.function, access.site.span, anyRefusal, 0);
}

/** Whether somebody is told by it that they came too often, and no other error would do. */
export function refusesAsTooOften(graph: ProgramGraph, access: CellAccess): boolean {
  return refusesAt(graph, access.function, access.site.span, tooOften, 0);
}

/** Which refusals are meant: the statuses of answers, the names of their errors, and whether any error at all is one. */
interface Refusal {
  readonly isStatus: (status: number) => boolean;
  readonly names: RegExp;
  readonly byAnyError: boolean;
}

const anyRefusal: Refusal = {
  isStatus: (status) => status >= 400 && status < 600,
  names: /^(?:BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|CONFLICT|GONE|LOCKED|(?:HTTP_429_)?TOO_MANY_REQUESTS)$/,
  byAnyError: true,
};

const tooOften: Refusal = {
  isStatus: (status) => status === 429,
  names: /too_?many_?requests|rate_?limit|throttl|quota_?exceeded/i,
  byAnyError: false,
};

const farthest = 2;

function refusesAt(graph: ProgramGraph, key: FunctionKey, asked: Span, meant: Refusal, depth: number): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const asks = (test: Value): boolean => asksAbout(code, test, asked, 0);
  const refuses = node.fact.operations.some(
    (operation) =>
      (isRefusal(code, operation, meant) && operation.guards.some(({ test }) => asks(test))) ||
      choosesRefusal(code, operation, meant, asks),
  );
  if (refuses) return true;
  if (depth >= farthest || !tellsOf(node.fact.operations, asks)) return false;
  return callSites(graph, key).some(({ from, site }) => refusesAt(graph, from, site.span, meant, depth + 1));
}

/** Whether callers get to know what was asked: by what is given back, by whether it is, or by what is noted in it. */
function tellsOf(operations: readonly Operation[], asks: (test: Value) => boolean): boolean {
  const given = new Set(
    operations.flatMap((operation) => (operation.kind === 'return' ? nameOf(operation.value) : [])),
  );
  return operations.some((operation) => {
    if (operation.kind === 'return' && operation.value !== null && asks(operation.value)) return true;
    if (!operation.guards.some(({ test }) => asks(test))) return false;
    if (operation.kind !== 'assign') return operation.kind === 'return' || operation.kind === 'throw';
    const { root } = operation.target;
    return root.kind === 'declared' && given.has(root.declaration);
  });
}

function nameOf(value: Value | null): readonly DeclarationId[] {
  const root = value?.kind === 'reference' ? value.reference.root : null;
  return root?.kind === 'declared' ? [root.declaration] : [];
}

function callSites(
  graph: ProgramGraph,
  key: FunctionKey,
): readonly { readonly from: FunctionKey; readonly site: Site }[] {
  return (graph.callers.get(key) ?? []).filter(({ kind }) => kind === 'call' || kind === 'member');
}

/** Whether a test holds what stands at a place, directly or through a name for it. */
export function asksAbout(code: CodeFacts, test: Value, asked: Span, depth: number): boolean {
  if (depth > 5) return false;
  const next = (value: Value | null): boolean => value !== null && asksAbout(code, value, asked, depth + 1);
  if (test.span[0] <= asked[0] && asked[1] <= test.span[1]) return true;
  switch (test.kind) {
    case 'operator':
      return next(test.left) || next(test.right);
    case 'conditional':
      return next(test.test) || next(test.then) || next(test.otherwise);
    case 'call': {
      const fact = code.calls[test.call];
      return fact !== undefined && (fact.arguments.some(next) || next(holderOf(fact)));
    }
    case 'reference':
      return isPartOf(code, test.reference, asked) || valuesOfRoot(code, test.reference).some(next);
    default:
      return false;
  }
}

/** What a method is called on by its name, as `times` of `times.filter(isRecent)`. */
function holderOf({ callee }: CallFact): Value | null {
  if (callee.path.length !== 1 || callee.root.kind !== 'declared') return null;
  return { kind: 'reference', reference: { ...callee, path: [] }, span: callee.span };
}

/** `start, count = hits.get(key)`: a part of what a call gives. */
function isPartOf(code: CodeFacts, { root }: Reference, asked: Span): boolean {
  const span = root.kind === 'call' ? code.calls[root.call]?.span : undefined;
  return span !== undefined && span[0] <= asked[0] && asked[1] <= span[1];
}

function isRefusal(code: CodeFacts, operation: Operation, meant: Refusal): boolean {
  if (operation.kind === 'throw') return meant.byAnyError || isErrorOf(code, operation.value, meant);
  if (operation.kind === 'return') return isAnswer(operation.value, meant);
  if (operation.kind === 'assign') return isStatusName(operation.target.path.at(-1)) && isError(operation.value, meant);
  const call = callOf(operation);
  const fact = call === null ? undefined : code.calls[call];
  if (call === null || fact === undefined) return false;
  return givesError(fact, meant) || isHandedOn(code, call, fact, meant) || (meant.byAnyError && isCutOff(code, call));
}

function givesError(fact: CallFact, meant: Refusal): boolean {
  return (
    fact.arguments.some((each) => isError(each, meant)) ||
    fact.named.some(({ key, value }) => isStatusName(key) && isError(value, meant))
  );
}

/** `res.status(isTooOften ? 429 : 200)`. */
function choosesRefusal(
  code: CodeFacts,
  operation: Operation,
  meant: Refusal,
  asks: (test: Value) => boolean,
): boolean {
  const call = callOf(operation);
  const given = call === null ? [] : (code.calls[call]?.arguments ?? []);
  return given.some(
    (value) =>
      value.kind === 'conditional' &&
      asks(value.test) &&
      [value.then, value.otherwise].some((each) => isError(each, meant)),
  );
}

/** An error that says of itself what it is: `new TooManyRequests()`, `HTTPException(status_code=429)`. */
function isErrorOf(code: CodeFacts, value: Value | null, meant: Refusal): boolean {
  if (value?.kind !== 'call') return false;
  const fact = code.calls[value.call];
  return fact !== undefined && (meant.names.test(lastName(code, value.call)) || givesError(fact, meant));
}

/** `return jsonify(error=text), 429`, and `return { statusCode: 429 }`. */
function isAnswer(value: Value | null, meant: Refusal): boolean {
  if (value?.kind === 'list') return value.fixed === true && value.items.slice(1).some((each) => isError(each, meant));
  return value?.kind === 'object' && isError(value, meant);
}

function isStatusName(name: string | undefined): boolean {
  return name !== undefined && /^(?:http_?)?status(?:_?code)?$/i.test(name);
}

/** `429`, `HttpStatus.CONFLICT`, `{ status: 409 }`, `{ code: 'TOO_MANY_REQUESTS' }`. */
function isError(value: Value | null, meant: Refusal): boolean {
  if (value?.kind === 'literal') return typeof value.value === 'number' && meant.isStatus(value.value);
  if (value?.kind === 'reference') return meant.names.test(value.reference.path.at(-1) ?? '');
  return (
    value?.kind === 'object' &&
    value.properties.some(
      ({ key, value: of }) =>
        (isStatusName(key) && isError(of, meant)) ||
        (key === 'code' && of.kind === 'literal' && typeof of.value === 'string' && meant.names.test(of.value)),
    )
  );
}

/** `socket.disconnect(true)`: who is cut off is refused. */
function isCutOff(code: CodeFacts, call: number): boolean {
  return /^(?:disconnect|terminate)$/.test(lastName(code, call));
}

/** `next(new Error('too often'))`. */
function isHandedOn(code: CodeFacts, call: number, fact: CallFact, meant: Refusal): boolean {
  const [first] = fact.arguments;
  return (
    ['next', 'reject'].includes(lastName(code, call)) &&
    first !== undefined &&
    (meant.byAnyError || isErrorOf(code, first, meant))
  );
}
