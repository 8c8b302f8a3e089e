import type { CommandFact, DeclaredText, EnvironmentFact, MountFact } from '../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../facts/environment.ts';
import { commandWordsOf } from '../facts/secrets.ts';
import { folderOf, joinPaths } from '../text/paths.ts';
import { shellWordsOf } from '../text/shell-words.ts';
import { declaredText, entriesOf, itemsOf, textOf, type YamlValue } from './yaml/tree.ts';

/** A command as it is written, in one line or as a list of words; null where there is none. */
export function commandIn(value: YamlValue | null): CommandFact | null {
  const kept = commandWordsOf(wordsIn(value).filter((word) => word !== ''));
  return value === null || kept.length === 0 ? null : { words: kept, span: value.span };
}

/** The words of a list, or of a line as a shell parts it. */
export function wordsIn(value: YamlValue | null): readonly string[] {
  return value?.kind === 'list'
    ? itemsOf(value).flatMap((item) => textOf(item) ?? [])
    : shellWordsOf(textOf(value) ?? '');
}

/** Names of the environment in a map. */
export function environmentIn(value: YamlValue | null): readonly EnvironmentFact[] {
  return entriesOf(value).flatMap(({ key, keySpan, value: set }) =>
    isEnvironmentName(key) ? [environmentFact(key, textOf(set), keySpan)] : [],
  );
}

/** One name, with what may be kept of its value; one without a value comes from elsewhere. */
export function environmentFact(name: string, text: string | null, span: EnvironmentFact['span']): EnvironmentFact {
  return text === null
    ? { name, value: null, outside: true, span }
    : { name, value: environmentValueOf(text, name), span };
}

/** The path of a Dockerfile from the folder that the image is built from. */
export function dockerfileIn(value: YamlValue | null): string | null {
  return textOf(value)?.replace(/^\.?\//, '') ?? null;
}

/** A folder that is written from where the file stands, from the root on; null for one outside. */
export function folderFrom(path: string, written: DeclaredText | null, fallback: DeclaredText): DeclaredText | null {
  const folder = joinPaths(folderOf(path), written?.value ?? '.');
  return folder === null ? null : { value: folder, span: (written ?? fallback).span };
}

/** Where the file as a whole is meant: its first value. */
export function placeOf(value: YamlValue): DeclaredText {
  return { value: '.', span: [value.span[0], value.span[0]] };
}

/** A disk of one instance at a folder of the container. */
export function diskAt(folder: YamlValue | null, source: string | null): readonly MountFact[] {
  const path = declaredText(folder);
  return path === null ? [] : [{ path: path.value, source, kind: 'volume', readOnly: false, span: path.span }];
}
