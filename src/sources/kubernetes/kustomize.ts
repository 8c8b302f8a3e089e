import type { PatchedPathFact, UnitFact } from '../../facts/deployment.ts';
import { baseNameOf, folderOf, joinPaths } from '../../text/paths.ts';
import { parseYaml } from '../yaml/parse.ts';
import { at, declaredNumber, declaredText, entriesOf, entryOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

type Target = Pick<PatchedPathFact, 'kind' | 'name'>;

const nobody: Target = { kind: null, name: null };
const deepest = 20;

/**
 * What patches of Kustomize change: those that a kustomization.yaml holds, a file that is a JSON patch as a whole, and a
 * number of copies that a patch takes away; and what an application of Argo CD leaves alone.
 */
export function patchedPathsOf(path: string, documents: readonly YamlValue[]): readonly PatchedPathFact[] {
  if (isKustomization(path)) return documents.flatMap(inKustomization);
  return documents.flatMap((document) => [
    ...jsonPatch(document, nobody),
    ...withoutCopies(document),
    ...leftAlone(document),
  ]);
}

/** `replicas: null` takes away what the manifest says that the patch is laid over. */
function withoutCopies(document: YamlValue): readonly PatchedPathFact[] {
  const entry = entryOf(at(document, 'spec'), 'replicas');
  const kind = textOf(at(document, 'kind'));
  if (entry === null || entry.value?.kind !== 'scalar' || textOf(entry.value) !== null || kind === null) return [];
  return [{ path: '/spec/replicas', kind, name: textOf(at(document, 'metadata', 'name')) }];
}

function leftAlone(document: YamlValue): readonly PatchedPathFact[] {
  if (textOf(at(document, 'apiVersion'))?.startsWith('argoproj.io/') !== true) return [];
  const specs = [at(document, 'spec'), at(document, 'spec', 'template', 'spec')];
  return specs.flatMap((spec) =>
    itemsOf(at(spec, 'ignoreDifferences')).flatMap((each) =>
      ['jsonPointers', 'jqPathExpressions'].flatMap((key) =>
        itemsOf(at(each, key)).flatMap((item) => {
          // `.spec.replicas` in the words of jq.
          const path = textOf(item)?.replace(/^\./, '/').replaceAll('.', '/');
          return path === undefined ? [] : [{ path, kind: textOf(at(each, 'kind')), name: textOf(at(each, 'name')) }];
        }),
      ),
    ),
  );
}

/** Files and folders that a kustomization.yaml takes in, from the root on; addresses are left out. */
export function appliedTogetherBy(path: string, documents: readonly YamlValue[]): readonly string[] {
  if (!isKustomization(path)) return [];
  return documents.flatMap((document) =>
    ['resources', 'bases', 'components'].flatMap((key) =>
      itemsOf(at(document, key)).flatMap((item) => {
        const written = textOf(item) ?? '';
        const isAddress = /:\/\/|^git@|^github\.com\/|[?]ref=/.test(written);
        return isAddress || written === '' ? [] : (joinPaths(folderOf(path), written) ?? []);
      }),
    ),
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
