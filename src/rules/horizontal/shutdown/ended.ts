import type { Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { conditionsAt } from '../../../gates/conditions.ts';
import { leavesOutProduction } from '../../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../../gates/scope.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { Effect, FunctionKey, ProgramGraph, Site } from '../../../link/program-graph.ts';
import { remembered } from '../../../link/remembered.ts';
import type { CommandAtStart } from '../../../system/commands-at-start.ts';
import { fileOfEntry, startsByItself } from '../../../system/listening.ts';
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
  const scope = scopeStop(context, file, key);
  if (scope !== null) return scope;
  const { graph } = context;
  if (!startsByItself(graph, { function: key })) {
    return { gate: 'moment', reason: 'It is not seen to begin when the program starts.' };
  }
  const isLeftOut = conditionsAt(graph, file, key, site.span).some((each) =>
    leavesOutProduction(graph, each.file, each.guard),
  );
  if (isLeftOut) return { gate: 'guard', reason: 'This is reached only outside production.' };
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

/** `server.close()` in the same file as `const server = app.listen()`, and nothing hears a signal: it serves a while only. */
export function isClosedHere(graph: ProgramGraph, { file, span }: Site): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  const call = code?.calls.findIndex(({ calleeSpan }) => calleeSpan[0] <= span[0] && span[1] <= calleeSpan[1]) ?? -1;
  if (code === null || call < 0) return false;
  const isIt = (value: Value | null): boolean => value?.kind === 'call' && value.call === call;
  const names = new Set(code.declarations.flatMap(({ initial }, id) => (isIt(initial) ? [id] : [])));
  for (const { operations } of code.functions) {
    for (const each of operations) {
      if (each.kind !== 'assign' || !isIt(each.value) || each.target.path.length > 0) continue;
      if (each.target.root.kind === 'declared') names.add(each.target.root.declaration);
    }
  }
  return code.calls.some(
    ({ callee: { root, path } }) =>
      root.kind === 'declared' && names.has(root.declaration) && path.length === 1 && path[0] === 'close',
  );
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

const isQuick: ReadonlySet<Effect['effect']> = new Set(['secret-check', 'file-read', 'file-test', 'file-send']);
