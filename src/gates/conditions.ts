import type { CodeFacts } from '../facts/code.ts';
import type { Guard, Operation } from '../facts/operations.ts';
import { registeringCall } from '../link/calls-at.ts';
import type { CallPlace, FunctionKey, LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { areOpposite, guardsOf } from './guard.ts';
import { stepOfCall } from './step-of-call.ts';

/** A condition and the file that it is written in. */
export interface PlacedGuard {
  readonly file: string;
  readonly guard: Guard;
}

/** The conditions under which a library's call is reached. */
export function conditionsOfUse(graph: ProgramGraph, use: LibraryUse): readonly PlacedGuard[] {
  return living(graph, use.file, use.function, guardsOf(graph, use));
}

/** The conditions under which a call is made, as one that puts a middleware before routes. */
export function conditionsOfCall(graph: ProgramGraph, { file, call }: CallPlace): readonly PlacedGuard[] {
  const fact = graph.facts.get(file)?.code?.calls[call];
  return fact === undefined ? [] : conditionsAt(graph, file, `${file}#${fact.function}`, fact.span);
}

/** The conditions under which the steps of a way are taken, and those under which what it begins with is registered. */
export function conditionsOnWay(graph: ProgramGraph, { chain, entry }: Reach): readonly PlacedGuard[] {
  const steps = chain.flatMap(({ from, site }) => conditionsAt(graph, site.file, from, site.span));
  if (entry === null) return steps;
  const { file } = entry.site;
  const registering = registeringCall(graph, entry.site)?.fact;
  if (registering === undefined) return steps;
  return [...conditionsAt(graph, file, `${file}#${registering.function}`, registering.span), ...steps];
}

/** The conditions under which the call at a place of a function is made. */
export function conditionsAt(graph: ProgramGraph, file: string, key: FunctionKey, span: Span): readonly PlacedGuard[] {
  return living(graph, file, key, stepOfCall(graph, key, { file, span })?.guards ?? []);
}

/**
 * Without those whose opposite ends the process, as `if (!process.env.SECRET) process.exit(1)` does: whatever runs at
 * all runs with them.
 */
function living(graph: ProgramGraph, file: string, key: FunctionKey, guards: readonly Guard[]): readonly PlacedGuard[] {
  const code = graph.facts.get(file)?.code ?? null;
  const ends = (graph.functions.get(key)?.fact.operations ?? []).filter((each) => endsProcess(code, each));
  const isNeeded = (guard: Guard): boolean =>
    ends.some(({ guards: theirs }) => theirs.some((each) => areOpposite(each, guard)));
  return guards.filter((guard) => !isNeeded(guard)).map((guard) => ({ file, guard }));
}

/** Whether a step ends the process: a throw, or an exit. */
export function endsProcess(code: CodeFacts | null, operation: Operation): boolean {
  if (operation.kind === 'throw') return true;
  const callee = operation.kind === 'call' ? code?.calls[operation.call]?.callee : undefined;
  if (callee === undefined) return false;
  const name = [callee.root.kind === 'global' ? callee.root.name : '', ...callee.path].join('.');
  return name === 'process.exit' || name === 'process.abort' || callee.path.at(-1) === 'exit';
}
