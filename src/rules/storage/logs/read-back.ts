import { workReach } from '../../../gates/moment.ts';
import { argumentOf } from '../../../link/evaluate.ts';
import { type FileAccess, fileAccesses } from '../../../link/paths/accesses.ts';
import { shapesOf } from '../../../link/paths/path-shape.ts';
import { isTelling } from '../../../link/paths/same-file.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { folderOf } from '../../../text/paths.ts';

/** A request that reads what lies in the folder of a log: who asks sees the lines of the instance that answers. */
export function readBack(graph: ProgramGraph, use: LibraryUse): FileAccess | null {
  const folders = foldersOf(graph, use).filter(isTelling);
  if (folders.length === 0) return null;
  // A folder for all kinds of data holds more than logs; then the name of the file that is read has to say what it is.
  const isLog = (shape: string): boolean =>
    folders.some(
      (folder) => shape.startsWith(`${folder}/`) && (/logs?$/i.test(folder) || /\.log(?:\.[\w*]+)?$/i.test(shape)),
    );
  return (
    fileAccesses(graph).find(
      ({ effect, function: from, shapes }) =>
        (effect.effect === 'file-read' || effect.effect === 'file-send') &&
        shapes.some(isLog) &&
        workReach(graph, from, ['request']) !== null,
    ) ?? null
  );
}

function foldersOf(graph: ProgramGraph, use: LibraryUse): readonly string[] {
  const { destination } = use.pattern;
  if (destination === undefined) return [];
  return argumentOf(graph, use, destination).meanings.flatMap((meaning) => {
    const { file, span } = meaning.site;
    if (meaning.kind === 'literal') return [folderOf(String(meaning.value).replace(/^\.\//, ''))];
    const value =
      meaning.kind === 'value'
        ? meaning.value
        : meaning.kind === 'made'
          ? { kind: 'call' as const, call: meaning.call, span }
          : null;
    return value === null ? [] : shapesOf(graph, file, value).map(folderOf);
  });
}
