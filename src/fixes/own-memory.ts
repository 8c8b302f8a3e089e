import type { Refusal } from '../findings/fix.ts';
import type { FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { calledFrom } from './reached.ts';
import { refusalAt } from './refusal.ts';

const changes: ReadonlySet<string> = new Set(['write', 'append', 'remove', 'clear', 'assign']);

/** Where a job, or what it calls, changes what its process keeps in memory or its host on disk: each instance must do that for itself. Null for nowhere. */
export function changesOwnMemory(graph: ProgramGraph, jobs: readonly FunctionKey[]): Refusal | null {
  const reached = calledFrom(graph, jobs);
  for (const { accesses, name, home } of graph.cells) {
    // What the job makes anew begins with fields of its own.
    const isMade = (key: FunctionKey): boolean =>
      home.kind === 'field' && graph.functions.get(key)?.fact.kind === 'constructor';
    const change = accesses.find(({ kind, function: key }) => changes.has(kind) && reached.has(key) && !isMade(key));
    if (change === undefined) continue;
    return refusalAt(
      graph,
      `The job also changes \`${name}\` in this process, which each instance must do for itself.`,
      change.site,
    );
  }
  const written = [...reached]
    .flatMap((key) => graph.effects.get(key) ?? [])
    .find(({ effect }) => effect === 'file-write' || effect === 'file-remove');
  return written === undefined
    ? null
    : refusalAt(
        graph,
        'The job also changes files of this host, which each instance must do for itself.',
        written.site,
      );
}
