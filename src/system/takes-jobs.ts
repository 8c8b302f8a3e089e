import type { ProgramGraph } from '../link/program-graph.ts';
import { fileOfEntry, queueWorkers } from './listening.ts';
import { mayRun } from './shared-functions.ts';
import type { Program, SharedFunctions } from './types.ts';

const health =
  /^\/?(?:\*|(?:api\/|_+|-\/)?(?:health|healthz|healthcheck|health-check|live|livez|liveness|ready|readyz|readiness|ping|status|startup|metrics|up)(?:\/.*)?)?$/i;

/** Whether a program that answers is there to take jobs: it takes them, and all that it answers is whether it is well. */
export function takesJobs(
  graph: ProgramGraph,
  shared: SharedFunctions,
  { files, units, entry, name }: Program,
): boolean {
  if (!queueWorkers(graph).some((use) => files.has(use.file) && mayRun(shared, name, use.function))) return false;
  const called = [entry.replace(/^.*\//, ''), name, ...units.map((unit) => unit.name)];
  if (called.some((each) => /worker|consumer/i.test(each))) return true;
  const routes = graph.routes.filter(({ site }) => files.has(site.file));
  const sockets = graph.entries.some(({ moment, function: key }) => moment === 'socket' && files.has(fileOfEntry(key)));
  return !sockets && routes.every(({ path }) => path !== null && health.test(path));
}
