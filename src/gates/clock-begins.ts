import type { UsePattern } from '../catalog/types.ts';
import type { Reference } from '../facts/values.ts';
import { argumentOf, meaningsOf } from '../link/evaluate.ts';
import { receiverOf } from '../link/follow/arguments.ts';
import type { FunctionKey, LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';

/** A call that begins a clock whose jobs were set up elsewhere: `scheduler.start()`. */
export interface Beginning {
  /** The whole call. */
  readonly site: Site;
  /** The function that makes it. */
  readonly function: FunctionKey;
}

/** The calls that begin the clock of a schedule; none where it begins by itself, or where nothing shows which one it is. */
export function beginningsOf(graph: ProgramGraph, use: LibraryUse): readonly Beginning[] {
  const { begunBy, call } = use.pattern;
  if (begunBy === undefined || beginsItself(graph, use, begunBy)) return [];
  const own = call.kind === 'method' ? makersOf(graph, use.file, use.fact.callee) : [`${use.file}#${use.call}`];
  return begunBy.methods.flatMap((method) =>
    (callsByMethod(graph).get(method) ?? []).filter(({ makers }) => makers().some((maker) => own.includes(maker))),
  );
}

function beginsItself(graph: ProgramGraph, use: LibraryUse, { itself }: NonNullable<UsePattern['begunBy']>): boolean {
  if (itself === undefined) return false;
  const { state, meanings } = argumentOf(graph, use, itself.when);
  if (state === 'absent') return itself.byDefault;
  return !(state === 'present' && meanings.every((each) => each.kind === 'literal' && each.value === false));
}

interface CallByMethod extends Beginning {
  /** The calls that may have made what it is called on. */
  readonly makers: () => readonly string[];
}

const callsByMethod = remembered((graph: ProgramGraph): ReadonlyMap<string, readonly CallByMethod[]> => {
  const calls = new Map<string, CallByMethod[]>();
  for (const { path: file, code } of graph.facts.values()) {
    for (const { callee, span, function: within } of code?.calls ?? []) {
      const method = callee.path.at(-1);
      if (method === undefined) continue;
      const call = { site: { file, span }, function: `${file}#${within}`, makers: () => makersOf(graph, file, callee) };
      const earlier = calls.get(method);
      if (earlier === undefined) calls.set(method, [call]);
      else earlier.push(call);
    }
  }
  return calls;
});

function makersOf(graph: ProgramGraph, file: string, callee: Reference): readonly string[] {
  return meaningsOf(graph, file, receiverOf(callee)).flatMap((meaning) => {
    const made = meaning.kind === 'made' ? meaning : meaning.kind === 'tracked' ? (meaning.use ?? meaning.made) : null;
    return made === null || made === undefined ? [] : [`${made.file}#${made.call}`];
  });
}
