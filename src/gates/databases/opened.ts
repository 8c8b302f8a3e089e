import type { DatabaseFile } from '../../catalog/database-files.ts';
import type { Value } from '../../facts/values.ts';
import { applicationsWith } from '../../link/applications.ts';
import { meaningsOf, optionOf } from '../../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph, Site } from '../../link/program-graph.ts';
import { writtenSettings } from '../../link/settings.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { Stop } from '../stop.ts';
import { chosenWhereUnset } from './chosen.ts';
import { describedBySettings } from './described.ts';
import { loadedName, namesBehind } from './environment-names.ts';
import { type Naming, placesOfMeaning, placesOfValue } from './place.ts';
import { describedBySchema } from './schemas.ts';
import { mixed, type OpenedFile, type Said, settled } from './settled.ts';

/** Null for a call that opens no file at all, and why nothing is said where one may be opened. */
export function openedFile(graph: ProgramGraph, use: LibraryUse): OpenedFile | Stop | null {
  const file = use.pattern.databaseFile;
  if (file === undefined) return null;
  if (file.bySettings !== undefined) return describedBySettings(graph, use, file.bySettings);
  if (file.bySchema !== undefined) return describedBySchema(graph, use, file.bySchema);
  const chosen = file.when === undefined ? null : choiceOf(graph, use, file.when);
  if (chosen?.kind === 'server') return null;
  if (chosen?.kind === 'stop') {
    const unset = chosenWhereUnset(graph, use);
    const opened = unset === null ? null : openedFile(graph, unset.use);
    if (unset === null || opened === null || !('path' in opened)) return chosen.stop;
    return { ...opened, unless: [...new Set([...opened.unless, ...unset.names])] };
  }
  if (isClosed(graph, use, file)) {
    return { gate: 'role', reason: 'It is opened for reading alone, in memory, or as a copy of a server’s database.' };
  }
  const isFile = file.when !== undefined && chosen !== null;
  if (file.when !== undefined && !isFile && file.names === 'path') return null;
  const { places, unless, saidAt } = namedPlaces(graph, use, file, isFile ? 'path' : file.names);
  return settled({
    places,
    saidAt: saidAt ?? (chosen?.kind === 'file' && chosen.at?.file !== use.file ? chosen.at : null),
    // A driver of files opens one wherever it is; of the others, only an address says so.
    isFile: isFile || file.names === 'path',
    unless: [...(chosen?.kind === 'file' ? chosen.unless : []), ...(isFile || file.names === 'path' ? [] : unless)],
  });
}

function namedPlaces(graph: ProgramGraph, use: LibraryUse, file: DatabaseFile, names: Naming): Said {
  if (file.settings !== undefined) return fromSettings(graph, use.file, file.settings, names);
  const option = file.options.length === 0 ? null : optionOf(graph, use, file.options);
  if (option?.state === 'present') {
    const written = option.key === null ? null : propertyAt(use, option.key);
    const said = written === null ? null : saidBy(graph, use.file, written, names);
    if (said !== null && said.places.length > 0) return said;
    const places = option.meanings.flatMap((meaning) => placesOfMeaning(graph, meaning, names));
    const unless = option.meanings.flatMap((each) => (each.kind === 'environment' ? [each.name] : []));
    if (places.length > 0) return { places, unless, saidAt: null };
  }
  const given = file.arguments.flatMap((pattern) => {
    const value = pattern.kind === 'position' ? use.fact.arguments.at(pattern.position) : undefined;
    return value === undefined || value.kind === 'spread' ? [] : [saidBy(graph, use.file, value, names)];
  });
  const places = given.flatMap((each) => each.places);
  const isHidden = option?.state === 'unknown' && places.length === 0;
  return {
    places: isHidden ? [{ kind: 'unread' }] : places,
    unless: given.flatMap((each) => each.unless),
    saidAt: null,
  };
}

/** What a written value says; nothing where it is an object that is there already. */
function saidBy(graph: ProgramGraph, file: string, value: Value, names: Naming): Said {
  const isObject = meaningsOf(graph, file, value).some(
    ({ kind }) => kind === 'tracked' || kind === 'instance' || kind === 'class',
  );
  if (isObject) return { places: [], unless: [], saidAt: null };
  const loaded = loadedName(graph, file, value);
  return {
    places: placesOfValue(graph, file, value, names),
    unless: [...namesBehind(graph, file, value), ...(loaded === null ? [] : [loaded])],
    saidAt: null,
  };
}

