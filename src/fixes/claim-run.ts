import type { Refusal } from '../findings/fix.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { jobOf } from './claimed-job.ts';
import { refusalAt } from './refusal.ts';
import { connectionOf } from './script/connection.ts';
import { type StoreRecipe, storeFix } from './shared-store.ts';

/** Clocks that are given a time and a function. */
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
  recipes: [recipe('node-cron'), recipe('node-schedule'), recipe('cron')],
});

function refusesJob(graph: ProgramGraph, use: LibraryUse): Refusal | null {
  const { file, fact } = use;
  const job = jobOf(use);
  const isPlain = job?.kind === 'function' || job?.kind === 'reference';
  return isPlain ? null : refusalAt(graph, 'The job is not given as a function here.', { file, span: fact.calleeSpan });
}
