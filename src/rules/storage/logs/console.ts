import { destinationOf } from '../../../gates/files/destination.ts';
import { guardsOf, leavesOutProduction } from '../../../gates/guard.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { isSideCode } from '../../../system/side-code.ts';
import type { Program } from '../../../system/types.ts';

const stop = (reason: string): Stop => ({ gate: 'role', reason });

/** Whether what is logged goes to the console as well, so that the file is only a copy. */
export function consoleStop(graph: ProgramGraph, use: LibraryUse, programs: readonly Program[]): Stop | null {
  const files = new Set(programs.flatMap((program) => [...program.files]));
  const copies = graph.uses.some(
    (each) =>
      isConsole(graph, each, use) &&
      each.library.id === use.library.id &&
      files.has(each.file) &&
      !isSideCode(each.file) &&
      !guardsOf(graph, each).some((guard) => leavesOutProduction(graph, each.file, guard)),
  );
  if (copies) return stop('The same logger writes to the console as well, so that the file is only a copy.');
  if (hasAnother(graph, use)) return stop('The same file gives the logger something else to write to as well.');
  return isOfFramework(graph, use)
    ? stop('It is given to the logger of a framework, which writes to the console by itself.')
    : null;
}

/**
 * A call that sets the console up, by itself or because it is told no file. The latter is of the root, to which a logger hands
 * on what it keeps, unless it is told not to.
 */
function isConsole(graph: ProgramGraph, each: LibraryUse, use: LibraryUse): boolean {
  if (each.pattern.role === 'log-console') return true;
  const handsElsewhere = each.fact.named.some(({ key }) => key === 'handlers' || key === 'stream');
  const isOfRoot = each.pattern.role === 'log-file' && !handsElsewhere && destinationOf(graph, each) === null;
  return isOfRoot && !keepsToItself(graph, use);
}

/** `log.propagate = False`. */
function keepsToItself(graph: ProgramGraph, { file }: LibraryUse): boolean {
  const functions = graph.facts.get(file)?.code?.functions ?? [];
  return functions.some(({ operations }) =>
    operations.some(
      (each) =>
        each.kind === 'assign' &&
        each.target.path.at(-1) === 'propagate' &&
        each.value?.kind === 'literal' &&
        each.value.value === false,
    ),
  );
}

/** What hands lines on, of whatever package or class: to a collector, a socket, or the console after all. */
const handsOn = /(?:Handler|Transport|Console)$/;

/** Another destination that the same file makes; where it stands for developers alone, it is none. */
function hasAnother(graph: ProgramGraph, { file }: LibraryUse): boolean {
  const code = graph.facts.get(file)?.code;
  if (code == null) return false;
  const own = new Set(
    graph.uses.flatMap((each) => (each.file === file && each.pattern.role === 'log-file' ? [each.call] : [])),
  );
  return code.calls.some(({ callee: { root, path }, function: holder }, call) => {
    const declared = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
    if (own.has(call) || !handsOn.test(path.at(-1) ?? declared) || /^(?:add|remove|set)/.test(path.at(-1) ?? ''))
      return false;
    const steps = graph.functions.get(`${file}#${holder}`)?.fact.operations ?? [];
    const guards = steps.find((step) => step.kind === 'call' && step.call === call)?.guards ?? [];
    return !guards.some((guard) => leavesOutProduction(graph, file, guard));
  });
}

/** `app.logger.addHandler(handler)`: the application's own logger has a handler for the console already. */
function isOfFramework(graph: ProgramGraph, { file }: LibraryUse): boolean {
  const calls = graph.facts.get(file)?.code?.calls ?? [];
  return calls.some(
    ({ callee: { root, path } }) =>
      path.at(-1) === 'addHandler' && path.at(-2) === 'logger' && root.kind === 'declared' && path.length === 2,
  );
}
