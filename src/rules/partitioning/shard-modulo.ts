import { movedByOneMore } from '../../capacity/resharding.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { numberOf } from '../../gates/numbers.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { type ShardChoice, shardChoices } from './shard/choices.ts';

/** A remainder that chooses the table or the database of a row, which ties every row to the number of them. */
export const rule: Rule = {
  info: {
    id: 'shard-modulo',
    title: 'A remainder chooses the shard',
    tier: 'breaks',
    pattern: 'partitioning',
    base: 'note',
    raised: null,
    needsInstances: false,
    scope: 'host',
    breaksAt: [],
    gates: ['scope'],
    citation: {
      title: 'Redis Cluster specification: key distribution model',
      url: 'https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model',
      quote: 'The cluster’s key space is split into 16384 slots',
    },
    summary: 'A key modulo a number chooses the table or database of a row, so one more of them moves most rows.',
  },
  check: (context) => shardChoices(context.graph).flatMap((choice) => verdictOf(context, choice)),
};

function verdictOf(context: RuleContext, choice: ShardChoice): readonly Verdict[] {
  const { file, value } = choice.modulo;
  const site = { file, span: value.span };
  const stop = scopeStop(context, file);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs: servingPrograms(context, file),
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const shards = numberOf(context.graph, file, value.right)?.value ?? null;
  const moved = shards === null ? null : Math.round(movedByOneMore(shards) * 100);
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: shards === null ? 'medium' : 'high',
      sentences: sentencesOf(choice.chooses, shards, moved),
      related: [{ site: choice.call, message: `is asked on the ${choice.chooses} that it chooses` }],
      evidence: {
        limit: null,
        effective: null,
        formula: shards === null ? null : `F17: moved = n / (n + 1) = ${shards} / ${shards + 1} = ${moved} %`,
      },
      subject: { kind: 'shards', file, count: shards },
      symbol: `${choice.chooses} by remainder${choice.modulo.before === '' ? '' : ` ${lastWord(choice.modulo.before)}`}`,
    },
  ];
}

function sentencesOf(chooses: ShardChoice['chooses'], shards: number | null, moved: number | null): readonly string[] {
  const first =
    shards === null
      ? `A remainder chooses the ${chooses} here, so one more of them moves most rows.`
      : `A remainder of ${shards} chooses the ${chooses} here: with ${shards + 1}, ${moved} % of the rows have to move.`;
  return [
    firstSentence([first, `A remainder chooses the ${chooses} here, so one more moves most rows.`]),
    'Doubling moves half of them, which is the least; and every instance has to change over at the same moment.',
    `Hash keys into many logical shards, such as 256, and keep a table of which ${chooses} holds which.`,
  ];
}

function lastWord(text: string): string {
  return /[\w.]*$/.exec(text)?.[0] ?? '';
}
