import { chainRelated, reachTitle } from '../../findings/chain.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import type { Subject } from '../../findings/types.ts';
import { capitalised, firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { dualModeStop } from '../../gates/dual-mode.ts';
import { guardStop } from '../../gates/guard.ts';
import { lifetimeStop } from '../../gates/lifetime.ts';
import { workReach, workReaches } from '../../gates/moment.ts';
import { ownName } from '../../gates/names.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse, ProgramGraph, Reach, Site, StateCell } from '../../link/program-graph.ts';
import { chainOf, flagsOf } from './lock/flags.ts';
import { type Harm, keptOutHarm, orderedHarm } from './lock/harm.ts';
import { heldRegions, isExclusive } from './lock/held.ts';
import { homeOfUse, nameOfUse, placeOfUse } from './lock/home.ts';
import type { Region } from './lock/region.ts';

/** A lock or a mark in memory before work on what all instances share. */
export const rule: Rule = {
  info: {
    id: 'lock-in-process',
    title: 'Lock that one process holds',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'guard', 'role', 'topology'],
    citation: {
      title: 'Python: synchronization primitives',
      url: 'https://docs.python.org/3/library/asyncio-sync.html#lock',
      quote: 'Implements a mutex lock for asyncio tasks. Not thread-safe.',
    },
    summary: 'A lock in memory guards rows or work that other instances come to as well, and keeps none of them out.',
  },
  check: (context) => [
    ...lockedBy(context.graph).flatMap((lock) => verdictOf(context, lock)),
    ...context.graph.cells.flatMap((cell) => markedBy(context.graph, cell)).flatMap((lock) => verdictOf(context, lock)),
  ],
};

/** A lock under whatever name, with the work that it guards. */
interface Lock {
  readonly kind: 'object' | 'mark' | 'chain';
  readonly name: string;
  readonly site: Site;
  readonly home: StateCell['home'] | null;
  readonly cell: StateCell | null;
  readonly use: LibraryUse | null;
  readonly regions: readonly Region[];
  readonly subject: Subject;
  readonly symbol: string;
}

function lockedBy(graph: ProgramGraph): readonly Lock[] {
  const held = heldRegions(graph);
  return graph.uses.flatMap((use): readonly Lock[] => {
    const regions = held.get(use.id) ?? [];
    if (use.pattern.lock === undefined || regions.length === 0 || !isExclusive(graph, use)) return [];
    const site = placeOfUse(graph, use);
    const name = nameOfUse(graph, use);
    const home = homeOfUse(graph, use);
    const subject = { kind: 'use', id: use.id } as const;
    return [{ kind: 'object', name, site, home, cell: null, use, regions, subject, symbol: name }];
  });
}

function markedBy(graph: ProgramGraph, cell: StateCell): readonly Lock[] {
  const { site, home, id } = cell;
  const common = { site, home, cell, use: null, subject: { kind: 'cell', id } } as const;
  const marks = flagsOf(graph, cell).map(({ name, regions }): Lock => {
    const own = name.slice(name.lastIndexOf('.') + 1);
    return { ...common, kind: 'mark', name: own, regions, symbol: name };
  });
  const chain = chainOf(graph, cell);
  if (chain.length === 0) return marks;
  return [...marks, { ...common, kind: 'chain', name: ownName(cell), regions: chain, symbol: cell.name }];
}

