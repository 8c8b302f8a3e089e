import type { FileFacts } from '../facts/file-facts.ts';
import type { FactsByFile } from '../facts/store.ts';
import { baseNameOf, isInFolder, joinPaths } from '../text/paths.ts';
import type { ImageCopy } from './images.ts';

/** Where a command names a file. */
export interface NamingPlace {
  readonly facts: FactsByFile;
  /** Folder that the command runs in. */
  readonly folder: string;
  readonly copies: readonly ImageCopy[];
}

/** The file of the workspace that a path in a command means: `./boot.sh`, `/app/run.sh` of an image, a name that lies on the path. */
export function fileNamed(place: NamingPlace, written: string, isWanted: (facts: FileFacts) => boolean): string | null {
  const has = (path: string | null): path is string => {
    const facts = path === null ? undefined : place.facts.get(path);
    return facts !== undefined && isWanted(facts);
  };
  const found = placesNamed(place, written).find(has);
  if (found !== undefined) return found;
  // Copied to a folder that programs are started from, or to one that only the image knows.
  const copied = place.copies.filter(({ to }) => baseNameOf(to) === baseNameOf(written)).map(({ from }) => from);
  const same = copied.find(has);
  if (same !== undefined) return same;
  const named = [...place.facts.keys()].filter((path) => baseNameOf(path) === baseNameOf(written) && has(path));
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** The folder of the workspace that a path in a command means; null where nothing of the workspace lies there. */
export function folderNamed(place: NamingPlace, written: string): string | null {
  if (written === '' || /[$~]/.test(written)) return null;
  const holds = (folder: string) =>
    folder === '' || [...place.facts.keys()].some((path) => path !== folder && isInFolder(path, folder));
  return placesNamed(place, written).find(holds) ?? null;
}

function placesNamed({ folder, copies }: NamingPlace, written: string): readonly string[] {
  if (!written.startsWith('/')) return [joinPaths(folder, written) ?? written];
  const path = written.replace(/\/+$/, '');
  const copied = copies
    .filter(({ to }) => to === path || to === '/' || path.startsWith(`${to}/`))
    .sort((a, b) => b.to.length - a.to.length)
    .flatMap(({ from, to }) => joinPaths(from, path.slice(to === '/' ? 0 : to.length).replace(/^\/+/, '')) ?? []);
  // The image's folder is not known, but what lies in it is: `/opt/shop/bin/run.sh` may be `bin/run.sh`.
  const names = path.split('/').filter((name) => name !== '');
  const within = [folder, ''].flatMap((start) => names.map((_, at) => joinPaths(start, ...names.slice(at)) ?? ''));
  return [...copied, ...within, ''];
}
