import type { ProgramGraph } from './program-graph.ts';

/** Languages in which a call that reads or sends holds its caller until it is done, unless both are asynchronous. */
const holding: ReadonlySet<string> = new Set(['python']);

/** Whether calls of a file hold their caller by themselves; in others only what is awaited, or named as blocking, does. */
export function callsHoldTheirCaller(graph: ProgramGraph, file: string): boolean {
  return holding.has(graph.facts.get(file)?.language ?? '');
}
