import type { Refusal } from '../findings/fix.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { decoratedJob, jobOf } from './claimed-job.ts';
import { startsOften } from './often.ts';
import { clockInPython } from './python/claim-run.ts';
import { refusalAt } from './refusal.ts';
import { connectionOf } from './script/connection.ts';
import { type StoreRecipe, storeFix } from './shared-store.ts';

/** Clocks that are given a time and a function, or that stand on a method. */
function recipe(library: string): StoreRecipe {
  return {
    library,
    isNamed: true,
    // The module asks for its Redis when the program has loaded.
    madeAtLoad: 'works',
    packagesFor: (node) => connectionOf(node).packagesFor(node),
    refuses: refusesJob,
    write: async (site) => (await import('./script/claim-run.ts')).claimEdits(site),
  };
}

/**
 * Each run of a job is claimed in Redis by the instance that does it. While Redis is down the job is left out, because a
 * second run is what harms.
 */
export const claimRun = storeFix({
  id: 'claim-run',
  rule: 'cron-in-process',
  title: 'Let one instance claim each run in Redis',
  recipes: [
    ...['node-cron', 'node-schedule', 'cron', 'nestjs-schedule'].map(recipe),
    ...['apscheduler', 'schedule'].map(clockInPython),
  ],
});

function refusesJob(graph: ProgramGraph, use: LibraryUse): Refusal | null {
  const { file, fact } = use;
  const at = (reason: string): Refusal => refusalAt(graph, reason, { file, span: fact.calleeSpan });
  if (startsOften(graph, use)) return at('The job starts more often than each half minute, for which a claim stands.');
  const decorated = decoratedJob(graph, use);
  if (decorated !== undefined) {
    const [caller] = (graph.callers.get(decorated.key) ?? []).filter(({ kind }) => kind === 'call');
    return caller === undefined
      ? null
      : refusalAt(graph, 'The job is also done on demand, which a claim would leave out at times.', caller.site);
  }
  const job = jobOf(use);
  const isPlain = job?.kind === 'function' || job?.kind === 'reference';
  return isPlain ? null : at('The job is not given as a function here.');
}
