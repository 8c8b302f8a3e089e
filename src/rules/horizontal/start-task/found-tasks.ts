import type { StartTask, StartTaskCommand } from '../../../catalog/types.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { isForOthers, switchStop } from '../../../gates/claims.ts';
import { environmentKinds, guardsOf, leavesOutProduction } from '../../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../../gates/scope.ts';
import { firstStop, type Stop } from '../../../gates/stop.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../../link/program-graph.ts';
import { commandsAtStart } from '../../../system/commands-at-start.ts';
import type { Program } from '../../../system/types.ts';
import { isCommandOf } from '../../../text/shell-words.ts';
import { type FirstRow, firstRows } from './first-rows.ts';
import { lockBefore, lockInEnvironment } from './locks.ts';
import { tasksOfOwnCommand } from './own-commands.ts';
import { wayStop } from './ways.ts';

/** Something that a program does whenever it starts, though once for all instances is meant. */
export interface FoundTask {
  readonly site: Site;
  readonly task: StartTask | StartTaskCommand;
  readonly programs: readonly Program[];
  readonly stop: Stop | null;
  /** A command is run once on each host, whatever number of processes the server then makes there. */
  readonly scope: 'process' | 'host';
  /** What does it, for the baseline: a command's words, or the library's call. */
  readonly by: string;
}

/** A row that each start makes where it finds none. */
export interface FoundFirstRow {
  readonly row: FirstRow;
  readonly programs: readonly Program[];
  readonly stop: Stop | null;
}

/** All of them: by calls that the start of a program leads to, and by commands in front of it. */
export function foundTasks(context: RuleContext): readonly FoundTask[] {
  return [...inCode(context), ...inCommands(context)];
}

/** Rows that the start makes where it finds none, with whether two that start together are told. */
export function foundFirstRows(context: RuleContext): readonly FoundFirstRow[] {
  const { graph } = context;
  return firstRows(graph).map((row) => {
    const { function: key, site, guards } = row;
    const programs = servingPrograms(context, site.file, key);
    const isOutside = guards.some((guard) => leavesOutProduction(graph, site.file, guard));
    return {
      row,
      programs,
      stop: firstStop([
        () => scopeStop(context, site.file, key),
        () => (isOutside ? { gate: 'guard', reason: 'This is reached only outside production.' } : null),
        () => switchStop(graph, key, site),
        () => wayStop(graph, key, site, programs),
        () => lockBefore(graph, key),
      ]),
    };
  });
}

function inCode(context: RuleContext): readonly FoundTask[] {
  const { graph } = context;
  return graph.uses.flatMap((use): readonly FoundTask[] => {
    const task = use.pattern.startTask;
    if (task === undefined || !isMeant(use, task)) return [];
    const option = task.when === undefined ? null : optionStop(graph, use, task);
    if (option === 'off') return [];
    const programs = servingPrograms(context, use.file, use.function);
    return [
      {
        site: { file: use.file, span: use.fact.calleeSpan },
        task,
        programs,
        scope: 'process',
        by: use.library.id,
        stop: firstStop([
          () => scopeStop(context, use.file, use.function),
          () => option,
          () => momentStop(graph, use),
          () => guardStop(graph, use),
          () => switchStop(graph, use.function, { file: use.file, span: use.fact.calleeSpan }),
          () => wayStop(graph, use.function, { file: use.file, span: use.fact.span }, programs),
          () => lockBefore(graph, use.function) ?? lockInEnvironment(graph, task, use.file),
        ]),
      },
    ];
  });
}

function isMeant({ fact }: LibraryUse, { only }: StartTask): boolean {
  const [first] = fact.arguments;
  return only === undefined || (first?.kind === 'literal' && only.includes(String(first.value)));
}

/** `off` where the option is left out or says no; a stop where nobody can read what it says in production. */
function optionStop(graph: ProgramGraph, use: LibraryUse, { when }: StartTask): Stop | 'off' | null {
  const answers = (when?.options ?? []).map((name) => optionOf(graph, use, [name]));
  const isOn = answers.some(
    ({ state, meanings }) =>
      state === 'present' &&
      meanings.length > 0 &&
      meanings.every((each) => each.kind === 'literal' && when?.values.some((value) => value === each.value)),
  );
  if (isOn) return null;
  const isOpen = answers.some(
    ({ state, meanings }) => state === 'present' && meanings.some(({ kind }) => kind !== 'literal'),
  );
  return isOpen ? { gate: 'guard', reason: 'A setting decides whether it does so.' } : 'off';
}

function momentStop(graph: ProgramGraph, { function: key }: LibraryUse): Stop | null {
  const isStart =
    graph.functions.get(key)?.fact.kind === 'module' ||
    (graph.moments.get(key) ?? []).some(({ moment }) => moment === 'load' || moment === 'boot');
  return isStart ? null : { gate: 'moment', reason: 'It is not seen to run when the program starts.' };
}

function guardStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const guards = guardsOf(graph, use);
  if (guards.some((guard) => leavesOutProduction(graph, use.file, guard))) {
    return { gate: 'guard', reason: 'This is reached only outside production.' };
  }
  const asksName = guards.some(
    (guard) =>
      guard.test.kind === 'environment' &&
      !environmentKinds.has(guard.test.name) &&
      !isForOthers(graph, use.file, guard),
  );
  return asksName ? { gate: 'guard', reason: 'A name of the environment decides whether it does so.' } : null;
}

function inCommands(context: RuleContext): readonly FoundTask[] {
  const { graph, system, catalog } = context;
  const known = catalog.libraries.flatMap(({ startCommands }) => startCommands ?? []);
  // One that keeps the clock is one by design.
  const serving = system.programs.filter(
    ({ role, name, entry }) => (role === 'server' || role === 'worker') && name !== '' && entry !== '',
  );
  const found = new Map<string, FoundTask>();
  for (const { words, site, program, conditional } of commandsAtStart(graph, serving)) {
    const tool = known.find((each) => isCommandOf(words, each.words));
    const [own] = tool === undefined ? tasksOfOwnCommand(context, words) : [];
    const task = tool ?? own?.pattern.startTask;
    if (task === undefined) continue;
    const by = (tool?.words ?? words.slice(0, 2)).join(' ');
    const key = `${site.file} ${site.span.join()} ${by}`;
    const earlier = found.get(key);
    found.set(key, {
      site,
      task,
      programs: [...(earlier?.programs ?? []), ...(earlier?.programs.includes(program) === true ? [] : [program])],
      scope: 'host',
      by,
      stop: firstStop([
        () => (conditional ? { gate: 'guard', reason: 'A test decides whether the start does so.' } : null),
        () => (own === undefined ? null : (guardStop(graph, own) ?? lockBefore(graph, own.function))),
        () => lockInEnvironment(graph, task, own?.file ?? program.entry),
      ]),
    });
  }
  return [...found.values()];
}
