import type { Catalog } from '../../catalog/types.ts';
import { describeSite } from '../../link/places.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { Program } from '../types.ts';
import { named } from './named.ts';

/** Where programs load all files of a folder by a package that does so: which files those are is not followed. */
export function loadedFolders(graph: ProgramGraph, catalog: Catalog, programs: readonly Program[]): readonly string[] {
  const loaders = new Set(catalog.folderLoaders.flatMap(({ packages }) => packages));
  const sentences = [...graph.facts].flatMap(([file, { code }]) =>
    (code?.imports ?? [])
      .filter(
        ({ module, typeOnly }) => !typeOnly && loaders.has(module) && programs.some(({ files }) => files.has(file)),
      )
      .map(
        ({ module, span }) =>
          `${describeSite(graph.facts, { file, span })} loads all files of a folder by ${module}; they are not followed.`,
      ),
  );
  return named([...new Set(sentences)].sort(), (sentence) => sentence, 'loads of that kind');
}
