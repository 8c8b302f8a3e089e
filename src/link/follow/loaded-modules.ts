import { type FolderListing, folderListings } from '../../catalog/folder-listings.ts';
import type { CallFact, ImportFact } from '../../facts/code.ts';
import type { CallId } from '../../facts/values.ts';
import { globTest } from '../../text/globs.ts';
import { folderOf, joinPaths } from '../../text/paths.ts';
import type { FileIndex } from './file-index.ts';
import { listingsAround } from './gone-through.ts';
import { isLeftOut } from './left-out.ts';
import { exportMatches } from './patterns.ts';
import type { World } from './world.ts';
import { writtenPath } from './written-paths.ts';

/** How many files one load is followed to. */
const mostFiles = 500;

/** Whether a load's name is put together when it runs: `require(path.join(folder, name))`. */
export function isLoadedByName({ module, typeOnly }: ImportFact): boolean {
  return module.includes('*') && !typeOnly;
}

/**
 * The files that a load of any name may load: those of the folder that the code around it lists. Empty where nothing
 * around it lists a folder of the workspace, as then it may load anything.
 */
export function loadedFiles(world: World, file: FileIndex, fact: ImportFact): readonly FileIndex[] {
  if (file.language !== 'script') return [];
  const listed = listingsAround(file, fact.span).flatMap((id) => listedBy(world, file, id));
  const pattern = /^\.{1,2}\//.test(fact.module) && listed.length > 0 ? besidePattern(file, fact.module) : listed[0];
  if (pattern === undefined || pattern === null) return [];
  const start = pattern.slice(0, pattern.indexOf('*') >>> 0);
  const matches = globTest(pattern.replace(scriptEnding, ''));
  return [...world.files.values()]
    .filter(
      (other) =>
        other !== file &&
        other.language === 'script' &&
        other.path.startsWith(start) &&
        !/\.(?:d|test|spec)\.[cm]?[jt]sx?$/.test(other.path) &&
        formsOf(other.path).some(matches),
    )
    .slice(0, mostFiles);
}

/** The loaded files of which something is used: a loader leaves those out that lack what it asks of each. */
export function usedFiles(world: World, file: FileIndex, fact: ImportFact): readonly FileIndex[] {
  return loadedFiles(world, file, fact).filter((other) => !isLeftOut(world, file, fact, other));
}

const scriptEnding = /\.(?:[cm]?[jt]sx?|\*|\{[^{}]*\})$/;

/** How a file is named by who loads it: with all of its path, without its ending, or as the folder that it is the index of. */
function formsOf(path: string): readonly string[] {
  const stem = path.replace(scriptEnding, '');
  return stem.endsWith('/index') ? [stem, folderOf(stem)] : [stem];
}

function besidePattern(file: FileIndex, module: string): string | null {
  return joinPaths(folderOf(file.path), module);
}

/** The pattern of what a call lists, none where the call lists nothing or where its folder is not known. */
function listedBy(world: World, file: FileIndex, id: CallId): readonly string[] {
  const call = file.code.calls[id];
  const where = call?.arguments[0];
  if (call === undefined || where === undefined) return [];
  return world.callee(file, id).flatMap((known) => {
    if (known.kind !== 'external') return [];
    const listing = folderListings.find(({ modules, names }) =>
      names.some((name) => exportMatches(known, modules, name)),
    );
    const path = listing === undefined ? null : writtenPath(world, file, where);
    if (listing === undefined || path === null || path === '') return [];
    if (listing.isPattern) return [path];
    return [`${path}/${isDeep(listing, call) ? '**/*' : '*'}`];
  });
}

function isDeep({ deep }: FolderListing, { arguments: [, options] }: CallFact): boolean {
  if (typeof deep === 'boolean') return deep;
  const set = options?.kind === 'object' ? options.properties.find(({ key }) => key === deep.option)?.value : undefined;
  return set?.kind === 'literal' && set.value === true;
}
