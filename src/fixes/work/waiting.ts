import type { CallFact, CodeFacts, DecoratorFact } from '../../facts/code.ts';
import type { CallId } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import type { CallEdge, FunctionNode, ProgramGraph, Route } from '../../link/program-graph.ts';
import { refusal, refusalAt } from '../refusal.ts';

/** A handler that waits for a function whose work is long, and the call by which it does. */
export interface WaitingHandler {
  readonly file: string;
  readonly code: CodeFacts;
  readonly handler: FunctionNode;
  readonly route: Route;
  /** The decorator that registers the route. */
  readonly decorator: DecoratorFact;
  readonly call: CallId;
  readonly fact: CallFact;
  readonly work: FunctionNode;
}

/** The one handler that waits for the finding's work, or why a fix cannot take the work out of it. */
export function waitingHandler({ graph }: RuleContext, finding: Finding): WaitingHandler | Refusal {
  const facts = graph.facts.get(finding.file);
  if (facts?.language !== 'python') return refusal('This fix writes Python alone as yet; a snippet shows the whole.');
  const { line, character } = finding.range.start;
  const at = (facts.lineStarts[line] ?? 0) + character;
  const id = facts.code?.calls.find(({ calleeSpan }) => calleeSpan[0] === at)?.function;
  if (id === undefined) return refusal(`${finding.file} has changed since it was checked.`);
  const key = `${finding.file}#${id}`;
  if (requestEntries(graph, key).length > 0) {
    const reason = 'The handler does the work itself: move it into a function of its own, which a worker can import.';
    return refusalAt(graph, reason, { file: finding.file, span: [at, at] });
  }
  const ways = handlersAbove(graph, key);
  const [way, other] = ways;
  if (way === undefined) return refusal('No route is seen to lead here by calls alone.');
  if (other !== undefined) {
    return refusalAt(
      graph,
      'Another route waits for the same work, and its clients would be told nothing.',
      other.site,
    );
  }
  return handlerOf(graph, way);
}

function requestEntries(graph: ProgramGraph, key: string) {
  return graph.entries.filter((entry) => entry.function === key && entry.moment === 'request');
}

/** The calls by which handlers come to the function, each handler once. */
function handlersAbove(graph: ProgramGraph, key: string): readonly CallEdge[] {
  const found = new Map<string, CallEdge>();
  const met = new Set([key]);
  for (const to of met) {
    for (const edge of graph.callers.get(to) ?? []) {
      if (edge.kind !== 'call' || edge.certainty !== 'proved') continue;
      if (requestEntries(graph, edge.from).length > 0) found.set(`${edge.from} ${edge.site.span[0]}`, edge);
      else met.add(edge.from);
    }
  }
  return [...found.values()];
}

function handlerOf(graph: ProgramGraph, edge: CallEdge): WaitingHandler | Refusal {
  const handler = graph.functions.get(edge.from);
  const work = graph.functions.get(edge.to);
  const code = graph.facts.get(handler?.file ?? '')?.code ?? null;
  if (handler === undefined || work === undefined || code === null) return refusal('The handler is no longer there.');
  const { file } = handler;
  const call = code.calls.findIndex(
    ({ calleeSpan, function: of }) => of === handler.id && calleeSpan[0] === edge.site.span[0],
  );
  const fact = code.calls[call];
  const registered = requestEntries(graph, handler.key);
  const [entry] = registered;
  const route = graph.routes[entry?.route ?? -1];
  const decorator = handler.fact.decorators.find(
    (each) => entry?.site.file === file && each.span[0] <= entry.site.span[0] && entry.site.span[1] <= each.span[1],
  );
  if (fact === undefined || entry === undefined) return refusal('The call of the work is no longer there.');
  const here = { file, span: handler.fact.nameSpan };
  if (handler.class !== null || route === undefined || decorator?.call == null) {
    return refusalAt(
      graph,
      'Only a function that a decorator makes a route can be given a second route beside it.',
      here,
    );
  }
  if (registered.length > 1) {
    return refusalAt(graph, 'It answers several routes, and one status route would not do for all of them.', here);
  }
  return { file, code, handler, route, decorator, call, fact, work };
}
