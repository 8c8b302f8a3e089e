import type { Judgement } from '../../findings/judge.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { claimedAround } from '../../gates/claimed-around.ts';
import { asksSwitch, claimStop, switchStop } from '../../gates/claims.ts';
import { type JobHarm, jobHarmOf } from '../../gates/job-harm.ts';
import { type Schedule, schedulesOf } from '../../gates/schedules.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { type Start, startOf } from '../../gates/started.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { type EmbeddedClock, embeddedClocks } from './clock/embedded.ts';

/** A job that a clock inside the process starts, so that every instance starts it. */
export const rule: Rule = {
  info: {
    id: 'cron-in-process',
    title: 'Scheduled job in every instance',
    tier: 'breaks',
    pattern: 'queues',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: ['overlap'],
    gates: ['scope', 'moment', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VIII. Concurrency',
      url: 'https://12factor.net/concurrency',
      quote:
        'The share-nothing, horizontally partitionable nature of twelve-factor app processes means that adding more concurrency is a simple and reliable operation.',
    },
    summary: 'A clock inside the process starts a job, so every instance starts it and its work is done several times.',
  },
  check: (context) => [
    ...schedulesOf(context).flatMap((schedule) => verdictOf(context, schedule)),
    ...embeddedClocks(context).flatMap((clock) => embeddedVerdict(context, clock)),
  ],
};

/** A clock in a worker: what its tasks do is not asked, so it is only noted. */
function embeddedVerdict(context: RuleContext, { site, programs, flag }: EmbeddedClock): readonly Verdict[] {
  const isOne = programs.every(
    ({ topology: { hosts, overlap } }) => hosts.known !== 'assumed' && hosts.maximum === 1 && overlap?.value !== true,
  );
  if (isOne) return [{ kind: 'silent', site, gate: 'topology', reason: 'It is declared to run once.' }];
  const judgement = judge({
    info: { ...rule.info, scope: 'host' },
    programs,
    raised: false,
    certainty: 'proved',
    weak: true,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const who = judgement.situation === 'assumed' ? `${withInstances(judgement)} each` : 'Every instance';
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'medium',
      sentences: [
        firstSentence([`${who} has a clock by \`${flag}\` and sends off all periodic tasks.`]),
        numbersSentence(judgement, 'has a clock of its own', names),
        'Start the clock by itself, once, and the workers without it.',
      ],
      related: [],
      evidence: { limit: null, effective: judgement.instances, formula: null },
      subject: { kind: 'process', file: site.file, name: flag },
      thing: 'scheduled work',
      symbol: `clock by ${flag}`,
    },
  ];
}

