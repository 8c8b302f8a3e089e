import type { ManifestFacts } from '../../facts/manifest.ts';
import { folderOf, isInFolder, joinPaths } from '../../text/paths.ts';

/** The package for which a path stands that no file of the workspace is at, because a build makes it; null for none. */
export function generatedModules(
  manifests: ReadonlyMap<string, ManifestFacts>,
): (paths: readonly string[]) => string | null {
  const made = [...manifests].flatMap(([file, manifest]) => {
    const client = manifest.kind === 'schema' ? manifest.client : null;
    const folder = client === null ? null : joinPaths(folderOf(file), client.folder);
    return client === null || folder === null || folder === '' ? [] : [{ folder, module: client.module }];
  });
  return (paths) => made.find(({ folder }) => paths.some((path) => isInFolder(path, folder)))?.module ?? null;
}
