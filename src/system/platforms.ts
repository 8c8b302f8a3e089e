import type { Catalog, Platform } from '../catalog/types.ts';
import { baseNameOf } from '../text/paths.ts';

/** What the catalogue knows of a kind of workload. */
export function platformOf(catalog: Catalog, unitKind: string): Platform | null {
  return catalog.platforms.find(({ unitKinds }) => unitKinds.includes(unitKind)) ?? null;
}

/** Platforms that a framework's entries run on and nowhere else, or whose files lie in the program's folder. */
export function platformsOfProgram(
  catalog: Catalog,
  frameworks: ReadonlySet<string>,
  names: readonly string[],
): readonly Platform[] {
  return catalog.platforms.filter(
    (platform) =>
      (platform.frameworks ?? []).some((framework) => frameworks.has(framework)) ||
      platform.files.some((file) => names.some((name) => baseNameOf(name) === file)),
  );
}
