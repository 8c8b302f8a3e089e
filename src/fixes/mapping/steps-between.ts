import type { Refusal } from '../../findings/fix.ts';
import type { Finding } from '../../findings/types.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../../link/program-graph.ts';
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
  const below = new Map<FunctionKey, ReadonlySet<CellAccess>>();
  const reach = (key: FunctionKey, seen: ReadonlySet<FunctionKey>): ReadonlySet<CellAccess> => {
    const known = below.get(key);
    if (known !== undefined) return known;
    const own = cell.accesses.filter((each) => each.function === key);
    const called = (graph.callees.get(key) ?? []).filter(({ to, kind }) => kind !== 'load' && !seen.has(to));
    const all = new Set([...own, ...called.flatMap(({ to }) => [...reach(to, new Set([...seen, key]))])]);
    if (seen.size === 0) below.set(key, all);
    return all;
  };
  const users = new Set(cell.accesses.map((each) => each.function));
  for (const key of above(graph, users)) {
    const steps = [...reach(key, new Set())];
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

/** The functions themselves, and all that call them. */
function above(graph: ProgramGraph, functions: ReadonlySet<FunctionKey>): ReadonlySet<FunctionKey> {
  const found = new Set(functions);
  const open = [...functions];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const { from, kind } of graph.callers.get(key) ?? []) {
      if (kind === 'load' || found.has(from) || graph.functions.get(from)?.fact.kind === 'module') continue;
      found.add(from);
      open.push(from);
    }
  }
  return found;
}