function verdictOf(context: RuleContext, lock: Lock): readonly Verdict[] {
  const { graph } = context;
  const { cell, use, home, site } = lock;
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site, ...stop }];
  const early = firstStop([
    () => scopeStop(context, site.file),
    () => (home === null ? null : lifetimeStop(context, { home })),
    () => (use === null ? null : guardStop(graph, use)),
    () => (cell === null ? null : dualModeStop(graph, cell, cell.accesses)),
  ]);
  if (early !== null) return silent(early);
  const reached = lock.regions.flatMap((region) => {
    const reach = workReach(graph, region.function);
    return reach === null ? [] : [{ region, reach }];
  });
  if (reached.length === 0) {
    return silent({ gate: 'moment', reason: 'No request, socket, queue or timer comes to what it guards.' });
  }
  const answers = reached.map(({ region, reach }) => ({ reach, answer: answerOf(graph, lock, region) }));
  const harms = answers.flatMap(({ reach, answer }) => ('kind' in answer ? [{ reach, harm: answer }] : []));
  const worst = harms.find(({ reach }) => reach.certainty === 'proved') ?? harms[0];
  if (worst === undefined) return answers.slice(0, 1).flatMap(({ answer }) => ('kind' in answer ? [] : silent(answer)));
  const { reach, harm } = worst;
  const judgement = judge({
    info: harm.mild ? { ...rule.info, base: 'warning' } : rule.info,
    programs: servingThrough(context, site.file, [reach]),
    raised: false,
    certainty: reach.certainty,
    weak: harm.weak,
    assumedInstances: context.assumedInstances,
  });
  return judgement === null ? [] : [found(context, lock, harm, reach, judgement)];
}

/** What goes wrong behind one place where it is taken. Work that a clock starts is told where the clock is set. */
function answerOf(graph: ProgramGraph, lock: Lock, region: Region): Harm | Stop {
  if (lock.kind !== 'mark') return orderedHarm(graph, region);
  const isByClock = workReaches(graph, region.function).some(({ moment }) => moment === 'timer');
  return isByClock
    ? { gate: 'role', reason: 'A clock starts this work on every instance, and is told where it is set.' }
    : keptOutHarm(graph, region);
}

function found(context: RuleContext, lock: Lock, harm: Harm, reach: Reach, judgement: Judgement): Found {
  const { graph } = context;
  const names = { facts: graph.facts, catalog: context.catalog };
  const advice =
    lock.kind === 'mark'
      ? 'Take a lock that all instances see, in the database or in Redis, or let a queue run it once.'
      : 'Lock the rows in the database, or take a lock that all instances see, in the database or in Redis.';
  const read =
    harm.read === null ? [] : [{ site: harm.read.site, message: 'This is looked up while the lock is held.' }];
  return {
    kind: 'found',
    site: lock.site,
    judgement,
    confidence: reach.certainty === 'possible' || harm.weak ? 'low' : 'high',
    sentences: [firstSentence(wordings(lock, harm, judgement)), secondSentence(lock, judgement, names), advice],
    related: [
      { site: harm.region.site, message: `${capitalised(reachTitle(graph, reach))} takes it here.` },
      ...chainRelated(graph, reach),
      ...read,
      { site: harm.effect.site, message: 'Another instance can do this at the same time.' },
    ],
    evidence: { limit: null, effective: judgement.instances, formula: null },
    subject: lock.subject,
    thing: 'a lock',
    symbol: lock.symbol,
  };
}

function secondSentence(lock: Lock, judgement: Judgement, names: Parameters<typeof numbersSentence>[2]): string {
  return judgement.situation === 'assumed'
    ? `Each has its own \`${lock.name}\`.`
    : numbersSentence(judgement, `has its own \`${lock.name}\``, names);
}

function wordings(lock: Lock, harm: Harm, judgement: Judgement): readonly string[] {
  const { situation, instances } = judgement;
  const times = situation === 'many' || situation === 'assumed' ? `${instances} times` : 'twice';
  const sentence = harm.sentence.replace('{times}', times);
  const name = `\`${lock.name}\``;
  const start = (text: string): string => {
    if (situation === 'many') return capitalised(text);
    return `${situation === 'assumed' ? withInstances(judgement) : 'With a second instance'} ${text}`;
  };
  return lock.kind === 'mark'
    ? [
        start(`${name} lets each instance run this at once, so ${sentence}.`),
        start(`${name} lets each instance run this at once.`),
      ]
    : [start(`two can be behind ${name} at once: ${sentence}.`), start(`two can be behind ${name} at once.`)];
}
