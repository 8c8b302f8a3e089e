import type { ArgumentPattern, CallEntryPattern } from '../catalog/types.ts';
import type { CallFact } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import type { RuleContext } from '../findings/rule.ts';
import { argumentOf } from '../link/evaluate.ts';
import type { Entry, FunctionKey, LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { type Beginning, beginningsOf } from './clock-begins.ts';
import { runsAtStart, workReach } from './moment.ts';
import { numberOf } from './numbers.ts';
import { lastName } from './origins.ts';
import { keepingOf } from './shared.ts';
import { firstStop, type Stop } from './stop.ts';
import { type WaitingLoop, waitingLoops } from './waiting-loops.ts';

/** A job that a clock inside the process starts: by a scheduling library, a decorator, a timer that repeats, or a loop that waits. */
export interface Schedule {
  /** Null for the language's own timers. */
  readonly use: LibraryUse | null;
  /** The callee alone. */
  readonly site: Site;
  /** The function that sets it up. */
  readonly function: FunctionKey;
  readonly jobs: readonly FunctionKey[];
  /** The calls that begin its clock, where it does not begin by itself and they are seen. */
  readonly begun: readonly Beginning[];
  /** As a message says it: `` at `0 3 * * *` `` or `every 5 minutes`; null when unknown. */
  readonly when: string | null;
  readonly symbol: string;
  /** Whether it is a loop of the program's own: where that is all a process does, it is one by design. */
  readonly isLoop?: true;
  /** Why it is no schedule that every instance runs. */
  readonly stop: Stop | null;
}

/** Every schedule of the workspace, in the order of file and place. */
export function schedulesOf(context: RuleContext): readonly Schedule[] {
  const { graph } = context;
  const uses = graph.uses.filter((use) => use.pattern.role === 'schedule');
  const timers = graph.entries.filter(
    (entry) => entry.moment === 'timer' && !uses.some((use) => covers(use, entry.site)),
  );
  return [
    ...uses.map((use) => scheduleOfUse(graph, use)),
    ...timers.flatMap((entry) => scheduleOfTimer(context, entry)),
    ...waitingLoops(graph).map((loop) => scheduleOfLoop(graph, loop)),
  ];
}

function covers(use: LibraryUse, site: Site): boolean {
  return use.file === site.file && use.fact.span[0] <= site.span[1] && site.span[0] <= use.fact.span[1];
}

function scheduleOfUse(graph: ProgramGraph, use: LibraryUse): Schedule {
  const given =
    use.pattern.runs === undefined
      ? []
      : argumentOf(graph, use, use.pattern.runs).meanings.flatMap((meaning) =>
          meaning.kind === 'function' ? [meaning.function] : [],
        );
  const entered = graph.entries.flatMap((entry) =>
    entry.moment === 'timer' && covers(use, entry.site) ? [entry.function] : [],
  );
  const jobs = [...new Set([...given, ...entered])].sort();
  return {
    use,
    site: { file: use.file, span: use.fact.calleeSpan },
    function: use.function,
    jobs,
    begun: beginningsOf(graph, use),
    when: whenOf(graph, use),
    symbol: symbolOf(graph, jobs),
    stop: firstStop([() => sharedStop(graph, use), () => startStop(graph, use.function)]),
  };
}

function whenOf(graph: ProgramGraph, use: LibraryUse): string | null {
  if (use.pattern.when === undefined) return null;
  for (const meaning of argumentOf(graph, use, use.pattern.when).meanings) {
    if (meaning.kind !== 'literal') continue;
    if (typeof meaning.value === 'number') return everyText(meaning.value);
    if (typeof meaning.value === 'string') return `at \`${meaning.value}\``;
  }
  return null;
}

function sharedStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  if (use.pattern.shared === undefined) return null;
  const keeping = keepingOf(graph, use);
  return keeping.kind === 'memory' ? null : keeping.stop;
}

function startStop(graph: ProgramGraph, key: FunctionKey, seen: ReadonlySet<FunctionKey> = new Set()): Stop | null {
  if (graph.functions.get(key)?.fact.kind === 'module' || startsSurely(graph, key)) return null;
  if (workReach(graph, key, ['request', 'socket', 'queue']) !== null) {
    return {
      gate: 'moment',
      reason: 'A request or a message sets this clock, so it runs on the instance that got it.',
    };
  }
  return runsAtStart(graph, key) || isSetByClock(graph, key, new Set([...seen, key]))
    ? null
    : { gate: 'moment', reason: 'Nothing shows that this clock is set when the process starts.' };
}

