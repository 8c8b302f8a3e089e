import type { RuleContext } from '../../../findings/rule.ts';
import { asksForUser } from '../../../gates/signed-in.ts';
import type { LibraryUse, Route } from '../../../link/program-graph.ts';
import { limitersOf, type PlacedLimiter } from './placed.ts';
import { type Meant, meantBy, ownParts } from './words.ts';

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
  readonly because: 'flood' | 'signed-in' | 'unseen' | null;
  /** The routes that it stands on, those that told it first. */
  readonly routes: readonly Route[];
}

/** The gravest of what the limiters are for that the call makes: a factory makes one wherever it is called. */
export function purposeOf(context: RuleContext, use: LibraryUse, name: string | null): LimitPurpose {
  const purposes = limitersOf(context, use, name).map((limiter) => purposeOfOne(context, limiter));
  const rank = ({ weight }: LimitPurpose): number => ['slight', 'plain', 'grave'].indexOf(weight);
  const [gravest] = [...purposes].sort((a, b) => rank(b) - rank(a));
  const routes = [...new Set([...(gravest?.routes ?? []), ...purposes.flatMap((each) => each.routes)])];
  return gravest === undefined ? plain([]) : { ...gravest, routes };
}

const plain = (routes: readonly Route[], counted = 'requests'): LimitPurpose => ({
  counted,
  weight: 'plain',
  because: null,
  routes,
});

/** By the limiter's own name; else by its routes, when most of them are of that kind; else by its file. */
function purposeOfOne(context: RuleContext, limiter: PlacedLimiter): LimitPurpose {
  const { routes } = limiter;
  const named = meantBy(limiter.names);
  const told = routes.map((route) => ({ route, meant: meantBy(ownParts(route.path ?? '')) }));
  const isOpen = (route: Route): boolean => !asksForUser(context.graph, route);
  // Who is signed in has nothing left to guess, unless the route charges a card.
  const grave = told.flatMap(({ route, meant }) => {
    const counts = meant ?? named;
    return counts !== null && isGrave(counts, () => isOpen(route)) ? [{ route, meant: counts }] : [];
  });
  const first = grave[0]?.meant;
  const isNamedGrave = named !== null && isGrave(named, () => routes.length === 0 || routes.some(isOpen));
  const isMost = first !== undefined && grave.length * 2 > routes.length;
  if (isNamedGrave && named !== null) return { counted: named.counted, weight: 'grave', because: null, routes };
  if (isMost && first !== undefined) {
    const isOne = grave.every(({ meant }) => meant.counted === first.counted);
    return { counted: isOne ? first.counted : 'sign-in tries', weight: 'grave', because: null, routes };
  }
  // A limiter of few routes, one of which checks a secret, is there for it; one before most routes is a general one.
  if (first !== undefined && !limiter.general) return { ...plain(routes), weight: 'grave' };
  if (limiter.general)
    return isOnlyGuard(context, limiter) ? plain(routes) : { ...plain([]), weight: 'slight', because: 'flood' };
  const costly = named?.kind === 'costly' ? named : told.find(({ meant }) => meant?.kind === 'costly')?.meant;
  const counted =
    costly != null && told.every(({ meant }) => meant === null || meant.kind === 'costly')
      ? costly.counted
      : 'requests';
  if (costly != null) return plain(routes, counted);
  if (routes.length > 0) {
    return routes.some(isOpen) ? plain(routes) : { ...plain(routes), weight: 'slight', because: 'signed-in' };
  }
  const byFile = meantBy([(limiter.use.file.split('/').at(-1) ?? '').replace(/\.\w+$/, '')]);
  if (byFile === null) return { ...plain([]), weight: 'slight', because: 'unseen' };
  return isGrave(byFile, () => true) ? { ...plain([], byFile.counted), weight: 'grave' } : plain([], byFile.counted);
}

function isGrave({ kind }: Meant, isOpen: () => boolean): boolean {
  return kind === 'money' || ((kind === 'secret' || kind === 'account') && isOpen());
}

/** Whether a general limiter is all that stands before a route that takes a secret, so that its number is that route's. */
function isOnlyGuard({ graph }: RuleContext, { use, routes }: PlacedLimiter): boolean {
  return routes.some(
    (route) =>
      route.verb !== 'GET' &&
      meantBy(ownParts(route.path ?? ''))?.kind === 'secret' &&
      !route.middleware.some((each) => each.pattern.role === 'rate-limiter' && each.id !== use.id) &&
      !asksForUser(graph, route),
  );
}
