import type { Catalog } from '../../../catalog/types.ts';
import type { LongWork } from '../../../catalog/work.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { Operation } from '../../../facts/operations.ts';
import type { CallId, DeclarationId, FunctionId, ReferenceRoot, Value } from '../../../facts/values.ts';
import { isAnsweredIn } from '../../../gates/answered.ts';
import { isAwaited } from '../../../gates/awaited.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { numberOf } from '../../../gates/numbers.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { WaitedWay } from '../../../gates/waited.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';
import { contains } from '../../../text/spans.ts';
import { commandIn, slowCommand } from './commands.ts';
import { type DecidingStep, decidingSteps } from './steps.ts';
import type { Work } from './work.ts';

/** Waits of fewer seconds than these are told from none only with a stopwatch. */
const fewestSeconds = 5;

/** Calls that take seconds by themselves, as the catalogue knows them; one where a function does the same several times. */
export function slowCalls(graph: ProgramGraph, catalog: Catalog): readonly Work[] {
  const all = [...graph.effects.values()].flat().flatMap((effect) => {
    const { work, site } = effect;
    const code = graph.facts.get(site.file)?.code ?? null;
    return work === undefined || code === null ? [] : worksOf(graph, catalog, effect, work, code);
  });
  return all.filter(
    (each, index) =>
      all.findIndex(
        (other) =>
          other.function === each.function &&
          other.what === each.what &&
          (!each.isBrief || other.isInLoop === each.isInLoop) &&
          other.stop === each.stop,
      ) === index,
  );
}

function worksOf(
  graph: ProgramGraph,
  catalog: Catalog,
  effect: Effect,
  work: LongWork,
  code: CodeFacts,
): readonly Work[] {
  const { site, call, operation } = effect;
  const own = { function: effect.function, file: site.file, call, operation };
  const value = decidingValue(work, code, call);
  const steps =
    value === undefined
      ? [own]
      : work.ends === 'blocks'
        ? decidingSteps(graph, { ...own, value })
        : [{ ...own, value }];
  return steps.flatMap((step) => {
    const at = graph.facts.get(step.file)?.code?.calls[step.call];
    const what = whatOf(graph, effect, work, code, step);
    if (at === undefined || what === null) return [];
    return [
      {
        function: step.function,
        site: step === own ? site : { file: step.file, span: at.calleeSpan },
        call: step.call,
        span: step.operation.span,
        guards: step.operation.guards,
        what,
        rows: null,
        thing: what,
        weak: false,
        isPause: work.lasts !== undefined,
        isBrief: work.brief === true,
        isInLoop: step.operation.inLoop,
        stop: stopOf(graph, effect, work, code, step.operation),
        isWaitedFor: (way: WaitedWay) => isWaitedFor(graph, catalog, effect, work, code, way),
      },
    ];
  });
}

/** The argument that says which command runs, or how long it is waited. */
function decidingValue(work: LongWork, code: CodeFacts, call: CallId): Value | undefined {
  const fact = code.calls[call];
  if (fact === undefined) return undefined;
  if (work.command !== undefined) return commandIn(fact, work.command);
  const at = work.lasts?.argument;
  return at?.kind === 'position' ? fact.arguments[at.position] : undefined;
}

function stopOf(
  graph: ProgramGraph,
  effect: Effect,
  work: LongWork,
  code: CodeFacts,
  operation: Operation,
): Stop | null {
  if (operation.inCatch === true) return afterFailure;
  if (work.waitedBy !== undefined && waitsOn(code, effect.call, work.waitedBy).length === 0) return letGo;
  if (isCutShort(graph, effect, work, code)) return cutShort;
  return keptStop(graph, effect, work, code);
}

const letGo: Stop = { gate: 'moment', reason: 'It is started, and nothing here waits for its end.' };
const cutShort: Stop = { gate: 'role', reason: 'It is given up after a few seconds.' };

/** Calls by which what was started is waited for: `child.wait()`, `start(…).communicate()`. */
function waitsOn(code: CodeFacts, call: CallId, waitedBy: readonly string[]): readonly CallId[] {
  const names = namesFor(code, call);
  return code.calls.flatMap(({ callee: { root, path } }, id) => {
    const isIts =
      (root.kind === 'declared' && names.includes(root.declaration)) || (root.kind === 'call' && root.call === call);
    return isIts && path.length === 1 && waitedBy.includes(path[0] ?? '') ? [id] : [];
  });
}

/** Whether every wait for it ends after a few seconds, done or not. */
function isCutShort(graph: ProgramGraph, { site, call }: Effect, work: LongWork, code: CodeFacts): boolean {
  const names = work.limitedBy;
  if (names === undefined) return false;
  const waits = work.waitedBy === undefined ? [call] : waitsOn(code, call, work.waitedBy);
  return waits.every((id) => {
    const limit = code.calls[id]?.named.find(({ key }) => names.includes(key))?.value;
    const number = limit === undefined ? null : numberOf(graph, site.file, limit);
    return number !== null && number.value < fewestSeconds;
  });
}

const afterFailure: Stop = { gate: 'role', reason: 'It runs only after something failed.' };

function whatOf(
  graph: ProgramGraph,
  { call }: Effect,
  work: LongWork,
  code: CodeFacts,
  step: Omit<DecidingStep, 'value'> & { readonly value?: Value },
): string | null {
  const fact = code.calls[call];
  if (fact === undefined) return null;
  if (work.command !== undefined) {
    // Words that stand apart from a command that a caller gives may be whatever else it gives.
    if (step.call !== call && work.command.rest !== undefined) return null;
    return slowCommand(graph, step.file, fact, work.command, step.value);
  }
  if (work.lasts === undefined) return work.what;
  const number = step.value === undefined ? null : numberOf(graph, step.file, step.value);
  // `setTimeout(resolve, …)` keeps the promise itself; anything else that it calls is another matter.
  if (work.ends === 'event' && !keepsPromise(code, call)) return null;
  // A wait in a loop ends when something else is there, and how often it comes is not written.
  const seconds = number === null ? 0 : number.value / work.lasts.perSecond;
  return seconds < fewestSeconds || step.operation.inLoop ? null : `${Math.round(seconds)} seconds to pass`;
}

