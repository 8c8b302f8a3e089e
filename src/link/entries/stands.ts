import { keyOf } from '../follow/known.ts';
import type { World } from '../follow/world.ts';
import type { CallReading } from '../hits.ts';
import type { CallEdge, FunctionKey, LibraryUse, Stand } from '../program-graph.ts';
import type { UseDraft } from '../uses.ts';
import { askedIn } from './asked.ts';
import type { Layer, Registrations, Standing } from './registrations.ts';
import { covers, standsBefore, usesAmong } from './routes.ts';

/** Tells rate limiters where they were put before others, and what is registered behind them there. */
export function addStands(
  world: World,
  found: Registrations,
  uses: ReadonlyMap<string, UseDraft>,
  readings: readonly CallReading[],
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
): void {
  const asked = askedIn(readings, uses);
  const delegates = delegatesIn(found, readings);
  for (const [origin, layers] of found.layers) {
    for (const layer of layers) {
      for (const call of usesAmong([layer], asked, callees)) {
        const use = uses.get(call);
        if (use?.pattern.role !== 'rate-limiter') continue;
        use.stands.push(standOf({ world, found, uses, delegates }, origin, layer, use.id));
      }
    }
  }
}

interface Around {
  readonly world: World;
  readonly found: Registrations;
  readonly uses: ReadonlyMap<string, LibraryUse>;
  readonly delegates: ReadonlyMap<FunctionKey, readonly string[]>;
}

function standOf(around: Around, origin: string, layer: Layer, own: string): Stand {
  const { world, found } = around;
  const type = found.types.get(origin);
  const isTop =
    (found.mounts.get(origin) ?? []).length === 0 &&
    type !== undefined &&
    world.patterns.typeOf(type)?.mounted !== true;
  const behind = { functions: new Set<FunctionKey>(), calls: new Set<string>() };
  gather(around, origin, layer, behind, new Set());
  behind.calls.delete(own);
  const made = [...behind.calls].map((call) => around.uses.get(call));
  return {
    whole: isTop && covers(layer.path, null),
    handlers: [...behind.functions],
    uses: made.filter((use) => use !== undefined),
    unknown: made.includes(undefined),
  };
}

/** All that is registered on a router, and on those that are mounted on it or that its handlers hand on to. */
function gather(
  around: Around,
  origin: string,
  after: Layer | null,
  into: { readonly functions: Set<FunctionKey>; readonly calls: Set<string> },
  seen: Set<string>,
): void {
  if (seen.has(origin)) return;
  seen.add(origin);
  const { found, delegates } = around;
  const isBehind = (each: Standing & { readonly path: string | null }): boolean =>
    after === null || (standsBefore(after, each) && (covers(after.path, each.path) || covers(each.path, after.path)));
  const layers = (found.layers.get(origin) ?? []).filter((each) => each !== after && isBehind(each));
  const routes = found.routes.filter((route) => route.origin === origin && isBehind(route));
  for (const { handlers } of [...layers, ...routes]) {
    for (const handler of handlers) {
      if (handler.kind === 'function') {
        into.functions.add(handler.function);
        for (const other of delegates.get(handler.function) ?? []) gather(around, other, null, into, seen);
      }
      if (handler.kind === 'made' && !found.types.has(handler.call)) into.calls.add(handler.call);
      if (handler.kind === 'mounted') gather(around, handler.origin, null, into, seen);
    }
  }
}

/** Routers that functions call themselves, as `pages(request, response, next)` does with one that was made before. */
function delegatesIn(
  found: Registrations,
  readings: readonly CallReading[],
): ReadonlyMap<FunctionKey, readonly string[]> {
  const delegates = new Map<FunctionKey, string[]>();
  for (const { file, call, callees } of readings) {
    for (const callee of callees) {
      if (callee.kind !== 'tracked' || !found.layers.has(callee.origin)) continue;
      for (const id of functionsAround(file.code.functions, call.function)) {
        const from = keyOf(file.path, id);
        delegates.set(from, [...(delegates.get(from) ?? []), callee.origin]);
      }
    }
  }
  return delegates;
}

/** A function and those it is written in, because a handler may call a router from a callback of its own. */
function functionsAround(functions: readonly { readonly parent: number | null }[], id: number): readonly number[] {
  const around: number[] = [];
  for (let at: number | null = id; at !== null && at !== 0; at = functions[at]?.parent ?? null) around.push(at);
  return around;
}
