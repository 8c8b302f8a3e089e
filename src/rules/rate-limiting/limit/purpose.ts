import type { RuleContext } from '../../../findings/rule.ts';
import { asksForUser } from '../../../gates/signed-in.ts';
import type { LibraryUse, Route } from '../../../link/program-graph.ts';
import { countsTogether } from './counted.ts';
import { isAskedFor, type Limit, limitOf } from './limit.ts';
import { limitersOf, type PlacedLimiter } from './placed.ts';
import { makesAccount } from './sign-up.ts';
import { endsInSignIn, type Meant, meantBy, meantByName, ownParts } from './words.ts';

/** What a limiter guards, as its name and its routes tell it. */
export interface LimitPurpose {
  /** What is counted, in the plural: `sign-in tries`. */
  readonly counted: string;
  /**
   * `grave` where more than meant let somebody guess a secret or charge a card; `slight` where the number is only a
   * rough guard, so that twice as many hardly matter.
   */
  readonly weight: 'grave' | 'plain' | 'slight';
  /** Why it is slight. */
  readonly because: 'flood' | 'signed-in' | 'bare' | 'unseen' | 'together' | null;
  /** The routes that it stands on, those that told it first. */
  readonly routes: readonly Route[];
}

/** What a limiter is for, and how much it allows there. */
export interface PurposedLimit extends LimitPurpose {
  readonly limit: Limit | null;
}

/** The gravest of what the limiters are for that the call makes: a factory makes one wherever it is called. */
export function purposeOf(context: RuleContext, use: LibraryUse, name: string | null): PurposedLimit {
  const limiters = limitersOf(context, use, name);
  const purposes = limiters.map((limiter) => ({ ...purposeOfOne(context, limiter), limit: limiter.limit }));
  const rank = ({ weight }: LimitPurpose): number => ['slight', 'plain', 'grave'].indexOf(weight);
  const [gravest] = [...purposes].sort((a, b) => rank(b) - rank(a));
  if (gravest === undefined) return { ...plain([]), limit: limitOf(context.graph, use) };
  // Routes with numbers of their own are no places of the number that is told.
  const same = limiters.some(({ own }) => own) ? [gravest] : purposes;
  return { ...gravest, routes: [...new Set([...gravest.routes, ...same.flatMap((each) => each.routes)])] };
}

const plain = (routes: readonly Route[], counted = 'requests'): LimitPurpose => ({
  counted,
  weight: 'plain',
  because: null,
  routes,
});

/** By the limiter's own name; else by its routes, when most of them are of that kind; else by its file. */
function purposeOfOne(context: RuleContext, limiter: PlacedLimiter): LimitPurpose {
  // Which of the routes behind it ask for the limit is not looked at, so none is taken for one of its.
  if (!limiter.own && isAskedFor(context.graph, limiter.use))
    return { ...plain([]), weight: 'slight', because: 'unseen' };
  if (countsTogether(context.graph, limiter.use))
    return { ...plain(limiter.routes, 'calls'), weight: 'slight', because: 'together' };
  const { routes, general } = limiter;
  const isTight = mayHinderGuesses(limiter);
  const told = routes.map((route) => ({ route, meant: meantIn(context, limiter, route) }));
  const named = nameOf(context, limiter);
  const isOpen = (route: Route): boolean => isOpenTo(context, route);
  // Who is signed in has nothing left to guess, unless the route charges a card.
  const grave = told.flatMap(({ route, meant }) => {
    const counts = meant ?? named;
    return isTight && counts !== null && isGrave(counts, () => isOpen(route)) ? [{ route, meant: counts }] : [];
  });
  const first = grave[0]?.meant;
  const isMost = first !== undefined && grave.length * 2 > routes.length;
  const isNamedGrave =
    isTight && named !== null && isGrave(named, () => routes.length === 0 || routes.some(isOpen)) && !general;
  if (isNamedGrave && named !== null) return { counted: named.counted, weight: 'grave', because: null, routes };
  if (isMost && first !== undefined) {
    const isOne = grave.every(({ meant }) => meant.counted === first.counted);
    return { counted: isOne ? first.counted : 'sign-in tries', weight: 'grave', because: null, routes };
  }
  // A limiter of few routes, one of which checks a secret, is there for it; one before most routes is a general one.
  if (first !== undefined && !general && routes.length <= few) return { ...plain(routes), weight: 'grave' };
  if (general)
    return isOnlyGuard(context, limiter) ? plain(routes) : { ...plain([]), weight: 'slight', because: 'flood' };
  const costly = named?.kind === 'costly' ? named : told.find(({ meant }) => meant?.kind === 'costly')?.meant;
  const counted =
    costly != null && told.every(({ meant }) => meant === null || meant.kind === 'costly')
      ? costly.counted
      : 'requests';
  if (costly != null) return plain(routes, counted);
  if (routes.length > 0) {
    if (!routes.some(isOpen)) return { ...plain(routes), weight: 'slight', because: 'signed-in' };
    return limiter.described ? { ...plain(routes), weight: 'slight', because: 'bare' } : plain(routes);
  }
  const byFile = meantBy([fileName(limiter)]);
  if (byFile === null || byFile.unproved === true) return { ...plain([]), weight: 'slight', because: 'unseen' };
  return isTight && isGrave(byFile, () => true)
    ? { ...plain([], byFile.counted), weight: 'grave' }
    : plain([], byFile.counted);
}

