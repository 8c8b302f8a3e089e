import { chainRelated, reachTitle } from '../../findings/chain.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { dualModeStop } from '../../gates/dual-mode.ts';
import { lifetimeStop } from '../../gates/lifetime.ts';
import { momentStop, workReach } from '../../gates/moment.ts';
import { ownName } from '../../gates/names.ts';
import { isLoaded } from '../../gates/origins.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { Reach } from '../../link/program-graph.ts';
import { type Count, countsOf, isLowered } from './counter/count.ts';
import { type HandedOut, handedOutBy } from './counter/handed-out.ts';
import { isNumbering, namesOwn } from './counter/names.ts';
import { type Quota, quotaOf } from './counter/quota.ts';
import { cellsOfApplications } from './global/cells.ts';

/** A number that each process counts for itself, and that names something, or bounds it, for all of them. */
export const rule: Rule = {
  info: {
    id: 'state-module-counter',
    title: 'Numbers counted in the process',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'guard', 'role', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote: 'Any data that needs to persist must be stored in a stateful backing service, typically a database.',
    },
    summary:
      'Each process counts for itself, so two instances give out the same number or let each in up to the quota.',
  },
  check: (context) =>
    [...context.graph.cells, ...cellsOfApplications(context)].flatMap((cell) =>
      countsOf(context.graph, cell).flatMap((count) => verdictOf(context, count)),
    ),
};

