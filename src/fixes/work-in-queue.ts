import type { CodeFacts } from '../facts/code.ts';
import type { CallId, Reference } from '../facts/values.ts';
import type { Fix, FixResult, FixSources, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { FunctionNode, ProgramGraph } from '../link/program-graph.ts';
import { workQueue } from '../patterns/stores/work-queue.ts';
import { redisUrl } from './environment-names.ts';
import { frozenObstacle } from './frozen.ts';
import { mentionsIn } from './mentions.ts';
import { type Needs, needsEdits, needsObstacle } from './needs.ts';
import { nearestPackage } from './packages.ts';
import { reachedFrom } from './reached.ts';
import { refusal, refusalAt } from './refusal.ts';
import { handOver } from './script/work-in-queue.ts';
import { handlerObstacle, workObstacle } from './work/left-work.ts';
import { plainArguments } from './work/plain-in-script.ts';

/**
 * Hands what nobody waits for to a queue, and waits until it is kept there: any instance does it then, whatever becomes of
 * this one. While Redis is down the request fails, because nobody would do what it promises.
 */
export const workInQueue: Fix = {
  id: 'work-in-queue',
  rules: ['work-after-response'],
  safety: 'needs-review',
  concerns: (finding, { graph }) => graph.facts.get(finding.file)?.language !== 'python',
  offer: (finding, context) => {
    const found = lettingGo(finding, context);
    return 'reason' in found
      ? found
      : { kind: 'offer', title: `Hand \`${found.work.fact.name}\` to a queue that outlives the process` };
  },
  build,
};

/** A handler that begins work and does not wait for it, and the function that does it. */
interface LettingGo {
  readonly file: string;
  readonly calls: readonly CallId[];
  readonly work: FunctionNode;
}

function lettingGo(finding: Finding, context: RuleContext): LettingGo | Refusal {
  const { graph } = context;
  const { file } = finding;
  const facts = graph.facts.get(file);
  const code = facts?.code ?? null;
  const at = (facts?.lineStarts[finding.range.start.line] ?? 0) + finding.range.start.character;
  const call = code?.calls.findIndex(({ calleeSpan }) => calleeSpan[0] === at) ?? -1;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return refusal(`${file} has changed since it was checked.`);
  const site = { file, span: fact.calleeSpan };
  const handler = graph.functions.get(`${file}#${fact.function}`);
  if (handler?.fact.async !== true) {
    return refusalAt(graph, 'What begins it waits for nothing, so it could not wait until the job is kept.', site);
  }
  const [edge, another] = (graph.callees.get(handler.key) ?? []).filter((each) => each.call === call);
  const work = edge === undefined ? undefined : graph.functions.get(edge.to);
  if (edge?.kind !== 'call' || edge.certainty !== 'proved' || another !== undefined || work === undefined) {
    return refusalAt(graph, 'Only a function of the program’s own that is called by its name can be a job.', site);
  }
  const isOfModule = work.fact.kind === 'function' && work.fact.parent === 0 && work.class === null;
  if (!isOfModule || work.fact.name === '') {
    return refusalAt(graph, 'The work belongs to an object or to a call, which another instance does not have.', site);
  }
  if (file !== work.file && leadsTo(graph, work.file, file)) {
    return refusalAt(
      graph,
      'The file of the work imports this one in turn, so it may not be there when this is loaded.',
      site,
    );
  }
  // What the same function begins of the same work is one finding.
  const calls = (graph.callees.get(handler.key) ?? []).flatMap((each) => {
    const same = each.to === work.key && each.call !== undefined ? code.calls[each.call] : undefined;
    return each.call === undefined || same === undefined || same.awaited ? [] : [each.call];
  });
  const against = workObstacle(graph, work) ?? handlerObstacle(context, handler, fact);
  if (against !== null) return against;
  for (const each of calls) {
    const own = code.calls[each];
    if (own === undefined) continue;
    if (isUsed(code, each)) {
      return refusalAt(graph, 'Something is done with what it gives back.', { file, span: own.calleeSpan });
    }
    const given = plainArguments(graph, handler, own, work);
    if (given !== null) return given;
  }
  return (
    otherQueue(context, finding) ??
    frozenObstacle(context, finding) ??
    needsObstacle(context, needsOf(file)) ?? { file, calls, work }
  );
}

/** Whether something takes what a call gives, other than its failure. */
function isUsed(code: CodeFacts, call: CallId): boolean {
  return mentionsIn(code).some(
    ({ value, within }) =>
      (value.kind === 'call' && value.call === call) ||
      (value.kind === 'reference' &&
        value.reference.root.kind === 'call' &&
        value.reference.root.call === call &&
        !(within.kind === 'callee' && value.reference.path.join() === 'catch' && onlyNotes(code, within.call))),
  );
}

/** `.catch(console.error)`, `.catch((error) => log.error(error))`, `.catch(() => {})`: what fails is no more than noted. */
function onlyNotes(code: CodeFacts, id: CallId): boolean {
  const [given] = code.calls[id]?.arguments ?? [];
  const isNote = ({ root, path }: Reference): boolean => {
    const name =
      root.kind === 'global'
        ? root.name
        : root.kind === 'declared'
          ? (code.declarations[root.declaration]?.name ?? '')
          : '';
    return /^console$|log/i.test(name) || /^(?:error|warn|info|log|debug)$/.test(path.at(-1) ?? '');
  };
  if (given?.kind === 'reference') return isNote(given.reference);
  if (given?.kind !== 'function') return false;
  const own = code.functions[given.function];
  const onlyCalls = own?.operations.every((each) => each.kind === 'call' || each.kind === 'return') === true;
  return onlyCalls && code.calls.every((each) => each.function !== given.function || isNote(each.callee));
}

/** Whether importing one file loads another. */
function leadsTo({ imports }: ProgramGraph, from: string, to: string): boolean {
  return reachedFrom([from], (file) => (imports.get(file) ?? []).map((edge) => edge.to)).has(to);
}

const queues = /^(?:bull|bullmq|bee-queue|agenda|pg-boss|graphile-worker|@nestjs\/bullm?q?|celery-node)$/;

/** A program that has a queue is not given a second one. */
function otherQueue({ graph, system }: RuleContext, finding: Finding): Refusal | null {
  const programs = system.programs.filter(
    ({ name, files }) => finding.programs.includes(name) && files.has(finding.file),
  );
  for (const file of programs.flatMap(({ files }) => [...files])) {
    if (isOurs(graph, file)) continue;
    const found = graph.facts.get(file)?.code?.imports.find(({ module, typeOnly }) => !typeOnly && queues.test(module));
    if (found === undefined) continue;
    return refusalAt(graph, `The program has a queue already: make this a job of ${found.module}.`, {
      file,
      span: found.span,
    });
  }
  return null;
}

/** The module that an earlier fix wrote. */
function isOurs({ facts }: ProgramGraph, file: string): boolean {
  return (
    /(?:^|\/)work-queue(?:-\d+)?\.[cm]?[jt]s$/.test(file) &&
    facts.get(file)?.code?.exports.some((each) => each.kind === 'local' && each.name === 'inQueue') === true
  );
}

function needsOf(file: string): Needs {
  return { file, packages: workQueue.packages, beside: [], names: [redisUrl] };
}

async function build(finding: Finding, context: RuleContext, { read }: FixSources): Promise<FixResult> {
  const { graph, system } = context;
  const found = lettingGo(finding, context);
  const node = nearestPackage(graph, finding.file);
  if ('reason' in found || node === undefined) throw new Error(`${finding.file} has changed; check it again.`);
  const { file, calls, work } = found;
  const programs = system.programs.filter(({ name, files }) => finding.programs.includes(name) && files.has(file));
  const text = await read(file);
  if (text === null) throw new Error(`${file} is gone; check it again.`);
  const { edits, created } = await handOver({ graph, file, node, programs, text, read }, calls, work);
  const needs = await needsEdits(context, finding, needsOf(file), read);
  return { files: [{ kind: 'change', file, edits }, ...created, ...needs.files], next: needs.next };
}
