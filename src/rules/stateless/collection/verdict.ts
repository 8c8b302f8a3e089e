import { chainRelated, reachTitle } from '../../../findings/chain.ts';
import { type Judgement, judge } from '../../../findings/judge.ts';
import type { RuleContext, Verdict } from '../../../findings/rule.ts';
import type { RuleInfo } from '../../../findings/types.ts';
import { capitalised, firstSentence, numbersSentence, whereSet, withInstances } from '../../../findings/wording.ts';
import { type KeptCollection, keptCollection } from '../../../gates/kept-collection.ts';
import { isCounted } from '../../../gates/purpose.ts';
import { isSpent } from '../../../gates/spent.ts';
import type { StateCell } from '../../../link/program-graph.ts';

/** What the two rules about kept collections say of one cell. They differ in where the collection stands. */
export function collectionVerdict(info: RuleInfo, context: RuleContext, cell: StateCell): readonly Verdict[] {
  const kept = keptCollection(context, cell);
  if (!('kind' in kept)) return [{ kind: 'silent', site: cell.site, gate: kept.gate, reason: kept.reason }];
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
      sentences: sentencesOf(kept, judgement, context),
      related: relatedOf(kept, context),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'cell', id: cell.id },
      thing: kept.purpose?.title.toLowerCase() ?? 'state in memory',
      symbol: cell.id.slice(cell.id.indexOf('#') + 1),
    },
  ];
}

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

function sentencesOf(kept: KeptCollection, judgement: Judgement, context: RuleContext): readonly string[] {
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
      ? 'Keep the entries in a store that all instances share, such as Redis or the database.'
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

function relatedOf(kept: KeptCollection, context: RuleContext): Extract<Verdict, { kind: 'found' }>['related'] {
  const { write, read, name } = kept;
  const places = [
    {
      site: write.access.site,
      message: `${reachTitle(context.graph, write.reach)} puts entries into \`${name}\` here.`,
    },
    ...chainRelated(context.graph, write.reach),
  ];
  const readPlace = {
    site: read.access.site,
    message: `${reachTitle(context.graph, read.reach)} asks \`${name}\` here, maybe on another instance.`,
  };
  return read.access.site === write.access.site ? places : [...places, readPlace];
}
