import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { FunctionKey, FunctionNode, LibraryUse, ProgramGraph } from '../link/program-graph.ts';

/** What a clock is given to run: behind the time, or last of all. */
export function jobOf({ fact, pattern }: LibraryUse): Value | undefined {
  const { runs } = pattern;
  return runs?.kind === 'position' ? fact.arguments.at(runs.position) : undefined;
}

/** The functions that a job may be. */
export function functionsOfJob(graph: ProgramGraph, file: string, job: Value): readonly FunctionKey[] {
  if (job.kind === 'function') return [`${file}#${job.function}`];
  return meaningsOf(graph, file, job).flatMap((each) => (each.kind === 'function' ? [each.function] : []));
}

/** The method that a clock's decorator stands on: `@Cron('0 3 * * *') async bill() {}`. */
export function decoratedJob(graph: ProgramGraph, { file, fact }: LibraryUse): FunctionNode | undefined {
  return [...graph.functions.values()].find(
    (node) =>
      node.file === file &&
      node.fact.kind === 'method' &&
      node.fact.decorators.some(({ span }) => span[0] <= fact.span[0] && fact.span[1] <= span[1]),
  );
}
