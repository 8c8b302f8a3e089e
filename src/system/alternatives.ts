import type { Moment } from '../catalog/types.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { fileOfEntry, queueWorkers } from './listening.ts';
import type { Program } from './types.ts';

/**
 * Programs that may run at the same time, where no manifest says which run. A program that starts all that others start,
 * such as one file for a single machine, is run in their place and not beside them; nothing says which choice a deploy
 * makes, so only the one that asks for less is sure to be asked for.
 */
export function withoutAlternatives(
  graph: ProgramGraph,
  programs: readonly Program[],
  asks: (program: Program) => number,
): readonly Program[] {
  let left = programs;
  for (const whole of programs) {
    const parts = left.filter((each) => each !== whole && startsAllOf(graph, whole, each));
    if (!left.includes(whole) || parts.length === 0) continue;
    const apart = parts.reduce((sum, each) => sum + asks(each), 0);
    const isSmaller = apart < asks(whole) && areAllOf(graph, parts, whole);
    left = left.filter((each) => (isSmaller ? each !== whole : !parts.includes(each)));
  }
  return left;
}

/**
 * Whether a program holds all files of another but its start file, which does nothing by itself: what answers and what
 * takes from queues is in the files that both have.
 */
function startsAllOf(graph: ProgramGraph, whole: Program, part: Program): boolean {
  if (![...part.files].every((file) => file === part.entry || whole.files.has(file))) return false;
  const works = workFiles(graph);
  return !works.has(part.entry) && [...part.files].some((file) => works.has(file));
}

/** Whether programs together do all that the whole does; where something is left, the whole is run for that. */
function areAllOf(graph: ProgramGraph, parts: readonly Program[], whole: Program): boolean {
  const works = workFiles(graph);
  return [...whole.files].every((file) => !works.has(file) || parts.some(({ files }) => files.has(file)));
}

const atWork: ReadonlySet<Moment> = new Set(['request', 'socket', 'queue', 'timer']);

/** Files that answer, that take from queues or that work at times. */
function workFiles(graph: ProgramGraph): ReadonlySet<string> {
  return new Set([
    ...graph.listeners.map(({ file }) => file),
    ...queueWorkers(graph).map(({ file }) => file),
    ...graph.entries.filter(({ moment }) => atWork.has(moment)).map((entry) => fileOfEntry(entry.function)),
  ]);
}
