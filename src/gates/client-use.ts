import type { CodeFacts } from '../facts/code.ts';
import { callOf, type Operation } from '../facts/operations.ts';
import type { DeclarationId, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { FunctionKey, LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { callerStop } from './caller-address.ts';
import { isForOperators } from './for-operators.ts';
import { keepsInTable, keepsOnce } from './kept-once.ts';
import { namedValues } from './named-values.ts';
import { lastName } from './origins.ts';
import { firstStop, type Stop } from './stop.ts';

/** Why making a client in a function that runs for each request does no harm. */
export function clientStop(graph: ProgramGraph, use: LibraryUse, reach: Reach): Stop | null {
  const code = graph.facts.get(use.file)?.code ?? null;
  if (code === null) return null;
  return firstStop([
    () => onceStop(graph, use, reach),
    () => objectStop(graph, use, reach),
    () => memoStop(code, use),
    () => wrapStop(graph, use),
    () => callerStop(graph, code, use, reach),
    () => subscriberStop(code, use),
    () => streamStop(graph, use, reach),
    () => jobStop(graph, code, use),
    () => probeStop(code, use.fact.span, use),
    () => probeBehindStop(graph, use, reach),
    () => operatorStop(graph, use, reach),
  ]);
}

const asking = /^(?:ping|info|time|serverInfo|server_info|serverStatus|hello)$/;
// `promisifyAll` gives each method a twin: `quitAsync`.
const handling =
  /^(?:open|connect|\$connect|on|once|end|close|aclose|quit|disconnect|\$disconnect|destroy|release)(?:Async)?$/;

/**
 * A client that is closed again whatever happens, and by which only the server itself is asked how it is: whether one can
 * be opened is the question. One that stays open when the server does not answer is no such.
 */
function probeStop(code: CodeFacts, made: Span, use: LibraryUse): Stop | null {
  const names = namesOf(code, made);
  const methods = code.calls.flatMap(({ callee: { root, path } }) =>
    root.kind === 'declared' && names.has(root.declaration) ? [path.at(-1) ?? ''] : [],
  );
  const isMentioned = code.calls.some((fact) =>
    fact.arguments.some((value) => value.kind === 'reference' && isOf(value, made, names)),
  );
  const asks = methods.some((method) => asking.test(method));
  const nothingElse = methods.every((method) => asking.test(method) || handling.test(method));
  const closes = (operation: Operation): boolean => {
    const callee = operation.kind === 'call' ? code.calls[operation.call]?.callee : undefined;
    const isOurs = callee?.root.kind === 'declared' && names.has(callee.root.declaration);
    return operation.inFinally && isOurs && closing.test(callee.path.at(-1) ?? '');
  };
  const isClosedAgain =
    use.pattern.closesItself === true || code.functions.some(({ operations }) => operations.some(closes));
  return asks && nothingElse && !isMentioned && isClosedAgain
    ? {
        gate: 'role',
        reason: 'It only asks the server how it is, and whether one can be opened is part of the answer.',
      }
    : null;
}

/** The same where a function makes it and its caller on the way here asks with what it is given back. */
function probeBehindStop(graph: ProgramGraph, use: LibraryUse, reach: Reach): Stop | null {
  const held = holderOf(graph, use, reach);
  return held === null || held.key === use.function ? null : probeStop(held.code, held.made, use);
}

/** Where a client is kept: the function that makes it, or the one on the way to it that is given it back. */
interface Holder {
  readonly key: FunctionKey;
  readonly code: CodeFacts;
  /** The call that makes it, or that gives it back. */
  readonly made: Span;
}

function holderOf(graph: ProgramGraph, use: LibraryUse, { chain }: Reach): Holder | null {
  const first = graph.facts.get(use.file)?.code ?? null;
  if (first === null) return null;
  let held: Holder = { key: use.function, code: first, made: use.fact.span };
  for (const edge of [...chain].reverse()) {
    if (edge.to !== held.key || !isGivenBack(graph, held)) break;
    const from = graph.functions.get(edge.from);
    const code = from === undefined ? null : (graph.facts.get(from.file)?.code ?? null);
    if (code === null || edge.kind === 'callback') break;
    held = { key: edge.from, code, made: edge.site.span };
  }
  return held;
}

function isGivenBack(graph: ProgramGraph, { key, code, made }: Holder): boolean {
  const names = namesOf(code, made);
  return (graph.functions.get(key)?.fact.operations ?? []).some(
    (each) => each.kind === 'return' && each.value !== null && isOf(each.value, made, names),
  );
}

/** A generator or a socket's handler that goes round with it keeps one as long as its stream lives, and needs it for that time. */
function streamStop(graph: ProgramGraph, use: LibraryUse, reach: Reach): Stop | null {
  const held = holderOf(graph, use, reach);
  const fact = held === null ? undefined : graph.functions.get(held.key)?.fact;
  if (held === null || fact === undefined) return null;
  const isStream = fact.generator === true || (reach.moment === 'socket' && reach.entry?.function === held.key);
  const goesRound = fact.operations.some(({ inLoop, awaited, span }) => inLoop && awaited && span[0] > held.made[1]);
  return isStream && goesRound
    ? { gate: 'lifetime', reason: 'It lives as long as the stream that goes round with it.' }
    : null;
}

/** A page that administrators alone may open is opened seldom; what is closed again there costs nobody anything. */
function operatorStop(graph: ProgramGraph, use: LibraryUse, reach: Reach): Stop | null {
  const isShort = use.pattern.closesItself === true || isClosed(graph, use);
  return isShort && isForOperators(graph, use, reach)
    ? { gate: 'role', reason: 'Administrators alone come here, so it is made seldom, and it is closed again.' }
    : null;
}

const fileWork = new Set(['file-read', 'file-test', 'file-send', 'file-write', 'file-remove']);

/** Work on many files, one after another, for which one client is opened and closed behind it: connecting is the least of it. */
function jobStop(graph: ProgramGraph, code: CodeFacts, use: LibraryUse): Stop | null {
  const own = graph.functions.get(use.function)?.fact.operations ?? [];
  const steps = own.filter(({ span }) => span[0] > use.fact.span[1]);
  const worksInLoop = (key: FunctionKey, isLoop: boolean): boolean => {
    const operations = graph.functions.get(key)?.fact.operations ?? [];
    const inLoop = (each: Operation) => (isLoop || each.inLoop) && each.span[0] > use.fact.span[1];
    return (
      operations.some((each) => each.awaited && inLoop(each)) &&
      (graph.effects.get(key) ?? []).some(({ effect, operation }) => fileWork.has(effect) && inLoop(operation))
    );
  };
  const items = steps.map(callOf);
  const callbacks = items.flatMap((call) => {
    const fact = call === null ? undefined : code.calls[call];
    if (fact === undefined || call === null || !eachItem.test(lastName(code, call))) return [];
    return fact.arguments.flatMap((each) => (each.kind === 'function' ? [`${use.file}#${each.function}`] : []));
  });
  const isJob = worksInLoop(use.function, false) || callbacks.some((key) => worksInLoop(key, true));
  return isJob && isClosedIn(code, use.fact.span)
    ? { gate: 'role', reason: 'It is opened for a job that works through files, and closed when the job ends.' }
    : null;
}

const eachItem = /^(?:map|forEach|reduce|each|eachSeries|mapSeries)$/;

/** Kept where it is made, or where a call on the way here makes what makes it. */
function onceStop(graph: ProgramGraph, use: LibraryUse, reach: Reach): Stop | null {
  return keepsOnce(graph, use.function, use.fact.span) ||
    reach.chain.some((edge) => keepsOnce(graph, edge.from, edge.site.span))
    ? { gate: 'lifetime', reason: 'It is made once, behind a test that it is not there yet, and kept.' }
    : null;
}

/** An object that keeps it in a field, and that is put into a table itself, keeps it as long as what it stands for is there. */
function objectStop(graph: ProgramGraph, use: LibraryUse, { chain }: Reach): Stop | null {
  const node = graph.functions.get(use.function);
  const code = graph.facts.get(use.file)?.code ?? null;
  const last = chain.at(-1);
  if (node?.fact.kind !== 'constructor' || code === null || last === undefined) return null;
  const isField = fieldsFor(code, node.fact.operations, use.fact.span).size > 0;
  return isField && keepsInTable(graph, last.from, last.site.span)
    ? { gate: 'lifetime', reason: 'The object that keeps it is put into a table, and is no object of the request.' }
    : null;
}

const memoWords = /^(?:once|memo|memoi[sz]e\w*|lazy\w*|singleton|cache|cached|shared|global)$/i;

/** A factory that is handed to something that calls it once: `once(() => new Pool())`. */
function memoStop(code: CodeFacts, use: LibraryUse): Stop | null {
  const isMemo = code.calls.some(
    (fact, call) =>
      memoWords.test(lastName(code, call)) &&
      fact.arguments.some((argument) => argument.kind === 'function' && argument.function === use.fact.function),
  );
  return isMemo ? { gate: 'lifetime', reason: 'It is made by a function that is called once and remembered.' } : null;
}

/** A thin layer over a connection that is there already opens none. */
function wrapStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const wraps = use.fact.arguments.some((argument) =>
    meaningsOf(graph, use.file, argument).some((meaning) => meaning.kind === 'tracked'),
  );
  return wraps ? { gate: 'role', reason: 'It wraps a connection that is there already and opens none.' } : null;
}

const subscribing =
  /^(?:subscribe|psubscribe|pSubscribe|sSubscribe|ssubscribe|monitor|xread|xReadGroup|xreadgroup|blpop|brpop|watch)$/;

/** A connection that listens is busy with that, so each listener needs its own. */
function subscriberStop(code: CodeFacts, use: LibraryUse): Stop | null {
  const names = namesOf(code, use.fact.span);
  const listens = code.calls.some((fact) => {
    const { root, path } = fact.callee;
    const isOurs = root.kind === 'declared' && names.has(root.declaration);
    return isOurs && (subscribing.test(path.at(-1) ?? '') || fact.sql?.flags.includes('listen') === true);
  });
  return listens ? { gate: 'role', reason: 'It listens, which takes a connection of its own.' } : null;
}

const closing = /^(?:end|close|quit|disconnect|\$disconnect|destroy|release)(?:Async)?$/;

/** Whether what is made is closed again: in the same function, by the object that keeps it, or by every function that is given it. */
export function isClosed(graph: ProgramGraph, use: LibraryUse): boolean {
  return closes(graph, use.function, use.fact.span, 0);
}

/** Whether the function that makes it closes it. */
export function isClosedAtOnce(graph: ProgramGraph, use: LibraryUse): boolean {
  const code = graph.facts.get(use.file)?.code ?? null;
  return code !== null && isClosedIn(code, use.fact.span);
}

function closes(graph: ProgramGraph, key: FunctionKey, made: Span, depth: number): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || depth > 2) return false;
  const names = namesOf(code, made);
  if (isClosedIn(code, made)) return true;
  const fields = fieldsFor(code, node.fact.operations, made);
  const isClosedByObject = code.calls.some(({ callee: { root, path }, function: closer }) => {
    const isOurs = root.kind === 'this' && fields.has(path[0] ?? '') && closing.test(path.at(-1) ?? '');
    // A method that nobody calls closes nothing.
    return isOurs && (closer === node.id || isCalled(graph, `${node.file}#${closer}`));
  });
  if (isClosedByObject) return true;
  const isReturned = node.fact.operations.some(
    ({ kind, ...operation }) =>
      kind === 'return' && 'value' in operation && operation.value !== null && isOf(operation.value, made, names),
  );
  const callers = isReturned ? (graph.callers.get(key) ?? []) : [];
  return callers.length > 0 && callers.every((edge) => closes(graph, edge.from, edge.site.span, depth + 1));
}