function verdictOf(context: RuleContext, count: Count): readonly Verdict[] {
  const { graph } = context;
  const { cell, raises } = count;
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site: cell.site, ...stop }];
  const raising = raises.map(({ access }) => access);
  const early = firstStop([
    () => scopeStop(context, cell.file),
    () => lifetimeStop(context, cell),
    () =>
      momentStop(
        graph,
        raising.map((access) => access.function),
        'This number',
      ),
    () => dualModeStop(graph, cell, raising),
    () => startStop(context, count),
  ]);
  if (early !== null) return silent(early);
  const numbers = handedOutBy(context, count);
  const given = numbers.find(({ carry }) => isNumbering(carry.names) && !carry.isOwn);
  const quota = given === undefined ? quotaOf(graph, count) : null;
  const use = given ?? quota;
  if (use === undefined || use === null) return silent(roleStop(count, numbers));
  const raised = bestReach(context, raises);
  const used = workReach(graph, use.function);
  if (raised === null || used === null) {
    return silent({ gate: 'moment', reason: 'What raises it and what hands it out never run for the same request.' });
  }
  const certainty = raised.certainty === 'proved' && used.certainty === 'proved' ? 'proved' : 'possible';
  const judgement = judge({
    info: rule.info,
    programs: servingThrough(context, cell.file, [raised, used]),
    raised: false,
    certainty,
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const limit = quota?.limit ?? null;
  return [
    {
      kind: 'found',
      site: cell.site,
      judgement,
      confidence: certainty === 'proved' ? 'high' : 'low',
      sentences: sentencesOf(context, count, judgement, given ?? null, quota),
      related: [
        { site: raises[0]?.access.site ?? cell.site, message: `${reachTitle(graph, raised)} raises it here.` },
        ...chainRelated(graph, raised),
        { site: use.site, message: given === undefined ? 'Here it is a bound.' : places[given.kind] },
      ],
      evidence: {
        limit,
        effective: limit === null ? null : limit * judgement.instances,
        formula: limit === null ? null : `${limit} × ${judgement.instances}`,
      },
      subject: { kind: 'cell', id: cell.id },
      thing: given === undefined ? 'a quota' : 'numbers',
      symbol: count.member === null ? cell.id.slice(cell.id.indexOf('#') + 1) : count.name,
    },
  ];
}

const places: Readonly<Record<HandedOut['kind'], string>> = {
  row: 'Here the number goes into what all instances share.',
  entry: 'Here the number names an entry.',
  answer: 'Here the number goes into the answer.',
  message: 'Here the number goes out.',
};

/** A number that begins by chance or with the time, or is brought up from a store each time, is not this process's own. */
function startStop({ graph }: RuleContext, { cell, raises, member }: Count): Stop | null {
  const begins = cell.accesses.filter(({ kind }) => kind === 'assign' && member === null);
  const fresh = begins.find(
    (access) => raises.some((raise) => raise.access.function === access.function) && isLoaded(graph, access),
  );
  return fresh === undefined
    ? null
    : { gate: 'shared', reason: 'Whoever raises it first looks up where all instances are.' };
}

function roleStop(count: Count, numbers: readonly HandedOut[]): Stop {
  if (numbers.some(({ carry }) => carry.isOwn && isNumbering(carry.names))) {
    return {
      gate: 'role',
      reason: 'The number stands beside chance, a moment or the name of a process, which no other instance has.',
    };
  }
  if (namesOwn(count.name) || numbers.some(({ carry }) => carry.names.some(namesOwn))) {
    return { gate: 'role', reason: 'It numbers what only this process has, such as its requests or connections.' };
  }
  if (isLowered(count)) {
    return { gate: 'role', reason: 'It goes up and down with what this process is doing now.' };
  }
  return { gate: 'role', reason: 'Nothing is told from others by this number, and nobody is refused for it.' };
}

/** How one of the places that raise it comes to run while the service works, a proved way first. */
function bestReach({ graph }: RuleContext, raises: Count['raises']): Reach | null {
  const reaches = raises.flatMap(
    ({ access }) => workReach(graph, access.function, undefined, access.operation.guards) ?? [],
  );
  return reaches.find(({ certainty }) => certainty === 'proved') ?? reaches[0] ?? null;
}

function sentencesOf(
  context: RuleContext,
  count: Count,
  judgement: Judgement,
  given: HandedOut | null,
  quota: Quota | null,
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const name = `\`${count.member ?? ownName(count.cell)}\``;
  if (given === null) {
    return [
      firstSentence(quotaWordings(name, judgement, quota?.limit ?? null)),
      judgement.situation === 'assumed'
        ? 'Each counts only what it let in itself.'
        : numbersSentence(judgement, 'counts only what it let in itself', names),
      'Count in a store that all instances share, such as with INCR in Redis.',
    ];
  }
  return [
    firstSentence(numberWordings(name, judgement, given)),
    judgement.situation === 'assumed'
      ? `Each counts ${name} for itself${startOf(count)}.`
      : numbersSentence(judgement, `counts ${name} for itself${startOf(count)}`, names),
    'Let the database number them, or INCR in Redis; where the order says nothing, take a UUID.',
  ];
}

function startOf({ cell: { initial }, member }: Count): string {
  const value = initial?.kind === 'literal' && member === null ? initial.value : null;
  return typeof value === 'number' ? `, from ${value} on` : '';
}

function numberWordings(name: string, judgement: Judgement, { kind }: HandedOut): readonly string[] {
  const same = `two ${things[kind]} get the same number`;
  const by = `${name} is not shared`;
  switch (judgement.situation) {
    case 'many':
      return [`${capitalised(same)}: ${by}.`, `${capitalised(same)}.`];
    case 'assumed':
      return [`${withInstances(judgement)} ${same}: ${by}.`, `${withInstances(judgement)} ${same}.`];
    default:
      return [`With a second instance ${same}: ${by}.`, `With a second instance ${same}.`];
  }
}

const things: Readonly<Record<HandedOut['kind'], string>> = {
  row: 'rows',
  entry: 'entries',
  answer: 'answers',
  message: 'messages',
};

function quotaWordings(name: string, judgement: Judgement, limit: number | null): readonly string[] {
  const { situation, instances } = judgement;
  const total = situation === 'many' || situation === 'assumed' ? instances : 2;
  const start = (text: string): string => {
    if (situation === 'many') return capitalised(text);
    return `${situation === 'assumed' ? withInstances(judgement) : 'With a second instance'} ${text}`;
  };
  if (limit === null) return [start(`the bound on ${name} holds for each instance alone.`)];
  const really = `a quota of ${limit} is really up to ${limit * total}`;
  return [start(`${really}: ${name} is not shared.`), start(`${really}.`)];
}