/** The value of an option where the call itself writes it. */
function propertyAt(use: LibraryUse, { file, span }: Site): Value | null {
  if (file !== use.file) return null;
  const objects = use.fact.arguments.flatMap((each) => (each.kind === 'object' ? each.properties : []));
  const nested = objects.flatMap(({ value }) => (value.kind === 'object' ? value.properties : []));
  return [...use.fact.named, ...objects, ...nested].find((each) => each.span[0] === span[0])?.value ?? null;
}

/** What code of the application sets, leaving out what tests set. A tool may make an application of its own beside it. */
function fromSettings(graph: ProgramGraph, user: string, settings: readonly string[], names: Naming): Said {
  const applications = applicationsWith(graph, user);
  const each = applications.map((application) => setFor(graph, application, settings, names));
  const isFile = ({ places }: Said): boolean => places.length > 0 && places.every(({ kind }) => kind === 'file');
  return each.find(isFile) ?? setFor(graph, user, settings, names);
}

function setFor(graph: ProgramGraph, user: string, settings: readonly string[], names: Naming): Said {
  const own = writtenSettings(graph, settings, null, user).filter(({ file }) => !isSideCode(file));
  const said = own.map(({ file, value }) => saidBy(graph, file, value, names));
  const [first] = own;
  return {
    places: said
      .flatMap((each) => each.places)
      .filter((each) => each.kind !== 'named' || !settings.includes(each.name)),
    // Code that asks the application for the setting names the setting, and nothing of the environment.
    unless: said.flatMap((each) => each.unless).filter((name) => !settings.includes(name)),
    saidAt: first === undefined ? null : { file: first.file, span: first.value.span },
  };
}

type Choice =
  | { readonly kind: 'file'; readonly unless: readonly string[]; readonly at: Site | null }
  | { readonly kind: 'server' }
  | { readonly kind: 'stop'; readonly stop: Stop };

/** What the option that chooses an engine says; null where nothing gives it. */
function choiceOf(graph: ProgramGraph, use: LibraryUse, when: NonNullable<DatabaseFile['when']>): Choice | null {
  const { state, meanings, key } = optionOf(graph, use, when.options);
  if (state === 'absent') return null;
  const answers = meanings.map((meaning) => answerOf(meaning, when.values));
  if (answers.length > 0 && answers.every((each) => each === 'server')) return { kind: 'server' };
  const files = answers.filter((each) => each === 'file' || typeof each === 'object');
  if (files.length === 0 || files.length < answers.length) return { kind: 'stop', stop: mixed };
  return { kind: 'file', unless: files.flatMap((each) => (typeof each === 'object' ? [each.name] : [])), at: key };
}

function answerOf(
  meaning: Meaning,
  values: readonly string[],
): 'file' | 'server' | 'unread' | { readonly name: string } {
  if (meaning.kind === 'literal') return values.some((value) => value === meaning.value) ? 'file' : 'server';
  if (meaning.kind !== 'environment' || meaning.fallback.length === 0) return 'unread';
  const isFile = meaning.fallback.every((each) => answerOf(each, values) === 'file');
  return isFile ? { name: meaning.name } : 'unread';
}

function isClosed(graph: ProgramGraph, use: LibraryUse, file: DatabaseFile): boolean {
  const { exceptWhen, exceptWhenGiven = [], readOnly } = file;
  const isExcept =
    exceptWhen !== undefined &&
    optionOf(graph, use, exceptWhen.options).meanings.some(
      (meaning) => meaning.kind === 'literal' && exceptWhen.values.some((value) => value === meaning.value),
    );
  const isCopy = exceptWhenGiven.length > 0 && optionOf(graph, use, exceptWhenGiven).state === 'present';
  const mode = readOnly?.argument.kind === 'position' ? use.fact.arguments.at(readOnly.argument.position) : undefined;
  const isReadOnly =
    mode?.kind === 'reference' && readOnly?.names.some((name) => mode.reference.path.at(-1) === name) === true;
  return isExcept || isCopy || isReadOnly;
}
