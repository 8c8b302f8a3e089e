import type { ProgramGraph } from '../link/program-graph.ts';
import { isInFolder } from '../text/paths.ts';
import { fileOfEntry, queueWorkers } from './listening.ts';
import { mayRun } from './shared-functions.ts';
import type { Program, SharedFunctions } from './types.ts';

const health =
  /^\/?(?:\*|(?:api\/|_+|-\/)?(?:health|healthz|healthcheck|health-check|live|livez|liveness|ready|readyz|readiness|ping|status|startup|metrics|up)(?:\/.*)?)?$/i;

/** Whether a program that answers is there to take jobs: it takes them, and all that it answers is whether it is well. */
export function takesJobs(
  graph: ProgramGraph,
  shared: SharedFunctions,
  { files, folder, units, entry, name }: Program,
): boolean {
  const takes = queueWorkers(graph).some((use) => files.has(use.file) && mayRun(shared, name, use.function));
  const called = [entry.replace(/^.*\//, ''), name, ...units.map((unit) => unit.name)];
  const isCalledSo = called.some((each) => /(?:^|[^a-z])(?:workers?|consumers?)(?:[^a-z]|$)/i.test(each));
  if (takes && isCalledSo) return true;
  if (!takes && !isCalledSo) return false;
  const answering = graph.entries.filter(({ moment, framework, function: key }) => {
    const file = fileOfEntry(key);
    // What a program called a worker shares with others answers there; a bare server mostly says that it is well.
    const isOwn = files.has(file) && (takes || isInFolder(file, folder));
    return isOwn && (moment === 'socket' || (moment === 'request' && framework !== 'node'));
  });
  return answering.every(({ moment, route }) => moment === 'request' && isHealth(graph, route));
}

function isHealth(graph: ProgramGraph, route: number | null): boolean {
  const path = route === null ? null : (graph.routes[route]?.path ?? null);
  return path !== null && health.test(path);
}
