import { statementMakers } from '../../catalog/statement-makers.ts';
import type { FunctionKey, LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { Program } from '../../system/types.ts';
import { workReach } from '../moment.ts';

/** How surely something is put into a database that is asked and changed by statements. */
export type Keeping = 'kept' | 'maybe' | 'never';

/**
 * Whether the program puts anything into the file while it works: what is filled before it ships, or while it starts, is
 * the same for every instance. Statements count in the file that opens it, and in those that import that one; where the
 * programs speak to no other database, in all of their files.
 */
export function keepingIn(
  graph: ProgramGraph,
  use: LibraryUse,
  programs: readonly Program[],
  hasServer: boolean,
): Keeping {
  const files = hasServer ? importersOf(graph, use.file, 2) : new Set(programs.flatMap((each) => [...each.files]));
  let maybe = false;
  for (const file of files) {
    const code = graph.facts.get(file)?.code;
    if (code == null || isSideCode(file)) continue;
    const isTaken = code.imports.some((each) => takingModules.has(each.module));
    for (const [id, fact] of code.calls.entries()) {
      if (isTaken && graph.following?.isCallOf(file, id, statementMakers) === true) return 'kept';
      if (fact.sql === null) continue;
      if (!/^(?:insert|update|delete)$/.test(fact.sql.kind)) continue;
      // A statement that is prepared while the process starts runs later.
      if (/^prepare/.test(fact.callee.path.at(-1) ?? '')) return 'kept';
      const key: FunctionKey = `${file}#${fact.function}`;
      if (workReach(graph, key) !== null) return 'kept';
      if (fact.function !== 0 && (graph.moments.get(key) ?? []).length === 0) maybe = true;
    }
  }
  return maybe ? 'maybe' : 'never';
}

const takingModules = new Set(statementMakers.flatMap((each) => (each.kind === 'export' ? each.modules : [])));

function importersOf(graph: ProgramGraph, file: string, depth: number): ReadonlySet<string> {
  const met = new Map([[file, 0]]);
  for (const [to, steps] of met) {
    if (steps >= depth) continue;
    for (const [from, edges] of graph.imports) {
      if (!met.has(from) && edges.some((edge) => edge.to === to)) met.set(from, steps + 1);
    }
  }
  return new Set(met.keys());
}
