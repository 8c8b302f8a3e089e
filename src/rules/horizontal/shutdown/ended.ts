import type { RuleContext } from '../../../findings/rule.ts';
import { beginsAtStartStop } from '../../../gates/begins-at-start.ts';
import { servingPrograms } from '../../../gates/scope.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { Effect, FunctionKey, ProgramGraph, Site } from '../../../link/program-graph.ts';
import { remembered } from '../../../link/remembered.ts';
import type { CommandAtStart } from '../../../system/commands-at-start.ts';
import { fileOfEntry } from '../../../system/listening.ts';
import type { Program } from '../../../system/types.ts';
import { startedBy } from './starts.ts';

/** What a process ends in the middle of when it is told to stop: the requests it answers, or the jobs it does. */
export interface Ended {
  readonly site: Site;
  readonly what: 'requests' | 'jobs';
  readonly title: string;
  readonly programs: readonly Program[];
  readonly stop: Stop | null;
}

/** Listeners and workers that stop at once, in the order in which a program is best mended: requests before jobs. */
export function endedAtOnce(context: RuleContext, commands: readonly CommandAtStart[]): readonly Ended[] {
  const { graph } = context;
  const started = startedBy(commands);
  const listeners = graph.listeners.flatMap((listener): readonly Ended[] => {
    const { framework, file, site } = listener;
    if (framework?.endsAtOnce !== true || listener.onlyMakes === true) return [];
    return [
      endedAt(context, started, { what: 'requests', title: framework.title, file, function: listener.function, site }),
    ];
  });
  const workers = graph.uses.flatMap((use): readonly Ended[] => {
    if (use.pattern.endsAtOnce !== true) return [];
    const site = { file: use.file, span: use.fact.calleeSpan };
    return [
      endedAt(context, started, {
        what: 'jobs',
        title: use.library.title,
        file: use.file,
        function: use.function,
        site,
      }),
    ];
  });
  return [...listeners, ...workers];
}

interface Place {
  readonly what: Ended['what'];
  readonly title: string;
  readonly file: string;
  readonly function: FunctionKey;
  readonly site: Site;
}

function endedAt(context: RuleContext, started: ReadonlySet<Program>, place: Place): Ended {
  const { what, title, site } = place;
  const programs = servingPrograms(context, place.file, place.function);
  return { what, title, site, programs, stop: stopOf(context, started, place, programs) };
}

function stopOf(
  context: RuleContext,
  started: ReadonlySet<Program>,
  place: Place,
  programs: readonly Program[],
): Stop | null {
  const { what, file, function: key, site } = place;
  const begins = beginsAtStartStop(context, { file, function: key, site });
  if (begins !== null) return begins;
  if (programs.every((program) => !started.has(program) && isUndeclared(program))) {
    return { gate: 'scope', reason: 'Nothing here says how this program is started, and so how it is stopped.' };
  }
  if (what === 'requests' && !programs.some((program) => doesSomething(context, program))) {
    return { gate: 'moment', reason: 'No request to it does anything, so one that is dropped is asked again.' };
  }
  return null;
}

function isUndeclared({ topology, units }: Program): boolean {
  return topology.hosts.known === 'assumed' && units.length === 0;
}

/** Whether a request to the program takes time or changes something, as one for a file or for whether it lives does not. */
function doesSomething({ graph }: RuleContext, { files }: Program): boolean {
  return [...filesThatDo(graph)].some((file) => files.has(file));
}

const filesThatDo = remembered(
  (graph: ProgramGraph): ReadonlySet<string> =>
    new Set(
      [...graph.effects].flatMap(([key, effects]) => {
        const isAsked = (graph.moments.get(key) ?? []).some(({ moment }) => moment === 'request');
        return isAsked && effects.some(({ effect }) => !isQuick.has(effect)) ? [fileOfEntry(key)] : [];
      }),
    ),
);

/** What takes no longer than an answer from memory, and is asked for again by the next request. */
const isQuick: ReadonlySet<Effect['effect']> = new Set([
  'cache-write',
  'secret-check',
  'file-read',
  'file-test',
  'file-send',
]);
