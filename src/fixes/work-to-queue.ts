import type { Fix, FixResult, FixSources, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { reachableEffects } from '../link/effects.ts';
import { pythonWorkQueue } from '../patterns/stores/python/work-queue.ts';
import { addImport, type OpenPython, openPython } from '../sources/python/edit.ts';
import { redisUrl } from './environment-names.ts';
import { lateSettings } from './late-settings.ts';
import { type Needs, needsEdits, needsObstacle } from './needs.ts';
import { startFolder, wholeModule } from './python/module-place.ts';
import { ownModules } from './python/own-modules.ts';
import { productionNames } from './python/production.ts';
import { withoutUnused } from './python/unused-imports.ts';
import { definesFunction, programsWith, writtenModule } from './python/written-module.ts';
import { refusalAt } from './refusal.ts';
import { type AnsweredWork, answeredWork } from './work/answer.ts';
import { argumentObstacle } from './work/arguments.ts';
import { workObstacle } from './work/importable.ts';
import { handOver } from './work/rewrite.ts';
import { type StatusRoute, statusRoute } from './work/status-route.ts';
import { type WaitingHandler, waitingHandler } from './work/waiting.ts';

/**
 * Takes long work out of a request: the handler answers 202 with a job's id, a worker does the work, and a route beside
 * the handler tells how it is. Who calls the route sees another answer, so that it always needs review.
 */
export const workToQueue: Fix = {
  id: 'work-to-queue',
  rules: ['long-work-in-handler'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const found = handedOver(finding, context);
    if ('reason' in found) return found;
    return { kind: 'offer', title: 'Let a worker do it: callers get 202 and a job’s id in place of the result' };
  },
  build: (finding, context, sources) => build(finding, context, sources),
};

interface HandedOver {
  readonly waiting: WaitingHandler;
  readonly answered: AnsweredWork;
  readonly status: StatusRoute;
}

function handedOver(finding: Finding, context: RuleContext): HandedOver | Refusal {
  const { graph } = context;
  const waiting = waitingHandler(context, finding);
  if ('reason' in waiting) return waiting;
  const queue = otherQueue(context, finding);
  if (queue !== null) return queue;
  const answered = answeredWork(graph, waiting);
  if ('reason' in answered) return answered;
  const obstacle = argumentObstacle(graph, waiting) ?? workObstacle(context, waiting);
  if (obstacle !== null) return obstacle;
  const status = statusRoute(graph, waiting);
  if ('reason' in status) return status;
  return (
    lateSettings(context, waiting.file) ?? needsObstacle(context, needsOf(waiting, [])) ?? { waiting, answered, status }
  );
}

function needsOf({ file, route }: WaitingHandler, names: Needs['names']): Needs {
  const redis = { ...redisUrl, comment: 'The Redis that all instances and workers share.' };
  return { file, packages: pythonWorkQueue.packages, beside: [route.framework], names: [redis, ...names] };
}

/** A program that has a queue is not given a second one. */
function otherQueue({ graph, system }: RuleContext, finding: Finding): Refusal | null {
  const programs = system.programs.filter(({ files }) => files.has(finding.file));
  for (const file of programs.flatMap(({ files }) => [...files])) {
    for (const { module, span } of graph.facts.get(file)?.code?.imports ?? []) {
      const [name = ''] = module.split('.');
      if (!queues.has(name)) continue;
      return refusalAt(graph, `The program has a queue already: make the work a task of ${name}.`, { file, span });
    }
  }
  return null;
}

const queues: ReadonlySet<string> = new Set(['celery', 'dramatiq', 'huey', 'arq', 'django_rq', 'taskiq']);

/** Work that only reads can be done again when it failed; anything else might be done twice. */
function retriesOf({ graph }: RuleContext, { work }: WaitingHandler): string {
  const reads = new Set(['database-read', 'file-read', 'file-test', 'long-work', 'held-thread', 'secret-check']);
  return reachableEffects(graph, work.key).every(({ effect }) => reads.has(effect)) ? '2' : '0';
}

async function build(finding: Finding, context: RuleContext, { read, parsePython }: FixSources): Promise<FixResult> {
  const found = handedOver(finding, context);
  const text = 'reason' in found ? null : await read(found.waiting.file);
  if ('reason' in found || text === null)
    throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  const { waiting, answered, status } = found;
  const { file } = waiting;
  const source = openPython(await parsePython(), text);
  if (source === null) throw new Error(`${file} does not parse; mend it first.`);
  const programs = programsWith(context, finding, file);
  const wanted = {
    template: pythonWorkQueue,
    name: pythonWorkQueue.id,
    isOurs: definesFunction('enqueue'),
    slots: { retries: retriesOf(context, waiting) },
  };
  const queue = await writtenModule(context, programs, file, wanted, read);
  const own = ownModules(context.graph, file);
  const imports = importsFor(source, waiting, status, { module: await queue.nameIn(file), own });
  const edits = handOver(source, waiting, answered, status, imports.names);
  if (edits === null) throw new Error(`The work in ${file} stands where no edit can take it out; mend it by hand.`);
  const changes = withoutUnused(context.graph, file, source, [...imports.edits, ...edits]);
  const first = Math.min(...imports.edits.map(({ span }) => span[0]));
  const late = lateSettings(context, file, first);
  if (late !== null) throw new Error(late.reason);
  const names = productionNames(context, programs, redisUrl.name);
  const needs = await needsEdits(context, finding, needsOf(waiting, names), read);
  const root = await startFolder({ graph: context.graph, programs, file: waiting.work.file, read });
  const path = root === '' ? '' : ` --path ${root}`;
  const worker = `start a worker beside the service, in the same folder: rq worker${path} --url $REDIS_URL work`;
  return {
    files: [{ kind: 'change', file, edits: changes }, ...queue.made, ...needs.files],
    next: needs.next === null ? worker : `${needs.next}, then ${worker}`,
  };
}

function importsFor(
  source: OpenPython,
  { handler }: WaitingHandler,
  { framework }: StatusRoute,
  { module, own }: { readonly module: string; readonly own: ReadonlySet<string> },
) {
  const name = 'work_queue';
  const whole = wholeModule(module);
  const names = [{ imported: whole.imported, local: name }];
  const queue = addImport(source, { module: whole.module, names, own });
  const wanted =
    framework === 'flask'
      ? [{ module: 'flask', name: 'url_for' }]
      : [
          { module: 'fastapi.responses', name: 'JSONResponse' },
          ...(handler.fact.async ? [{ module: 'fastapi.concurrency', name: 'run_in_threadpool' }] : []),
        ];
  const added = wanted.map((each) => ({
    name: each.name,
    ...addImport(source, { module: each.module, names: [{ imported: each.name, local: each.name }] }),
  }));
  const localOf = (wantedName: string): string =>
    added.find((each) => each.name === wantedName)?.locals[wantedName] ?? wantedName;
  return {
    // Where both stand in one place, packages come first.
    edits: [...added.flatMap(({ edits }) => edits), ...queue.edits],
    names: {
      queue: queue.locals[whole.imported] ?? name,
      urlFor: localOf('url_for'),
      jsonResponse: localOf('JSONResponse'),
      inThreadpool: localOf('run_in_threadpool'),
    },
  };
}
