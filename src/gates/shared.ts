import type { KeptBySettings } from '../catalog/settings.ts';
import type { OptionTest, SharedWhen } from '../catalog/types.ts';
import { argumentOf, optionOf } from '../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph, ResolvedOption, Site } from '../link/program-graph.ts';
import { settingOf } from '../link/settings.ts';
import { keptBySettings } from '../system/settings/kept.ts';
import { fileStoreOf, isMadeBy, matchesMade } from './made-store.ts';
import { optionValues } from './option-values.ts';
import type { Stop } from './stop.ts';

/** Where a library's call keeps its state. */
export type Keeping =
  /** In the memory of the process, or in files of the host: the library's default, or a store that says so (`given`). */
  | {
      readonly kind: 'memory';
      readonly given: Site | null;
      readonly inFiles?: true;
      /** The processes of one host share it, and no other host does. */
      readonly onHost?: true;
    }
  | { readonly kind: 'elsewhere'; readonly stop: Stop };

const shared = (reason: string): Keeping => ({ kind: 'elsewhere', stop: { gate: 'shared', reason } });
const guarded = (reason: string): Keeping => ({ kind: 'elsewhere', stop: { gate: 'guard', reason } });

/** Whether the state of a call stays in one process. What cannot be read is taken as shared, because a wrong alarm costs more. */
export function keepingOf(graph: ProgramGraph, use: LibraryUse): Keeping {
  const when = use.pattern.shared;
  const title = use.library.title;
  if (when?.onlyWhenGiven !== undefined) {
    const { state, meanings } = optionOf(graph, use, when.onlyWhenGiven);
    const isNone = (meaning: Meaning): boolean => meaning.kind === 'literal' && meaning.value === null;
    if (state !== 'present' || (meanings.length > 0 && meanings.every(isNone)))
      return shared(`\`${title}\` keeps nothing by itself here.`);
    if (meanings.some(isNone)) return guarded('An option decides whether it keeps anything by itself.');
  }
  if (when?.bySettings !== undefined) return keepingBySettings(graph, use, when.bySettings);
  if (when === undefined || when.kind === 'always') return shared(`\`${title}\` keeps nothing in the process here.`);
  if (when.exceptWhen !== undefined && holds(graph, use, when.exceptWhen) !== 'never') {
    return shared(`An option switches off what ${title} would keep.`);
  }
  if (when.onlyWhen !== undefined) {
    const answer = holds(graph, use, when.onlyWhen);
    if (answer === 'never') return shared(`\`${title}\` keeps its state in the process only when an option says so.`);
    if (answer === 'sometimes')
      return guarded(`An option chooses between memory and a shared store, and another value may hold in production.`);
  }
  const setting = when.onlySettings === undefined ? null : settingOf(graph, when.onlySettings.names, null, use.file);
  if (setting !== null && when.onlySettings !== undefined) {
    const { values } = when.onlySettings;
    const isOne = (meaning: Meaning) => meaning.kind === 'literal' && values.some((value) => value === meaning.value);
    const answers = setting.meanings.map(isOne);
    if (!answers.includes(true)) return shared(`\`${title}\` is not set to keep its state on the instance.`);
    return answers.includes(false)
      ? guarded('A setting chooses between the instance and a shared store.')
      : keepingByValue(graph, use, when, setting);
  }
  const standIn = standInFor(graph, use, when);
  if (standIn !== null) {
    return guarded(`This only stands in while the shared store of ${standIn.library.title} is away.`);
  }
  return when.kind === 'never' ? { kind: 'memory', given: null } : keepingByOption(graph, use, when);
}

/** What a value of the setting means; one of them may mean the store that another setting holds. */
function keepingByValue(
  graph: ProgramGraph,
  use: LibraryUse,
  { onlySettings: only }: SharedWhen,
  { key, meanings }: ResolvedOption,
): Keeping {
  const isAny = (values: readonly (string | boolean)[]): boolean =>
    meanings.every((each) => each.kind === 'literal' && values.some((value) => value === each.value));
  const memory: Keeping = { kind: 'memory', given: key };
  const files: Keeping = isAny(only?.files ?? []) ? { ...memory, inFiles: true } : memory;
  const store = only?.store;
  if (store === undefined || !isAny([store.value])) return files;
  const held = settingOf(graph, [store.setting], null, use.file);
  if (held.state !== 'present') return files;
  const made = held.meanings.map((each) => (each.kind === 'made' ? each : null));
  if (made.every((each) => each !== null && matchesMade(store.memory, each))) return { ...memory, given: held.key };
  return shared(`\`${use.library.title}\` is set to keep its state in a store of the application’s own.`);
}