/** More routes than this are not there for the one among them that checks a secret. */
const few = 6;

/** What the limiter's name means, where its routes do not speak of something else for the most part. */
function nameOf(context: RuleContext, limiter: PlacedLimiter): Meant | null {
  const { names, routes } = limiter;
  const named = meantByName(names);
  if (named === null || routes.length === 0) return named?.unproved === true ? null : named;
  if (named.unproved === true && !routes.some((route) => makesAccount(context.graph, route))) return null;
  const agree = routes.filter((route) => meantIn(context, limiter, route) !== null);
  return routes.length <= 3 || agree.length * 2 >= routes.length ? named : null;
}

function fileName({ use }: PlacedLimiter): string {
  return (use.file.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
}

/** Where a path is all that is known of it, its file may say more; where even that is empty, the handler's name does. */
function meantIn({ graph }: RuleContext, limiter: PlacedLimiter, route: Route): Meant | null {
  const parts = ownParts(route.path ?? '');
  const file = fileName(limiter);
  const handled = route.handlers.map((key) => graph.functions.get(key)?.fact.name ?? '');
  const byPath = meantBy(parts);
  const bare = parts.length > 0 ? null : (meantBy(handled) ?? meantBy([file]));
  const meant = limiter.described ? (byPath === null ? bare : meantBy([...parts, file])) : byPath;
  return meant?.unproved === true && !makesAccount(graph, route) ? null : meant;
}

/** Nobody is signed in yet where the route is for signing in, whatever stands before it. */
function isOpenTo({ graph }: RuleContext, route: Route): boolean {
  return (route.verb !== 'GET' && endsInSignIn(route.path ?? '')) || !asksForUser(graph, route);
}

/** Whether the limit is one that somebody who guesses would meet; thousands a minute guard something else. */
function mayHinderGuesses({ limit }: PlacedLimiter): boolean {
  return limit?.windowMilliseconds == null || (limit.count * 60_000) / limit.windowMilliseconds <= mostTries;
}

/** Tries in a minute beyond which a limit is no guard against guesses. */
const mostTries = 300;

function isGrave({ kind }: Meant, isOpen: () => boolean): boolean {
  return kind === 'money' || ((kind === 'secret' || kind === 'account') && isOpen());
}

/** Whether a general limiter is all that stands before a route that takes a secret, so that its number is that route's. */
function isOnlyGuard(context: RuleContext, limiter: PlacedLimiter): boolean {
  const { use, routes } = limiter;
  if (!mayHinderGuesses(limiter)) return false;
  return routes.some(
    (route) =>
      route.verb !== 'GET' &&
      meantBy(ownParts(route.path ?? ''))?.kind === 'secret' &&
      !route.middleware.some((each) => each.pattern.role === 'rate-limiter' && each.id !== use.id) &&
      isOpenTo(context, route),
  );
}
