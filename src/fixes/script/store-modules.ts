import type { FileEdit, ReadText } from '../../findings/fix.ts';
import type { PackageNode, ProgramGraph } from '../../link/program-graph.ts';
import type { CodeTemplate } from '../../patterns/template.ts';
import type { Program } from '../../system/types.ts';
import { isInFolder } from '../../text/paths.ts';
import { madeBefore } from '../made-before.ts';
import { freeFile } from '../new-file.ts';
import type { StoreSite } from '../shared-store.ts';
import type { SharedConnection } from './connection.ts';
import { type ModuleStyle, moduleStyleOf, specifierOf } from './module-style.ts';
import { moduleText } from './new-module.ts';

/** The file that comes to use the store, and what says where its modules stand. */
export interface ModulePlace {
  readonly graph: ProgramGraph;
  readonly file: string;
  readonly node: PackageNode;
  /** The programs that the file belongs to. */
  readonly programs: readonly Program[];
  /** Present text of the file. */
  readonly text: string;
  readonly read: ReadText;
}

/** The place of a library's call that is given its store. */
export function placeOfCall({ graph, use, node, programs, text, sources }: StoreSite): ModulePlace {
  return { graph, file: use.file, node, programs, text, read: sources.read };
}

/** The module of the store that is wanted. */
export interface WantedStore {
  readonly connection: SharedConnection;
  /** Null where the library takes the connection itself. */
  readonly store: StoreModule | null;
}

export interface StoreModule {
  readonly template: CodeTemplate;
  /** The function that the template exports. */
  readonly factory: string;
  /** Values for the template's slots, besides the module of the connection. */
  readonly slots: Readonly<Record<string, string>>;
}

export interface StoreModules {
  readonly style: ModuleStyle;
  /** How the file with the call imports what it calls for the store, and that function's name. */
  readonly specifier: string;
  readonly factory: string;
  /** The files that were not there yet. */
  readonly created: readonly FileEdit[];
}

/** The module of the connection and the one that makes the store, as far as no earlier fix made them. */
export async function storeModules(place: ModulePlace, { connection, store }: WantedStore): Promise<StoreModules> {
  const { graph, file, node, text } = place;
  const style = moduleStyleOf(graph, file, text);
  const redis = await placeOf(place, connection.template, connection.factory, style);
  const connecting = redis.isThere ? [] : [created(redis.file, connection.template, style, connection.slotsFor(node))];
  if (store === null) {
    const { factory } = connection;
    return { style, specifier: specifierOf(file, redis.file, style), factory, created: connecting };
  }
  const { template, factory, slots } = store;
  const made = await placeOf(place, template, factory, style);
  const values = { ...slots, redis: specifierOf(made.file, redis.file, style) };
  return {
    style,
    specifier: specifierOf(file, made.file, style),
    factory,
    created: made.isThere ? connecting : [...connecting, created(made.file, template, style, values)],
  };
}

/** One module that needs no other: where it is imported from, and the file where none was there. */
export async function ownModule(
  place: ModulePlace,
  template: CodeTemplate,
  exported: string,
  slots: Readonly<Record<string, string>> = {},
): Promise<Omit<StoreModules, 'factory'>> {
  const style = moduleStyleOf(place.graph, place.file, place.text);
  const { file, isThere } = await placeOf(place, template, exported, style);
  return {
    style,
    specifier: specifierOf(place.file, file, style),
    created: isThere ? [] : [created(file, template, style, slots)],
  };
}

function created(
  file: string,
  template: CodeTemplate,
  style: ModuleStyle,
  values: Readonly<Record<string, string>>,
): FileEdit {
  return { kind: 'create', file, text: moduleText(template, style, values) };
}

/** Where an earlier fix put the module, or where a new one is free to stand. */
async function placeOf(
  place: ModulePlace,
  template: CodeTemplate,
  factory: string,
  style: ModuleStyle,
): Promise<{ readonly file: string; readonly isThere: boolean }> {
  const { graph, node, read } = place;
  const own = existing(graph, node, template, factory);
  if (own !== undefined) return { file: own, isThere: true };
  const free = await freeFile(`${folderFor(place)}${template.id}`, '-', style.file, read);
  return { file: free, isThere: false };
}

/**
 * Beside the program's entry, so that all its parts find one store; beside the call where the entry is another package's, or
 * only starts what is compiled from another folder.
 */
function folderFor({ programs, file, node }: ModulePlace): string {
  const entry = programs[0]?.entry;
  const isOwn = entry?.startsWith(node.folder === '' ? '' : `${node.folder}/`) === true;
  const beside = isOwn && isTyped(entry) === isTyped(file) ? entry : file;
  return beside.slice(0, beside.lastIndexOf('/') + 1);
}

function isTyped(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

function existing(
  graph: ProgramGraph,
  node: PackageNode,
  template: CodeTemplate,
  exported: string,
): string | undefined {
  const named = new RegExp(`(?:^|/)${template.id}\\.[cm]?[jt]s$`);
  return madeBefore(
    graph,
    template,
    (path) => isInFolder(path, node.folder) && named.test(path),
    ({ exports }) => exports.some((each) => each.kind === 'local' && each.name === exported),
  );
}
