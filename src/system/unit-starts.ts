import type { Catalog } from '../catalog/types.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { baseNameOf, folderOf, isInFolder, joinPaths } from '../text/paths.ts';
import { settingsOfUnit } from './addresses.ts';
import { type BuiltImage, builtImage, contextsOf, numberSetting } from './images.ts';
import { folderNamed } from './named-files.ts';
import { multiplied, type Start, startsOfWords } from './starts.ts';
import { isOfHost, type UnitNode } from './units.ts';

/** Starts of a container's command, which are found once for all who ask. */
export type StartsOfUnit = (node: UnitNode) => readonly Start[];

/** What the command of a container starts in this workspace; empty when the image decides or belongs to others. */
export function unitStarts(graph: ProgramGraph, catalog: Catalog, node: UnitNode): readonly Start[] {
  for (const { words, site } of commandsOf(node)) {
    const starts = startsOfCommand(graph, catalog, node, words, site);
    if (starts.length > 0) return starts;
  }
  return [];
}

interface Command {
  readonly words: readonly string[];
  readonly site: Site;
}

/** What a container may run, the likeliest first: its own command, alone or behind the image's entry point, else the image's. */
function commandsOf({ file, fact, built }: UnitNode): readonly Command[] {
  const own = fact?.command ?? null;
  const entry = built?.entrypoint?.words ?? [];
  if (own !== null) {
    const site = { file, span: own.span };
    return [{ words: own.words, site }, ...(entry.length === 0 ? [] : [{ words: [...entry, ...own.words], site }])];
  }
  return built === null ? [] : commandsOfImage(built);
}

/** The entry point with its command behind it; the command alone where the entry point is a script that runs what it is given. */
function commandsOfImage({ file, entrypoint, command }: BuiltImage): readonly Command[] {
  const span = command?.span ?? entrypoint?.span;
  if (span === undefined) return [];
  const words = [...(entrypoint?.words ?? []), ...(command?.words ?? [])];
  const site = { file, span };
  return entrypoint !== null && command !== null
    ? [
        { words, site },
        { words: command.words, site },
      ]
    : [{ words, site }];
}

/** What a Dockerfile starts that no manifest is seen to build: in the folder its lines tell of, else in one around it. */
export function imageStarts(graph: ProgramGraph, catalog: Catalog, file: string): readonly Start[] {
  for (const context of contextsOf(file)) {
    const image = builtImage(graph.facts, file, context, null);
    if (image === null) return [];
    for (const { words, site } of commandsOfImage(image)) {
      for (const folder of new Set([image.folder, context])) {
        const place = { graph, catalog, folder, site, numbers: image.numbers, copies: image.copies };
        const starts = startsOfWords(place, words);
        if (starts.length > 0) return starts;
      }
    }
  }
  return [];
}

function startsOfCommand(
  graph: ProgramGraph,
  catalog: Catalog,
  node: UnitNode,
  words: readonly string[],
  site: Site,
): readonly Start[] {
  const numbers = new Map([
    ...(node.built?.numbers ?? []),
    // What a container says itself comes first, and wins over the files that it takes names from.
    ...settingsOfUnit(graph.facts, node)
      .toReversed()
      .flatMap(({ name, value, site: set }) => numberSetting(name, value, set)),
  ]);
  const copies = node.built?.copies ?? [];
  const startsIn = (folder: string) => {
    const place = { graph, catalog, folder, site, numbers, copies };
    return startsOfWords(place, words).map((start) => multiplied(place, start, node.file, node.unit));
  };
  if (isOfHost(node.unit)) {
    // A host's own folders are not known; what lies in them may be the file's folder, or one named like theirs.
    const around = folderOf(node.file);
    const written = node.fact?.folder?.value ?? '';
    const named = folderNamed({ facts: graph.facts, folder: around, copies: [] }, written);
    for (const folder of new Set([named ?? around, around, ''])) {
      const starts = startsIn(folder);
      if (starts.length > 0) return starts;
    }
    return [];
  }
  const packages = graph.packages.map(({ folder }) => folder);
  const context = node.fact?.buildContext?.value;
  const likely =
    context === undefined
      ? packages.filter((folder) => isNamedBy(graph, folder, node))
      : [
          ...workingFolder(graph, node, context),
          ...(node.built === null ? [] : [node.built.folder]),
          ...buildFoldersOf(graph, node),
          context,
          ...packages.filter((folder) => isInFolder(folder, context)),
        ];
  for (const folder of likely) {
    const starts = startsIn(folder);
    if (starts.length > 0) return starts;
  }
  if (context !== undefined) return [];
  // The image may be any package's: the command settles it when it fits exactly one.
  const fitting = [...new Set([...packages, ''])].map(startsIn).filter((starts) => starts.length > 0);
  const different = new Set(fitting.map((starts) => starts.map(({ entries }) => entries.join()).join()));
  return different.size === 1 ? (fitting[0] ?? []) : [];
}

/** The folder that a manifest lets its command run in. */
function workingFolder(graph: ProgramGraph, node: UnitNode, context: string): readonly string[] {
  const written = node.fact?.folder?.value;
  if (written === undefined) return [];
  const place = { facts: graph.facts, folder: context, copies: node.built?.copies ?? [] };
  return [folderNamed(place, written) ?? context];
}

/** The package that an image is built from: its Dockerfile's when that lies in a package of its own, else the context. */
export function buildFoldersOf(graph: ProgramGraph, node: UnitNode): readonly string[] {
  const context = node.fact?.buildContext?.value;
  if (context === undefined) return [];
  const dockerfile = node.fact?.dockerfile ?? null;
  const beside = dockerfile === null ? context : (joinPaths(context, folderOf(dockerfile)) ?? context);
  return graph.packages.some(({ folder }) => folder === beside) ? [beside] : [context];
}

/** Whether image, unit, container or the folder of the chart carries the name of the package or of its folder. */
export function isNamedBy(graph: ProgramGraph, folder: string, node: UnitNode): boolean {
  const names = namesOf(graph, folder);
  const { chart, name } = node.unit;
  const offered = [imageNameOf(node), name, node.fact?.name, chart === undefined ? null : baseNameOf(chart)];
  return offered.some((name) => name != null && names.includes(name));
}

/** The packages that a container's image carries the name of, however its words are joined: `shop-ui` and `shopui`. */
export function foldersOfImage(graph: ProgramGraph, node: UnitNode): readonly string[] {
  const image = imageNameOf(node);
  if (image === null) return [];
  const bare = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
  return graph.packages
    .map(({ folder }) => folder)
    .filter((folder) => namesOf(graph, folder).some((name) => bare(name) === bare(image)));
}

function namesOf(graph: ProgramGraph, folder: string): readonly string[] {
  const manifest = graph.packages.find((each) => each.folder === folder)?.manifest;
  return [manifest?.name?.replace(/^@[^/]+\//, ''), folder.split('/').at(-1)].filter(
    (name): name is string => name !== undefined && name !== '',
  );
}

/** The repository's last name of an image: `shop-reports` of `registry.example.com/team/shop-reports:1.4.0`. */
export function imageNameOf(node: UnitNode): string | null {
  const image = node.fact?.image?.value;
  return image === undefined ? null : (repositoryOf(image).split('/').at(-1) ?? null);
}

/** An image's repository without registry, tag and digest. */
export function repositoryOf(image: string): string {
  const bare = image.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, '');
  return bare.replace(/^(?:[^/]*[.:][^/]*|localhost)\//, '');
}
