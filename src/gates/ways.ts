import type { Moment } from '../catalog/types.ts';
import { type Decided, undecided } from '../link/decided.ts';
import type { CallEdge, FunctionKey, Held, Holder, ProgramGraph, Reach } from '../link/program-graph.ts';
import { wayStop } from './guard.ts';
import { isForTests } from './moment.ts';

/**
 * The ways in which requests, sockets or messages come to a function, one from each entry, proved and short ones first; those that
 * production never takes are left out. The graph's own moments keep the shortest way alone, whichever entry it begins at.
 */
export function waysTo(graph: ProgramGraph, key: FunctionKey, asked: readonly Moment[]): readonly Reach[] {
  const own = new Set((graph.moments.get(key) ?? []).map(({ moment }) => moment));
  const moments = asked.filter((moment) => own.has(moment));
  if (moments.length === 0) return [];
  const chains = chainsTo(graph, key);
  const ways = graph.entries.flatMap((entry): readonly Reach[] => {
    const chain = moments.includes(entry.moment) ? chains.get(entry.function) : undefined;
    if (chain === undefined) return [];
    const decided = decidedBehind(graph, chain);
    if (decided === null) return [];
    const certainty = chain.every((edge) => edge.certainty === 'proved') ? 'proved' : 'possible';
    return [{ moment: entry.moment, certainty, entry, chain, ...(decided.size > 0 && { decided }) }];
  });
  const taken = ways
    .filter((way) => !isForTests(graph, way) && wayStop(graph, way) === null)
    .sort((one, other) => one.chain.length - other.chain.length);
  return [...taken.filter(isProved), ...taken.filter((way) => !isProved(way))];
}

/** What calls decide on a way by what they write out; null where one of them leaves the next step out. */
function decidedBehind(graph: ProgramGraph, chain: readonly CallEdge[]): Decided | null {
  return chain.reduce<Decided | null>(
    (decided, edge) => (decided === null ? null : graph.deciding.behind(edge, decided)),
    undecided,
  );
}

function isProved({ certainty }: Reach): boolean {
  return certainty === 'proved';
}

/**
 * The shortest chain of calls from each function that leads to one, by proved calls before any possible one, and last by
 * what somebody else may hold. A step that settles what is held leads to no other function than the one it names.
 */
function chainsTo(graph: ProgramGraph, key: FunctionKey): ReadonlyMap<FunctionKey, readonly CallEdge[]> {
  const chains = new Map<FunctionKey, readonly CallEdge[]>([[key, []]]);
  const open = new Map<FunctionKey, Holder>();
  const spread = (isStep: (edge: CallEdge) => boolean): void => {
    for (const [to, chain] of chains) {
      const holder = open.get(to);
      for (const edge of graph.callers.get(to) ?? []) {
        if (chains.has(edge.from) || !isStep(edge)) continue;
        if (holder !== undefined && edge.settles?.includes(holder) === true) continue;
        chains.set(edge.from, [edge, ...chain]);
        const next = edge.held?.by ?? (holder !== undefined && edge.keeps?.includes(holder) ? holder : undefined);
        if (next !== undefined) open.set(edge.from, next);
      }
    }
  };
  const isCall = ({ given, once, kind }: CallEdge): boolean => given !== true && once !== true && kind !== 'load';
  spread((edge) => edge.certainty === 'proved' && isCall(edge));
  const isShown = (edge: CallEdge): boolean => isCall(edge) && !isAnyOfMany(graph, edge);
  spread((edge) => edge.held === undefined && isShown(edge));
  spread((edge) => isShown(edge) && (edge.held === undefined || mayBeHeld(graph, edge.held)));
  return chains;
}

/** Whether objects that hold it may have been made beforehand, and not in the course of a request that uses them alone. */
function mayBeHeld(graph: ProgramGraph, { makers }: Held): boolean {
  const isWork = ({ moment }: Reach): boolean => moment !== 'load' && moment !== 'boot' && moment !== 'shutdown';
  return makers.length === 0 || makers.some((maker) => graph.moments.get(maker)?.some(isWork) !== true);
}

const mostTargets = 3;

/** A call that may lead to any of many functions, as a tool or a command that runs what it was made with, shows a way to none. */
function isAnyOfMany(graph: ProgramGraph, { from, site, certainty }: CallEdge): boolean {
  if (certainty === 'proved') return false;
  const targets = (graph.callees.get(from) ?? []).filter(
    (each) => each.site.span[0] === site.span[0] && each.certainty !== 'proved',
  );
  return new Set(targets.map(({ to }) => to)).size > mostTargets;
}

/** All functions that answer the same request as one of these: a middleware of a route does its part of the same work. */
export function withSameRequests(graph: ProgramGraph, ways: readonly Reach[]): ReadonlySet<FunctionKey> {
  return new Set(
    ways.flatMap(({ entry }) => {
      if (entry === null) return [];
      const handlers = entry.route === null ? [] : (graph.routes[entry.route]?.handlers ?? []);
      return [entry.function, ...handlers];
    }),
  );
}
