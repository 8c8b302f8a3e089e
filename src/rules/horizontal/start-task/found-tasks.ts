import type { StartTask, StartTaskCommand } from '../../../catalog/types.ts';
import type { CommandFact } from '../../../facts/command.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { switchStop } from '../../../gates/claims.ts';
import { environmentKinds, guardsOf, leavesOutProduction } from '../../../gates/guard.ts';
import { callsFrom, functionsTo } from '../../../gates/reachable.ts';
import { scopeStop, servingPrograms } from '../../../gates/scope.ts';
import { firstStop, type Stop } from '../../../gates/stop.ts';
import { reachableEffects } from '../../../link/effects.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../../link/program-graph.ts';
import { commandsAtStart } from '../../../system/commands-at-start.ts';
import type { Program } from '../../../system/types.ts';

/** Something that a program does whenever it starts, though once for all instances is meant. */
export interface FoundTask {
  readonly site: Site;
  readonly task: Pick<StartTask, 'what' | 'locks'>;
  readonly programs: readonly Program[];
  readonly stop: Stop | null;
  /** A command is run once on each host, whatever number of processes the server then makes there. */
  readonly scope: 'process' | 'host';
  /** What does it, for the baseline: a command's words, or the library's call. */
  readonly by: string;
}

/** All of them: by calls that the start of a program leads to, and by commands in front of it. */
export function foundTasks(context: RuleContext): readonly FoundTask[] {
  return [...inCode(context), ...inCommands(context)];
}

function inCode(context: RuleContext): readonly FoundTask[] {
  const { graph } = context;
  return graph.uses.flatMap((use): readonly FoundTask[] => {
    const task = use.pattern.startTask;
    if (task === undefined || !isMeant(use, task)) return [];
    const option = task.when === undefined ? null : optionStop(graph, use, task);
    if (option === 'off') return [];
    return [
      {
        site: { file: use.file, span: use.fact.calleeSpan },
        task,
        programs: servingPrograms(context, use.file, use.function),
        scope: 'process',
        by: use.library.id,
        stop: firstStop([
          () => scopeStop(context, use.file, use.function),
          () => option,
          () => momentStop(graph, use),
          () => guardStop(graph, use),
          () => switchStop(graph, use.function, { file: use.file, span: use.fact.calleeSpan }),
          () => lockStop(graph, use),
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

/** Names of commands that go on to serve, so that what they do first is done at the start. */
const serves = /serv|start|run|web|^up$|main/i;

function momentStop(graph: ProgramGraph, { function: key }: LibraryUse): Stop | null {
  const fact = graph.functions.get(key)?.fact;
  const isCommand = fact?.decorators.some(({ reference }) => reference.path.at(-1) === 'command') === true;
  if (isCommand && !serves.test(fact?.name ?? '')) {
    return { gate: 'moment', reason: 'It is a command of its own, which somebody runs, and no part of the start.' };
  }
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
  const asksName = guards.some(({ test }) => test.kind === 'environment' && !environmentKinds.has(test.name));
  return asksName ? { gate: 'guard', reason: 'A name of the environment decides whether it does so.' } : null;
}

/** Whether the function, or one that leads to it, takes a lock that all instances see. */
function lockStop(graph: ProgramGraph, { function: key }: LibraryUse): Stop | null {
  const isLocked = [...functionsTo(graph, key)].some(
    (each) =>
      reachableEffects(graph, each).some(({ effect }) => effect === 'lock') ||
      callsFrom(graph, each, 2).some(
        ({ fact }) => fact.sql?.flags.some((flag) => flag.startsWith('advisory')) === true,
      ),
  );
  return isLocked ? { gate: 'shared', reason: 'It takes a lock that all instances see before.' } : null;
}

function inCommands(context: RuleContext): readonly FoundTask[] {
  const { graph, system, catalog } = context;
  const known = catalog.libraries.flatMap(({ startCommands }) => startCommands ?? []);
  const serving = system.programs.filter(({ role, name, entry }) => role !== 'other' && name !== '' && entry !== '');
  const found = new Map<string, FoundTask>();
  for (const { words, site, program, conditional } of commandsAtStart(graph, serving)) {
    const task = known.find((each) => isCommand(words, each));
    if (task === undefined) continue;
    const key = `${site.file} ${site.span.join()} ${task.words.join(' ')}`;
    const earlier = found.get(key);
    found.set(key, {
      site,
      task,
      programs: [...(earlier?.programs ?? []), ...(earlier?.programs.includes(program) === true ? [] : [program])],
      scope: 'host',
      by: task.words.join(' '),
      stop: conditional ? { gate: 'guard', reason: 'A test decides whether the start does so.' } : null,
    });
  }
  return [...found.values()];
}

/** Whether a command is one of a tool: its words stand in it in their order, the first as a program or a script. */
function isCommand(command: CommandFact['words'], { words: [tool = '', ...rest] }: StartTaskCommand): boolean {
  let at = command.findIndex((word) => word === tool || word.endsWith(`/${tool}`));
  if (at < 0) return false;
  return rest.every((word) => {
    at = command.findIndex((each, index) => index > at && each === word);
    return at >= 0;
  });
}
