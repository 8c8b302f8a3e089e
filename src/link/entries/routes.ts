import type { Catalog } from '../../catalog/types.ts';
import type { Known } from '../follow/known.ts';
import { keyOf } from '../follow/known.ts';
import type { CallReading } from '../hits.ts';
import type { CallEdge, FunctionKey, LibraryUse, PackageNode, Route } from '../program-graph.ts';
import type { UseDraft } from '../uses.ts';
import type { Layer, Mount, Registrations, RouteDraft, Standing } from './registrations.ts';

/** All routes, with their whole paths and with the library uses that stand before them; the uses learn their routes. */
export function routesOf(
  found: Registrations,
  uses: ReadonlyMap<string, UseDraft>,
  readings: readonly CallReading[],
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
  catalog: Catalog,
  packageOf: (file: string) => PackageNode | null,
): readonly Route[] {
  const asked = askedIn(readings, uses);
  const typesOf = new Map(
    catalog.frameworks.map((framework) => [framework.id, new Set(framework.types.map(({ type }) => type))] as const),
  );
  return found.routes.map((draft) => {
    const layers = layersFor(found, typesOf.get(draft.framework) ?? new Set(), draft, packageOf);
    const middleware = usesBefore(found, draft, asked, callees, layers)
      .map((call) => uses.get(call))
      .filter((use) => use !== undefined);
    const handlers = draft.handlers.filter((handler) => handler.kind === 'function');
    const route: Route = {
      verb: draft.verb,
      path: fullPath(found, draft),
      framework: draft.framework,
      handlers: [...new Set(handlers.filter(({ inner }) => !inner).map((handler) => handler.function))],
      middleware,
      site: draft.site,
    };
    for (const use of middleware) use.routes.push(route);
    return route;
  });
}

/** A route's whole path, with the prefixes of all it is mounted under; null where a part is no text. */
function fullPath(found: Registrations, route: RouteDraft): string | null {
  return route.origin === null ? route.path : joinPath(prefixOf(found, route.origin, new Set()), route.path);
}

function prefixOf(found: Registrations, origin: string, seen: Set<string>): string | null {
  if (seen.has(origin)) return '';
  seen.add(origin);
  const own = found.prefixes.has(origin) ? (found.prefixes.get(origin) ?? null) : '';
  const mount = found.mounts.get(origin)?.[0];
  if (mount === undefined) return own;
  return joinPath(joinPath(prefixOf(found, mount.parent, seen), mount.prefix), own);
}

function joinPath(before: string | null, after: string | null): string | null {
  if (before === null || after === null) return null;
  return `/${before}/${after}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

/** Library uses by the functions that ask them: a middleware that calls `limiter.consume(…)` or hands on to `limiter`. */
type AskedIn = ReadonlyMap<FunctionKey, ReadonlySet<string>>;

function askedIn(readings: readonly CallReading[], uses: ReadonlyMap<string, LibraryUse>): AskedIn {
  const asked = new Map<FunctionKey, Set<string>>();
  for (const { file, call, callees } of readings) {
    for (const callee of callees) {
      const made = makingCall(callee);
      const use = made === null ? undefined : uses.get(made);
      if (made === null || use === undefined) continue;
      // Every handler asks its database; only what limits, and what is called as a middleware itself, stands before it.
      if (callee.kind === 'member' && use.pattern.role !== 'rate-limiter') continue;
      const key = keyOf(file.path, call.function);
      asked.set(key, (asked.get(key) ?? new Set()).add(made));
    }
  }
  return asked;
}

function makingCall(known: Known): string | null {
  switch (known.kind) {
    case 'made':
      return keyOf(known.file, known.call);
    case 'tracked':
      return known.make === null ? null : keyOf(known.make.file, known.make.call);
    case 'member':
    case 'result':
      return makingCall(known.of);
    default:
      return null;
  }
}

/** The uses that stand on a route or before it, by the calls that made them, outermost first. */
function usesBefore(
  found: Registrations,
  route: RouteDraft,
  asked: AskedIn,
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
  layersOfFramework: readonly Layer[],
): readonly string[] {
  const calls: string[] = [];
  const take = (handlers: Layer['handlers']) => {
    for (const handler of handlers) {
      if (handler.kind === 'made') calls.push(handler.call);
      if (handler.kind === 'function') calls.push(...askedBy(handler.function, asked, callees));
    }
  };
  for (const layer of layersOfFramework) if (covers(layer.path, route.path)) take(layer.handlers);
  for (const { origin, at, path } of levelsOf(found, route)) {
    for (const layer of found.layers.get(origin) ?? []) {
      if (standsBefore(layer, at) && covers(layer.path, path)) take(layer.handlers);
    }
  }
  take(route.handlers);
  return [...new Set(calls)];
}

interface Level {
  readonly origin: string;
  /** What must come after the middleware: the route, or the mounting of the router that holds it. */
  readonly at: Standing;
  /** The route's path as that router sees it. */
  readonly path: string | null;
}

/** The routers that a request passes on its way to the route, outermost first. */
function levelsOf(found: Registrations, route: RouteDraft): readonly Level[] {
  const levels: Level[] = [];
  const seen = new Set<string>();
  let origin = route.origin;
  let at: Standing = route;
  let path: string | null = route.path;
  while (origin !== null && !seen.has(origin)) {
    seen.add(origin);
    levels.unshift({ origin, at, path });
    const mount: Mount | undefined = found.mounts.get(origin)?.[0];
    const own: string | null = found.prefixes.has(origin) ? (found.prefixes.get(origin) ?? null) : '';
    path = joinPath(joinPath(mount?.prefix ?? '', own), path);
    at = mount ?? at;
    origin = mount?.parent ?? null;
  }
  return levels;
}

/** In one function the order of writing decides; across functions a middleware is taken to come first. */
function standsBefore(layer: Standing, at: Standing): boolean {
  return layer.file !== at.file || layer.function !== at.function || layer.call <= at.call;
}

function covers(prefix: string | null, path: string | null): boolean {
  const clean = (prefix ?? '').replace(/\/$/, '');
  if (clean === '' || clean === '*' || clean === '/*') return true;
  return path !== null && (path === clean || path.startsWith(`${clean}/`));
}

/** Uses that a function asks itself or through what it calls, a few steps deep. */
function askedBy(
  key: FunctionKey,
  asked: AskedIn,
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
): readonly string[] {
  if (asked.size === 0) return [];
  const found: string[] = [];
  const seen = new Set([key]);
  let level: readonly FunctionKey[] = [key];
  for (let depth = 0; depth < 4 && level.length > 0; depth++) {
    for (const at of level) found.push(...(asked.get(at) ?? []));
    level = level.flatMap((at) =>
      (callees.get(at) ?? []).flatMap((edge) => {
        if (edge.certainty !== 'proved' || seen.has(edge.to)) return [];
        seen.add(edge.to);
        return [edge.to];
      }),
    );
  }
  return found;
}

/** Layers of a framework's own application, for routes that are told by decorators: `app.use(limiter)` in Nest's main file. */
function layersFor(
  found: Registrations,
  types: ReadonlySet<string>,
  route: RouteDraft,
  packageOf: (file: string) => PackageNode | null,
): readonly Layer[] {
  if (route.origin !== null) return [];
  const folder = packageOf(route.file)?.folder;
  return [...found.layers].flatMap(([origin, layers]) =>
    types.has(found.types.get(origin) ?? '') ? layers.filter((layer) => packageOf(layer.file)?.folder === folder) : [],
  );
}
