import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import { keepsOnce } from './kept-once.ts';
import { namedValues } from './named-values.ts';
import { lastName } from './origins.ts';
import { firstStop, type Stop } from './stop.ts';

/** Why making a client in a function that runs for each request does no harm. */
export function clientStop(graph: ProgramGraph, use: LibraryUse, reach: Reach): Stop | null {
  const code = graph.facts.get(use.file)?.code ?? null;
  if (code === null) return null;
  return firstStop([
    () => onceStop(graph, use, reach),
    () => memoStop(code, use),
    () => wrapStop(graph, use),
    () => callerStop(graph, code, use),
    () => subscriberStop(code, use),
  ]);
}

/** Kept where it is made, or where a call on the way here makes what makes it. */
function onceStop(graph: ProgramGraph, use: LibraryUse, reach: Reach): Stop | null {
  return keepsOnce(graph, use.function, use.fact.span) ||
    reach.chain.some((edge) => keepsOnce(graph, edge.from, edge.site.span))
    ? { gate: 'lifetime', reason: 'It is made once, behind a test that it is not there yet, and kept.' }
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

/** Where the request says what to connect to, there is no one client to share. */
function callerStop(graph: ProgramGraph, code: CodeFacts, use: LibraryUse): Stop | null {
  const fromCaller = use.fact.arguments.some((argument) => dependsOnCaller(graph, code, use.file, argument, 0));
  return fromCaller
    ? { gate: 'role', reason: 'The caller says what to connect to, so one client for all could not serve.' }
    : null;
}

function dependsOnCaller(graph: ProgramGraph, code: CodeFacts, file: string, value: Value, depth: number): boolean {
  if (depth > 4) return false;
  const next = (inner: Value): boolean => dependsOnCaller(graph, code, file, inner, depth + 1);
  switch (value.kind) {
    case 'object':
      return value.properties.some((property) => next(property.value)) || value.spreads.some(next);
    case 'concatenation':
      return value.parts.some(next);
    case 'reference': {
      const { root } = value.reference;
      const declaration = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
      if (declaration === undefined || declaration.kind === 'import') return false;
      if (declaration.kind !== 'parameter')
        return declaration.initial !== null && declaration.function !== 0 && next(declaration.initial);
      return meaningsOf(graph, file, value).every((meaning) => meaning.kind === 'unknown');
    }
    default:
      return false;
  }
}

const subscribing =
  /^(?:subscribe|psubscribe|pSubscribe|sSubscribe|ssubscribe|monitor|xread|xReadGroup|xreadgroup|blpop|brpop|watch)$/;

/** A connection that listens is busy with that, so each listener needs its own. */
function subscriberStop(code: CodeFacts, use: LibraryUse): Stop | null {
  const names = namesFor(code, use);
  const listens = code.calls.some((fact) => {
    const { root, path } = fact.callee;
    const isOurs = root.kind === 'declared' && names.has(root.declaration);
    return isOurs && (subscribing.test(path.at(-1) ?? '') || fact.sql?.flags.includes('listen') === true);
  });
  return listens ? { gate: 'role', reason: 'It listens, which takes a connection of its own.' } : null;
}

const closing = /^(?:end|close|quit|disconnect|\$disconnect|destroy|release)$/;

/** Whether what is made is closed again in the same function. */
export function isClosed(graph: ProgramGraph, use: LibraryUse): boolean {
  const code = graph.facts.get(use.file)?.code ?? null;
  if (code === null) return false;
  const names = namesFor(code, use);
  return code.calls.some(({ callee: { root, path } }) => {
    const isOurs = root.kind === 'declared' && names.has(root.declaration);
    return isOurs && closing.test(path.at(-1) ?? '');
  });
}

/** The local names that hold what the use makes. */
function namesFor(code: CodeFacts, use: LibraryUse): ReadonlySet<number> {
  const [start, end] = use.fact.span;
  return new Set(
    code.declarations.flatMap((_, id) =>
      namedValues(code, id).some(({ span }) => span[0] <= start && end <= span[1]) ? [id] : [],
    ),
  );
}
