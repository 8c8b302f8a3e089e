import type { Moment } from '../catalog/types.ts';
import { type Decided, undecided } from './decided.ts';
import type {
  CallEdge,
  Certainty,
  Deciding,
  Entry,
  FunctionKey,
  FunctionNode,
  Holder,
  Reach,
} from './program-graph.ts';

/** An entry with how sure it is that the framework calls it. */
export interface Start {
  readonly entry: Entry;
  readonly certainty: Certainty;
  /** The router that the entry is registered on; null for entries that stand for themselves. */
  readonly origin: string | null;
}

/** The ways to each function, those that decide different things of its parameters apart. */
type Reaches = Map<FunctionKey, Reach[]>;

/** Ways to one function that are kept apart; what comes after these is taken as if it decided nothing. */
const mostWays = 6;

const order: readonly Moment[] = ['load', 'boot', 'request', 'socket', 'queue', 'timer', 'shutdown'];

/**
 * When each function runs, with the shortest proved chain from an entry, or the shortest possible one. Module bodies
 * run at load, and so does what they call, up to asynchronous functions such as `main()`, which run at boot. What a call
 * decides by a literal holds on its way alone: another that leaves it open reaches the function anew.
 */
export function momentsOf(
  functions: ReadonlyMap<FunctionKey, FunctionNode>,
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
  starts: readonly Start[],
  deciding: Deciding,
): ReadonlyMap<FunctionKey, readonly Reach[]> {
  const byMoment = new Map<Moment, Reaches>(order.map((moment) => [moment, new Map()]));
  const isAsync = (key: FunctionKey) => functions.get(key)?.fact.async === true;
  const stepsFrom = ({ key, reach }: Seed, passes: (edge: CallEdge) => boolean): readonly Seed[] =>
    (callees.get(key) ?? []).flatMap((edge) => (passes(edge) ? beyond(deciding, reach, edge) : []));
  const holding = new Set(
    [...callees].flatMap(([key, own]) => (own.some(({ held }) => held !== undefined) ? [key] : [])),
  );

  const load: Reaches = byMoment.get('load') ?? new Map();
  const modules = [...functions.values()]
    .filter((node) => node.id === 0)
    .map((node) => first('load', 'proved', null, node.key));
  spread(load, holding, modules, (seed, turn) =>
    stepsFrom(seed, (edge) => edge.made !== true && !isAsync(edge.to) && isStep(edge, turn, load)),
  );

  const boots: Seed[] = seedsOf(load)
    .flatMap((seed) => stepsFrom(seed, (edge) => isAsync(edge.to) && edge.given !== true && edge.made !== true))
    .map(asBoot);
  // Shutdown, request and the rest come before boot, because what they fill once counts as boot.
  for (const moment of [...order.slice(2), 'boot' as const]) {
    const own = starts
      .filter(({ entry }) => entry.moment === moment)
      .map(({ entry, certainty }) => first(moment, certainty, entry, entry.function));
    const reaches: Reaches = byMoment.get(moment) ?? new Map();
    // What the start of a program makes is there for those who come later, and runs only then.
    const isWork = moment !== 'boot' && moment !== 'shutdown';
    spread(reaches, holding, moment === 'boot' ? [...own, ...boots] : own, (seed, turn) =>
      stepsFrom(
        seed,
        (edge) =>
          (moment === 'boot' || edge.once !== true) && (isWork || edge.made !== true) && isStep(edge, turn, reaches),
      ),
    );
    // What is done once, when the first request or job needs it, belongs to the start of the program.
    if (moment !== 'boot') {
      boots.push(...seedsOf(reaches).flatMap((seed) => stepsFrom(seed, ({ once }) => once === true).map(asBoot)));
    }
  }

  const moments = new Map<FunctionKey, Reach[]>();
  for (const reaches of byMoment.values()) {
    for (const [key, ways] of reaches) moments.set(key, [...(moments.get(key) ?? []), ...ways]);
  }
  return moments;
}

interface Seed {
  readonly key: FunctionKey;
  readonly reach: Reach;
}

function first(moment: Moment, certainty: Certainty, entry: Entry | null, key: FunctionKey): Seed {
  return { key, reach: { moment, certainty, entry, chain: [] } };
}

function asBoot({ key, reach }: Seed): Seed {
  return { key, reach: { ...reach, moment: 'boot' } };
}

function seedsOf(reaches: Reaches): readonly Seed[] {
  return [...reaches].flatMap(([key, ways]) => ways.map((reach) => ({ key, reach })));
}