function keepingBySettings(graph: ProgramGraph, use: LibraryUse, by: KeptBySettings): Keeping {
  const kept = keptBySettings(graph, use, by);
  switch (kept.kind) {
    case 'memory':
      return { kind: 'memory', given: kept.given };
    case 'files':
      return { kind: 'memory', given: kept.given, inFiles: true };
    case 'mixed':
      return guarded('Settings choose between this instance and a shared store, and either may hold in production.');
    case 'elsewhere':
      return guarded('The settings that production runs with hold something else, or none are seen.');
    case 'nothing':
      return shared(`The store that settings name keeps nothing.`);
    default:
      return shared(`Settings give \`${use.library.title}\` a store that instances share, or one that is not known.`);
  }
}

function keepingByOption(graph: ProgramGraph, use: LibraryUse, when: SharedWhen): Keeping {
  const given = optionOf(graph, use, when.options);
  const constants =
    when.settingConstants === undefined ? null : { packages: use.library.packages, names: when.settingConstants };
  const option =
    given.state === 'absent' && when.settings !== undefined
      ? settingOf(graph, when.settings, constants, use.file)
      : given;
  if (use.pattern.options?.kind === 'option' && argumentOf(graph, use, use.pattern.options).state !== 'present') {
    return shared(`The options come from where they cannot be read.`);
  }
  const name = when.options.map((each) => `\`${each}\``).join(' or ');
  if (option.state === 'unknown' && !isList(graph, use)) {
    return shared(`The options come from where they cannot be read, so they may hold ${name}.`);
  }
  if (option.state !== 'present') return { kind: 'memory', given: null };
  const kinds = option.meanings.map((meaning) => storeKind(graph, when, meaning));
  const place = option.meanings[0]?.site ?? option.key;
  if (kinds.length > 0 && kinds.every((kind) => kind === 'memory')) return { kind: 'memory', given: place };
  if (kinds.length > 0 && kinds.every((kind) => kind === 'host')) {
    return { kind: 'memory', given: place, onHost: true };
  }
  if (kinds.length > 0 && kinds.every((kind) => kind === 'files')) {
    return { kind: 'memory', given: place, inFiles: true };
  }
  if (kinds.includes('files')) return guarded(`A store is given in one case and files are used in the other.`);
  if (kinds.includes('memory')) return guarded(`A store is given in one case and memory is used in the other.`);
  return shared(`The option ${name} gives a store.`);
}

/** Options that are a list, such as several limits, have no place for a store. */
function isList(graph: ProgramGraph, use: LibraryUse): boolean {
  const values = optionValues(graph, use);
  return values.length > 0 && values.every(({ value }) => value.kind === 'list');
}

export type StoreKind = 'memory' | 'files' | 'host' | 'store' | 'unknown';

/** What is given to a call as its store, or to something made by it. */
export function storeKind(graph: ProgramGraph, when: SharedWhen, meaning: Meaning): StoreKind {
  switch (meaning.kind) {
    case 'literal':
      return meaning.value === null || meaning.value === false || isMemoryValue(when, meaning.value)
        ? 'memory'
        : 'store';
    case 'made':
    case 'external':
      if (matchesMade(when.memoryStores, meaning)) return 'memory';
      if (fileStoreOf(graph, when, meaning) !== null) return 'files';
      return matchesMade(when.onHost ?? [], meaning) ? 'host' : 'store';
    case 'unknown':
    case 'value':
      if (isMadeBy(graph, when.memoryStores, meaning)) return 'memory';
      return fileStoreOf(graph, when, meaning) === null ? 'unknown' : 'files';
    default:
      return 'store';
  }
}

function isMemoryValue(when: SharedWhen, value: string | number | boolean): boolean {
  return when.memoryValues.some((each) => each === value);
}

/** Whether an option has one of the values, as far as it can be read. */
function holds(graph: ProgramGraph, use: LibraryUse, test: OptionTest): 'always' | 'sometimes' | 'never' {
  const option: ResolvedOption = optionOf(graph, use, test.options);
  if (option.state === 'unknown') return 'sometimes';
  const answers = option.meanings.map(
    (meaning) => meaning.kind === 'literal' && test.values.some((value) => value === meaning.value),
  );
  if (!answers.includes(true)) return 'never';
  return answers.includes(false) ? 'sometimes' : 'always';
}

/** The shared use that takes this one as its insurance: `new RateLimiterRedis({ insuranceLimiter: thisOne })`. */
function standInFor(graph: ProgramGraph, use: LibraryUse, when: SharedWhen): LibraryUse | null {
  const options = when.standsInBy ?? [];
  if (options.length === 0) return null;
  const takers = graph.uses.filter((each) => each.library.id === use.library.id && each.id !== use.id);
  return (
    takers.find((taker) =>
      optionOf(graph, taker, options).meanings.some(({ site }) => site.file === use.file && overlaps(site, use)),
    ) ?? null
  );
}

function overlaps(site: Site, use: LibraryUse): boolean {
  return site.span[0] <= use.fact.span[1] && use.fact.span[0] <= site.span[1];
}
