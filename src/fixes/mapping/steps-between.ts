import type { Refusal } from '../../findings/fix.ts';
import type { Finding } from '../../findings/types.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../../link/program-graph.ts';
import { reachedFrom } from '../reached.ts';
import { refusalAt } from '../refusal.ts';

/**
 * Where one piece of work asks for entries and sets or removes them, by itself or by what it calls: while nothing waited, no
 * other request came between the two, and now one may. A code that is read and then taken out is let be, because two
 * instances read it both as it stands. Null for nowhere.
 */
export function stepsBetween(graph: ProgramGraph, cell: StateCell, { ruleId, thing }: Finding): Refusal | null {
  const ends = ruleId === 'auth-challenge-in-memory' || thing === 'sessions';
  const isAsked = ({ kind }: CellAccess): boolean => ['read', 'test', 'iterate', 'size'].includes(kind);
  const isChange = ({ kind }: CellAccess): boolean => kind === 'write' || (kind === 'remove' && !ends);
  const users = above(graph, new Set(cell.accesses.map((each) => each.function)));
  for (const key of users) {
    const reached = belowAmong(graph, key, users);
    const steps = cell.accesses.filter((each) => reached.has(each.function));
    const change = steps.find(isChange);
    if (change === undefined || !steps.some(isAsked)) continue;
    return refusalAt(
      graph,
      `${graph.functions.get(key)?.title ?? 'One function'} asks for entries and changes them: another request may come between.`,
      change.site,
    );
  }
  return null;
}

/** A function and all that it calls, as far as these lead to a step. */
function belowAmong(
  graph: ProgramGraph,
  start: FunctionKey,
  users: ReadonlySet<FunctionKey>,
): ReadonlySet<FunctionKey> {
  return reachedFrom([start], (key) =>
    (graph.callees.get(key) ?? []).flatMap(({ to, kind }) => (kind !== 'load' && users.has(to) ? [to] : [])),
  );
}

/** The functions themselves, and all that call them. */
function above(graph: ProgramGraph, functions: ReadonlySet<FunctionKey>): ReadonlySet<FunctionKey> {
  const isModule = (key: FunctionKey): boolean => graph.functions.get(key)?.fact.kind === 'module';
  return reachedFrom(functions, (key) =>
    (graph.callers.get(key) ?? []).flatMap(({ from, kind }) => (kind !== 'load' && !isModule(from) ? [from] : [])),
  );
}
