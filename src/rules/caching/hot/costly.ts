import type { CodeFacts } from '../../../facts/code.ts';
import type { CallId } from '../../../facts/values.ts';
import { lastName } from '../../../gates/origins.ts';
import { growsWithUse, tablesRead } from '../../../gates/rows/tables.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';

/** What a read works out over rows that grow with use, as a sentence goes on; null for one that finds its rows at once. */
export function costOf(graph: ProgramGraph, effect: Effect): string | null {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  const fact = code?.calls[effect.call];
  const tables = tablesRead(graph, effect);
  const growing = tables.find(growsWithUse);
  if (code === null || fact === undefined || growing === undefined) return null;
  // A question that is asked again for each row is mended by asking once, and not by keeping all answers.
  if (effect.operation.inLoop) return null;
  const statement = fact.sql;
  if (statement != null) {
    const all = statement.flags.includes('where') ? '' : 'all ';
    if (statement.flags.includes('aggregates')) return `works a figure out of ${all}\`${growing}\``;
    return statement.tables.length > 1 ? `joins \`${statement.tables.slice(0, 2).join('` and `')}\`` : null;
  }
  const steps = stepsOf(code, effect.call);
  if (steps.some((name) => workingOut.test(name))) return `works a figure out of \`${growing}\``;
  return steps.some((name) => joining.test(name)) ? `joins \`${growing}\` with other tables` : null;
}

/** Steps of drivers and mappers that go through rows for one figure, or for one of each group. */
const workingOut =
  /^(?:aggregate|groupBy|group_by|having|count|countDocuments|findAndCountAll|findAndCount|sum|avg|average)$/;
const joining = /^(?:join|outerjoin|innerJoin|leftJoin|leftJoinAndSelect|innerJoinAndSelect|rightJoin|fullJoin)$/;

/** The names of a call, of those that it is made on and of those that are made on it: `query(Order).join(Item).all()`. */
function stepsOf(code: CodeFacts, call: CallId): readonly string[] {
  const before = (id: CallId, depth: number): readonly string[] => {
    const root = code.calls[id]?.callee.root;
    return [lastName(code, id), ...(root?.kind === 'call' && depth < longest ? before(root.call, depth + 1) : [])];
  };
  const behind = (id: CallId, depth: number): readonly string[] =>
    code.calls.flatMap(({ callee: { root } }, at) =>
      root.kind === 'call' && root.call === id && depth < longest ? [lastName(code, at), ...behind(at, depth + 1)] : [],
    );
  return [...before(call, 0), ...behind(call, 0)];
}

const longest = 12;