function isWaitedFor(
  graph: ProgramGraph,
  catalog: Catalog,
  { call, site }: Effect,
  { ends, lasts, waitedBy }: LongWork,
  code: CodeFacts,
  { waiting }: WaitedWay,
): boolean {
  if (ends === 'blocks') return true;
  if (waitedBy !== undefined) {
    return waiting === 'promise' && waitsOn(code, call, waitedBy).some((wait) => isAwaited(code, wait));
  }
  const isAwaitedHere = isAwaited(code, call);
  if (ends === 'promise') return waiting === 'promise' && isAwaitedHere;
  if (lasts !== undefined) return waiting === 'event';
  if (waiting === 'event') return tells(code, call);
  return waiting === 'promise' && (isAwaitedHere || answersAfter(graph, catalog, site.file, code, call));
}

/** Whether the end of what a call begins leads to a parameter of its function, as `resolve` or a callback is. */
function tells(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  const parameters = fact === undefined ? [] : parametersAround(code, fact.function);
  const isOne = (root: ReferenceRoot): boolean => root.kind === 'declared' && parameters.includes(root.declaration);
  const places = [call, ...listenersOn(code, call)];
  return code.calls.some(
    ({ callee, arguments: given, span }) =>
      places.some((place) => contains(code.calls[place]?.span, span)) &&
      (isOne(callee.root) || given.some((each) => each.kind === 'reference' && isOne(each.reference.root))),
  );
}

function parametersAround(code: CodeFacts, id: FunctionId): readonly DeclarationId[] {
  const fact = code.functions[id];
  const around = fact?.parent == null || fact.parent === 0 ? [] : parametersAround(code, fact.parent);
  return [...(fact?.parameters ?? []), ...around];
}

function keepsPromise(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  const root = fact?.arguments[0]?.kind === 'reference' ? fact.arguments[0].reference.root : null;
  const executor = fact === undefined ? undefined : code.functions[fact.function];
  return root?.kind === 'declared' && executor?.parameters[0] === root.declaration;
}

/** Whether the answer is given by what the call calls back, or by what listens to what it made. */
function answersAfter(graph: ProgramGraph, catalog: Catalog, file: string, code: CodeFacts, call: CallId): boolean {
  return [call, ...listenersOn(code, call)].some((each) => isAnsweredIn(graph, catalog, file, each));
}

/** Calls that listen to what a call makes: `child.on('close', …)`, `convert(…).on('end', …).run()`. */
function listenersOn(code: CodeFacts, call: CallId): readonly CallId[] {
  const fact = code.calls[call];
  const names = namesFor(code, call);
  return code.calls.flatMap(({ callee: { root, path }, span }, id) => {
    if (path.at(-1) !== 'on' && path.at(-1) !== 'once') return [];
    const isIts =
      (root.kind === 'declared' && names.includes(root.declaration)) ||
      (root.kind === 'call' && fact !== undefined && (contains(span, fact.span) || contains(fact.span, span)));
    return isIts ? [id] : [];
  });
}

function namesFor(code: CodeFacts, call: CallId): readonly DeclarationId[] {
  return code.declarations.flatMap((_, id) =>
    namedValues(code, id).some((value) => value.kind === 'call' && value.call === call) ? [id] : [],
  );
}

/** A browser that is not closed where it was started is kept, and the next request finds it running. */
function keptStop(graph: ProgramGraph, effect: Effect, { closedBy }: LongWork, code: CodeFacts): Stop | null {
  if (closedBy === undefined) return null;
  return isClosed(graph, effect.site.file, code, effect.call, closedBy, 0)
    ? null
    : { gate: 'role', reason: 'It is not closed where it was started, so the next request may find it running.' };
}

function isClosed(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  call: CallId,
  closedBy: readonly string[],
  depth: number,
): boolean {
  const fact = code.calls[call];
  if (fact === undefined || depth > 2) return false;
  const names = namesFor(code, call).filter((id) => code.declarations[id]?.function !== 0);
  const closes = code.calls.some(
    ({ callee: { root, path } }) =>
      root.kind === 'declared' && names.includes(root.declaration) && closedBy.includes(path.at(-1) ?? ''),
  );
  if (closes) return true;
  const returned = code.functions[fact.function]?.operations.some(
    ({ kind, span, ...of }) =>
      kind === 'return' &&
      'value' in of &&
      (of.value?.kind === 'call'
        ? of.value.call === call
        : of.value?.kind === 'reference' &&
          of.value.reference.root.kind === 'declared' &&
          of.value.reference.path.length === 0 &&
          names.includes(of.value.reference.root.declaration)),
  );
  if (returned !== true) return false;
  const callers = graph.callers.get(`${file}#${fact.function}`) ?? [];
  return (
    callers.length > 0 &&
    callers.every(({ site, once }) => {
      const caller = graph.facts.get(site.file)?.code ?? null;
      const at = caller?.calls.findIndex(({ calleeSpan }) => calleeSpan[0] === site.span[0]) ?? -1;
      return once !== true && caller !== null && at >= 0 && isClosed(graph, site.file, caller, at, closedBy, depth + 1);
    })
  );
}
