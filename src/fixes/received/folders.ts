import { argumentOf } from '../../link/evaluate.ts';
import { type PathShape, shapesOf } from '../../link/paths/path-shape.ts';
import { aligned, isTelling } from '../../link/paths/same-file.ts';
import type { FunctionKey, LibraryUse, Meaning, ProgramGraph } from '../../link/program-graph.ts';

/** The folders that a call of an upload library writes to, as far as the code says them; null where it does not. */
export function foldersOf(graph: ProgramGraph, use: LibraryUse): readonly PathShape[] | null {
  const { destination } = use.pattern;
  if (destination === undefined) return null;
  const { state, meanings } = argumentOf(graph, use, destination);
  if (state !== 'present') return null;
  const found = meanings.flatMap((meaning): readonly (PathShape | null)[] => {
    if (meaning.kind === 'function') return handedBack(graph, use, meaning.function);
    return shapesMeant(graph, meaning) ?? [null];
  });
  const shapes = found.flatMap((shape) => (shape !== null && isTelling(shape) ? [withoutEnd(shape)] : []));
  return shapes.length === found.length && shapes.length > 0 ? [...new Set(shapes)] : null;
}

/** The paths that an option means; null where it means none that can be read. */
export function shapesMeant(graph: ProgramGraph, meaning: Meaning): readonly PathShape[] | null {
  const { file, span } = meaning.site;
  if (meaning.kind === 'value') return shapesOf(graph, file, meaning.value);
  return meaning.kind === 'literal' ? shapesOf(graph, file, { kind: 'literal', value: meaning.value, span }) : null;
}

/** `destination: (request, file, done) => done(null, 'uploads')`: what the function hands to its callback. */
function handedBack(graph: ProgramGraph, use: LibraryUse, key: FunctionKey): readonly (PathShape | null)[] {
  const where = use.pattern.destinationCallback;
  const node = graph.functions.get(key);
  const code = graph.facts.get(node?.file ?? '')?.code ?? null;
  if (where === undefined || node === undefined || code === null) return [null];
  const callback = node.fact.parameters[where.parameter];
  const folders = code.calls.flatMap(({ callee: { root, path }, arguments: given }) => {
    const isCallback = root.kind === 'declared' && root.declaration === callback && path.length === 0;
    const folder = given[where.argument];
    return isCallback && folder !== undefined ? shapesOf(graph, node.file, folder) : [];
  });
  return folders.length > 0 ? folders : [null];
}

/** How one folder lies to another: the same, below it with what leads there, around it, or nothing of these. */
export function lieOf(folder: PathShape, other: PathShape): { readonly within: string } | 'around' | 'apart' {
  const [one, two] = aligned(withoutEnd(folder), withoutEnd(other));
  if (one === two) return { within: '' };
  if (one.startsWith(`${two}/`)) return { within: one.slice(two.length + 1) };
  return two.startsWith(`${one}/`) ? 'around' : 'apart';
}

function withoutEnd(shape: PathShape): PathShape {
  return shape.replace(/^\.\//, '').replace(/\/+$/, '');
}
