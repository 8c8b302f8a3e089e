import type { Catalog } from '../catalog/types.ts';
import type { DirectiveFact } from '../facts/proxy.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { folderOf, isInFolder, joinPaths } from '../text/paths.ts';
import type { ReverseProxy } from './types.ts';
import { repositoryOf } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/** A proxy, and the container that runs it; null where none is seen to. */
export interface RunningProxy {
  readonly proxy: ReverseProxy;
  readonly node: UnitNode | null;
}

/** Configurations of proxies, each with what runs it: the container that mounts the file, else the only proxy there is. */
export function proxiesOf(facts: FactsByFile, catalog: Catalog, units: readonly UnitNode[]): readonly RunningProxy[] {
  const running = units.filter((node) => buildOf(catalog, node) !== null);
  const images = new Set(running.map(({ fact }) => fact?.image?.value));
  return [...facts].flatMap(([file, { deployment }]) => {
    const directives = deployment?.directives ?? [];
    if (directives.length === 0) return [];
    const mounting = running.find((node) => mounts(node, file));
    const node = mounting ?? (images.size === 1 ? running[0] : undefined) ?? null;
    return [{ proxy: { file, directives, ...imageOf(catalog, node) }, node }];
  });
}

function imageOf(catalog: Catalog, node: UnitNode | null): Pick<ReverseProxy, 'build' | 'title' | 'version' | 'image'> {
  const image = node?.fact?.image ?? null;
  const build = node === null ? null : buildOf(catalog, node);
  if (node === null || image === null || build === null)
    return { build: null, title: null, version: null, image: null };
  const site: Site = { file: node.file, span: image.span };
  return {
    build: build.build,
    title: build.title,
    version: versionIn(image.value),
    image: { text: image.value, site },
  };
}

function buildOf(catalog: Catalog, { fact }: UnitNode): Catalog['proxyBuilds'][number] | null {
  if (fact?.image == null) return null;
  const repository = repositoryOf(fact.image.value);
  return catalog.proxyBuilds.find(({ image }) => image.test(repository)) ?? null;
}

/** A bind mount of the file itself or of a folder around it; its path is told from the manifest on. */
function mounts({ file: manifest, unit }: UnitNode, file: string): boolean {
  return unit.mounts.some(({ kind, source }) => {
    const path = kind === 'bind' && source !== null ? joinPaths(folderOf(manifest), source) : null;
    return path !== null && path !== '' && (path === file || isInFolder(file, path));
  });
}

/** `[1, 22, 1]` of `nginx:1.22.1-alpine`. A tag that names no patch stands for the last one; others name no version. */
function versionIn(image: string): readonly number[] | null {
  const numbers = /:v?(\d+)\.(\d+)(?:\.(\d+))?(?![\d.]*:)/.exec(image);
  if (numbers === null) return null;
  const [, major = '', minor = '', patch] = numbers;
  return [Number(major), Number(minor), patch === undefined ? Number.MAX_SAFE_INTEGER : Number(patch)];
}

/** All directives of a tree with the name of the block that holds each; null at the top of a file. */
export function directivesWithin(
  directives: readonly DirectiveFact[],
  block: string | null = null,
): readonly { readonly directive: DirectiveFact; readonly block: string | null }[] {
  return directives.flatMap((directive) => [
    { directive, block },
    ...directivesWithin(directive.inside ?? [], directive.name),
  ]);
}
