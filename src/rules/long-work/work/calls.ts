import type { Catalog } from '../../../catalog/types.ts';
import type { LongWork } from '../../../catalog/work.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { CallId, DeclarationId, FunctionId, ReferenceRoot } from '../../../facts/values.ts';
import { isAnsweredIn } from '../../../gates/answered.ts';
import { isAwaited } from '../../../gates/awaited.ts';
import { contains } from '../../../gates/guard.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { numberOf } from '../../../gates/numbers.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { WaitedWay } from '../../../gates/waited.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';
import { slowCommand } from './commands.ts';
import type { Work } from './work.ts';

/** Waits of fewer seconds than these are told from none only with a stopwatch. */
const fewestSeconds = 5;

/** Calls that take seconds by themselves, as the catalogue knows them. */
export function slowCalls(graph: ProgramGraph, catalog: Catalog): readonly Work[] {
  return [...graph.effects.values()].flat().flatMap((effect) => {
    const { work, site, call, operation } = effect;
    const code = graph.facts.get(site.file)?.code ?? null;
    const what = work === undefined || code === null ? null : whatOf(graph, effect, work, code);
    if (work === undefined || code === null || what === null) return [];
    return [
      {
        function: effect.function,
        site,
        call,
        span: operation.span,
        guards: operation.guards,
        what,
        rows: null,
        thing: what,
        weak: false,
        isPause: work.lasts !== undefined,
        isBrief: work.brief === true,
        isInLoop: operation.inLoop,
        stop: operation.inCatch === true ? afterFailure : keptStop(graph, effect, work, code),
        isWaitedFor: (way: WaitedWay) => isWaitedFor(graph, catalog, effect, work, code, way),
      },
    ];
  });
}

const afterFailure: Stop = { gate: 'role', reason: 'It runs only after something failed.' };

function whatOf(
  graph: ProgramGraph,
  { site, call, operation }: Effect,
  work: LongWork,
  code: CodeFacts,
): string | null {
  const fact = code.calls[call];
  if (fact === undefined) return null;
  if (work.command !== undefined) return slowCommand(graph, site.file, fact, work.command);
  if (work.lasts === undefined) return work.what;
  const { argument, perSecond } = work.lasts;
  const given = argument.kind === 'position' ? fact.arguments[argument.position] : undefined;
  const number = given === undefined ? null : numberOf(graph, site.file, given);
  // `setTimeout(resolve, …)` keeps the promise itself; anything else that it calls is another matter.
  if (work.ends === 'event' && !keepsPromise(code, call)) return null;
  // A wait in a loop ends when something else is there, and how often it comes is not written.
  if (number === null || number.value / perSecond < fewestSeconds || operation.inLoop) return null;
  return `${Math.round(number.value / perSecond)} seconds to pass`;
}

function isWaitedFor(
  graph: ProgramGraph,
  catalog: Catalog,
  { call, site }: Effect,
  { ends, lasts }: LongWork,
  code: CodeFacts,
  { waiting }: WaitedWay,
): boolean {
  if (ends === 'blocks') return true;
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
