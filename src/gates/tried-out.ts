import type { ProgramGraph, Reach } from '../link/program-graph.ts';
import { partsOf } from './names.ts';
import type { Stop } from './stop.ts';

/** A route by which somebody tries something out, as a mail or a webhook: who asks looks for what comes, and asks again. */
export function triedOutStop(graph: ProgramGraph, { entry }: Reach): Stop | null {
  const route = entry?.route == null ? undefined : graph.routes[entry.route];
  const last = route?.path?.split('/').findLast((segment) => segment !== '' && !/^[:{<[*]/.test(segment)) ?? '';
  return route !== undefined && partsOf(last).includes('test')
    ? { gate: 'role', reason: 'Who tries it out sees whether it comes, and asks again.' }
    : null;
}
