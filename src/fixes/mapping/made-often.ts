import type { Refusal } from '../../findings/fix.ts';
import type { ProgramGraph, StateCell } from '../../link/program-graph.ts';
import { refusalAt } from '../refusal.ts';

/** Objects that each have a field of their own would share one in a store, whose keys know the field alone. Null for one object. */
export function madeOften(graph: ProgramGraph, cell: StateCell): Refusal | null {
  if (cell.home.kind !== 'field') return null;
  const { class: key } = cell.home;
  const node = graph.classes.get(key);
  const heir = [...graph.classes.values()].find(({ bases }) => bases.includes(key));
  if (heir !== undefined) {
    return refusalAt(graph, 'Classes below have this field each, and would share what it holds.', {
      file: heir.file,
      span: heir.fact.nameSpan,
    });
  }
  const [, second] = node?.constructions ?? [];
  return second === undefined
    ? null
    : refusalAt(graph, 'Several objects have this field each, and would share what it holds.', second.site);
}
