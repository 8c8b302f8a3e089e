import type { Guard } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';
import { argumentOf, meaningsOf } from '../link/evaluate.ts';
import type { FunctionKey, LibraryUse, Meaning, ProgramGraph, Reach, Site } from '../link/program-graph.ts';
import type { ProcessWord } from './start-command.ts';

/** How a program's own code multiplies its process. */
export interface Forks {
  /** Null where it forks under conditions that nobody here knows, so that nothing can be counted. */
  readonly word: ProcessWord | null;
  readonly site: Site;
}

/**
 * The forks that a program makes when it starts: a fork for each turn of a loop, as many as the loop's bound says where
 * that is a number. A single fork replaces the process that answers, and forks after a crash replace what is gone.
 */
export function forksOf(graph: ProgramGraph, files: ReadonlySet<string>, isServed = false): Forks | null {
  const made = graph.uses
    .filter(({ pattern, file }) => pattern.role === 'process-fork' && files.has(file))
    // Where a command's own server calls the application, the one that the code would start is not started.
    .filter(({ pattern }) => !isServed || pattern.processes === undefined)
    .flatMap((use) => (use.pattern.processes === undefined ? forkOf(graph, use) : serverOf(graph, use)) ?? []);
  const [first] = made;
  if (first === undefined) return null;
  const open = made.find(({ word }) => word === null) ?? made.find(({ word }) => word === 'cores');
  if (open !== undefined) return open;
  const sum = made.reduce((total, { word }) => total + (typeof word === 'number' ? word : 0), 0);
  return sum < 2 ? null : { word: sum, site: first.site };
}

/** The processes of a server that code starts: as many as an argument says. */
function serverOf(graph: ProgramGraph, use: LibraryUse): Forks | null {
  const { processes } = use.pattern;
  const said = processes === undefined ? null : argumentOf(graph, use, processes);
  const runs = (graph.moments.get(use.function) ?? []).some(
    ({ moment, certainty }) => (moment === 'load' || moment === 'boot') && certainty === 'proved',
  );
  if (said === null || said.state === 'absent' || !runs) return null;
  const site = { file: use.file, span: use.fact.calleeSpan };
  const guards = stepAt(graph, use.function, use.file, use.fact.span)?.flatMap((step) => step.guards) ?? [];
  const [only, another] = said.meanings;
  const count = only === undefined || another !== undefined ? null : numberMeant(graph, only, 0);
  return { word: guards.every(isOwnRun) ? count : null, site };
}

/** `if __name__ == '__main__'` holds for the file that a command runs. */
function isOwnRun({ test, holds }: Guard): boolean {
  if (test.kind !== 'operator' || test.operator !== '==' || !holds) return false;
  return [test.left, test.right].some((side) => side?.kind === 'literal' && side.value === '__main__');
}

function forkOf(graph: ProgramGraph, use: LibraryUse): Forks | null {
  const reach = graph.moments
    .get(use.function)
    ?.find(({ moment, certainty }) => (moment === 'load' || moment === 'boot') && certainty === 'proved');
  if (reach === undefined || reach.chain.some(({ kind }) => kind === 'listener')) return null;
  const site = { file: use.file, span: use.fact.calleeSpan };
  const steps = stepsTo(graph, use, reach);
  const conditions = steps.flatMap(({ file, guards, bound }) =>
    guards.filter((guard) => guard !== bound).map((guard) => ({ file, guard })),
  );
  if (!conditions.every(({ file, guard }) => holdsInService(graph, file, guard))) return { word: null, site };
  const repeated = steps.filter(({ inLoop }) => inLoop);
  if (repeated.length === 0) return { word: reach.chain.some(({ kind }) => kind === 'callback') ? 'cores' : 1, site };
  const [only, another] = repeated;
  const bound = another === undefined ? only?.bound : undefined;
  const word = only === undefined || bound === undefined ? null : boundOf(graph, only.file, bound.test);
  return { word: word ?? 'cores', site };
}

/** The calls on the way to a fork, the fork's own last, with what they stand under. */
interface Step {
  readonly file: string;
  readonly guards: readonly Guard[];
  readonly inLoop: boolean;
  /** The condition of the loop around it. */
  readonly bound: Guard | undefined;
}

