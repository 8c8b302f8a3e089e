import type { Finding, RuleInfo } from '../findings/types.ts';
import { hasSupply } from '../system/supplies.ts';
import type { ConnectionBudget, Program } from '../system/types.ts';
import { connectionCeiling } from './ceilings.ts';
import { listed } from './listed.ts';
import { figureOf, fromSite, provenanceOf } from './provenance.ts';
import { tiedTo } from './tied.ts';
import type { Figure, Overflow, PlanInput, ProgramVerdict, Wall } from './types.ts';

/** What stops each program, the nearest wall first: at equal numbers the one with more and worse findings. */
export function wallsOf(input: PlanInput): readonly Wall[] {
  return judgedPrograms(input)
    .flatMap((program) => wallsOfProgram(program, input))
    .sort(byNearness);
}

/** The verdict on each program, the worst off first. */
export function verdictsOf(input: PlanInput, walls: readonly Wall[]): readonly ProgramVerdict[] {
  return judgedPrograms(input)
    .map((program): ProgramVerdict => {
      const firstWall = walls.find((wall) => wall.program === program.name) ?? null;
      const own = input.findings.filter((finding) => finding.programs.includes(program.name));
      const count = (severity: Finding['severity']) => own.filter((each) => each.severity === severity).length;
      return {
        program: program.name,
        runs: runningOf(program, input),
        processes: processesOf(program, input),
        begins: beginsOf(program, input),
        runsUpTo: program.topology.hosts.minimum < program.topology.hosts.maximum,
        safeTo: firstWall === null ? null : firstWall.at - 1,
        firstWall,
        worst: worstFirst(own.filter(({ severity }) => severity !== 'note'))[0] ?? null,
        tied: tiedTo(program, input),
        unsummed: unsummedOf(program, input),
        crowded: input.system.budgets.filter((budget) => isCrowdedOut(program, budget)).map(({ database }) => database),
        counts: { error: count('error'), warning: count('warning'), note: count('note') },
      };
    })
    .sort(
      (a, b) =>
        b.counts.error - a.counts.error ||
        b.counts.warning - a.counts.warning ||
        b.counts.note - a.counts.note ||
        (a.program < b.program ? -1 : 1),
    );
}

/** Programs that answer, take from a queue or keep a schedule; the rest is judged by no rule. */
function judgedPrograms({ system }: PlanInput): readonly Program[] {
  return system.programs.filter(({ role }) => role !== 'other');
}

/** Instances that run at the most, with both factors where there are two; null when nothing says. */
export function runningOf(program: Program, input: PlanInput): Figure | null {
  const { hosts, processesPerHost } = program.topology;
  if (hosts.known === 'assumed') return null;
  const value = hosts.maximum * processesPerHost.maximum;
  const figure = figureOf(value, hosts.source, input, hosts.known);
  if (processesPerHost.maximum === 1) return figure;
  const processes = provenanceOf(processesPerHost.source, input, processesPerHost.known);
  const text = `${hosts.maximum} × ${processesPerHost.maximum} processes: ${figure.from.text} and ${processes.text}`;
  return { value, from: { ...figure.from, text } };
}

/** What a file says of the processes on each host, where it says nothing of hosts. */
function processesOf({ topology: { hosts, processesPerHost } }: Program, input: PlanInput): Figure | null {
  if (hosts.known !== 'assumed' || processesPerHost.known === 'assumed') return null;
  return figureOf(processesPerHost.maximum, processesPerHost.source, input, processesPerHost.known);
}

function beginsOf({ topology: { begins } }: Program, input: PlanInput): Figure | null {
  return begins === undefined ? null : { value: begins.value, from: fromSite(begins.site, input) };
}

/** Databases whose connections are counted, that a program reaches without a pool of its in any sum. */
function unsummedOf({ name }: Program, { system, graph }: PlanInput): readonly string[] {
  const summed = system.budgets.filter(({ demands, elastic }) =>
    [...demands, ...elastic].some(({ program }) => program === name),
  );
  const reached = system.connections.filter(({ from, kind }) => from === name && kind === 'sql').map(({ to }) => to);
  return [...new Set(reached)]
    .filter((id) => !summed.some(({ database }) => database === id))
    .filter((id) => {
      const database = system.components.find((each) => each.id === id);
      // What code alone speaks of may be a database of its users.
      const isRun = database?.evidence.some(({ file }) => graph.facts.get(file)?.code == null) === true;
      return isRun && hasSupply(database.engine);
    });
}