function verdictOf(context: RuleContext, schedule: Schedule): readonly Verdict[] {
  const { graph } = context;
  const around = beginning(servingPrograms(context, schedule.site.file, schedule.function), schedule);
  const serving = schedule.isLoop === true ? around.filter(({ role }) => role === 'server') : around;
  const starts = serving.map((program) => startOfClock(graph, program, schedule));
  const programs = serving.filter((_, index) => starts[index]?.kind !== 'off');
  const stopped = firstStop([
    () => scopeStop(context, schedule.site.file, schedule.function),
    () => schedule.stop,
    () => (serving.length === 0 && around.length > 0 ? ownProcessStop : null),
    () => settingStop(serving, starts),
    () => switchStop(graph, schedule.function, schedule.site) ?? begunStop(graph, schedule),
    () => singleWorkerStop(programs),
  ]);
  if (stopped !== null) return silent(schedule, stopped);
  if (schedule.jobs.length === 0) {
    return silent(schedule, {
      gate: 'role',
      reason: 'What it starts could not be followed, so nothing shows that it does harm.',
    });
  }
  const answers = schedule.jobs.map((job) => asksSwitch(graph, job) ?? jobHarmOf(graph, job));
  const index = answers.findIndex((answer) => 'kind' in answer);
  const harm = answers[index];
  const job = schedule.jobs[index];
  if (harm === undefined || !('kind' in harm) || job === undefined) {
    return answers.slice(0, 1).flatMap((answer) => ('kind' in answer ? [] : silent(schedule, answer)));
  }
  const claimed = claimStop(graph, job, harm.effect) ?? claimedAround(graph, schedule.jobs, job, harm.effect);
  if (claimed !== null) return silent(schedule, claimed);
  const judgement = judge({
    info: harm.mild === true ? { ...rule.info, base: 'warning' } : rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    weak: harm.weak || isApart(serving, programs),
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const start = starts[serving.indexOf(judgement.program)];
  return [found(context, schedule, harm, judgement, start?.setting ?? null)];
}

const ownProcessStop: Stop = { gate: 'role', reason: 'It is what a process of its own is there for.' };

/** The programs that begin the clock; all that set it up where no call is seen to begin it. */
function beginning(programs: readonly Program[], { begun }: Schedule): readonly Program[] {
  const found = programs.filter(({ files }) => begun.some(({ site }) => files.has(site.file)));
  return found.length === 0 ? programs : found;
}

/** How a program comes to begin the clock: by the place that sets it up, and the freest of those that begin it. */
function startOfClock(graph: ProgramGraph, program: Program, { function: key, site, begun }: Schedule): Start {
  const own = startOf(graph, program, key, site);
  const ways = begun
    .filter((each) => program.files.has(each.site.file))
    .map((each) => startOf(graph, program, each.function, each.site));
  const [free, open] = [ways.find(isFree), ways.find(({ kind }) => kind === 'open')];
  return own.kind === 'off' ? own : ((free === undefined ? (open ?? ways[0]) : null) ?? own);
}

function isFree({ kind, setting }: Start): boolean {
  return kind === 'open' && setting === null;
}

/** Whether all that begins the clock stands behind a switch. */
function begunStop(graph: ProgramGraph, { begun }: Schedule): Stop | null {
  const stops = begun.map((each) => switchStop(graph, each.function, each.site));
  return stops.includes(null) ? null : (stops[0] ?? null);
}

/** Whether the clock is left out of other programs by a setting, and nothing says that the ones left run more than once. */
function isApart(serving: readonly Program[], programs: readonly Program[]): boolean {
  return programs.length < serving.length && programs.every(({ topology }) => topology.hosts.known === 'assumed');
}

/** Whether a setting keeps the clock from being set in every program that could set it. */
function settingStop(serving: readonly Program[], starts: readonly Start[]): Stop | null {
  const [first] = starts;
  if (first?.kind !== 'off' || starts.some(({ kind }) => kind !== 'off')) return null;
  const names = [...new Set(serving.map(({ name }) => name))].join(', ');
  return {
    gate: 'guard',
    reason: `Where ${names} is deployed, \`${first.setting}\` is not set to what this clock wants.`,
  };
}

/** A worker of its own that runs once, with no second version beside it at a deploy, is the usual right answer. */
function singleWorkerStop(programs: readonly Program[]): Stop | null {
  const isSingle = programs.every(({ role, topology: { hosts, processesPerHost, overlap } }) => {
    const isOne = hosts.known !== 'assumed' && hosts.maximum * processesPerHost.maximum === 1;
    return role !== 'server' && isOne && overlap?.value !== true;
  });
  return isSingle && programs.length > 0
    ? { gate: 'topology', reason: 'It runs in a process of its own, which is declared to run once.' }
    : null;
}

function found(
  context: RuleContext,
  schedule: Schedule,
  harm: JobHarm,
  judgement: Judgement,
  setting: string | null,
): Verdict {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const clock = schedule.when === null ? 'starts it' : `starts it ${schedule.when}`;
  const when = setting === null ? clock : `${clock}, where \`${setting}\` is set`;
  return {
    kind: 'found',
    site: schedule.site,
    judgement,
    confidence: harm.weak ? 'low' : 'high',
    sentences: [
      firstSentence(harmWordings(harm, judgement)),
      numbersSentence(judgement, when, names),
      'Let one instance claim each run, or let the platform or a queue start the job once.',
    ],
    related: [{ site: harm.effect.site, message: 'This is what happens once for each instance.' }],
    evidence: { limit: null, effective: judgement.instances, formula: null },
    subject: schedule.use === null ? { kind: 'cell', id: schedule.symbol } : { kind: 'use', id: schedule.use.id },
    thing: 'scheduled work',
    symbol: schedule.symbol,
  };
}

function harmWordings(harm: JobHarm, judgement: Judgement): readonly string[] {
  const { situation, instances } = judgement;
  const times = situation === 'many' || situation === 'assumed' ? `${instances} times` : 'twice';
  const sentence = harm.sentence.replace('{times}', times);
  switch (situation) {
    case 'many':
      return [`Every instance runs this job, so ${sentence}.`];
    case 'assumed':
      return [`${withInstances(judgement)} each runs this job, so ${sentence}.`];
    case 'one-at-deploy':
      return [`At every deploy two instances can run this job, so ${sentence}.`];
    default:
      return [`With a second instance both run this job, so ${sentence}.`];
  }
}

function silent(schedule: Schedule, { gate, reason }: Stop): readonly Verdict[] {
  return [{ kind: 'silent', site: schedule.site, gate, reason }];
}
