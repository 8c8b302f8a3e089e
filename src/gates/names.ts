import type { TypeMention } from '../facts/values.ts';
import type { ProgramGraph, StateCell } from '../link/program-graph.ts';

/** The cell's own name, without those of the class or functions around it. */
export function ownName(cell: StateCell): string {
  return cell.name.slice(cell.name.lastIndexOf('.') + 1);
}

/** The words of a name in camel, Pascal, snake or upper case, in lower case, and each two that stand together as one. */
export function wordsOf(name: string): readonly string[] {
  const parts = partsOf(name);
  const pairs = parts.slice(1).map((part, index) => `${parts[index]}${part}`);
  return [...pairs, ...parts];
}

/** The words of a name one by one, in lower case. */
export function partsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());
}

/** The type that a cell is declared with, where the file says one. */
export function typeOf(graph: ProgramGraph, cell: StateCell): TypeMention | null {
  if (cell.home.kind !== 'field' && cell.home.kind !== 'static') return cell.declaration?.type ?? null;
  const { field } = cell.home;
  return graph.classes.get(cell.home.class)?.fact.fields.find((each) => each.name === field)?.type ?? null;
}

export function typeNames(type: TypeMention | null): readonly string[] {
  return type === null ? [] : [...type.names, ...type.arguments.flatMap(typeNames)];
}
