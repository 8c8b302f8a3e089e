import type { KeptBySettings } from '../../catalog/settings.ts';
import { textOf } from '../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../link/program-graph.ts';
import { behind, type SettingValue, settingIn } from './effective.ts';
import { modulesFor, type NamedModule, productionModules } from './modules.ts';

/** Where settings say that something is kept. */
export type KeptWhere =
  | { readonly kind: 'memory' | 'files'; readonly given: Site | null }
  | { readonly kind: 'shared' | 'nothing' | 'mixed' | 'elsewhere' };

/** Where the settings that production runs with keep what a use keeps; `elsewhere` where they never come to the use. */
export function keptBySettings(graph: ProgramGraph, use: LibraryUse, by: KeptBySettings): KeptWhere {
  const modules = modulesOfUse(graph, use, by);
  if (modules.length === 0) return { kind: 'elsewhere' };
  const kept = modules.map((module) => keptIn(graph, use, by, module));
  const [first] = kept;
  if (first === undefined) return { kind: 'shared' };
  return kept.every(({ kind }) => kind === first.kind) ? first : { kind: 'mixed' };
}

/** The settings modules of production under which a use counts: a setting counts in those alone where its value stands. */
export function modulesOfUse(
  graph: ProgramGraph,
  use: LibraryUse,
  by: Pick<KeptBySettings, 'module'>,
): readonly NamedModule[] {
  const modules = modulesFor(productionModules(graph, by.module), use.file);
  const { call } = use.pattern;
  if (call.kind !== 'setting') return modules;
  return modules.filter(({ file }) =>
    settingIn(graph, file, call.name, by.module).some(({ at }) => isSame(at, use.keptIn)),
  );
}

function isSame(at: Site, other: Site | null): boolean {
  return other !== null && at.file === other.file && at.span[0] === other.span[0];
}

function keptIn(graph: ProgramGraph, use: LibraryUse, by: KeptBySettings, { file }: NamedModule): KeptWhere {
  const { choice } = by;
  if (choice === undefined) return keptInStore(graph, by, file);
  const chosen = settingIn(graph, file, choice.setting, by.module);
  const names = chosen.map((value) => textIn(graph, by, value, []));
  if (names.every((name) => name !== null && choice.files.includes(name))) return { kind: 'files', given: use.keptIn };
  if (names.every((name) => name !== null && choice.store.includes(name))) return keptInStore(graph, by, file);
  const isLocal = (name: string | null): boolean => name !== null && [...choice.files, ...choice.store].includes(name);
  return { kind: names.some(isLocal) ? 'mixed' : 'shared' };
}

function keptInStore(graph: ProgramGraph, by: KeptBySettings, file: string): KeptWhere {
  const { stores } = by;
  const described = settingIn(graph, file, stores.setting, by.module);
  const alias = storeNameOf(graph, by, file);
  if (alias === null) return { kind: 'shared' };
  if (described.length === 0) return { kind: 'memory', given: null };
  const kinds = described.map((value): KeptWhere => {
    const kind = textIn(graph, by, value, [alias, stores.kind]);
    const given = value.changes.at(-1)?.at ?? value.at;
    if (kind === null) return { kind: 'shared' };
    if (stores.memory.includes(kind)) return { kind: 'memory', given };
    if (stores.files.includes(kind)) return { kind: 'files', given };
    return { kind: stores.nothing.includes(kind) ? 'nothing' : 'shared' };
  });
  const [first] = kinds;
  return first !== undefined && kinds.every(({ kind }) => kind === first.kind) ? first : { kind: 'mixed' };
}

/** The store that is meant; null where it cannot be read. */
export function storeNameOf(graph: ProgramGraph, by: KeptBySettings, file: string): string | null {
  if (by.storeNamedBy === null) return by.stores.usual;
  const values = settingIn(graph, file, by.storeNamedBy, by.module);
  const [only, another] = values;
  if (only === undefined) return by.stores.usual;
  return another === undefined ? textIn(graph, by, only, []) : null;
}

function textIn(graph: ProgramGraph, by: KeptBySettings, value: SettingValue, path: readonly string[]): string | null {
  const found = behind(graph, by.module, value, path);
  return found == null ? null : textOf(graph, found.file, found.value);
}
