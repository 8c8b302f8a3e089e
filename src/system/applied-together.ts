import type { FactsByFile } from '../facts/store.ts';
import { baseNameOf, folderOf } from '../text/paths.ts';

const deepest = 10;

/**
 * Whether two manifests are applied together: they are one file, a kustomization takes both in, or they lie in one folder
 * that no kustomization speaks for, as `kubectl apply -f` takes it. Manifests that nothing joins may be two ways to deploy.
 */
export function appliedTogether(facts: FactsByFile): (one: string, other: string) => boolean {
  const listed = new Map(
    [...facts].flatMap(([file, { deployment }]) =>
      isKustomization(file) ? [[folderOf(file), deployment?.appliesTogether ?? []] as const] : [],
    ),
  );
  const sets = [...listed.keys()].map((folder) => filesOf(listed, folder, 0));
  return (one, other) =>
    one === other ||
    sets.some((files) => files.has(one) && files.has(other)) ||
    (folderOf(one) === folderOf(other) && !listed.has(folderOf(one)));
}

/** What a folder's kustomization takes in, with what those of other folders do that it names. */
function filesOf(listed: ReadonlyMap<string, readonly string[]>, folder: string, depth: number): ReadonlySet<string> {
  const entries = depth > deepest ? [] : (listed.get(folder) ?? []);
  return new Set(entries.flatMap((entry) => (listed.has(entry) ? [...filesOf(listed, entry, depth + 1)] : [entry])));
}

function isKustomization(file: string): boolean {
  return /^kustomization\.ya?ml$/i.test(baseNameOf(file));
}
