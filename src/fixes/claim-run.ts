import type { Refusal } from '../findings/fix.ts';
import type { FunctionNode, LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { decoratedJob, functionsOfJob, jobOf } from './claimed-job.ts';
import { startsOften } from './often.ts';
import { clockInPython } from './python/claim-run.ts';
import { calledFrom } from './reached.ts';
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
  if (/^(?:Interval|Timeout)$/.test(fact.callee.path.at(-1) ?? calledAs(graph, use))) {
    return at('Each instance counts from its own start, so that their runs do not meet: give it a time of the day.');
  }
  if (startsOften(graph, use)) return at('The job starts more often than each half minute, for which a claim stands.');
  const decorated = decoratedJob(graph, use);
  const own = decorated ?? jobFunction(graph, use);
  const kept = own === undefined ? null : ownMemory(graph, own);
  if (kept !== null) return at(kept);
  if (decorated !== undefined) {
    const [caller] = (graph.callers.get(decorated.key) ?? []).filter(({ kind }) => kind === 'call');
    return caller === undefined
      ? null
      : refusalAt(graph, 'The job is also done on demand, which a claim would leave out at times.', caller.site);
  }
  const asked = onDemand(graph, use);
  if (asked !== null) {
    return refusalAt(graph, 'The job is also done on demand, which a claim would leave out at times.', asked);
  }
  const job = jobOf(use);
  const isPlain = job?.kind === 'function' || job?.kind === 'reference';
  return isPlain ? null : at('The job is not given as a function here.');
}

function calledAs(graph: ProgramGraph, { file, fact }: LibraryUse): string {
  const { root } = fact.callee;
  const declared = root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration] : undefined;
  return declared?.name ?? '';
}

function jobFunction(graph: ProgramGraph, use: LibraryUse): FunctionNode | undefined {
  const job = jobOf(use);
  if (job?.kind !== 'function' && job?.kind !== 'reference') return undefined;
  const [first] = functionsOfJob(graph, use.file, job);
  return first === undefined ? undefined : graph.functions.get(first);
}

/** A job that looks after what each instance has by itself must run in each. */
function ownMemory(graph: ProgramGraph, { key, fact }: FunctionNode): string | null {
  if (fact.parameters.length > 0) return 'The job takes what the clock hands to it.';
  const reached = calledFrom(graph, [key]);
  const cell = graph.cells.find(({ accesses }) =>
    accesses.some(
      (each) =>
        reached.has(each.function) &&
        each.kind !== 'read' &&
        graph.functions.get(each.function)?.fact.kind !== 'module',
    ),
  );
  if (cell !== undefined) return `It changes \`${cell.name}\`, which each instance has by itself.`;
  const isOfDisk = [...reached].some((each) =>
    graph.effects.get(each)?.some(({ effect }) => /^file-(?:write|remove)$/.test(effect)),
  );
  return isOfDisk ? 'It changes files, which each instance has by itself.' : null;
}

/** `task.execute()` of what the clock gave back. */
function onDemand(graph: ProgramGraph, { file, call }: LibraryUse): Site | null {
  const code = graph.facts.get(file)?.code;
  const kept = code?.declarations.findIndex(({ initial }) => initial?.kind === 'call' && initial.call === call) ?? -1;
  const found = code?.calls.find(
    ({ callee: { root, path } }) =>
      kept >= 0 &&
      root.kind === 'declared' &&
      root.declaration === kept &&
      /^(?:execute|invoke|trigger|fireOnTick|now)$/.test(path.at(-1) ?? ''),
  );
  return found === undefined ? null : { file, span: found.calleeSpan };
}
