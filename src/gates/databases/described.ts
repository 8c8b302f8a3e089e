import type { DatabasesOfSettings } from '../../catalog/database-files.ts';
import type { Value } from '../../facts/values.ts';
import { meaningsOf, textOf } from '../../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph } from '../../link/program-graph.ts';
import { behind, type Choosing, type SettingValue, settingIn } from '../../system/settings/effective.ts';
import { modulesOfUse } from '../../system/settings/kept.ts';
import type { NamedModule } from '../../system/settings/modules.ts';
import type { Stop } from '../stop.ts';
import { placesOfMeaning, placesOfValue } from './place.ts';
import { type OpenedFile, settled } from './settled.ts';
import { whenUnset } from './unset.ts';

const mixed: Stop = { gate: 'guard', reason: 'Settings choose between this file and another database.' };
const elsewhere: Stop = { gate: 'guard', reason: 'The settings that production runs with hold another one.' };

/** The database that the settings of production describe as the one that is meant where none is named. */
export function describedBySettings(
  graph: ProgramGraph,
  use: LibraryUse,
  by: DatabasesOfSettings,
): OpenedFile | Stop | null {
  const modules = modulesOfUse(graph, use, by);
  if (modules.length === 0) return elsewhere;
  const found = describedIn(graph, by, modules, () => null);
  const files = found.filter((each) => each !== null && 'path' in each);
  const [first] = files;
  if (first !== undefined && files.length === found.length) return first;
  const told = first === undefined ? (found.find((each) => each !== null) ?? null) : mixed;
  return whereUnset(graph, by, modules) ?? told;
}

/** The file that those get who set none of the names by which settings choose. */
function whereUnset(
  graph: ProgramGraph,
  by: DatabasesOfSettings,
  modules: readonly NamedModule[],
): OpenedFile | Stop | null {
  const names = new Set<string>();
  const found = describedIn(graph, by, modules, (file, test) => {
    const answer = whenUnset(graph, file, test);
    for (const name of answer?.names ?? []) names.add(name);
    return answer === null ? null : Boolean(answer.is);
  });
  const [first] = found;
  if (
    names.size === 0 ||
    first == null ||
    !found.every((each) => each !== null && 'path' in each) ||
    !('path' in first)
  )
    return null;
  return { ...first, unless: [...new Set([...first.unless, ...names])] };
}

function describedIn(
  graph: ProgramGraph,
  by: DatabasesOfSettings,
  modules: readonly NamedModule[],
  chosen: Choosing,
): readonly (OpenedFile | Stop | null)[] {
  return modules.flatMap(({ file }) =>
    settingIn(graph, file, by.setting, by.module, chosen).map((value) => described(graph, by, value, chosen)),
  );
}

function described(
  graph: ProgramGraph,
  by: DatabasesOfSettings,
  value: SettingValue,
  choosing: Choosing,
): OpenedFile | Stop | null {
  const kind = behind(graph, by.module, value, [by.usual, by.kind], choosing);
  if (kind == null) return fromParts(graph, by, value) ?? fromAddress(graph, by, value);
  const engine = chosen(graph, kind.file, kind.value);
  if (engine === null || !by.files.includes(engine.text)) return null;
  const name = behind(graph, by.module, value, [by.usual, by.path], choosing);
  const places = name == null ? [] : placesOfValue(graph, name.file, name.value, 'path');
  const isHidden = places.length === 0;
  return settled({
    places: isHidden ? [{ kind: 'unread' }] : places,
    unless: engine.unless,
    saidAt: null,
    isFile: true,
  });
}

/** A description that is put together from others: `{"NAME": …, **options}`, or one by a name that a condition gives. */
function fromParts(graph: ProgramGraph, by: DatabasesOfSettings, value: SettingValue): OpenedFile | Stop | null {
  const whole = value.changes.length > 0 ? null : behind(graph, by.module, value, [by.usual]);
  if (whole == null || graph.following === undefined) return null;
  const { meanings } = graph.following.option(whole.file, [whole.value], [by.kind]);
  const isFile = (each: Meaning): boolean => each.kind === 'literal' && by.files.some((file) => file === each.value);
  if (meanings.length === 0 || !meanings.some(isFile)) return null;
  if (!meanings.every(isFile)) return mixed;
  const places = graph.following
    .option(whole.file, [whole.value], [by.path])
    .meanings.flatMap((each) => placesOfMeaning(graph, each, 'path'));
  return settled({
    places: places.length === 0 ? [{ kind: 'unread' }] : places,
    unless: [],
    saidAt: null,
    isFile: true,
  });
}

/** A text, or the one that is taken where a name of the environment is not set: `env("DB_ENGINE", default="…")`. */
function chosen(
  graph: ProgramGraph,
  file: string,
  value: Value,
): { readonly text: string; readonly unless: readonly string[] } | null {
  const text = textOf(graph, file, value);
  if (text !== null) return { text, unless: [] };
  const [meaning, another] = meaningsOf(graph, file, value);
  if (meaning?.kind === 'environment' && another === undefined) {
    const [fallback] = meaning.fallback;
    const isText = fallback?.kind === 'literal' && typeof fallback.value === 'string';
    return isText ? { text: String(fallback.value), unless: [meaning.name] } : null;
  }
  const call = value.kind === 'call' ? graph.facts.get(file)?.code?.calls[value.call] : undefined;
  const [name, second] = call?.arguments ?? [];
  const given = call?.named.find(({ key }) => key === 'default')?.value ?? second;
  if (name?.kind !== 'literal' || given?.kind !== 'literal') return null;
  return /^[A-Z][A-Z0-9_]+$/.test(String(name.value))
    ? { text: String(given.value), unless: [String(name.value)] }
    : null;
}

/** `dj_database_url.config(default="sqlite:///…")`: all of it is read from an address of the environment. */
function fromAddress(graph: ProgramGraph, by: DatabasesOfSettings, value: SettingValue): OpenedFile | Stop | null {
  const whole = behind(graph, by.module, value, [by.usual]);
  if (whole == null || whole.value.kind !== 'call') return null;
  const { file, value: written } = whole;
  const isReader = meaningsOf(graph, file, written).some(
    (each) =>
      each.kind === 'made' &&
      by.address.readers.some(({ module, name }) => each.module === module && each.name === name),
  );
  const call = graph.facts.get(file)?.code?.calls[written.call];
  const fallback = call?.named.find(({ key }) => key === by.address.fallback)?.value;
  // Readers of settings are asked for a name in capitals, whatever object they are methods of.
  const [first] = call?.arguments ?? [];
  const asked = first?.kind === 'literal' && /^[A-Z][A-Z0-9_]+$/.test(String(first.value)) ? String(first.value) : null;
  const isMethod = /^(?:db|db_url|dj_db_url|database_url)$/.test(call?.callee.path.at(-1) ?? '');
  if (fallback === undefined || (!isReader && !isMethod)) return null;
  return settled({
    places: placesOfValue(graph, file, fallback, 'address'),
    unless: [asked ?? by.address.environment],
    saidAt: null,
    isFile: false,
  });
}
