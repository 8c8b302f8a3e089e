import type { Value } from '../../facts/values.ts';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { whenUnset } from './unset.ts';
import { writtenOnce } from './written-once.ts';

/** A use as those get it who set none of the names by which the environment chooses between its options. */
export interface ChosenUse {
  readonly use: LibraryUse;
  readonly names: readonly string[];
}

/** `new DataSource(isPostgres ? server : file)` with one of the two, where a name of the environment decides; or null. */
export function chosenWhereUnset(graph: ProgramGraph, use: LibraryUse): ChosenUse | null {
  const names: string[] = [];
  const given = use.fact.arguments.map((value) => chosen(graph, use.file, value, names, 0));
  return names.length === 0 ? null : { use: { ...use, fact: { ...use.fact, arguments: given } }, names };
}

const deepest = 4;

function chosen(graph: ProgramGraph, file: string, value: Value, names: string[], depth: number): Value {
  if (depth > deepest) return value;
  const next = (inner: Value): Value => chosen(graph, file, inner, names, depth + 1);
  switch (value.kind) {
    case 'conditional': {
      const answer = whenUnset(graph, file, value.test);
      if (answer === null) return value;
      names.push(...answer.names);
      return next(answer.is ? value.then : value.otherwise);
    }
    case 'object':
      return {
        ...value,
        properties: value.properties.map((each) => ({ ...each, value: next(each.value) })),
        spreads: value.spreads.map(next),
      };
    case 'reference': {
      const initial = writtenOnce(graph, file, value);
      if (initial === null) return value;
      const before = names.length;
      const found = next(initial);
      return names.length > before ? found : value;
    }
    default:
      return value;
  }
}
