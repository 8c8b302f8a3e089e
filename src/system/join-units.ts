import type { Catalog } from '../catalog/types.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { baseNameOf, folderOf, isInFolder } from '../text/paths.ts';
import { engineOfUnit } from './engines.ts';
import type { Draft } from './find-programs.ts';
import { keyOfStart, packageFolderOf, type Start } from './starts.ts';
import { isPageOfOthers } from './tool-images.ts';
import type { Confidence } from './types.ts';
import { buildFoldersOf, foldersOfImage, imageNameOf, isNamedBy, type StartsOfUnit } from './unit-starts.ts';
import { isOfHost, type UnitNode } from './units.ts';

/** A container that runs a program. */
export interface Join {
  readonly draft: Draft;
  readonly node: UnitNode;
  readonly confidence: Confidence;
}

/**
 * Which containers run which programs. A command that names the entry or a build context that holds the package is
 * sure; an image or workload of the package's name is a likely guess. Overrides of a workload follow it.
 */
export function joinUnits(
  graph: ProgramGraph,
  catalog: Catalog,
  drafts: readonly Draft[],
  units: readonly UnitNode[],
  startsOf: StartsOfUnit,
): readonly Join[] {
  const direct = units.flatMap((node) => joinsOf(graph, catalog, drafts, node, startsOf(node)));
  const joined = new Set(direct.map(({ node }) => node));
  const followed = units
    .filter((node) => !joined.has(node) && node.fact?.command == null && node.fact?.buildContext == null)
    .flatMap((node) => {
      const same = direct.filter((join) => isSameWorkload(join.node, node));
      return same.length > 0
        ? same.map((join): Join => ({ ...join, node }))
        : builtByCompose(graph, catalog, direct, node);
    });
  return withoutRepeats([...direct, ...followed]);
}

function joinsOf(
  graph: ProgramGraph,
  catalog: Catalog,
  drafts: readonly Draft[],
  node: UnitNode,
  starts: readonly Start[],
): readonly Join[] {
  if (engineOfUnit(catalog, node) !== null || isPageOfOthers(node)) return [];
  const started = starts.map(keyOfStart);
  const byCommand = drafts.filter((draft) => started.includes(keyOfStart(draft)));
  if (byCommand.length > 0) return byCommand.map((draft) => ({ draft, node, confidence: 'high' }));
  // A host's process is its command and nothing else, whatever it is called.
  if (isOfHost(node.unit)) return [];
  // A tool that is told to do one thing runs nothing else of the image, whatever that thing is.
  if (/^(?:celery|rq|dramatiq|huey)$/.test(baseNameOf(node.fact?.command?.words[0] ?? ''))) return [];
  // A job is there for its command: one that starts no program does something beside it, such as a migration.
  if (/^(?:cron)?job$/.test(node.unit.kind) && node.fact?.command != null) return [];
  const context = node.fact?.buildContext?.value;
  if (context !== undefined) {
    if (holdsNothing(node)) return [];
    const folders = buildFoldersOf(graph, node);
    const own = drafts.filter(({ folder }) => folders.includes(folder));
    const inside = drafts.filter(({ folder }) => folders.some((each) => isInFolder(folder, each)));
    const named = inside.filter(({ folder }) => isNamedBy(graph, folder, node));
    const draft = meantBy(node, own) ?? meantBy(node, named) ?? meantBy(node, inside);
    return draft === null ? [] : [{ draft, node, confidence: 'high' }];
  }
  const draft = namedDraft(graph, drafts, node) ?? draftAround(graph, drafts, node);
  return draft === null ? [] : [{ draft, node, confidence: 'medium' }];
}

/** An image that takes in nothing of the workspace, and is given nothing by a mount, runs what it began with: a browser, a proxy. */
function holdsNothing({ built, unit }: UnitNode): boolean {
  return built !== null && built.copied.length === 0 && !unit.mounts.some(({ kind }) => kind === 'bind');
}

/**
 * The program of the compose service that builds an image under the name that a workload runs: a registry's
 * `acme/renderer` is what the service `renderer` is built as. Nothing where services of that name run several programs.
 */
function builtByCompose(
  graph: ProgramGraph,
  catalog: Catalog,
  direct: readonly Join[],
  node: UnitNode,
): readonly Join[] {
  const image = imageNameOf(node);
  const isForeign = engineOfUnit(catalog, node) !== null || foldersOfImage(graph, node).length > 0;
  if (image === null || isForeign || isOfHost(node.unit) || node.unit.kind === 'compose-service') return [];
  const named = direct.filter(
    ({ node: { unit, fact } }) => unit.kind === 'compose-service' && unit.name === image && fact?.buildContext != null,
  );
  const [first] = named;
  if (first === undefined || named.some(({ draft }) => draft !== first.draft)) return [];
  return [{ draft: first.draft, node, confidence: 'medium' }];
}

