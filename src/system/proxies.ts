import type { ProxyBuild } from '../catalog/proxies.ts';
import type { Catalog } from '../catalog/types.ts';
import type { DirectiveFact } from '../facts/proxy.ts';
import type { FactsByFile } from '../facts/store.ts';
import { folderOf, isInFolder, joinPaths } from '../text/paths.ts';
import { type BuiltImage, builtImage, contextsOf, deployedDockerfiles } from './images.ts';
import type { ReverseProxy } from './types.ts';
import { repositoryOf } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/** A proxy, and the container that runs it; null where none is seen to. */
export interface RunningProxy {
  readonly proxy: ReverseProxy;
  readonly node: UnitNode | null;
  /** All containers that are seen to hold the configuration: a file for development and one for users may both name it. */
  readonly holders: readonly UnitNode[];
}

/**
 * Configurations of proxies, each with what runs it: the container that mounts the file or takes it in when it is
 * built, the image that does, else the only proxy there is.
 */
export function proxiesOf(facts: FactsByFile, catalog: Catalog, units: readonly UnitNode[]): readonly RunningProxy[] {
  const running = units.filter((node) => buildIn(catalog, imageIn(node)) !== null);
  const images = new Set(running.map((node) => imageIn(node)?.text));
  return [...facts].flatMap(([file, { deployment }]) => {
    const directives = deployment?.directives ?? [];
    if (directives.length === 0) return [];
    const holders = running.filter((node) => mounts(node, file) || takesIn(node.built, file));
    const holding = holders[0] ?? null;
    const image = imageIn(holding) ?? imageTaking(facts, catalog, file);
    const only = image === null && images.size === 1 ? (running[0] ?? null) : null;
    const node = holding ?? only;
    const unit = node === null ? null : { file: node.file, name: node.unit.name, container: node.container };
    const development = node?.environment.development === true;
    return [
      {
        proxy: { file, directives, ...knownOf(catalog, image ?? imageIn(only)), development, unit },
        node,
        holders: node === null ? [] : holders.length > 0 ? holders : [node],
      },
    ];
  });
}

type Image = NonNullable<ReverseProxy['image']>;

/** The image that a container runs, or that what it is built as begins with. */
export function imageIn(node: UnitNode | null): Image | null {
  if (node === null) return null;
  const { file, fact, built } = node;
  if (built !== null) return built.base;
  return fact?.image == null ? null : { text: fact.image.value, site: { file, span: fact.image.span } };
}

/** The image of a Dockerfile that takes the file in, where no manifest says who builds it. */
function imageTaking(facts: FactsByFile, catalog: Catalog, file: string): Image | null {
  for (const dockerfile of deployedDockerfiles(facts)) {
    for (const context of contextsOf(dockerfile)) {
      const image = builtImage(facts, dockerfile, context, null);
      if (image !== null && takesIn(image, file) && buildIn(catalog, image.base) !== null) return image.base;
    }
  }
  return null;
}

function knownOf(catalog: Catalog, image: Image | null): Pick<ReverseProxy, 'build' | 'title' | 'version' | 'image'> {
  const known = buildIn(catalog, image);
  if (image === null || known === null) return { build: null, title: null, version: null, image: null };
  return { build: known.build, title: known.title, version: versionIn(image.text), image };
}

function buildIn(catalog: Catalog, image: Image | null): ProxyBuild | null {
  if (image === null) return null;
  const repository = repositoryOf(image.text);
  return catalog.proxyBuilds.find((build) => build.image.test(repository)) ?? null;
}

/**
 * A bind mount of the file itself or of a folder around it; its path is told from the manifest on. `at` says what the
 * place in the container must be called by, where the image does not tell that it is read there.
 */
export function mounts({ file: manifest, unit }: UnitNode, file: string, at: RegExp | null = null): boolean {
  return unit.mounts.some(({ kind, source, path: place }) => {
    const path = kind === 'bind' && source !== null ? joinPaths(folderOf(manifest), source) : null;
    if (at?.test(place) === false) return false;
    return path !== null && path !== '' && (path === file || isInFolder(file, path));
  });
}

export function takesIn(image: BuiltImage | null, file: string): boolean {
  return image?.copied.some((path) => path === file || (path !== '' && isInFolder(file, path))) === true;
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
