import { reachTitle } from '../../../findings/chain.ts';
import { type Judgement, judge } from '../../../findings/judge.ts';
import type { RuleContext, Verdict } from '../../../findings/rule.ts';
import type { RuleInfo } from '../../../findings/types.ts';
import { capitalised, firstSentence, numbersSentence, whereSet, withInstances } from '../../../findings/wording.ts';
import { type KeptCollection, keptCollection } from '../../../gates/kept-collection.ts';
import { keptRelated } from '../../../gates/kept-related.ts';
import { type KeptRole, keptRole } from '../../../gates/kept-role.ts';
import { isCounted } from '../../../gates/purpose.ts';
import { isSpent } from '../../../gates/spent.ts';
import type { StateCell } from '../../../link/program-graph.ts';

/**
 * What a rule about kept collections says of one cell. Collections of some role have a rule of their own; the others are
 * told by where they stand, and so is every reason to stay silent.
 */
export function collectionVerdict(
  info: RuleInfo,
  context: RuleContext,
  cell: StateCell,
  role: KeptRole | null,
): readonly Verdict[] {
  const kept = keptCollection(context, cell);
  const isStopped = !('kind' in kept);
  if (isStopped && role !== null) return [];
  if (isStopped) return [{ kind: 'silent', site: cell.site, gate: kept.gate, reason: kept.reason }];
  const own = keptRole(context.graph, kept);
  if (own !== role) {
    return role !== null || own === null
      ? []
      : [{ kind: 'silent', site: cell.site, gate: 'role', reason: `${reasons[own]}, and is told as that.` }];
  }
  const judgement = judge({
    info: promiseOf(info, kept),
    programs: kept.programs,
    raised: isRaised(kept),
    certainty: kept.certainty,
    weak: kept.weak,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  return [
    {
      kind: 'found',
      site: cell.site,
      judgement,
      confidence: kept.certainty === 'possible' || kept.weak ? 'low' : 'high',
      sentences: sentencesOf(kept, judgement, context, role),
      related: keptRelated(context.graph, kept),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'cell', id: cell.id },
      thing: kept.purpose?.title.toLowerCase() ?? 'state in memory',
      symbol: cell.id.slice(cell.id.indexOf('#') + 1),
    },
  ];
}

const reasons: Readonly<Record<KeptRole, string>> = {
  limit: 'It counts how often somebody came, to refuse whoever comes too often',
  mark: 'It keeps what was done once from being done again',
  challenge: 'It holds what somebody must show to be let in',
};

/** Sessions and codes are promises that a deploy breaks even at one instance, because two versions answer for a while. */
function promiseOf(info: RuleInfo, kept: KeptCollection): RuleInfo {
  const outlivesDeploy = kept.purpose?.title === 'Sessions' || kept.purpose?.title === 'One-time codes';
  return outlivesDeploy ? { ...info, breaksAt: ['overlap'] } : info;
}

/** Raised where a wrong answer does harm, or where one entry asks by key for what another entry put in. */
function isRaised({ purpose, write, read }: KeptCollection): boolean {
  if (purpose === null) return false;
  return (
    purpose.gravity === 'grave' ||
    (read.access.key !== null && read.reach.entry?.function !== write.reach.entry?.function)
  );
}

function adviceOf(role: KeptRole | null): string {
  switch (role) {
    case 'mark':
      return 'Set the mark in a store that all instances share, in one step that fails where it is set already.';
    case 'challenge':
      return 'Keep them in a store that all instances share, such as Redis, with a time after which they end.';
    default:
      return 'Keep the entries in a store that all instances share, such as Redis or the database.';
  }
}

function sentencesOf(
  kept: KeptCollection,
  judgement: Judgement,
  context: RuleContext,
  role: KeptRole | null,
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const writer = reachTitle(context.graph, kept.write.reach);
  const reader = reachTitle(context.graph, kept.read.reach);
  const holds = `holds its own \`${kept.name}\``;
  const flow =
    writer === '' || reader === '' || writer === reader || isCounted(kept.purpose) || isSpent(kept.purpose)
      ? ''
      : `: what ${writer} puts in, ${reader} may not find`;
  return [
    firstSentence(harmWordings(kept, judgement)),
    numbersSentence(judgement, `${holds}${flow}`, names),
    kept.setting === null
      ? adviceOf(role)
      : whereSet('It is filled and asked', kept.setting, 'keep the entries in a store that all instances share'),
  ];
}

function harmWordings({ name: kept, purpose }: KeptCollection, judgement: Judgement): readonly string[] {
  const title = purpose?.title ?? 'Entries';
  const harm = purpose?.harm ?? 'the next request may reach another';
  const name = `\`${kept}\``;
  if (judgement.situation === 'many') {
    return [
      `${title} kept in ${name} exist on one instance only: ${harm}.`,
      `${capitalised(harm)}: each instance keeps its own ${name}.`,
      `${title} in ${name} exist on one instance only.`,
    ];
  }
  const many = judgement.situation === 'assumed' ? withInstances(judgement) : 'With a second instance';
  const lower = title.slice(0, 1).toLowerCase() + title.slice(1);
  return [
    `${many}, ${lower} kept in ${name} exist on one only: ${harm}.`,
    `${many} ${harm}: each keeps its own ${name}.`,
    `${many}, ${lower} in ${name} exist on one only.`,
  ];
}
