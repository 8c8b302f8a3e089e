import type { Finding, RuleInfo } from '../findings/types.ts';
import type { Blocker, Effort, PlanInput, Stage, StageId } from './types.ts';
import { isSummary } from './walls.ts';

/** State before scale: each stage is worth little while an earlier one is open, and each says why. */
const stages: readonly { readonly id: StageId; readonly title: string; readonly why: string }[] = [
  {
    id: 'sessions',
    title: 'Sessions and sign-in',
    why: 'A user who is signed in on one instance is a stranger on the next, so nothing else can be tried on two before this.',
  },
  {
    id: 'state',
    title: 'State in memory',
    why: 'What one instance knows and another does not makes answers depend on which of them is asked.',
  },
  {
    id: 'limits',
    title: 'Rate limits',
    why: 'Every further instance loosens a limit that each counts by itself, so limits are shared before instances are added.',
  },
  {
    id: 'files',
    title: 'Files and uploads',
    why: 'Files on one host are not there on the next; they move while one host still has them all.',
  },
  {
    id: 'schedules',
    title: 'Schedules and queues',
    why: 'A schedule runs once in each instance, so mails, charges and reports multiply with them.',
  },
  {
    id: 'pools',
    title: 'Connection pools',
    why: 'Pools multiply with instances; sized last, they are sized for the number that will really run.',
  },
  {
    id: 'lifecycle',
    title: 'Starts and stops',
    why: 'With more instances there are more starts and stops, and a deploy is both; what goes wrong there goes wrong more often.',
  },
  {
    id: 'balancing',
    title: 'Balancer and autoscaler',
    why: 'Sharing requests out helps once every instance gives the same answer.',
  },
  {
    id: 'later',
    title: 'Later',
    why: 'These bring more from the same instances; they block nothing.',
  },
  {
    id: 'unsorted',
    title: 'Other findings',
    why: 'No stage is known for these rules.',
  },
];

/** Every finding in the stage it belongs to, worst first within a stage. Findings of the capacity tier block nothing. */
export function stagesOf(input: Pick<PlanInput, 'rules' | 'findings' | 'opportunities'>): readonly Stage[] {
  const infos = new Map(input.rules.map((info) => [info.id, info]));
  const sorted = new Map<StageId, Blocker[]>();
  for (const finding of [...input.findings, ...input.opportunities]) {
    const info = infos.get(finding.ruleId) ?? null;
    if (info !== null && isSummary(info)) continue;
    const stage = stageOf(info);
    sorted.set(stage, [...(sorted.get(stage) ?? []), blockerOf(finding, stage)]);
  }
  return stages.flatMap((stage) => {
    const blockers = sorted.get(stage.id);
    return blockers === undefined ? [] : [{ ...stage, blockers: [...blockers].sort(byWeight) }];
  });
}

function stageOf(info: RuleInfo | null): StageId {
  if (info === null) return 'unsorted';
  if (info.tier === 'capacity') return 'later';
  if (/^(?:session|auth)-/.test(info.id)) return 'sessions';
  switch (info.pattern) {
    case 'stateless':
    case 'caching':
      return 'state';
    case 'rate-limiting':
      return 'limits';
    case 'storage':
      return 'files';
    case 'queues':
      return 'schedules';
    case 'connections':
      return 'pools';
    case 'horizontal':
      return 'lifecycle';
    case 'load-balancing':
    case 'autoscaling':
      return 'balancing';
    case 'replication':
    case 'partitioning':
    case 'long-work':
      return 'later';
  }
}

/** Points where no fix stands ready, by what the change usually takes. */
const effortOf: Readonly<Record<StageId, Effort>> = {
  sessions: 3,
  state: 5,
  limits: 3,
  files: 7,
  schedules: 5,
  pools: 1,
  lifecycle: 1,
  balancing: 1,
  later: 5,
  unsorted: 13,
};

function blockerOf(finding: Finding, stage: StageId): Blocker {
  const fix = finding.fixes.find(({ safety }) => safety === 'safe') ?? finding.fixes[0];
  if (fix === undefined) return { finding, effort: effortOf[stage], remedy: adviceOf(finding) };
  return { finding, effort: fix.safety === 'safe' ? 1 : 3, remedy: fix.title };
}

/** The last sentence of a message says what to do. */
function adviceOf({ message }: Finding): string {
  const sentences = message.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  return sentences.at(-1) ?? message;
}

const ranks: Readonly<Record<Finding['severity'], number>> = { error: 0, warning: 1, note: 2 };

function byWeight(a: Blocker, b: Blocker): number {
  return (
    ranks[a.finding.severity] - ranks[b.finding.severity] ||
    compare(a.finding.file, b.finding.file) ||
    a.finding.range.start.line - b.finding.range.start.line ||
    compare(a.finding.ruleId, b.finding.ruleId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
