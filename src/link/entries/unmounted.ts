import type { FileIndex } from '../follow/file-index.ts';
import { type Known, partsOf } from '../follow/known.ts';
import type { World } from '../follow/world.ts';
import type { Registrations } from './registrations.ts';

/**
 * Routes on a router that nothing mounts do not answer. A router that is exported or handed on may be mounted where that
 * cannot be seen, so its entries become possible; one that stays where it is made is left out.
 */
export function withoutUnmounted(world: World, found: Registrations): Registrations {
  const unmounted = new Map<string, 'kept' | 'handed on'>();
  const called = calledRouters(world);
  for (const [origin, type] of found.types) {
    if (world.patterns.typeOf(type)?.mounted !== true || found.mounts.has(origin)) continue;
    if (called.has(origin)) continue;
    unmounted.set(origin, isHandedOn(world, origin) ? 'handed on' : 'kept');
  }
  if (unmounted.size === 0) return found;
  const isKept = ({ origin }: { readonly origin: string | null }) => unmounted.get(topOf(found, origin)) === 'kept';
  const routes = found.routes.filter((route) => !isKept(route));
  const renumbered = new Map(routes.map((route, index) => [route, index]));
  const starts = found.starts
    .filter((start) => !isKept(start))
    .map((start) => {
      const route = start.entry.route === null ? undefined : found.routes[start.entry.route];
      const entry = { ...start.entry, route: route === undefined ? null : (renumbered.get(route) ?? null) };
      const isSure = unmounted.get(topOf(found, start.origin)) === undefined;
      return { ...start, entry, certainty: isSure ? start.certainty : ('possible' as const) };
    });
  return { ...found, routes, starts };
}

/** Routers that code hands a request to by hand: `return versionOne(request, response, next)`. */
function calledRouters(world: World): ReadonlySet<string> {
  const called = new Set<string>();
  for (const file of world.files.values()) {
    file.code.calls.forEach((call, id) => {
      if (call.construct || call.arguments.length < 2 || call.callee.root.kind !== 'declared') return;
      if (call.callee.path.length > 0) return;
      for (const known of world.callee(file, id)) {
        if (known.kind === 'tracked' && known.certainty === 'proved') called.add(known.origin);
      }
    });
  }
  return called;
}

/** The outermost router that a router stands under. */
function topOf(found: Registrations, origin: string | null): string {
  let at = origin ?? '';
  const seen = new Set<string>();
  for (let mount = found.mounts.get(at)?.[0]; mount !== undefined && !seen.has(at); mount = found.mounts.get(at)?.[0]) {
    seen.add(at);
    at = mount.parent;
  }
  return at;
}

function isHandedOn(world: World, origin: string): boolean {
  const file = world.files.get(partsOf(origin).file);
  if (file === undefined) return true;
  const isIt = (known: Known) => known.kind === 'tracked' && known.origin === origin;
  if ([...exportedNames(file)].some((name) => world.exported(file, name).some(isIt))) return true;
  return (
    file.code.calls.some((call) =>
      call.arguments.some((value) => mayHold(value.kind) && world.value(file, value).some(isIt)),
    ) || [...file.returns.values()].some((values) => values.some((value) => world.value(file, value).some(isIt)))
  );
}

function exportedNames(file: FileIndex): Iterable<string> {
  return file.locals.keys();
}

function mayHold(kind: string): boolean {
  return kind === 'reference' || kind === 'call';
}
