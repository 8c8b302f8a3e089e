import type { Refusal } from '../../findings/fix.ts';
import type { CallEdge, FunctionNode, LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { claimedRun } from '../../patterns/stores/python/claimed-run.ts';
import { sharedRedis } from '../../patterns/stores/python/shared-redis.ts';
import { addImport, indentAt, nodeAt, type OpenPython } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { functionsOfJob, jobOf } from '../claimed-job.ts';
import { keyOfFile } from '../job-name.ts';
import { changesOwnMemory } from '../own-memory.ts';
import { refusalAt } from '../refusal.ts';
import type { StoreEdits, StoreRecipe, StoreSite } from '../shared-store.ts';
import { handedOn } from '../waiting/handed-on.ts';
import { claimOf } from './job-clock.ts';
import { keptJobs } from './kept-jobs.ts';
import { ownModules } from './own-modules.ts';
import { productionNames } from './production.ts';
import { openedFile, statementAround } from './shared-address.ts';
import { definesFunction, writtenModule } from './written-module.ts';

const maker = 'claimed_run';

/** Schedulers of Python, whose jobs are given by their names or stand below a decorator. */
export function clockInPython(library: string): StoreRecipe {
  return {
    library,
    isNamed: true,
    madeAtLoad: 'needs-environment',
    packagesFor: () => claimedRun.packages,
    refuses: refusesJob,
    write: claimEdits,
  };
}

function refusesJob(graph: ProgramGraph, use: LibraryUse): Refusal | null {
  const kept = keptJobs(graph);
  if (kept !== null) return kept;
  const claim = claimOf(graph, use);
  if (claim.kind === 'refusal') return claim;
  const decorated = decoratedBy(graph, use);
  if (decorated !== undefined) return changesOwnMemory(graph, [decorated.key]) ?? onDemand(graph, decorated);
  const job = jobOf(use);
  if (job?.kind !== 'function' && job?.kind !== 'reference') {
    return refusalAt(graph, 'The job is not given as a function here.', { file: use.file, span: use.fact.calleeSpan });
  }
  return changesOwnMemory(graph, functionsOfJob(graph, use.file, job));
}

/** The function that the clock's decorator stands on. */
function decoratedBy(graph: ProgramGraph, { file, call }: LibraryUse): FunctionNode | undefined {
  return [...graph.functions.values()].find(
    (node) => node.file === file && node.fact.decorators.some((each) => each.call === call),
  );
}

/** What stands below a decorator is claimed whoever calls it. */
function onDemand(graph: ProgramGraph, node: FunctionNode): Refusal | null {
  const reason = 'The job is also done on demand, which a claim would leave out at times.';
  const isDecorator = ({ site }: CallEdge): boolean =>
    site.file === node.file &&
    node.fact.decorators.some(({ span }) => span[0] <= site.span[0] && site.span[1] <= span[1]);
  const [caller] = (graph.callers.get(node.key) ?? []).filter((edge) => edge.kind !== 'load' && !isDecorator(edge));
  const entered = graph.entries.find(({ function: key, moment }) => key === node.key && moment !== 'timer');
  const site = caller?.site ?? entered?.site ?? handedOn(graph, node);
  if (site !== null && site !== undefined) return refusalAt(graph, reason, site);
  const clocks = graph.uses.filter(
    (use) => use.file === node.file && node.fact.decorators.some(({ call }) => call === use.call),
  );
  return clocks.length > 1
    ? refusalAt(graph, 'Several clocks start the job by the function that stands below them.', {
        file: node.file,
        span: node.fact.nameSpan,
      })
    : null;
}

/** The modules that claim, and the job in the function that asks before it works. */
async function claimEdits(site: StoreSite): Promise<StoreEdits> {
  const { context, graph, programs, sources, use } = site;
  const claim = claimOf(graph, use);
  const open = await openedFile(site, use.file);
  const redis = await writtenModule(
    context,
    programs,
    use.file,
    { template: sharedRedis, name: sharedRedis.id, isOurs: definesFunction('connect_shared_redis') },
    sources.read,
  );
  const folder = redis.file.slice(0, redis.file.lastIndexOf('/') + 1);
  const wanted = {
    template: claimedRun,
    name: claimedRun.id,
    isOurs: definesFunction(maker),
    slots: { redis: await redis.nameIn(`${folder}${claimedRun.id}.py`) },
  };
  const module = await writtenModule(context, programs, use.file, wanted, sources.read);
  const { edits, locals } = addImport(open, {
    module: await module.nameIn(use.file),
    names: [{ imported: maker, local: maker }],
    before: statementAround(open, use.fact.span[0]),
    own: ownModules(graph, use.file),
  });
  const decorated = decoratedBy(graph, use);
  const seconds = claim.kind === 'claim' && claim.seconds !== null ? `, seconds=${claim.seconds}` : '';
  const { quote } = open.style;
  const asked = `${locals[maker] ?? maker}(${quote}${jobName(site, decorated)}${quote}${seconds})`;
  const own = decorated === undefined ? aroundJob(open, use, asked) : belowDecorator(open, use, asked);
  if (own === null) throw new Error(`${use.file} has changed since it was checked; check it again.`);
  return {
    changes: [{ file: use.file, edits: [...edits, ...own] }],
    created: [...redis.made, ...module.made],
    names: productionNames(context, programs, 'REDIS_URL'),
  };
}

/** `add_job(digest, …)` becomes `add_job(claimed_run("app:digest")(digest), …)`. */
function aroundJob(open: OpenPython, use: LibraryUse, asked: string): readonly TextEdit[] | null {
  const job = jobOf(use);
  if (job === undefined || nodeAt(open, job.span) === undefined) return null;
  const [start, end] = job.span;
  return [
    { span: [start, start], text: `${asked}(` },
    { span: [end, end], text: ')' },
  ];
}

function belowDecorator(open: OpenPython, { fact }: LibraryUse, asked: string): readonly TextEdit[] | null {
  const [start, end] = fact.span;
  const line = indentAt(open.text, start);
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/.exec(open.text.slice(end));
  if (rest === null) return null;
  const below = end + rest[0].length;
  return [{ span: [below, below], text: `${open.style.line}${line}@${asked}` }];
}

/** Jobs of one name would keep each other from running, so that a number tells a file's jobs of one name apart. */
function jobName({ graph, use }: StoreSite, decorated: FunctionNode | undefined): string {
  const beside = graph.uses.filter((each) => each.file === use.file && each.pattern.role === 'schedule');
  const nameOf = (each: LibraryUse): string => {
    const job = jobOf(each);
    const node = each.id === use.id ? decorated : decoratedBy(graph, each);
    if (node !== undefined) return node.fact.name;
    if (job?.kind !== 'reference') return 'job';
    const { root, path } = job.reference;
    const declared = root.kind === 'declared' ? graph.facts.get(each.file)?.code?.declarations[root.declaration] : null;
    return path.at(-1) ?? declared?.name ?? 'job';
  };
  const own = nameOf(use);
  const same = beside.filter((each) => nameOf(each) === own);
  const number = same.length > 1 ? `-${same.findIndex(({ id }) => id === use.id) + 1}` : '';
  return `${keyOfFile(use.file)}:${own}${number}`;
}