function wallsOfProgram(program: Program, input: PlanInput): readonly Wall[] {
  const running = runningOf(program, input);
  const infos = new Map(input.rules.map((info) => [info.id, info]));
  const { processesPerHost } = program.topology;
  const processes = processesPerHost.maximum;
  const broken = (scope: RuleInfo['scope']) =>
    input.findings.filter((finding) => {
      const info = infos.get(finding.ruleId);
      return finding.programs.includes(program.name) && info?.scope === scope && breaksWithMore(finding, info);
    });
  // Several processes on one host are as many instances, however many hosts there are.
  const isPassed = (at: number): boolean | null =>
    running !== null ? running.value >= at : processesPerHost.known !== 'assumed' && processes >= at ? true : null;
  const wall = (at: number, rest: Omit<Wall, 'program' | 'at' | 'passed'>): Wall => ({
    program: program.name,
    at,
    passed: isPassed(at),
    ...rest,
  });
  // A budget that is only short of headroom breaks nothing yet.
  const connectionWall = (overflow: Overflow): Wall => {
    const { passed, ...told } = wall(processes * (overflow.hosts - 1) + 1, {
      kind: 'connections',
      title: 'connections',
      findings: [],
      overflow,
    });
    const isFull = isPassed(processes * (overflow.full.hosts - 1) + 1);
    return { ...told, passed: isFull, ...(passed === true && isFull !== true ? { tight: true as const } : {}) };
  };
  const memory = broken('process');
  const disk = broken('host');
  const ceiling = connectionCeiling(input, program);
  return [
    ...(memory.length === 0
      ? []
      : [
          wall(memory.every(isOfEveryStart) ? processes + 1 : 2, {
            kind: 'memory',
            title: `what each process keeps or does by itself${thingsIn(memory)}`,
            findings: worstFirst(memory),
            overflow: null,
          }),
        ]),
    ...(disk.length === 0
      ? []
      : [
          wall(processes + 1, {
            kind: 'disk',
            title: `what each host keeps on its own disk${thingsIn(disk)}`,
            findings: worstFirst(disk),
            overflow: null,
          }),
        ]),
    ...(ceiling === null || isCrowdedOut(program, ceiling.budget) ? [] : [connectionWall(ceiling.overflow)]),
  ];
}

/** A budget is broken by who asks for most; the others of it are only told that they share it. */
function isCrowdedOut(program: Program, { pooled, demand, supply, demands }: ConnectionBudget): boolean {
  const sums = new Map<string, number>();
  for (const each of demands) sums.set(each.program, (sums.get(each.program) ?? 0) + each.connections);
  const own = sums.get(program.name);
  return !pooled && demand > supply.usable && own !== undefined && own < Math.max(...sums.values());
}

/** A note counts where it is one only because a single instance is declared; where the evidence is weak it does not. */
function breaksWithMore(finding: Finding, info: RuleInfo): boolean {
  if (!info.needsInstances || info.tier !== 'breaks' || isSummary(info) || isOfEveryStop(info)) return false;
  // A budget has a wall of its own, with its arithmetic.
  if (finding.subject.kind === 'budget') return false;
  return finding.severity !== 'note' || (finding.evidence.instances === 1 && finding.confidence !== 'low');
}

/** A finding about the line that declares the instances only sums up the others. */
export function isSummary({ id }: RuleInfo): boolean {
  return id === 'unsafe-scale';
}

/** What the command of a container or a host does before it makes its processes is done once there, however many they are. */
function isOfEveryStart({ ruleId }: Finding): boolean {
  return ruleId === 'boot-time-once-task';
}

/** A process that is stopped in the middle of requests drops them at any number, so that no number is where it begins. */
function isOfEveryStop({ id }: RuleInfo): boolean {
  return id === 'shutdown-missing';
}

const namedThings = 3;

/** ` (sessions, carts and sign-in limits)`; empty where no finding has a word for it. */
function thingsIn(findings: readonly Finding[]): string {
  const things = [...new Set(worstFirst(findings).flatMap(({ thing }) => thing ?? []))].slice(0, namedThings);
  return things.length === 0 ? '' : ` (${listed(things)})`;
}

const ranks: Readonly<Record<Finding['severity'], number>> = { error: 0, warning: 1, note: 2 };

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => ranks[a.severity] - ranks[b.severity]);
}

function byNearness(a: Wall, b: Wall): number {
  return (
    a.at - b.at ||
    Number(b.passed === true) - Number(a.passed === true) ||
    b.findings.length - a.findings.length ||
    (a.program < b.program ? -1 : a.program > b.program ? 1 : 0)
  );
}
