import { chainRelated, reachTitle } from '../../../findings/chain.ts';
import { type Judgement, judge } from '../../../findings/judge.ts';
import type { RuleContext, Verdict } from '../../../findings/rule.ts';
import type { RuleInfo } from '../../../findings/types.ts';
import { firstSentence, numbersSentence, withInstances } from '../../../findings/wording.ts';
import { dualModeStop } from '../../../gates/dual-mode.ts';
import { leavesOutProduction } from '../../../gates/guard.ts';
import { lifetimeStop } from '../../../gates/lifetime.ts';
import { partsOf } from '../../../gates/names.ts';
import { isForFigures } from '../../../gates/role.ts';
import { scopeStop, servingThrough } from '../../../gates/scope.ts';
import { firstStop, type Stop } from '../../../gates/stop.ts';
import type { ProgramGraph, StateCell } from '../../../link/program-graph.ts';
import { countsOf } from '../counter/count.ts';
import { flagsOf } from '../lock/flags.ts';
import { type Switch, switchesOf } from './switches.ts';

/** What a rule about kept state says of the switches in one cell: the first of a record is told for all. */
export function switchVerdict(info: RuleInfo, context: RuleContext, cell: StateCell): readonly Verdict[] {
  const { graph } = context;
  const [first] = switchesOf(graph, cell);
  if (first === undefined || countsOf(graph, cell).length > 0 || flagsOf(graph, cell).length > 0) return [];
  const { write, read, name } = first;
  const stop = firstStop([
    () => scopeStop(context, cell.file),
    () => lifetimeStop(context, cell),
    () => dualModeStop(graph, cell, [write.access]),
    () => valueStop(graph, first),
  ]);
  if (stop !== null) return [{ kind: 'silent', site: cell.site, ...stop }];
  const judgement = judge({
    info: { ...info, raised: null },
    programs: servingThrough(context, cell.file, [write.reach, read.reach]),
    raised: false,
    certainty: write.reach.certainty === 'proved' && read.reach.certainty === 'proved' ? 'proved' : 'possible',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  return [
    {
      kind: 'found',
      site: cell.site,
      judgement,
      confidence: 'high',
      sentences: sentencesOf(context, first, judgement),
      related: [
        ...chainRelated(graph, write.reach),
        { site: write.access.site, message: 'Here it is set, in the memory of one instance.' },
        {
          site: read.access.site,
          message: `${reachTitle(graph, read.reach)} goes by it here, maybe on another instance.`,
        },
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'cell', id: cell.id },
      thing: 'a setting in memory',
      symbol: name,
    },
  ];
}

/** What tells of the process itself, which is different in each by right. */
const ownWords =
  /^(?:ready|initiali[sz]ed|inited|loaded|loading|started|starting|stopped|stopping|shutting|closing|closed|busy|pending|connected|connecting|online|alive|warned|dirty|polling|syncing|refreshing|stats?|metrics|counts?|hits|visits|uptime|health|healthy|last|debug|logger|log|verbose|level|test|mock|port|host|address|url|timer|interval|timeout|server|socket|client|process|success|error|errors|failed|failure|result)$/;

function valueStop(graph: ProgramGraph, { name, write, read }: Switch): Stop | null {
  const { operation, site } = write.access;
  if (operation.guards.some((guard) => leavesOutProduction(graph, site.file, guard))) {
    return { gate: 'guard', reason: 'It is set only outside production.' };
  }
  if (partsOf(name.slice(name.lastIndexOf('.') + 1)).some((word) => ownWords.test(word))) {
    return { gate: 'role', reason: 'Its name says that it tells of this process.' };
  }
  return isForFigures(graph, read.reach)
    ? { gate: 'role', reason: 'Only routes that show figures of this process ask for it.' }
    : null;
}

function sentencesOf(context: RuleContext, { name, write, read }: Switch, judgement: Judgement): readonly string[] {
  const { graph, catalog } = context;
  const own = `\`${name.split('.').slice(-2).join('.')}\``;
  const start = judgement.situation === 'assumed' ? `${withInstances(judgement)}, what` : 'What';
  const only = judgement.situation === 'many' || judgement.situation === 'assumed' ? 'holds' : 'would hold';
  const flow = `what ${reachTitle(graph, write.reach)} sets, ${reachTitle(graph, read.reach)} may not find`;
  return [
    firstSentence([
      `${start} one request sets in ${own} ${only} on one instance only, and until it restarts.`,
      `${start} one request sets there ${only} on one instance only, and until it restarts.`,
    ]),
    judgement.situation === 'assumed'
      ? `Each has its own: ${flow}.`
      : numbersSentence(judgement, `has its own: ${flow}`, { facts: graph.facts, catalog }),
    'Keep it in the database or in Redis, where all instances look.',
  ];
}
