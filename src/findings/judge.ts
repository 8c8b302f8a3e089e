import type { Certainty } from '../link/program-graph.ts';
import type { Program, Source } from '../system/types.ts';
import type { RuleInfo, Severity } from './types.ts';

/** Why a finding has its severity, which also decides how its message begins. */
export type Situation =
  /** The rule does not need a second instance. */
  | 'always'
  /** More than one instance is declared or a platform's default. */
  | 'many'
  /** Nothing says how many; judged at the assumed number: "With 2 instances …". */
  | 'assumed'
  /** One instance is declared. */
  | 'one'
  /** One is declared, but a deploy or a restart breaks the same promise. */
  | 'one-at-deploy';

export interface Judgement {
  readonly severity: Severity;
  readonly situation: Situation;
  /** Instances that the promise is split over, at the most. */
  readonly instances: number;
  readonly source: Source;
  /** The program that is worst off, whose numbers the message uses. */
  readonly program: Program;
  /** Names of all programs it is true of, sorted. */
  readonly programs: readonly string[];
}

/** A judgement on what no program is asked about, such as the configuration of a proxy. It counts no instances. */
export interface PlainJudgement {
  readonly severity: Severity;
  readonly situation: 'no-program';
  readonly programs: readonly string[];
}

export interface JudgeRequest {
  readonly info: RuleInfo;
  readonly programs: readonly Program[];
  /** Whether the purpose raises the rule's base. */
  readonly raised: boolean;
  readonly certainty: Certainty;
  /** Weak evidence, such as a name alone, which never makes more than a note. */
  readonly weak: boolean;
  /** Instances assumed where nothing says. */
  readonly assumedInstances: number;
}

/** The severity table of the design: the worst over the programs that hold the code. Null when no program does. */
export function judge(request: JudgeRequest): Judgement | null {
  const judged = request.programs.map((program) => judgeProgram(request, program));
  const worst = judged.reduce<Omit<Judgement, 'programs'> | null>(
    (best, next) => (best === null || isWorse(next, best) ? next : best),
    null,
  );
  if (worst === null) return null;
  return { ...worst, programs: [...new Set(judged.map((each) => each.program.name))].sort() };
}

/** How many instances share a promise of this scope, and how that is known. */
export function instancesOf(
  program: Program,
  scope: RuleInfo['scope'],
  assumedInstances: number,
): { readonly count: number; readonly known: boolean; readonly source: Source } {
  const { hosts, processesPerHost } = program.topology;
  const processes = scope === 'process' ? processesPerHost.maximum : 1;
  if (hosts.known !== 'assumed') {
    const source = hosts.maximum === 1 && processes > 1 ? processesPerHost.source : hosts.source;
    return { count: hosts.maximum * processes, known: true, source };
  }
  // Several processes on one host split memory whatever the number of hosts is.
  if (processes > 1 && processesPerHost.known !== 'assumed') {
    return { count: processes, known: true, source: processesPerHost.source };
  }
  return { count: assumedInstances * processes, known: false, source: { kind: 'assumed' } };
}

function judgeProgram(request: JudgeRequest, program: Program): Omit<Judgement, 'programs'> {
  const { info } = request;
  const base = request.raised && info.raised !== null ? info.raised : info.base;
  const { count, known, source } = instancesOf(program, info.scope, request.assumedInstances);
  const at = { instances: count, source, program };
  const cap = request.certainty === 'possible' || request.weak ? 'note' : 'error';
  if (!info.needsInstances) return { ...at, situation: 'always', severity: least(base, cap) };
  if (!known) return { ...at, situation: 'assumed', severity: least(least(base, 'warning'), cap) };
  if (count > 1) return { ...at, situation: 'many', severity: least(base, cap) };
  // What runs nowhere has nothing beside it at a deploy, and nothing to lose.
  const atDeploy = count === 1 && breaksAtDeploy(info, program);
  return { ...at, situation: atDeploy ? 'one-at-deploy' : 'one', severity: least(atDeploy ? 'warning' : 'note', cap) };
}

function breaksAtDeploy(info: RuleInfo, program: Program): boolean {
  const { overlap, disk } = program.topology;
  return (
    (info.breaksAt.includes('overlap') && overlap?.value === true) ||
    (info.breaksAt.includes('lost-disk') && disk?.value === 'ephemeral')
  );
}

const ranks: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

/** The milder of two severities. */
export function least(a: Severity, b: Severity): Severity {
  return ranks[a] <= ranks[b] ? a : b;
}

export function isAtLeast(severity: Severity, bar: Severity): boolean {
  return ranks[severity] >= ranks[bar];
}

function isWorse(a: Omit<Judgement, 'programs'>, b: Omit<Judgement, 'programs'>): boolean {
  return ranks[a.severity] - ranks[b.severity] > 0 || (a.severity === b.severity && a.instances > b.instances);
}
