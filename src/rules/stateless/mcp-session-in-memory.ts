import type { UsePattern } from '../../catalog/types.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { affinityStop } from '../../gates/affinity.ts';
import { guardStop } from '../../gates/guard.ts';
import { workReach } from '../../gates/moment.ts';
import { answeringPrograms, scopeStop } from '../../gates/scope.ts';
import { keepingOf } from '../../gates/shared.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { type KeptSession, keptSession } from './protocol/kept.ts';
import { sessionlessStop } from './protocol/sessionless.ts';

/** Sessions of a protocol's clients, each of which lives in the process that began it. */
export const rule: Rule = {
  info: {
    id: 'mcp-session-in-memory',
    title: 'Sessions of agents kept in memory',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'MCP TypeScript SDK: sessions, state, and scaling',
      url: 'https://github.com/modelcontextprotocol/typescript-sdk/blob/main/docs/serving/sessions-state-scaling.md#scale-across-nodes',
      quote: 'Sessionful 2025-era nodes hold their sessions in process memory',
    },
    summary: 'A session of an MCP client stands in one process: every other instance refuses the requests that follow.',
  },
  check: (context) =>
    oncePerKind(
      context.graph.uses
        .filter(({ pattern }) => pattern.clientSessions !== undefined)
        .map((use) => ({ use, verdict: verdictOf(context, use) })),
    ),
};

function verdictOf(context: RuleContext, use: LibraryUse): Verdict {
  const { graph } = context;
  const site = { file: use.file, span: use.fact.calleeSpan };
  const silent = (stop: Stop): Verdict => ({ kind: 'silent', site, ...stop });
  const keeping = keepingOf(graph, use);
  const early = firstStop([
    () => scopeStop(context, use.file, use.function),
    () => (keeping.kind === 'elsewhere' ? keeping.stop : null),
    () => guardStop(graph, use),
  ]);
  if (early !== null) return silent(early);
  const programs = answeringPrograms(context, use.file, use.function);
  if (programs.length === 0) return silent({ gate: 'scope', reason: 'Only workers import it, and nobody asks them.' });
  const late = firstStop([() => sessionlessStop(context, use, programs), () => affinityStop(context, 'client')]);
  if (late !== null) return silent(late);
  const kept = keptSession(graph, use);
  if (kept === null) {
    const reason = 'Each request makes a session of its own here, and none is seen to be kept for the next one.';
    return silent({ gate: 'role', reason });
  }
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: certaintyOf(context, use),
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  return judgement === null
    ? silent({ gate: 'scope', reason: 'No program answers with it.' })
    : found(context, use, judgement, kept);
}

/** What is made while the process starts serves every client; what a request makes is as sure as its way here. */
function certaintyOf({ graph }: RuleContext, use: LibraryUse): 'proved' | 'possible' {
  return workReach(graph, use.function)?.certainty ?? 'proved';
}

function found(context: RuleContext, use: LibraryUse, judgement: Judgement, kept: KeptSession): Verdict {
  return {
    kind: 'found',
    site: { file: use.file, span: use.fact.calleeSpan },
    judgement,
    confidence: 'high',
    sentences: sentencesOf(context, use, judgement),
    related:
      kept.site === null ? [] : [{ site: kept.site, message: 'Sessions are kept here, for this process alone.' }],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'use', id: use.id },
    thing: 'sessions of MCP clients',
    symbol: `${use.library.id} session`,
  };
}

/** Several that one file makes of one kind are one thing to mend: the first is told. */
function oncePerKind(judged: readonly { readonly use: LibraryUse; readonly verdict: Verdict }[]): readonly Verdict[] {
  const told = new Map<UsePattern, Set<string>>();
  return judged.flatMap(({ use, verdict }): readonly Verdict[] => {
    if (verdict.kind === 'silent') return [verdict];
    const files = told.get(use.pattern) ?? new Set();
    told.set(use.pattern, files);
    const isNew = !files.has(use.file);
    files.add(use.file);
    return isNew ? [verdict] : [];
  });
}

function sentencesOf(context: RuleContext, use: LibraryUse, judgement: Judgement): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return [
    firstSentence([harmOf(judgement)]),
    judgement.situation === 'assumed'
      ? 'Each knows only the sessions that it began.'
      : numbersSentence(judgement, 'knows only the sessions that it began', names),
    use.pattern.clientSessions?.remedy ?? '',
  ];
}

function harmOf(judgement: Judgement): string {
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return 'A second instance would refuse the requests of MCP clients whose session the first one began.';
    case 'assumed':
      return `${withInstances(judgement)} requests of an MCP client are refused where another one began its session.`;
    default:
      return 'Requests of an MCP client are refused by every instance but the one that began its session.';
  }
}
