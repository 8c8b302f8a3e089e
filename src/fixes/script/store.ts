import type { LibraryUse, PackageNode, ProgramGraph } from '../../link/program-graph.ts';
import { sharedRedis } from '../../patterns/stores/shared-redis.ts';
import type { CodeTemplate } from '../../patterns/template.ts';
import { addImport, addProperties } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { isInFolder } from '../../text/paths.ts';
import { madeBefore } from '../made-before.ts';
import { freeFile } from '../new-file.ts';
import { askedVersion } from '../packages.ts';
import type { StoreEdits, StoreSite } from '../shared-store.ts';
import { type ModuleStyle, moduleStyleOf, specifierOf } from './module-style.ts';
import { moduleText } from './new-module.ts';

/** How a library of TypeScript and JavaScript is given its store. */
export interface ScriptStore {
  /** The module that makes the store, by the versions that the manifest asks for. */
  readonly templateFor: (node: PackageNode) => CodeTemplate;
  /** The function that the template exports. */
  readonly factory: string;
  /** Option that takes the store. */
  readonly option: string;
  /** What the factory is called with, as source text in single quotes. */
  readonly argumentsOf: (graph: ProgramGraph, use: LibraryUse) => readonly string[];
  /** Further options that belong with the store, when the call does not set them. */
  readonly further: (node: PackageNode) => Readonly<Record<string, string>>;
  /** Values for the template's slots, from how the program imports the library. */
  readonly slotsFor: (graph: ProgramGraph, use: LibraryUse) => Readonly<Record<string, string>>;
}

/** Two modules, one for the connection and one for the store, and the call that is given it. */
export async function scriptStoreEdits(store: ScriptStore, site: StoreSite): Promise<StoreEdits> {
  const { graph, use, node, text } = site;
  const { read } = site.sources;
  const style = moduleStyleOf(graph, use.file, text);
  const folder = folderFor(site);
  const template = store.templateFor(node);
  const ownRedis = existing(graph, node, sharedRedis, 'connectSharedRedis');
  const ownStore = existing(graph, node, template, store.factory);
  const redis = ownRedis ?? (await freeFile(`${folder}${sharedRedis.id}`, '-', style.file, read));
  const made = ownStore ?? (await freeFile(`${folder}${template.id}`, '-', style.file, read));
  const slots = { ...store.slotsFor(graph, use), redis: specifierOf(made, redis, style) };
  return {
    changes: [{ file: use.file, edits: callEdits(store, site, style, specifierOf(use.file, made, style)) }],
    created: [
      { kind: 'create' as const, file: redis, text: moduleText(sharedRedis, style, redisSlots(node)) },
      { kind: 'create' as const, file: made, text: moduleText(template, style, slots) },
    ].filter(({ file }) => file !== ownRedis && file !== ownStore),
    names: [],
  };
}

/** The import and the option, in the file that holds the call. */
function callEdits(
  store: ScriptStore,
  { graph, node, use, text }: StoreSite,
  style: ModuleStyle,
  module: string,
): readonly TextEdit[] {
  const names = [{ imported: store.factory, local: store.factory }];
  const imported = addImport(use.file, text, { module, names, form: style.form });
  if (imported === null) throw new Error(`${use.file} does not parse; mend it first.`);
  const words = store.argumentsOf(graph, use).map((word) => word.replaceAll("'", style.script.quote));
  const made = `${imported.locals[store.factory] ?? store.factory}(${words.join(', ')})`;
  const [options] = use.fact.arguments;
  if (options?.kind === 'object') {
    const given = options.properties.find((property) => property.key === store.option);
    const further = Object.entries(store.further(node)).filter(
      ([key]) => !options.properties.some((property) => property.key === key),
    );
    const option = given === undefined ? { [store.option]: made } : {};
    const added = addProperties(use.file, text, options.span, { ...option, ...Object.fromEntries(further) });
    if (added === null) throw new Error(`${use.file} has changed since it was checked; check it again.`);
    const replaced = given === undefined ? [] : [{ span: given.value.span, text: made }];
    return [...imported.edits, ...replaced, ...added];
  }
  const object = [
    `${store.option}: ${made}`,
    ...Object.entries(store.further(node)).map(([key, value]) => `${key}: ${value}`),
  ];
  if (options === undefined) {
    const inside = use.fact.span[1] - 1;
    return [...imported.edits, { span: [inside, inside], text: `{ ${object.join(', ')} }` }];
  }
  const written = text.slice(options.span[0], options.span[1]);
  return [...imported.edits, { span: options.span, text: `{ ...${written}, ${object.join(', ')} }` }];
}

/** Beside the program's entry, so that all its parts find one store; beside the call where the entry is another package's. */
function folderFor({ programs, use, node }: StoreSite): string {
  const entry = programs[0]?.entry;
  const beside = entry?.startsWith(node.folder === '' ? '' : `${node.folder}/`) === true ? entry : use.file;
  return beside.slice(0, beside.lastIndexOf('/') + 1);
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

/** redis 4 has no time limit for a command, so that one which cannot be sent must fail at once. */
function redisSlots(node: PackageNode): Readonly<Record<string, string>> {
  return askedVersion(node, 'redis')?.[0] === 4 ? { options: '{ url, disableOfflineQueue: true }' } : {};
}
