import { catalog } from '../../src/catalog/catalog.ts';
import type { Catalog } from '../../src/catalog/types.ts';
import { factsByFile } from '../../src/facts/store.ts';
import { link } from '../../src/link/link.ts';
import type { CallEdge, ProgramGraph, Reach, StateCell } from '../../src/link/program-graph.ts';
import { readFile } from '../../src/sources/formats.ts';
import { parser } from '../sources/python/parser.ts';

/** Links a small workspace given as texts by path. */
export function linked(files: Readonly<Record<string, string>>, known: Catalog = catalog): ProgramGraph {
  return link(factsByFile(Object.entries(files).map(([path, text]) => readFile(path, text, parser))), known);
}

/** The function of a file that carries a name; the first of them. */
export function keyNamed(graph: ProgramGraph, file: string, name: string): string {
  const found = [...graph.functions.values()].find((node) => node.file === file && node.fact.name === name);
  if (found === undefined) throw new Error(`${file} has no function ${name}`);
  return found.key;
}

/** When a function runs, as `request proved` and the like, sorted. */
export function momentsNamed(graph: ProgramGraph, file: string, name: string): readonly string[] {
  return reachTexts(graph.moments.get(keyNamed(graph, file, name)) ?? []);
}

function reachTexts(reaches: readonly Reach[]): readonly string[] {
  return reaches.map(({ moment, certainty }) => `${moment} ${certainty}`).sort();
}

/** A chain as the titles of the functions it passes: `a → b`. */
export function chainText(graph: ProgramGraph, reach: Reach): string {
  const keys = [reach.entry?.function ?? reach.chain[0]?.from, ...reach.chain.map((edge) => edge.to)];
  return keys.map((key) => graph.functions.get(key ?? '')?.title ?? '?').join(' → ');
}

/** Edges as `caller → callee kind certainty`, by titles, sorted. */
export function edgeTexts(graph: ProgramGraph, wanted: (edge: CallEdge) => boolean = () => true): readonly string[] {
  const title = (key: string) => graph.functions.get(key)?.title ?? '?';
  return [...graph.callees.values()]
    .flat()
    .filter((edge) => edge.kind !== 'load' && wanted(edge))
    .map((edge) => `${title(edge.from)} → ${title(edge.to)} ${edge.kind} ${edge.certainty}`)
    .sort();
}

export function cellNamed(graph: ProgramGraph, id: string): StateCell {
  const found = graph.cells.find((cell) => cell.id === id);
  if (found === undefined) throw new Error(`No cell ${id} among ${graph.cells.map((cell) => cell.id).join(', ')}`);
  return found;
}

/** Accesses of a cell as `kind in function`, in order. */
export function accessTexts(graph: ProgramGraph, id: string): readonly string[] {
  return cellNamed(graph, id).accesses.map(
    (access) => `${access.kind} in ${graph.functions.get(access.function)?.title ?? '?'}`,
  );
}