/** Whether a name for what is made is closed, here or in a function that is written inside. */
function isClosedIn(code: CodeFacts, made: Span): boolean {
  const names = namesOf(code, made);
  return code.calls.some(
    ({ callee: { root, path } }) =>
      root.kind === 'declared' && names.has(root.declaration) && closing.test(path.at(-1) ?? ''),
  );
}

/** Whether a method runs while the service works, or when it stops; what tests alone call, and what nobody calls, does not. */
function isCalled(graph: ProgramGraph, key: FunctionKey): boolean {
  return (graph.moments.get(key) ?? []).some(({ moment }) => moment !== 'load' && moment !== 'boot');
}

function isOf(value: Value, made: Span, names: ReadonlySet<DeclarationId>): boolean {
  if (value.span[0] <= made[0] && made[1] <= value.span[1]) return true;
  return (
    value.kind === 'reference' &&
    value.reference.root.kind === 'declared' &&
    names.has(value.reference.root.declaration)
  );
}

/** Fields of the object that what is made here goes into. */
function fieldsFor(code: CodeFacts, operations: readonly Operation[], made: Span): ReadonlySet<string> {
  const names = namesOf(code, made);
  return new Set(
    operations.flatMap((operation) => {
      if (operation.kind !== 'assign' || operation.value === null || operation.target.root.kind !== 'this') return [];
      return isOf(operation.value, made, names) ? operation.target.path.slice(0, 1) : [];
    }),
  );
}

/** The local names that hold what is made at a place. */
function namesOf(code: CodeFacts, made: Span): ReadonlySet<DeclarationId> {
  return new Set(
    code.declarations.flatMap((_, id) =>
      namedValues(code, id).some(({ span }) => span[0] <= made[0] && made[1] <= span[1]) ? [id] : [],
    ),
  );
}