/** The program of the package that holds a Helm chart, where neither image nor name is that of another package. */
function draftAround(graph: ProgramGraph, drafts: readonly Draft[], node: UnitNode): Draft | null {
  const { chart } = node.unit;
  if (chart === undefined || foldersOfImage(graph, node).length > 0) return null;
  const charts = [...graph.facts].filter(([, { deployment }]) => deployment?.chart !== undefined);
  const around = packageFolderOf(graph, `${chart}/Chart.yaml`);
  const beside = charts.filter(([file]) => packageFolderOf(graph, file) === around);
  // Of several charts in one package nothing says which is the program's.
  return beside.length > 1
    ? null
    : meantBy(
        node,
        drafts.filter(({ folder }) => folder === around),
      );
}

/**
 * The program that a workload carries the name of. What the image is called says more than what the workload is: a
 * workload `shop` of the image `shop-pages` runs the pages, or nothing that is known, and never the shop.
 */
function namedDraft(graph: ProgramGraph, drafts: readonly Draft[], node: UnitNode): Draft | null {
  const byImage = foldersOfImage(graph, node);
  const named = draftNamed(node, drafts, byImage);
  const isForeign =
    byImage.length > 0 && !drafts.some(({ folder }) => byImage.some((each) => isInFolder(folder, each)));
  if (named !== null || isForeign) return named;
  return draftNamed(
    node,
    drafts,
    graph.packages.map(({ folder }) => folder).filter((folder) => isNamedBy(graph, folder, node)),
  );
}

/** An image of the root's own name runs the one program that a monorepo has. */
function draftNamed(node: UnitNode, drafts: readonly Draft[], folders: readonly string[]): Draft | null {
  const own = drafts.filter(({ folder }) => folders.includes(folder));
  const inside = drafts.filter(({ folder }) => folders.some((each) => isInFolder(folder, each)));
  return meantBy(node, own) ?? meantBy(node, inside);
}

/** Words by which a workload says that it is not the program that an image starts by itself. */
const sideWork = /worker|cron|schedul|jobs?\b|queue|consumer|migrat|seed|backup|init\b|setup|cli\b/i;

/**
 * Which of a package's programs a workload means when its manifest gives no command. A workload called `worker`
 * means the entry of that name and never the server.
 */
function meantBy(node: UnitNode, drafts: readonly Draft[]): Draft | null {
  const said = [node.unit.name, node.fact?.dockerfile ?? '', node.fact?.target ?? ''].join(' ');
  const word = sideWork.exec(said)?.[0].toLowerCase();
  if (word === undefined) return mainAmong(drafts);
  return mainAmong(drafts.filter((draft) => [draft.folder, ...draft.entries].join(' ').toLowerCase().includes(word)));
}

/** The only program, or the only one that `start` leads to, that listens, or that a command starts. */
function mainAmong(drafts: readonly Draft[]): Draft | null {
  for (const wanted of [
    () => true,
    (draft: Draft) => draft.main,
    (draft: Draft) => draft.listens,
    (draft: Draft) => draft.main && draft.listens,
    (draft: Draft) => draft.listens && draft.origin === 'command',
    (draft: Draft) => draft.origin === 'command',
  ]) {
    const found = drafts.filter(wanted);
    if (found.length === 1) return found[0] ?? null;
  }
  return null;
}

/** The same service of a compose file and its override, or the same workload of a base and its overlay. */
function isSameWorkload(a: UnitNode, b: UnitNode): boolean {
  if (a.unit.name !== b.unit.name || kindOf(a) !== kindOf(b) || a.container !== b.container) return false;
  return !ofOneFolder.has(kindOf(a)) || folderOf(a.file) === folderOf(b.file);
}

/** Files of these stand side by side; the same name in another folder is another application's. */
const ofOneFolder: ReadonlySet<UnitNode['unit']['kind']> = new Set([
  'compose-service',
  'procfile-process',
  'ecs-service',
]);

/** Heroku's app.json says how many dynos run a process that a Procfile names. */
function kindOf({ unit: { kind } }: UnitNode): UnitNode['unit']['kind'] {
  return kind === 'heroku-process' ? 'procfile-process' : kind;
}

function withoutRepeats(joins: readonly Join[]): readonly Join[] {
  return joins.filter(
    (join, at) => joins.findIndex((each) => each.draft === join.draft && each.node === join.node) === at,
  );
}
