import { rowChangeOf } from '../../../gates/job-harm.ts';
import { workReach } from '../../../gates/moment.ts';
import { lastName } from '../../../gates/origins.ts';
import { registeringCall } from '../../../link/calls-at.ts';
import { reachableEffects } from '../../../link/effects.ts';
import type { CellAccess, Effect, FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';
import type { Copies } from './copies.ts';

/** A step that drops entries because what they are copies of was changed. */
export interface Dropped {
  readonly access: CellAccess;
  readonly reach: Reach;
  /** What is written around it. */
  readonly written: Effect;
}

/** The steps that drop entries beside a write to the database, where a request or a job is sure to come to them. */
export function droppedAfterWrite(graph: ProgramGraph, { drops, fills }: Copies): readonly Dropped[] {
  const clients = clientsOf(graph, fills);
  return drops.flatMap((access): readonly Dropped[] => {
    // Whoever also puts in only puts something newer in its place.
    if (fills.some((fill) => fill.function === access.function)) return [];
    const reach = workReach(graph, access.function, ['request', 'queue']);
    if (reach?.certainty !== 'proved') return [];
    const written = writtenAround(graph, access.function, clients, 2);
    return written === null ? [] : [{ access, reach, written }];
  });
}

/** The libraries by which copies are read: what is written by another one stands in another database. */
function clientsOf(graph: ProgramGraph, fills: readonly CellAccess[]): ReadonlySet<string> {
  return new Set(
    fills.flatMap(({ function: key }) =>
      reachableEffects(graph, key).flatMap(({ effect, library }) => (effect === 'database-read' ? [library] : [])),
    ),
  );
}

/** What the function writes to the same database, or else what a function writes that calls it. */
function writtenAround(
  graph: ProgramGraph,
  key: FunctionKey,
  clients: ReadonlySet<string>,
  depth: number,
): Effect | null {
  const own = reachableEffects(graph, key).find(
    (effect) => clients.has(effect.library) && rowChangeOf(graph, effect) !== null,
  );
  if (own !== undefined || depth === 0) return own ?? null;
  for (const { from, certainty, kind } of graph.callers.get(key) ?? []) {
    const isCall = certainty === 'proved' && (kind === 'call' || kind === 'member');
    if (!isCall || workReach(graph, from, ['request', 'queue']) === null) continue;
    const written = writtenAround(graph, from, clients, depth - 1);
    if (written !== null) return written;
  }
  return null;
}

const subscribing = /^(?:p?subscribe|pSubscribe|sSubscribe|ssubscribe|listen|LISTEN|onMessage|addHandler)$/;

/**
 * Whether a message tells all instances: what drops, or who calls it, publishes one through a broker, or it is run by what
 * subscribes.
 */
export function isToldToAll(graph: ProgramGraph, { drops }: Copies): boolean {
  const around = new Set(drops.flatMap(({ function: key }) => [key, ...callersOf(graph, key, 3)]));
  return [...around].some(
    (key) =>
      (graph.moments.get(key) ?? []).some(({ entry, moment }) => moment === 'queue' && entry?.function === key) ||
      reachableEffects(graph, key).some(({ effect }) => effect === 'publish') ||
      isSubscriber(graph, key),
  );
}

function callersOf(graph: ProgramGraph, key: FunctionKey, depth: number): readonly FunctionKey[] {
  if (depth === 0) return [];
  return (graph.callers.get(key) ?? []).flatMap(({ from }) => [from, ...callersOf(graph, from, depth - 1)]);
}

/** `subscriber.subscribe('users', (id) => users.delete(id))`, `client.on('message', …)`. */
function isSubscriber(graph: ProgramGraph, key: FunctionKey): boolean {
  return (graph.callers.get(key) ?? []).some(({ kind, site }) => {
    if (kind !== 'callback' && kind !== 'listener') return false;
    const code = graph.facts.get(site.file)?.code ?? null;
    const call = registeringCall(graph, site);
    if (code === null || call === null) return false;
    const [first] = code.calls[call.id]?.arguments ?? [];
    const event = first?.kind === 'literal' ? String(first.value) : '';
    const name = lastName(code, call.id);
    return subscribing.test(name) || (/^(?:on|once|addListener)$/.test(name) && /^p?message|notification$/.test(event));
  });
}
