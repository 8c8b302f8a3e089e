import type { RuleContext } from '../../../findings/rule.ts';
import { servingPrograms } from '../../../gates/scope.ts';
import type { LibraryUse, ProgramGraph, Route } from '../../../link/program-graph.ts';
import { decoratedRoutes } from './decorated.ts';
import { describedRoutes } from './described.ts';
import { guardedRoutes } from './guarded.ts';
import { isAskedFor, type Limit, limitOf, ownLimitOf } from './limit.ts';
import { givenAt, isMadeBy } from './put.ts';

/** One limiter as it is put before routes. */
export interface PlacedLimiter {
  readonly use: LibraryUse;
  /** What it is called where it is made and where it is put. */
  readonly names: readonly string[];
  readonly routes: readonly Route[];
  /** Whether it stands before the whole application, or before most of its routes at once. */
  readonly general: boolean;
  /** Whether the routes are only told by objects that it is written in, so that what they are mounted under is not known. */
  readonly described: boolean;
  /** How much it allows: what the call says, or the only route that has a number of its own. */
  readonly limit: Limit | null;
  /** Whether the route says it by itself. */
  readonly own: boolean;
}

/** The limiters that one call makes: one for each route with a number of its own, and those of all the others. */
export function limitersOf(context: RuleContext, use: LibraryUse, name: string | null): readonly PlacedLimiter[] {
  const { graph } = context;
  const guarded = guardedRoutes(graph, use);
  const decorated = decoratedRoutes(graph, use);
  const all = [...new Set([...use.routes, ...(guarded ?? []), ...decorated.keys()])].filter(
    (route) => route.path !== null,
  );
  const said = new Map(
    all.map((route) => {
      const written = decorated.get(route);
      return [route, written === undefined ? ownLimitOf(graph, use, route) : { limit: written }];
    }),
  );
  const own = all.flatMap((route): readonly PlacedLimiter[] => {
    const told = said.get(route) ?? null;
    if (told === null || told === 'off') return [];
    return [{ use, names: [], routes: [route], general: false, described: false, limit: told.limit, own: true }];
  });
  const rest = all.filter((route) => (said.get(route) ?? null) === null);
  const isNone = own.length > 0 && (isAskedFor(graph, use) || rest.length === 0);
  return isNone ? own : [...sharedLimiters(context, use, name, guarded, rest), ...own];
}

/** One, or one for each name or call by which a factory's result is put before routes. */
function sharedLimiters(
  context: RuleContext,
  use: LibraryUse,
  name: string | null,
  guarded: readonly Route[] | null,
  routes: readonly Route[],
): readonly PlacedLimiter[] {
  const common = { use, limit: limitOf(context.graph, use), own: false } as const;
  const isWhole = use.stands.some(({ whole }) => whole) || guarded?.length === 0;
  const general = isWhole || ((use.stands.length > 0 || guarded !== null) && isMost(context, use, routes));
  const own = name === null ? [] : [name];
  if (use.routes.length === 0 && use.stands.length === 0) {
    const told = describedRoutes(context.graph, use).filter((route) => route.path !== null);
    if (told.length > 0) return [{ ...common, names: own, routes: told, general, described: true }];
  }
  const described = false;
  if (!isFactory(context.graph, use)) return [{ ...common, names: own, routes, general, described }];
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    const key = putAs(context.graph, use, route);
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  if (groups.size === 0) return [{ ...common, names: own, routes, general, described }];
  return [...groups].map(([key, group]) => ({
    ...common,
    names: [...own, ...(key.includes('#') ? [] : [key])],
    routes: group,
    general: isWhole || (use.stands.length > 0 && isMost(context, use, group)),
    described,
  }));
}

function isMost(context: RuleContext, use: LibraryUse, routes: readonly Route[]): boolean {
  const programs = servingPrograms(context, use.file, use.function);
  const all = context.graph.routes.filter(({ site }) => programs.some(({ files }) => files.has(site.file)));
  return routes.length * 2 >= all.length && routes.length > 1;
}

/** Whether the limiter is made in a function that several places call. */
function isFactory(graph: ProgramGraph, use: LibraryUse): boolean {
  return (
    graph.functions.get(use.function)?.fact.kind !== 'module' && (graph.callers.get(use.function) ?? []).length > 1
  );
}

/** How a factory's limiter is put before a route: by name, or by a call of its own, which the call's place names. */
function putAs(graph: ProgramGraph, use: LibraryUse, route: Route): string {
  for (const { file, call } of [...route.registrations].reverse()) {
    for (const value of givenAt(graph, { file, call })) {
      if (!isMadeBy(graph, use, file, value)) continue;
      if (value.kind === 'call') return `${file}#${value.call}`;
      if (value.kind !== 'reference') continue;
      const { root, path } = value.reference;
      const declared =
        root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration]?.name : undefined;
      return path.at(-1) ?? declared ?? '';
    }
  }
  return '';
}