/** One step further, where what is known on the way lets it be taken. */
function beyond(deciding: Deciding, reach: Reach, edge: CallEdge): readonly Seed[] {
  const before = reach.decided ?? undecided;
  if (edge.held !== undefined && before.has(settledMarks[edge.held.by])) return [];
  const behind = deciding.behind(edge, before);
  if (behind === null) return [];
  const decided = withSettled(edge, before, behind);
  const { moment, entry } = reach;
  const certainty = reach.certainty === 'proved' ? edge.certainty : 'possible';
  const plain = { moment, certainty, entry, chain: [...reach.chain, edge] };
  return [{ key: edge.to, reach: decided.size === 0 ? plain : { ...plain, decided } }];
}

/** That a way has settled what an object or a parameter holds, noted among what it decides; no declaration has such a number. */
const settledMarks: Readonly<Record<Holder, number>> = { object: -1, argument: -2 };

/** What is decided, and whether what is held stays settled behind a step. */
function withSettled({ settles, keeps }: CallEdge, before: Decided, behind: Decided): Decided {
  const kept = before.size === 0 ? [] : (keeps ?? []).filter((holder) => before.has(settledMarks[holder]));
  if (settles === undefined && kept.length === 0) return behind;
  return new Map([...behind, ...[...(settles ?? []), ...kept].map((holder) => [settledMarks[holder], true] as const)]);
}

/** What is followed in which turn: what is proved, then what is possible, and last what is held by who cannot be told. */
type Turn = 'proved' | 'possible' | 'held';

/** Whether an edge may lead on to something new. */
function isStep({ given, held, certainty, to }: CallEdge, turn: Turn, reaches: Reaches): boolean {
  // What comes to run a callback is what comes to run its giver, which has an edge of its own.
  if (given === true || (turn === 'proved' && certainty !== 'proved') || isOpen(reaches.get(to))) return false;
  if (held === undefined) return true;
  // What was made with a function as a part of such work runs it for those who made it, and for no other.
  return turn === 'held' && (held.makers.length === 0 || held.makers.some((maker) => !reaches.has(maker)));
}

/** Whether a function is reached on a way that decides nothing, so that no other shows more. */
function isOpen(ways: readonly Reach[] | undefined): boolean {
  return ways?.some(({ decided }) => decided === undefined) === true;
}

/**
 * Breadth first, so that chains are shortest; all proved edges before any possible one, so that proof wins over length, and
 * before those by what somebody else may hold.
 */
function spread(
  reaches: Reaches,
  holding: ReadonlySet<FunctionKey>,
  seeds: readonly Seed[],
  steps: (seed: Seed, turn: Turn) => readonly Seed[],
): void {
  const take = (queue: Seed[], turn: Turn) => {
    for (let next = 0; next < queue.length; next++) {
      const seed = queue[next];
      const taken = seed === undefined ? null : takenAs(reaches.get(seed.key), seed);
      if (taken === null) continue;
      const ways = reaches.get(taken.key);
      if (ways === undefined) reaches.set(taken.key, [taken.reach]);
      else ways.push(taken.reach);
      queue.push(...steps(taken, turn));
    }
  };
  take(
    seeds.filter(({ reach }) => reach.certainty === 'proved'),
    'proved',
  );
  const known = seedsOf(reaches);
  take(
    [
      ...seeds.filter(({ reach }) => reach.certainty === 'possible'),
      ...known.flatMap((seed) => steps(seed, 'possible')),
    ],
    'possible',
  );
  const held = seedsOf(reaches).filter(({ key }) => holding.has(key));
  take(
    held.flatMap((seed) => steps(seed, 'held')),
    'held',
  );
}

/** A way to a function that shows something new, as it is followed on; null for one that others have shown. */
function takenAs(ways: readonly Reach[] | undefined, { key, reach }: Seed): Seed | null {
  if (isOpen(ways)) return null;
  const { decided, ...open } = reach;
  if (decided === undefined || ways === undefined) return { key, reach };
  if (ways.some((way) => way.decided !== undefined && isSame(way.decided, decided))) return null;
  if (ways.length < mostWays) return { key, reach };
  // Of many ways what they decide is left out, but not that they settle what is held.
  const marks = Object.values(settledMarks).filter((mark) => decided.has(mark));
  if (marks.length === 0) return { key, reach: open };
  const settled = new Map(marks.map((mark) => [mark, true]));
  return ways.some((way) => way.decided !== undefined && isSame(way.decided, settled))
    ? null
    : { key, reach: { ...open, decided: settled } };
}

function isSame(one: Decided, other: Decided): boolean {
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);
}
