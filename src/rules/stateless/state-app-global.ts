import type { Value } from '../../facts/values.ts';
import { chainRelated, reachTitle } from '../../findings/chain.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { comparesOrder } from '../../gates/comparing.ts';
import { leavesOutProduction } from '../../gates/guard.ts';
import { runsAtStart, workReach } from '../../gates/moment.ts';
import { partsOf } from '../../gates/names.ts';
import { callsBehind, isClock, isLoaded, isWrittenThrough } from '../../gates/origins.ts';
import { asksAbout } from '../../gates/refusal.ts';
import { isForFigures } from '../../gates/role.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { ProgramGraph, Reach } from '../../link/program-graph.ts';
import { countsOf } from './counter/count.ts';
import { cellOf } from './global/cells.ts';
import { type Held, heldByApplications, heldGlobally, type Mention, type Write } from './global/held.ts';

/** A value on the application or among the globals that one request sets and others go by. */
export const rule: Rule = {
  info: {
    id: 'state-app-global',
    title: 'Value that requests leave on the application',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard', 'role', 'topology'],
    citation: {
      title: 'Express: app.locals',
      url: 'https://expressjs.com/en/api.html#app.locals',
      quote: 'Once set, the value of app.locals properties persist throughout the life of the application.',
    },
    summary: 'One request sets a value on the application, and the requests that other instances answer never see it.',
  },
  check: (context) => {
    const globals = context.graph.cells.flatMap((cell) =>
      countsOf(context.graph, cell).length > 0 ? [] : (heldGlobally(cell) ?? []),
    );
    const held = heldByApplications(context).filter((each) => {
      const cell = cellOf(each);
      return cell === null || countsOf(context.graph, cell).length === 0;
    });
    return [...held, ...globals].flatMap((each) => verdictOf(context, each));
  },
};

interface Reached<Of> {
  readonly at: Of;
  readonly reach: Reach;
}

