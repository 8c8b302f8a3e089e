import type { Moment } from '../catalog/types.ts';
import type { Guard } from '../facts/operations.ts';
import { contradicts, undecided } from '../link/decided.ts';
import type { FunctionKey, ProgramGraph, Reach } from '../link/program-graph.ts';
import type { Stop } from './stop.ts';

/** Moments at which one instance does something that the others do not see. */
export const workMoments: readonly Moment[] = ['request', 'socket', 'queue', 'timer'];

/**
 * How the function comes to run while the service works, a proved way first; null when it runs at load, boot or shutdown
 * alone. A way on which a literal decides against the guards of a step in it does not lead to that step.
 */
export function workReach(
  graph: ProgramGraph,
  key: FunctionKey,
  moments: readonly Moment[] = workMoments,
  guards: readonly Guard[] = [],
): Reach | null {
  const reaches = (graph.moments.get(key) ?? []).filter(
    (reach) =>
      moments.includes(reach.moment) && !isForTests(graph, reach) && !contradicts(guards, reach.decided ?? undecided),
  );
  const proved = reaches.filter((reach) => reach.certainty === 'proved');
  // A user waits for what a route does, so that way says most.
  return (
    proved.find((reach) => reach.entry?.route != null) ??
    proved.find((reach) => reach.moment !== 'timer') ??
    proved[0] ??
    reaches[0] ??
    null
  );
}

/** All ways in which the function comes to run while the service works. */
export function workReaches(graph: ProgramGraph, key: FunctionKey): readonly Reach[] {
  return (graph.moments.get(key) ?? []).filter(
    (reach) => workMoments.includes(reach.moment) && !isForTests(graph, reach),
  );
}

/** A route that only tests and developers call, by its path: `/_e2e/…`, `/__test/…`. */
export function isForTests(graph: ProgramGraph, { entry }: Reach): boolean {
  const route = entry?.route == null ? undefined : graph.routes[entry.route];
  return route?.path != null && /^\/_+(?:e2e|tests?|dev)(?:\/|$)/i.test(route.path);
}

/** Whether the function runs while the process starts. The body of a module always does. */
export function runsAtStart(graph: ProgramGraph, key: FunctionKey): boolean {
  if (graph.functions.get(key)?.fact.kind === 'module') return true;
  return (graph.moments.get(key) ?? []).some((reach) => reach.moment === 'load' || reach.moment === 'boot');
}

/** Stops when none of the functions that change something runs while the service works (G2). `what` names it: "This map". */
export function momentStop(graph: ProgramGraph, changing: readonly FunctionKey[], what: string): Stop | null {
  if (changing.length === 0) return { gate: 'moment', reason: `${what} is never changed after it is made.` };
  if (changing.some((key) => workReach(graph, key) !== null)) return null;
  return changing.every((key) => runsAtStart(graph, key))
    ? {
        gate: 'moment',
        reason: `${what} is filled only while the process starts, so every instance has the same content.`,
      }
    : {
        gate: 'moment',
        reason: `${what} is changed only by functions that no request, socket, queue or timer leads to.`,
      };
}