/** Whether the process is seen to come here when it starts; what a request sets again then runs everywhere none the less. */
function startsSurely(graph: ProgramGraph, key: FunctionKey): boolean {
  return (graph.moments.get(key) ?? []).some(({ moment, certainty }) => moment === 'boot' && certainty === 'proved');
}

/** Whether a timer that every instance sets when it starts comes to set this clock too. */
function isSetByClock(graph: ProgramGraph, key: FunctionKey, seen: ReadonlySet<FunctionKey>): boolean {
  return (graph.moments.get(key) ?? []).some(({ moment, certainty, entry }) => {
    if (moment !== 'timer' || certainty !== 'proved' || entry === null) return false;
    const setBy = functionAt(graph, entry.site);
    return setBy !== null && !seen.has(setBy) && startStop(graph, setBy, seen) === null;
  });
}

/** The function whose body holds the call at a site. */
function functionAt(graph: ProgramGraph, site: Site): FunctionKey | null {
  const fact = graph.facts.get(site.file)?.code?.calls.find((each) => isAt(each, site));
  return fact === undefined ? null : `${site.file}#${fact.function}`;
}

const minute = 60_000;

function scheduleOfTimer(context: RuleContext, entry: Entry): readonly Schedule[] {
  const { graph } = context;
  const { file } = entry.site;
  const code = graph.facts.get(file)?.code ?? null;
  const call = code?.calls.findIndex((fact) => isAt(fact, entry.site)) ?? -1;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return [];
  const every = everyPattern(context, entry, lastName(code, call));
  const delay = every === null ? null : argumentAt(fact, every);
  if (delay === null) return [];
  const milliseconds = numberOf(graph, file, delay)?.value ?? null;
  const setBy = `${file}#${fact.function}`;
  return [
    {
      use: null,
      site: { file, span: fact.calleeSpan },
      function: setBy,
      jobs: [entry.function],
      begun: [],
      when: milliseconds === null ? null : everyText(milliseconds),
      symbol: symbolOf(graph, [entry.function]),
      stop: firstStop([() => lengthStop(milliseconds), () => startStop(graph, setBy)]),
    },
  ];
}

function scheduleOfLoop(graph: ProgramGraph, { site, function: key, jobs, milliseconds }: WaitingLoop): Schedule {
  return {
    use: null,
    site,
    function: key,
    jobs,
    begun: [],
    when: milliseconds === null ? null : everyText(milliseconds),
    symbol: symbolOf(graph, [key]),
    isLoop: true,
    stop: firstStop([() => lengthStop(milliseconds), () => startStop(graph, key)]),
  };
}

function isAt(fact: CallFact, site: Site): boolean {
  const same = fact.span[0] === site.span[0] && fact.span[1] === site.span[1];
  return same || (fact.calleeSpan[0] === site.span[0] && fact.calleeSpan[1] === site.span[1]);
}

function everyPattern(context: RuleContext, entry: Entry, name: string): ArgumentPattern | null {
  const framework = context.catalog.frameworks.find((each) => each.id === entry.framework);
  const pattern = framework?.entries.find(
    (each): each is CallEntryPattern => each.kind === 'call' && each.every !== undefined && isNamed(each, name),
  );
  return pattern?.every ?? null;
}

function isNamed({ call }: CallEntryPattern, name: string): boolean {
  return call.kind === 'method' ? call.methods.includes(name) : call.name === name;
}

function argumentAt(fact: CallFact, pattern: ArgumentPattern): Value | null {
  return pattern.kind === 'position' ? (fact.arguments.at(pattern.position) ?? null) : null;
}

function lengthStop(milliseconds: number | null): Stop | null {
  if (milliseconds === null) return { gate: 'role', reason: 'How often this timer fires could not be read.' };
  return milliseconds >= minute
    ? null
    : {
        gate: 'role',
        reason: 'It fires more often than once a minute: a heartbeat or a poll of this process, and no job.',
      };
}

function symbolOf(graph: ProgramGraph, jobs: readonly FunctionKey[]): string {
  const [job] = jobs;
  return (job === undefined ? undefined : graph.functions.get(job)?.title) ?? 'schedule';
}

const units: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [minute, 'minute'],
  [1000, 'second'],
];

/** `every 5 minutes`, in the largest unit that divides it. */
function everyText(milliseconds: number): string {
  for (const [length, name] of units) {
    const count = milliseconds / length;
    if (Number.isInteger(count) && count >= 1) return count === 1 ? `every ${name}` : `every ${count} ${name}s`;
  }
  return `every ${milliseconds} ms`;
}