function verdictOf(context: RuleContext, whole: Held): readonly Verdict[] {
  const { graph } = context;
  const renewed = renewals(graph, whole);
  const held = renewed.length === 0 ? whole : { ...whole, writes: renewed };
  const [first] = held.writes.filter(({ function: key }) => graph.functions.get(key)?.id !== 0);
  if (first === undefined) return [];
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site: first.site, ...stop }];
  const writes = held.writes.flatMap((at) => handled(graph, at));
  const early = firstStop([
    () => scopeStop(context, first.site.file),
    () => momentStop(graph, held, writes),
    () => valueStop(graph, held, renewed.length > 0),
  ]);
  if (early !== null) return silent(early);
  const reads = held.reads.flatMap((at): readonly Reached<Mention>[] => {
    const reach = workReach(graph, at.function, ['request', 'socket', 'queue']);
    return reach === null ? [] : [{ at, reach }];
  });
  const pair = apart(writes, reads);
  if (pair === null) return silent({ gate: 'role', reason: 'No other request is seen to go by it.' });
  if (reads.every(({ reach }) => isForFigures(graph, reach))) {
    return silent({ gate: 'role', reason: 'Only routes that show figures of this process ask for it.' });
  }
  const { write, read } = pair;
  const judgement = judge({
    info: rule.info,
    programs: servingThrough(context, write.at.site.file, [write.reach, read.reach]),
    raised: false,
    certainty: write.reach.certainty === 'proved' && read.reach.certainty === 'proved' ? 'proved' : 'possible',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  return [
    {
      kind: 'found',
      site: write.at.site,
      judgement,
      confidence: 'high',
      sentences: sentencesOf(context, held, judgement, write.reach, read.reach),
      related: [
        ...chainRelated(graph, write.reach),
        { site: read.at.site, message: `${reachTitle(graph, read.reach)} goes by it here, maybe on another instance.` },
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'cell', id: `${write.at.site.file}#${held.name}` },
      thing: 'values on the application',
      symbol: held.name,
    },
  ];
}

/** A write that the last handler of a route comes to; what stands before handlers sets it anew for each request. */
function handled(graph: ProgramGraph, at: Write): readonly Reached<Write>[] {
  const reach = workReach(graph, at.function, ['request'], at.guards);
  const route = reach?.entry?.route == null ? undefined : graph.routes[reach.entry.route];
  const isLast = route !== undefined && route.handlers.at(-1) === reach?.entry?.function;
  return reach === null || !isLast ? [] : [{ at, reach }];
}

/** A write and a read that two requests make. */
function apart(
  writes: readonly Reached<Write>[],
  reads: readonly Reached<Mention>[],
): { readonly write: Reached<Write>; readonly read: Reached<Mention> } | null {
  for (const write of writes) {
    const read = reads.find(
      ({ reach }) => reach.entry !== null && reach.entry.function !== write.reach.entry?.function,
    );
    if (read !== undefined) return { write, read };
  }
  return null;
}

function momentStop(graph: ProgramGraph, { writes }: Held, handled: readonly Reached<Write>[]): Stop | null {
  if (handled.length > 0) return null;
  return writes.every(({ function: key }) => runsAtStart(graph, key))
    ? { gate: 'moment', reason: 'It is set only while the process starts, so every instance has the same.' }
    : { gate: 'moment', reason: 'No handler of a route sets it: it is set anew for each request, or by none.' };
}

const role = (reason: string): Stop => ({ gate: 'role', reason });

const ownWords =
  /^(?:ready|initialized|initialised|started|shutting|closing|stats|stat|metrics|count|counts|hits|visits|uptime|health|last|debug|logger|log)$/;

/**
 * Where each instance fetches a value once and keeps it, the routes that change it: they renew the copy of the instance
 * which answers, and nothing tells the others. None where anything else renews it, too.
 */
function renewals(graph: ProgramGraph, { writes }: Held): readonly Write[] {
  const fills = writes.filter((write) => write.isOnce || asksForItself(graph, write));
  const others = writes.filter((write) => !fills.includes(write) && graph.functions.get(write.function)?.id !== 0);
  const isEndless = fills.some((write) => fetches(graph, write)) && fills.every((write) => !asksTheTime(write));
  const changes = others.filter((write) => handled(graph, write).some(({ reach }) => changesSomething(graph, reach)));
  return isEndless && changes.length === others.length ? changes : [];
}

function changesSomething(graph: ProgramGraph, { entry }: Reach): boolean {
  const route = entry?.route == null ? undefined : graph.routes[entry.route];
  return /^(?:POST|PUT|PATCH|DELETE)$/.test(route?.verb ?? '');
}

/** `now > kept.until`: what is kept for a while is renewed by itself. */
function asksTheTime({ guards }: Write): boolean {
  return guards.some(({ test }) => comparesOrder(test));
}

function fetches(graph: ProgramGraph, write: Write): boolean {
  return isLoaded(graph, { ...write, kind: 'assign', key: null });
}

/** What each instance makes for itself, has as a copy, or tells of itself. A copy that only one renews is more than that. */
function valueStop(graph: ProgramGraph, { name, writes }: Held, isRenewed: boolean): Stop | null {
  if (writes.some(({ guards, site }) => guards.some((guard) => leavesOutProduction(graph, site.file, guard)))) {
    return { gate: 'guard', reason: 'It is set only outside production.' };
  }
  if (writes.some((write) => write.isOnce || asksForItself(graph, write))) {
    return role('It is set only where it is not there yet, so each instance makes its own.');
  }
  const words = partsOf(name.slice(name.lastIndexOf('.') + 1));
  // An `httpServer` is a server of this process; `SERVER_SETTINGS` are settings, of whatever.
  if (words.some((word) => ownWords.test(word)) || words.at(-1) === 'server') {
    return role('Its name says that it tells of this process.');
  }
  const set = writes.filter(({ function: key }) => graph.functions.get(key)?.id !== 0);
  if (set.some((write) => isHandle(graph, write)))
    return role('It is a function, a client or another handle of this process.');
  if (set.some((write) => isOnlyTime(graph, write))) return role('It is a time at which this process did something.');
  const isCopy = set.some((write) => {
    const access = { ...write, kind: 'assign', key: null } as const;
    return isLoaded(graph, access) || isWrittenThrough(graph, access);
  });
  return isCopy && !isRenewed
    ? role('It is a copy of what stands in a database, in a file or with another service.')
    : null;
}

/** `if (!app.locals.theme) app.locals.theme = …`. */
function asksForItself(graph: ProgramGraph, { guards, operation, site }: Write): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null || (operation.kind !== 'assign' && operation.kind !== 'container')) return false;
  // `app.config['THEME'] = …` names it by the key.
  const key = operation.kind === 'container' && operation.key?.kind === 'literal' ? operation.key.value : null;
  const name = operation.kind === 'assign' ? operation.target.path.at(-1) : key;
  if (name === null || name === undefined) return false;
  const isName = (left: Value | null): boolean => left?.kind === 'literal' && left.value === name;
  const mentions = (test: Value): boolean =>
    (test.kind === 'reference' && test.reference.path.at(-1) === name) ||
    // `'THEME' not in app.config`
    (test.kind === 'operator' && /^(?:not )?in$/.test(test.operator) && isName(test.left)) ||
    (test.kind === 'operator' && ((test.left !== null && mentions(test.left)) || mentions(test.right)));
  return guards.some(({ test }) => mentions(test) || asksAbout(code, test, operation.target.span, 0));
}

function isHandle(graph: ProgramGraph, { value, site }: Write): boolean {
  if (value === null) return false;
  if (value.kind === 'function' || value.kind === 'class') return true;
  if (value.kind !== 'reference' && value.kind !== 'call') return false;
  return meaningsOf(graph, site.file, value).some(({ kind }) =>
    ['tracked', 'made', 'function', 'class'].includes(kind),
  );
}

function isOnlyTime(graph: ProgramGraph, { value, site }: Write): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const behind = code === null || value?.kind === 'object' ? [] : callsBehind(code, value);
  return code !== null && behind.length > 0 && behind.every((call) => isClock(code, call));
}

function sentencesOf(
  context: RuleContext,
  { name }: Held,
  judgement: Judgement,
  write: Reach,
  read: Reach,
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const shown = `\`${name}\``;
  const start = judgement.situation === 'assumed' ? `${withInstances(judgement)}, what` : 'What';
  const only = judgement.situation === 'many' || judgement.situation === 'assumed' ? 'is' : 'would be';
  const first = `${start} a request puts into ${shown} ${only} there on one instance only.`;
  const flow = `what ${reachTitle(context.graph, write)} sets, ${reachTitle(context.graph, read)} may not find`;
  return [
    firstSentence([first, `${start} a request sets there ${only} known to one instance only.`]),
    judgement.situation === 'assumed'
      ? `Each has its own: ${flow}.`
      : numbersSentence(judgement, `has its own: ${flow}`, names),
    'Keep it in the database or in Redis, where all instances look.',
  ];
}
