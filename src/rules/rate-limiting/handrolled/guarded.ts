import type { RuleContext } from '../../../findings/rule.ts';
import { growthOf } from '../../../gates/contents.ts';
import type { KeptCollection } from '../../../gates/kept-collection.ts';
import { workReaches } from '../../../gates/moment.ts';
import { ownName } from '../../../gates/names.ts';
import { asksForUser } from '../../../gates/signed-in.ts';
import type { Entry, ProgramGraph, Reach, Route } from '../../../link/program-graph.ts';
import type { Span } from '../../../text/range.ts';
import type { Limit } from '../limit/limit.ts';
import type { LimitPurpose } from '../limit/purpose.ts';
import { makesAccount } from '../limit/sign-up.ts';
import { endsInSignIn, type Meant, meantBy, meantByName, ownParts } from '../limit/words.ts';

/** A limiter that more routes than this come past guards none of them in particular. */
const few = 6;

/** What a limiter of the program's own guards: by its names, else by the few routes that come past it. */
export function guardedBy(context: RuleContext, kept: KeptCollection, limit: Limit | null): LimitPurpose {
  const reaches = growthOf(kept.cell).flatMap((access) => workReaches(context.graph, access.function));
  const behind = reaches.filter(isBeforeOthers).map(({ entry }) => routesBehind(context.graph, entry));
  const routes = [...new Set([...routesOf(context, reaches), ...behind.flat()])];
  const isOpen = (route: Route): boolean =>
    (route.verb !== 'GET' && endsInSignIn(route.path ?? '')) || !asksForUser(context.graph, route);
  const named = meantByName(namesOf(context, kept));
  const isNamed = named !== null && named.unproved !== true && isGrave(named);
  if (isNamed && (routes.length === 0 || routes.some(isOpen))) return purposeOf(named.counted, 'grave', routes);
  const told = routes.flatMap((route) => {
    const meant = meantIn(context, route);
    return meant === null ? [] : [{ route, meant }];
  });
  const grave = told.filter(({ route, meant }) => meant.kind === 'money' || (isGrave(meant) && isOpen(route)));
  // What else comes past a handler that stands on no route is not all seen.
  if (routes.length > few || behind.length > 0) {
    const isOnlyGuard = (limit === null || limit.count <= mostTries) && grave.some(({ route }) => isUnlimited(route));
    return isOnlyGuard
      ? purposeOf(every(kept), 'plain', routes)
      : { ...purposeOf(every(kept), 'slight', []), because: 'flood' };
  }
  const counted = (grave[0] ?? told[0])?.meant.counted ?? every(kept);
  const isOne = told.length === routes.length && told.every(({ meant }) => meant.counted === counted);
  const what = isOne ? counted : every(kept);
  if (grave.length > 0) return purposeOf(what, 'grave', routes);
  if (routes.length > 0 && told.length === 0 && !routes.some(isOpen)) {
    return { ...purposeOf(what, 'slight', routes), because: 'signed-in' };
  }
  return purposeOf(what, 'plain', routes);
}

/** Tries beyond which a limit is no guard against guesses. */
const mostTries = 300;

function purposeOf(counted: string, weight: LimitPurpose['weight'], routes: readonly Route[]): LimitPurpose {
  return { counted, weight, because: null, routes };
}

/** What comes past it where nothing tells more. */
function every({ write }: KeptCollection): string {
  return write.reach.moment === 'socket' ? 'messages' : 'requests';
}

function routesOf({ graph }: RuleContext, reaches: readonly Reach[]): readonly Route[] {
  const indexes = new Set(reaches.flatMap(({ entry }) => (entry?.route == null ? [] : [entry.route])));
  return [...indexes].flatMap((index) => graph.routes[index] ?? []);
}

/** A handler that stands on no route of its own comes before whatever is registered behind it. */
function isBeforeOthers({ moment, entry, certainty }: Reach): boolean {
  return moment === 'request' && certainty === 'proved' && entry !== null && entry.route === null;
}

/** The routes that what is registered here stands before; none where that is not seen. */
function routesBehind(graph: ProgramGraph, entry: Entry | null): readonly Route[] {
  return graph.routes.filter(({ registrations }) =>
    registrations.some(({ file, call }) => {
      const span = graph.facts.get(file)?.code?.calls[call]?.span;
      return entry?.site.file === file && span !== undefined && meets(span, entry.site.span);
    }),
  );
}

function meets(one: Span, other: Span): boolean {
  return (one[0] <= other[0] && other[1] <= one[1]) || (other[0] <= one[0] && one[1] <= other[1]);
}

/** Whether no limiter of a library stands before the route, too. */
function isUnlimited({ middleware }: Route): boolean {
  return !middleware.some(({ pattern }) => pattern.role === 'rate-limiter');
}

function namesOf({ graph }: RuleContext, { cell, write }: KeptCollection): readonly string[] {
  const owner = cell.home.kind === 'field' || cell.home.kind === 'static' ? graph.classes.get(cell.home.class) : null;
  return [ownName(cell), owner?.fact.name ?? '', graph.functions.get(write.access.function)?.fact.name ?? ''];
}

function meantIn({ graph }: RuleContext, route: Route): Meant | null {
  const meant = meantBy(ownParts(route.path ?? ''));
  return meant?.unproved === true && !makesAccount(graph, route) ? null : meant;
}

function isGrave({ kind }: Meant): boolean {
  return kind === 'money' || kind === 'secret' || kind === 'account';
}
