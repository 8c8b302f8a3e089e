import { chainRelated, reachTitle } from '../../findings/chain.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { dualModeStop } from '../../gates/dual-mode.ts';
import { lifetimeStop } from '../../gates/lifetime.ts';
import { momentStop, workReach } from '../../gates/moment.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { CellAccess, ProgramGraph, Reach } from '../../link/program-graph.ts';
import { type Copies, copiesOf } from './copies/copies.ts';
import { type Dropped, droppedAfterWrite, isToldToAll } from './copies/dropped.ts';
import { type Reloaded, reloadedIn } from './copies/reloaded.ts';

/** Copies of rows that an instance drops, or loads anew, when it changes the rows, and that every other instance goes on giving out. */
export const rule: Rule = {
  info: {
    id: 'cache-local-incoherent',
    title: 'Cache that only one instance empties',
    tier: 'breaks',
    pattern: 'caching',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'guard', 'role', 'shared', 'topology'],
    citation: {
      title: 'AdonisJS: cache',
      url: 'https://docs.adonisjs.com/guides/digging-deeper/cache',
    },
    summary: 'A write drops a cached copy on one instance alone, so every other goes on giving out the old one.',
  },
  check: (context) => {
    const reloaded = reloadedIn(context.graph);
    const dropped = copiesOf(context.graph).filter(({ cell }) => !reloaded.some(({ copies }) => copies.cell === cell));
    return [
      ...dropped.flatMap((copies) => verdictOf(context, copies, null)),
      ...reloaded.flatMap(({ copies, renewed }) => verdictOf(context, copies, renewed)),
    ];
  },
};

function verdictOf(context: RuleContext, copies: Copies, renewed: Reloaded['renewed'] | null): readonly Verdict[] {
  const { graph } = context;
  const { cell, file, site } = copies;
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site, ...stop }];
  const early = firstStop([
    () => scopeStop(context, file),
    () => lifetimeStop(context, copies),
    () =>
      momentStop(
        graph,
        copies.fills.map((access) => access.function),
        'This cache',
      ),
    // What is loaded from the database stands beside it by nature.
    () => (cell === null || renewed !== null ? null : dualModeStop(graph, cell, copies.fills)),
  ]);
  if (early !== null) return silent(early);
  const [dropped] = renewed === null ? droppedAfterWrite(graph, copies) : [renewed];
  if (dropped === undefined) {
    return silent({
      gate: 'role',
      reason: 'No write is seen to drop its entries, so nobody counts on them being fresh.',
    });
  }
  if (isToldToAll(graph, copies)) {
    return silent({ gate: 'shared', reason: 'What drops an entry is told to other instances by a message.' });
  }
  const asked = askedBy(graph, copies, dropped);
  if (asked === null) {
    return silent({ gate: 'role', reason: 'No request is seen to be answered from it.' });
  }
  const judgement = judge({
    info: rule.info,
    programs: servingThrough(context, file, [dropped.reach, asked.reach]),
    raised: false,
    certainty: 'proved',
    weak: copies.isShort,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'high',
      sentences: sentencesOf(context, copies, judgement, renewed !== null),
      related: relatedOf(graph, copies, { dropped, isRenewed: renewed !== null }, asked.access),
      evidence: { limit: null, effective: null, formula: null },
      subject: copies.subject,
      thing: 'cached copies',
      symbol: copies.symbol,
    },
  ];
}

interface Asked {
  readonly access: CellAccess;
  readonly reach: Reach;
}

/** Who is answered from it, other than the step that drops. */
function askedBy(graph: ProgramGraph, { asks }: Copies, dropped: Dropped): Asked | null {
  const [first] = asks.flatMap((access): readonly Asked[] => {
    const reach = workReach(graph, access.function, ['request', 'socket', 'queue']);
    return reach?.certainty !== 'proved' || access.function === dropped.access.function ? [] : [{ access, reach }];
  });
  return first ?? null;
}

function relatedOf(
  graph: ProgramGraph,
  { name, fills }: Copies,
  { dropped, isRenewed }: { readonly dropped: Dropped; readonly isRenewed: boolean },
  ask: CellAccess,
): Found['related'] {
  const [fill] = fills;
  return [
    {
      site: dropped.access.site,
      message: `${reachTitle(graph, dropped.reach)} ${isRenewed ? 'loads' : 'drops'} what it changed${isRenewed ? ' anew' : ''}, on its own instance alone.`,
    },
    { site: dropped.written.site, message: 'What the copies are of is written here.' },
    ...chainRelated(graph, dropped.reach),
    ...(fill === undefined || isRenewed ? [] : [{ site: fill.site, message: `A copy is put into \`${name}\` here.` }]),
    { site: ask.site, message: 'Another instance goes on answering with its copy here.' },
  ];
}

function sentencesOf(
  context: RuleContext,
  { name }: Copies,
  judgement: Judgement,
  isRenewed: boolean,
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return [
    firstSentence(harmOf(name, judgement)),
    numbersSentence(
      judgement,
      isRenewed ? `loads its own \`${name}\` anew alone` : `drops entries of its own \`${name}\` alone`,
      names,
    ),
    isRenewed
      ? 'Tell all instances to load it anew, by a message through a broker, or ask the database each time.'
      : 'Tell all instances to drop it, by a message through a broker, or keep the copies in a store that they share.',
  ];
}

function harmOf(name: string, { situation, ...judgement }: Judgement): readonly string[] {
  switch (situation) {
    case 'one':
    case 'one-at-deploy':
      return [
        `With a second instance, what one changes the other would go on giving out as it was, from \`${name}\`.`,
        'With a second instance, what one changes the other would go on giving out as it was.',
      ];
    case 'assumed':
      return [
        `${withInstances(judgement)}, what one changes the other goes on giving out as it was, from \`${name}\`.`,
        `${withInstances(judgement)}, what one changes the other goes on giving out as it was.`,
      ];
    default:
      return [
        `What one instance changes, every other goes on giving out as it was, from \`${name}\`.`,
        'What one instance changes, every other goes on giving out as it was.',
      ];
  }
}
