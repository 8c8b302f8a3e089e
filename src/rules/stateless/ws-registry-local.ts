import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence } from '../../findings/wording.ts';
import { ownName } from '../../gates/names.ts';
import { answeringPrograms, scopeStop } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { Reach, Site } from '../../link/program-graph.ts';
import { unreachedHarm } from './realtime/unreached.ts';
import { connectionTypes } from './registry/connections.ts';
import { type Missed, missedIn } from './registry/missed.ts';
import { type Registry, registriesIn } from './registry/registries.ts';
import { searchIn } from './registry/taken.ts';
import { isFedByChannel } from './registry/told.ts';

/** Connections of users that a process keeps to speak to them later, though what happens elsewhere is told to them, too. */
export const rule: Rule = {
  info: {
    id: 'ws-registry-local',
    title: 'Users reached through the connections of one instance',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'shared', 'role', 'topology'],
    citation: {
      title: 'FastAPI: handling disconnections and multiple clients',
      url: 'https://fastapi.tiangolo.com/advanced/websockets/#handling-disconnections-and-multiple-clients',
      quote:
        'as everything is handled in memory, in a single list, it will only work while the process is running, and will only work with a single process.',
    },
    summary: 'A process keeps the connections of its users and sends through them what the users of others never get.',
  },
  check: (context) => {
    const types = connectionTypes(context.catalog);
    return registriesIn(searchIn(context.graph, types)).flatMap((registry) => judgeRegistry(context, registry));
  },
};

function judgeRegistry(context: RuleContext, registry: Registry): readonly Verdict[] {
  const { graph } = context;
  const site = siteOf(registry);
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site, ...stop }];
  const early = firstStop([() => scopeStop(context, site.file)]);
  if (early !== null) return silent(early);
  const programs = answeringPrograms(context, site.file);
  if (programs.length === 0) {
    return silent({ gate: 'scope', reason: 'Only workers import it, and no user is connected there.' });
  }
  const missed = missedIn(graph, registry);
  if ('gate' in missed) return silent(missed);
  const senders = new Set(registry.sends.map(({ taken }) => taken.function));
  if (isFedByChannel(graph, connectionTypes(context.catalog), senders)) {
    return silent({
      gate: 'shared',
      reason: 'A channel that instances share leads to what is sent, so each tells its own users.',
    });
  }
  const [first] = missed;
  if (first === undefined) return [];
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: first.way.certainty,
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const found: Found = {
    kind: 'found',
    site,
    judgement,
    confidence: first.way.certainty === 'proved' ? 'high' : 'low',
    sentences: sentencesOf(context, registry, first, judgement),
    related: relatedOf(context, missed),
    evidence: { limit: null, effective: null, formula: null },
    subject:
      registry.of.kind === 'cell' ? { kind: 'cell', id: registry.of.cell.id } : { kind: 'use', id: registry.of.use.id },
    thing: 'live messages',
    symbol:
      registry.of.kind === 'cell'
        ? registry.of.cell.id.slice(registry.of.cell.id.indexOf('#') + 1)
        : `${registry.of.use.library.id} server`,
  };
  return [found];
}

function siteOf({ of }: Registry): Site {
  return of.kind === 'cell' ? of.cell.site : { file: of.use.file, span: of.use.fact.calleeSpan };
}

function sentencesOf(context: RuleContext, { of }: Registry, { way }: Missed, judgement: Judgement): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const holds =
    of.kind === 'cell' ? `holds only its own users in \`${ownName(of.cell)}\`` : 'holds only its own connections';
  return [
    firstSentence([harmOf(judgement, senderOf(context, way)), harmOf(judgement, 'one instance')]),
    numbersSentence(judgement, holds, names),
    'Publish it on a channel that all instances hear, such as Redis pub/sub, and let each tell its own users.',
  ];
}

function senderOf({ graph }: RuleContext, { entry, moment }: Reach): string {
  if (moment === 'socket') return 'one user';
  if (moment === 'queue') return 'a job';
  return entry?.route == null ? 'a request' : entryTitle(graph, entry);
}

function harmOf(judgement: Judgement, sender: string): string {
  return unreachedHarm(judgement, `what ${sender} sends`);
}

function relatedOf({ graph }: RuleContext, missed: readonly Missed[]): Found['related'] {
  const [first] = missed;
  const shown = missed.slice(0, 3).map(({ send }) => ({
    site: send.site,
    message: 'This reaches only users that this instance holds.',
  }));
  return [...shown, ...(first === undefined ? [] : chainRelated(graph, first.way))];
}