function stepsTo(graph: ProgramGraph, use: LibraryUse, reach: Reach): readonly Step[] {
  const way = reach.chain.flatMap((edge) => stepAt(graph, edge.from, edge.site.file, edge.site.span) ?? []);
  return [...way, ...(stepAt(graph, use.function, use.file, use.fact.span) ?? [])];
}

function stepAt(
  graph: ProgramGraph,
  from: FunctionKey,
  file: string,
  span: readonly [number, number],
): readonly Step[] | null {
  const calls = graph.facts.get(file)?.code?.calls ?? [];
  const operation = graph.functions.get(from)?.fact.operations.find((each) => {
    const own = each.kind === 'call' ? calls[each.call]?.span : undefined;
    return own !== undefined && own[0] <= span[0] && span[1] <= own[1];
  });
  if (operation === undefined) return null;
  const bound = operation.inLoop ? operation.guards.findLast(({ test, holds }) => holds && isBound(test)) : undefined;
  return [{ file, guards: operation.guards, inLoop: operation.inLoop, bound }];
}

/** `i < count`: what a loop goes up to. */
function isBound(test: Value): boolean {
  return test.kind === 'operator' && /^(?:<=?|!==?|>=?)$/.test(test.operator) && test.left?.kind === 'reference';
}

/** The number of turns that a bound means; null where it is no number that is written down. */
function boundOf(graph: ProgramGraph, file: string, test: Value): number | null {
  if (test.kind !== 'operator') return null;
  const count = numberOf(graph, file, test.right);
  // A loop that counts down, or starts at another number than none or one, is not worked out.
  if (count === null || (test.operator !== '<' && test.operator !== '<=')) return null;
  return Math.max(1, count);
}

function numberOf(graph: ProgramGraph, file: string, value: Value): number | null {
  const [meaning, another] = meaningsOf(graph, file, withoutParsing(graph, file, value));
  return another === undefined && meaning !== undefined ? numberMeant(graph, meaning, 0) : null;
}

/** A number that is written, or that an environment name falls back on when nobody sets it. */
function numberMeant(graph: ProgramGraph, meaning: Meaning, depth: number): number | null {
  if (meaning.kind === 'literal') {
    const number = Number(meaning.value);
    return meaning.value !== null && Number.isInteger(number) && number > 0 ? number : null;
  }
  if (meaning.kind === 'value' && depth < 3) {
    const inner = withoutParsing(graph, meaning.site.file, meaning.value);
    if (inner === meaning.value) return null;
    const [only, another] = meaningsOf(graph, meaning.site.file, inner);
    return only === undefined || another !== undefined ? null : numberMeant(graph, only, depth + 1);
  }
  const [fallback, another] = meaning.kind === 'environment' ? meaning.fallback : [];
  return fallback === undefined || another !== undefined ? null : numberMeant(graph, fallback, depth + 1);
}

/** `Number(process.env.WORKERS)` and `parseInt(…, 10)` are about what stands in the brackets. */
function withoutParsing(graph: ProgramGraph, file: string, value: Value): Value {
  const call = value.kind === 'call' ? graph.facts.get(file)?.code?.calls[value.call] : undefined;
  const { root, path } = call?.callee ?? {};
  const isParsing = root?.kind === 'global' && path?.length === 0 && /^(?:Number|parseInt)$/.test(root.name);
  return isParsing ? (call?.arguments[0] ?? value) : value;
}

/** Conditions that hold where users are served: that this is the first process, and that this is production. */
function holdsInService(graph: ProgramGraph, file: string, { test, holds }: Guard): boolean {
  const asked = meaningsOf(graph, file, test);
  const isFirst = asked.some(
    (each) =>
      each.kind === 'external' &&
      /^(?:node:)?cluster$/.test(each.module) &&
      /(?:^|\.)is(?:Primary|Master|Worker)$/.test(each.name),
  );
  if (isFirst) return true;
  if (test.kind !== 'operator' || !/^[!=]==?$/.test(test.operator) || test.left === null) return false;
  const sides = [test.left, test.right];
  const word = sides.flatMap((side) => (side.kind === 'literal' ? [side.value] : []))[0];
  const isMode = sides.some((side) =>
    meaningsOf(graph, file, side).some((each) => each.kind === 'environment' && /^(?:NODE|APP)_ENV$/.test(each.name)),
  );
  const isEqual = test.operator.startsWith('=') === holds;
  return isMode && (word === 'production') === isEqual;
}
