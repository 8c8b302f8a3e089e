import type { Catalog } from '../catalog/types.ts';
import { fallsBack, type Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { Meaning, ProgramGraph } from '../link/program-graph.ts';
import { type Chance, chancesAmong } from './chance.ts';

interface Search {
  readonly graph: ProgramGraph;
  readonly catalog: Catalog;
  readonly depth: number;
}

const deepest = 8;

/**
 * Whether nothing but the environment, chance and what is written out can be a value: one that may also come from a
 * database, a file, an object of settings or a caller is kept there, as far as anybody can tell.
 */
export function isSettled(graph: ProgramGraph, catalog: Catalog, meanings: readonly Meaning[]): boolean {
  return meanings.every((each) => isOwn({ graph, catalog, depth: 0 }, each));
}

/**
 * Whether the function that a value is made in may also give back another, as one that reads a file does before it makes
 * what it writes there. Linking may see nothing of what was read.
 */
export function mayGiveAnother(graph: ProgramGraph, catalog: Catalog, { function: key, site }: Chance): boolean {
  const node = graph.functions.get(key);
  if (node === undefined || node.id === 0) return false;
  const returned = node.fact.operations.flatMap((each) =>
    each.kind === 'return' && each.value !== null ? [each.value] : [],
  );
  const given = returned.map((value) => ({ value, meanings: meaningsOf(graph, node.file, value) }));
  const isIt = (meanings: readonly Meaning[]): boolean =>
    chancesAmong(graph, catalog, meanings).some(
      (each) => each.site.file === site.file && each.site.span[0] === site.span[0],
    );
  return (
    given.some(({ meanings }) => isIt(meanings)) &&
    given.some(({ value, meanings }) => !isIt(meanings) && !isOwnValue({ graph, catalog, depth: 0 }, node.file, value))
  );
}

function isOwn(search: Search, meaning: Meaning): boolean {
  if (search.depth > deepest) return false;
  if (meaning.kind === 'literal') return search.depth > 0;
  if (meaning.kind === 'environment') return meaning.fallback.every((each) => isOwn(deeper(search), each));
  const isValue = meaning.kind === 'value';
  if (isValue && !isOwnValue(deeper(search), meaning.site.file, meaning.value)) return false;
  return (isValue && search.depth > 0) || chancesAmong(search.graph, search.catalog, [meaning]).length > 0;
}

function isOwnValue(search: Search, file: string, value: Value): boolean {
  if (search.depth > deepest) return false;
  const next = (inner: Value): boolean => isOwnValue(deeper(search), file, inner);
  switch (value.kind) {
    case 'literal':
      return true;
    case 'environment':
      return value.fallback === null || next(value.fallback);
    case 'conditional':
      return next(value.then) && next(value.otherwise);
    case 'operator':
      return value.left === null || !fallsBack(value.operator) || (next(value.left) && next(value.right));
    case 'reference':
    case 'call': {
      const meanings = meaningsOf(search.graph, file, value);
      // What a member begins with is a default, over which an object of settings writes what it reads.
      const isMember = value.kind === 'call' || value.reference.path.length > 0;
      return (
        meanings.length > 0 &&
        meanings.every((each) => !(isMember && each.kind === 'literal') && isOwn(deeper(search), each))
      );
    }
    default:
      return true;
  }
}

function deeper(search: Search): Search {
  return { ...search, depth: search.depth + 1 };
}
