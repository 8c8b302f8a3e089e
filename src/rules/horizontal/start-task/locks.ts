import type { StartTask } from '../../../catalog/types.ts';
import type { CallFact } from '../../../facts/code.ts';
import { wordsOf } from '../../../gates/purpose.ts';
import { callsFrom, functionsTo } from '../../../gates/reachable.ts';
import type { Stop } from '../../../gates/stop.ts';
import { reachableEffects } from '../../../link/effects.ts';
import type { FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';
import { sharedFolders } from '../../../text/paths.ts';

const lockStop: Stop = { gate: 'shared', reason: 'It takes a lock that all instances see before.' };

/** Whether the function, or one that leads to it, takes a lock that all instances see. */
export function lockBefore(graph: ProgramGraph, key: FunctionKey): Stop | null {
  const isLocked = [...functionsTo(graph, key)].some(
    (each) =>
      reachableEffects(graph, each).some(({ effect }) => effect === 'lock') ||
      callsFrom(graph, each, 2).some(({ fact }) => locksForAll(fact)) ||
      takesOwnLock(graph, each),
  );
  return isLocked ? lockStop : null;
}

/**
 * Whether the file of the workspace that the tool runs for its steps takes one: `LOCK TABLE …` in front of them. Where there
 * are several such files, the one that lies nearest is meant.
 */
export function lockInEnvironment(
  graph: ProgramGraph,
  { environment }: Pick<StartTask, 'environment'>,
  from: string,
): Stop | null {
  if (environment === undefined) return null;
  const files = [...graph.facts].flatMap(([file, { code }]) => {
    const isOne =
      code?.imports.some(({ module }) => module.split('.')[0] === environment.module) === true &&
      code.calls.some(({ callee }) => callee.path.at(-1) === environment.call);
    return isOne ? [{ file, code }] : [];
  });
  const near = Math.max(0, ...files.map(({ file }) => sharedFolders(file, from)));
  const nearest = files.filter(({ file }) => sharedFolders(file, from) === near);
  const isLocked = nearest.length > 0 && nearest.every(({ code }) => code.calls.some(locksForAll));
  return isLocked ? lockStop : null;
}

function locksForAll({ sql }: CallFact): boolean {
  return sql != null && (sql.kind === 'lock' || sql.flags.some((flag) => flag.startsWith('advisory')));
}

/** `await this.insertLock(connection)`: a function named after taking a lock that writes a row. */
function takesOwnLock(graph: ProgramGraph, key: FunctionKey): boolean {
  return (graph.callees.get(key) ?? []).some(({ to }) => {
    const words = wordsOf(graph.functions.get(to)?.fact.name ?? '');
    if (!words.some((word) => word === 'lock' || word === 'locks')) return false;
    return callsFrom(graph, to, 1).some(({ fact: { sql } }) => sql?.kind === 'insert' || sql?.kind === 'update');
  });
}
