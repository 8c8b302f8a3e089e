import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import type { Stop } from '../../gates/stop.ts';
import { type FoundFirstRow, type FoundTask, foundFirstRows, foundTasks } from './start-task/found-tasks.ts';

/** What has to be done once for all instances, and that each does whenever it starts. */
export const rule: Rule = {
  info: {
    id: 'boot-time-once-task',
    title: 'Migrations at every start',
    tier: 'breaks',
    pattern: 'horizontal',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard', 'shared', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, XII. Admin processes',
      url: 'https://12factor.net/admin-processes',
      quote: 'Run admin/management tasks as one-off processes',
    },
    summary: 'Every instance changes the database when it starts, and two that start together do it at once.',
  },
  check: (context) =>
    oncePerProgram([
      ...foundTasks(context).flatMap((each) => verdictOf(context, each)),
      ...foundFirstRows(context).flatMap((each) => firstRowVerdict(context, each)),
    ]),
};

/** Both of two that start together look before either has made the row, so that each makes one, or one of them fails. */
function firstRowVerdict(context: RuleContext, { row, programs, stop }: FoundFirstRow): readonly Verdict[] {
  const { site, of } = row;
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    // It happens at the first start alone, and only where two begin in the same moment.
    weak: true,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const { situation } = judgement;
  if (situation === 'one' || situation === 'one-at-deploy') {
    const reason = 'One instance is declared, so nobody else starts at the same time.';
    return [{ kind: 'silent', site, gate: 'topology', reason }];
  }
  const start = situation === 'assumed' ? `${withInstances(judgement)}, two` : 'Two';
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'medium',
      sentences: [
        firstSentence([
          ...(of === null ? [] : [`${start} first starts at once both miss the row of \`${of}\`, and both make one.`]),
          `${start} first starts at once both miss the row that this makes, and both make one.`,
        ]),
        'Nothing stands between the look and the making, so there are two rows, or the second start fails.',
        'Make it in a migration or a job before the deploy, or under a unique key that a second one leaves alone.',
      ],
      related: [],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'process', file: site.file, name: of ?? 'first row' },
      thing: 'a first row',
      symbol: `first row of ${of ?? site.file}`,
    },
  ];
}

function verdictOf(context: RuleContext, found: FoundTask): readonly Verdict[] {
  const { site, task, programs } = found;
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site, ...stop }];
  if (found.stop !== null) return silent(found.stop);
  const judgement = judge({
    info: { ...rule.info, scope: found.scope, base: task.locks ? 'note' : rule.info.base },
    programs,
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const { situation } = judgement;
  // One that starts alone does what it should, and a tool that locks harms nobody at a deploy.
  if (situation === 'one' || situation === 'one-at-deploy') {
    return silent({ gate: 'topology', reason: 'One instance is declared, so nobody else starts at the same time.' });
  }
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: task.locks ? 'medium' : 'high',
      sentences: sentencesOf(context, found, judgement),
      related: [],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'process', file: site.file, name: found.by },
      thing: `${task.what} at the start`,
      symbol: `${found.by} at every start`,
    },
  ];
}

/** What one program does in several places is one thing to mend. */
function oncePerProgram(verdicts: readonly Verdict[]): readonly Verdict[] {
  const seen = new Set<string>();
  return verdicts.filter((verdict) => {
    if (verdict.kind === 'silent') return true;
    const key = `${verdict.judgement.programs.join(' ')} ${verdict.symbol}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function sentencesOf(context: RuleContext, { task }: FoundTask, judgement: Judgement): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const who = judgement.situation === 'assumed' ? `${withInstances(judgement)} each` : 'Every instance';
  const first = task.locks
    ? `${who} runs ${task.what} when it starts, and all but one wait for its lock or stop.`
    : `${who} runs ${task.what} when it starts, and two at once can fail or do a step twice.`;
  const second =
    judgement.situation === 'assumed'
      ? 'Each new instance and each restart does it again, in the moment when it should begin to answer.'
      : numbersSentence(judgement, `runs the ${task.what} at its start`, names);
  return [
    firstSentence([first]),
    second,
    `Run the ${task.what} once before a deploy: in a job, a release command or a step of the pipeline.`,
  ];
}
