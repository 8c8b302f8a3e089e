import type { LibraryUse, PackageNode, ProgramGraph } from '../../link/program-graph.ts';
import { addImport } from '../../sources/script/edit.ts';
import type { StoreEdits, StoreSite } from '../shared-store.ts';
import type { SharedConnection } from './connection.ts';
import { optionEdits } from './options-of-call.ts';
import { placeOfCall, type StoreModule, type StoreModules, storeModules } from './store-modules.ts';

/** How a library of TypeScript and JavaScript is given its store. */
export interface ScriptStore {
  readonly connectionFor: (node: PackageNode) => SharedConnection;
  /** The module that makes the store, by the versions that the manifest asks for; null where the library takes the connection. */
  readonly moduleFor: ((node: PackageNode, graph: ProgramGraph, use: LibraryUse) => StoreModule) | null;
  /** Option that takes the store. */
  readonly option: string;
  /** What the factory is called with, as source text in single quotes. */
  readonly argumentsOf: (graph: ProgramGraph, use: LibraryUse) => readonly string[];
  /** Further options that belong with the store, when the call does not set them. */
  readonly further: (node: PackageNode, graph: ProgramGraph, use: LibraryUse) => Readonly<Record<string, string>>;
}

/** The modules that make the store, and the call that is given it. */
export async function scriptStoreEdits(store: ScriptStore, site: StoreSite): Promise<StoreEdits> {
  const { graph, node, use } = site;
  const modules = await storeModules(placeOfCall(site), {
    connection: store.connectionFor(node),
    store: store.moduleFor?.(node, graph, use) ?? null,
  });
  return { changes: [{ file: use.file, edits: callEdits(store, site, modules) }], created: modules.created, names: [] };
}

/** The import and the option, in the file that holds the call. */
function callEdits(store: ScriptStore, site: StoreSite, { style, specifier, factory }: StoreModules) {
  const { graph, node, use, text } = site;
  const names = [{ imported: factory, local: factory }];
  const imported = addImport(use.file, text, { module: specifier, names, form: style.form, before: use.fact.span[0] });
  if (imported === null) throw new Error(`${use.file} does not parse; mend it first.`);
  const inStyle = (word: string): string => word.replaceAll("'", style.script.quote);
  const made = `${imported.locals[factory] ?? factory}(${store.argumentsOf(graph, use).map(inStyle).join(', ')})`;
  const further = Object.entries(store.further(node, graph, use)).map(([key, value]) => [key, inStyle(value)] as const);
  const options = optionEdits(use, text, { [store.option]: made }, Object.fromEntries(further));
  if (options === null) throw new Error(`${use.file} has changed since it was checked; check it again.`);
  return [...imported.edits, ...options];
}
