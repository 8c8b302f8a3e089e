import type { PatchedPathFact, UnitFact } from '../../facts/deployment.ts';
import { baseNameOf } from '../../text/paths.ts';
import { parseYaml } from '../yaml/parse.ts';
import { at, declaredNumber, declaredText, entriesOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

type Target = Pick<PatchedPathFact, 'kind' | 'name'>;

const nobody: Target = { kind: null, name: null };
const deepest = 20;

/** What patches of Kustomize change: those that a kustomization.yaml holds, and a file that is a JSON patch as a whole. */
export function patchedPathsOf(path: string, documents: readonly YamlValue[]): readonly PatchedPathFact[] {
  return documents.flatMap((document) =>
    isKustomization(path) ? inKustomization(document) : jsonPatch(document, nobody),
  );
}

/** Workloads whose copies a kustomization.yaml sets by name: `replicas: [{ name: api, count: 3 }]`. They run nothing by themselves. */
export function countedByKustomize(path: string, documents: readonly YamlValue[]): readonly UnitFact[] {
  const entries = isKustomization(path) ? documents.flatMap((document) => itemsOf(at(document, 'replicas'))) : [];
  return entries.flatMap((entry): readonly UnitFact[] => {
    const name = declaredText(at(entry, 'name'));
    const replicas = declaredNumber(at(entry, 'count'));
    return name === null || replicas === null ? [] : [{ ...nothing, name: name.value, span: name.span, replicas }];
  });
}

const nothing: Omit<UnitFact, 'name' | 'span' | 'replicas'> = {
  kind: 'deployment',
  namespace: null,
  surge: null,
  strategy: null,
  containers: [],
  mounts: [],
  dependsOn: [],
  labels: {},
  profiles: [],
};

function isKustomization(path: string): boolean {
  return /^kustomization\.ya?ml$/i.test(baseNameOf(path));
}

function inKustomization(document: YamlValue): readonly PatchedPathFact[] {
  const targeted = [...itemsOf(at(document, 'patches')), ...itemsOf(at(document, 'patchesJson6902'))].flatMap((each) =>
    inText(textOf(at(each, 'patch')), {
      kind: textOf(at(each, 'target', 'kind')),
      name: textOf(at(each, 'target', 'name')),
    }),
  );
  const merged = itemsOf(at(document, 'patchesStrategicMerge')).flatMap((each) => inText(textOf(each), nobody));
  return [...targeted, ...merged];
}

/** A patch in the text of a kustomization; the name of a file is none. */
function inText(text: string | null, target: Target): readonly PatchedPathFact[] {
  if (text === null || !text.includes('\n')) return [];
  return parseYaml(text).documents.flatMap((patch) =>
    patch.kind === 'list' ? jsonPatch(patch, target) : mergePatch(patch, target),
  );
}

function jsonPatch(patch: YamlValue, target: Target): readonly PatchedPathFact[] {
  return itemsOf(patch).flatMap((step) => {
    const path = textOf(at(step, 'op')) === null ? null : textOf(at(step, 'path'));
    return path === null ? [] : [{ path, ...target }];
  });
}

/** Every place that a partial object names. */
function mergePatch(patch: YamlValue, target: Target): readonly PatchedPathFact[] {
  const own = {
    kind: textOf(at(patch, 'kind')) ?? target.kind,
    name: target.name ?? textOf(at(patch, 'metadata', 'name')),
  };
  return pathsWithin(patch, '', 0).map((path) => ({ path, ...own }));
}

function pathsWithin(value: YamlValue | null, path: string, depth: number): readonly string[] {
  if (depth > deepest) return [];
  const inside = [
    ...entriesOf(value).map(({ key, value: held }) => ({ path: `${path}/${key}`, held })),
    ...itemsOf(value).map((held, index) => ({ path: `${path}/${index}`, held })),
  ];
  return inside.flatMap((each) => [each.path, ...pathsWithin(each.held, each.path, depth + 1)]);
}
