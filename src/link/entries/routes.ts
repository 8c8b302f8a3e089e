import type { Catalog } from '../../catalog/types.ts';
import type { CallReading } from '../hits.ts';
import type { CallEdge, CallPlace, FunctionKey, PackageNode, Route } from '../program-graph.ts';
import type { UseDraft } from '../uses.ts';
import { type AskedIn, askedBy, askedIn } from './asked.ts';
import type { Layer, Mount, Registrations, RouteDraft, Standing } from './registrations.ts';

/** All routes, with their whole paths and with the library uses that stand before them; the uses learn their routes. */
export function routesOf(
  found: Registrations,
  uses: ReadonlyMap<string, UseDraft>,
  readings: readonly CallReading[],
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
  catalog: Catalog,
  packageOf: (file: string) => PackageNode | null,
  decorating: ReadonlyMap<FunctionKey, readonly string[]>,
): readonly Route[] {
  const asked = askedIn(readings, uses);
  const typesOf = new Map(
    catalog.frameworks.map((framework) => [framework.id, new Set(framework.types.map(({ type }) => type))] as const),
  );
  return found.routes.map((draft) => {
    const layers = layersFor(found, typesOf.get(draft.framework) ?? new Set(), draft, packageOf);
    const before = layersBefore(found, draft, layers);
    const onHandlers = draft.handlers.flatMap((handler) =>
      handler.kind === 'function' ? (decorating.get(handler.function) ?? []) : [],
    );
    const middleware = [...new Set([...usesAmong([...before, draft], asked, callees), ...onHandlers])]
      .map((call) => uses.get(call))
      .filter((use) => use !== undefined);
    const handlers = draft.handlers.filter((handler) => handler.kind === 'function');
    const route: Route = {
      verb: draft.verb,
      path: fullPath(found, draft),
      framework: draft.framework,
      handlers: [...new Set(handlers.filter(({ inner }) => !inner).map((handler) => handler.function))],
      middleware,
      registrations: [...before, draft].map(({ file, call }): CallPlace => ({ file, call })),
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

/** What was put before a route, outermost first. */
function layersBefore(found: Registrations, route: RouteDraft, layersOfFramework: readonly Layer[]): readonly Layer[] {
  return [
    ...layersOfFramework.filter((layer) => covers(layer.path, route.path)),
    ...levelsOf(found, route).flatMap(({ origin, at, path }) =>
      (found.layers.get(origin) ?? []).filter((layer) => standsBefore(layer, at) && covers(layer.path, path)),
    ),
  ];
}

/** The uses among some layers and a route's own handlers, by the calls that made them, in order. */
export function usesAmong(
  layers: readonly Pick<Layer, 'handlers'>[],
  asked: AskedIn,
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
): readonly string[] {
  const calls = layers.flatMap(({ handlers }) =>
    handlers.flatMap((handler) => {
      if (handler.kind === 'made') return [handler.call];
      return handler.kind === 'function' ? askedBy(handler.function, asked, callees) : [];
    }),
  );
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
export function standsBefore(layer: Standing, at: Standing): boolean {
  return layer.file !== at.file || layer.function !== at.function || layer.call <= at.call;
}

export function covers(prefix: string | null, path: string | null): boolean {
  const clean = (prefix ?? '').replace(/\/$/, '');
  if (clean === '' || clean === '*' || clean === '/*') return true;
  return path !== null && (path === clean || path.startsWith(`${clean}/`));
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
