import type { CallFact } from '../facts/code.ts';
import type { Reference } from '../facts/values.ts';
import type { Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { placeOf } from '../link/places.ts';
import type { CallEdge, FunctionNode, ProgramGraph, Site } from '../link/program-graph.ts';
import { mentionsIn } from './mentions.ts';
import { refusal, refusalAt } from './refusal.ts';

/** The calls that hold the thread in one function, and what must be awaited where that function cannot wait itself. */
export interface HeldCalls {
  readonly holder: FunctionNode;
  readonly calls: readonly CallFact[];
  /** The calls of the holder by functions that wait; empty where the holder waits itself. */
  readonly callers: readonly CallEdge[];
}

/** Those of a finding, or why they cannot be awaited. */
export function heldCalls({ graph }: RuleContext, finding: Finding): HeldCalls | Refusal {
  const isHere = (site: Site, places: readonly Pick<Finding, 'file' | 'range'>[]): boolean => {
    const { file, range } = placeOf(graph.facts, site);
    return places.some(
      (each) =>
        each.file === file &&
        each.range.start.line === range.start.line &&
        each.range.start.character === range.start.character,
    );
  };
  const held = [...graph.effects.values()].flat().filter(({ holds }) => holds !== undefined);
  const own = held.find(({ site }) => isHere(site, [finding]));
  const holder = own === undefined ? undefined : graph.functions.get(own.function);
  if (own === undefined || holder === undefined) return refusal('The call that holds the thread is no longer there.');
  const beside = held.filter(
    (each) => each.function === own.function && isHere(each.site, [finding, ...finding.related]),
  );
  const calls = beside.flatMap(({ site, call }) => graph.facts.get(site.file)?.code?.calls[call] ?? []);
  if (holder.fact.async) return { holder, calls, callers: [] };
  return carried(graph, holder, calls);
}

/** The functions that call one which cannot wait: each must be able to, and nothing else may hold it. */
function carried(graph: ProgramGraph, holder: FunctionNode, calls: readonly CallFact[]): HeldCalls | Refusal {
  const here: Site = { file: holder.file, span: holder.fact.nameSpan };
  const isPython = graph.facts.get(holder.file)?.language === 'python';
  // A method may be called through any object, and a promise that nobody awaits is taken for yes.
  const isPlain = holder.fact.kind === 'function' && holder.class === null;
  const isNamed = holder.fact.name !== '' && (isPlain || (isPython && holder.fact.kind === 'method'));
  const callers = graph.callers.get(holder.key) ?? [];
  if (!isNamed || graph.entries.some((entry) => entry.function === holder.key)) {
    return refusalAt(graph, 'The function is called by others than the program, which may not wait for it.', here);
  }
  for (const edge of callers) {
    const { kind, certainty, site, from } = edge;
    if (kind !== 'call' || certainty !== 'proved') {
      return refusalAt(
        graph,
        `\`${holder.fact.name}\` is handed on or replaced here, so not all that call it are known.`,
        site,
      );
    }
    const caller = graph.functions.get(from);
    // In Python the function stays as it is, so that who calls it in a thread already may go on doing so.
    if (caller?.fact.async !== true && !(isPython && !isAwaitedAbove(graph, from))) {
      return refusalAt(graph, `What calls \`${holder.fact.name}\` here cannot wait for it.`, site);
    }
  }
  const unseen = isPython ? null : unseenMention(graph, holder, callers);
  if (unseen !== null) {
    return refusalAt(graph, `Whether \`${holder.fact.name}\` of this file is meant here is not known.`, unseen);
  }
  const waiting = callers.filter(({ from }) => graph.functions.get(from)?.fact.async === true);
  return waiting.length > 0
    ? { holder, calls, callers: waiting }
    : refusalAt(graph, 'No function is seen that could wait for this one.', here);
}

/** A mention of the function's name, anywhere in the workspace, that is none of the calls that are known. */
function unseenMention({ facts }: ProgramGraph, { fact: { name } }: FunctionNode, callers: readonly CallEdge[]) {
  for (const [file, { code }] of facts) {
    if (code === null) continue;
    const lastName = ({ root, path }: Reference): string | undefined =>
      path.at(-1) ?? (root.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined);
    const isCalled = ({ span, calleeSpan }: CallFact): boolean =>
      callers.some(({ site }) => site.file === file && (site.span[0] === span[0] || site.span[0] === calleeSpan[0]));
    const call = code.calls.find((each) => lastName(each.callee) === name && !isCalled(each));
    if (call !== undefined) return { file, span: call.calleeSpan };
    const value = mentionsIn(code).find(
      ({ value: each, within }) =>
        within.kind !== 'callee' && each.kind === 'reference' && lastName(each.reference) === name,
    );
    if (value !== undefined) return { file, span: value.value.span };
  }
  return null;
}

/** Whether a function that waits, or something that is not known, comes to call another. */
function isAwaitedAbove(graph: ProgramGraph, key: string): boolean {
  const met = new Set([key]);
  for (const each of met) {
    if (graph.entries.some((entry) => entry.function === each)) continue;
    for (const { from } of graph.callers.get(each) ?? []) {
      if (graph.functions.get(from)?.fact.async === true) return true;
      met.add(from);
    }
  }
  return false;
}
