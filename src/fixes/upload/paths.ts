import type { Value } from '../../facts/values.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { type FixedPath, fixedPath } from './folder.ts';

/** A path that is put together from a folder that is always the same and names that a run fills in. */
export interface NamedPath {
  readonly folder: FixedPath;
  readonly value: Value;
  readonly pieces: readonly Value[];
  /** How many of its parts, from the first, are the folder's. */
  readonly parts: number;
  /** Of a text that is put together: how much of the last of these parts belongs to the folder; null for all. */
  readonly within: number | null;
}

/** `os.path.join(FOLDER, name)`, `FOLDER / name`, `f"{FOLDER}/{name}"`, `"uploads/" + name`; null for anything else. */
export function namedPath(graph: ProgramGraph, file: string, value: Value): NamedPath | null {
  if (value.kind === 'literal' && typeof value.value === 'string') {
    const slash = value.value.lastIndexOf('/');
    const folder = fixedPath(graph, file, { ...value, value: value.value.slice(0, Math.max(1, slash)) });
    const isWhole = slash < 0 || slash === value.value.length - 1 || folder === null;
    return isWhole ? null : { folder, value, pieces: [value], parts: 1, within: slash };
  }
  if (value.kind !== 'path-join' && value.kind !== 'concatenation') return null;
  const pieces = value.parts;
  const fixed = value.parts.map((part) => fixedPath(graph, file, part));
  const open = fixed.indexOf(null);
  const parts = open < 0 ? fixed.length : open;
  if (parts === 0) return null;
  if (value.kind === 'path-join') {
    // `os.path.join("uploads", "photo.png")` names one file; its last part is a name all the same.
    const own = open < 0 ? parts - 1 : parts;
    return own === 0 ? null : { folder: joined(fixed.slice(0, own), '/'), value, pieces, parts: own, within: null };
  }
  const last = value.parts[parts - 1];
  const text = last?.kind === 'literal' && typeof last.value === 'string' ? last.value : null;
  const slash = text === null ? -1 : text.lastIndexOf('/');
  if (text === null || slash < 0 || open < 0) return null;
  const folder = joined([...fixed.slice(0, parts - 1), text.slice(0, slash)], '');
  return { folder: folder === '' ? '/' : folder, value, pieces, parts, within: slash };
}

function joined(parts: readonly (FixedPath | null)[], by: string): FixedPath {
  return parts.join(by).replaceAll(/\/{2,}/g, '/');
}

/** The arguments of `place` that stand for the path; null where its text is not what its facts say. */
export function placeArguments(text: string, { value, pieces, parts, within }: NamedPath): readonly string[] | null {
  const slice = (start: number, end: number): string => text.slice(start, end);
  const all = pieces.map(({ span }) => slice(span[0], span[1]));
  const written = slice(value.span[0], value.span[1]);
  if (value.kind === 'path-join') {
    const joins = /^[\w.]*\bjoin\(\s*/.exec(written)?.[0];
    const names = all.slice(parts);
    const [first] = pieces;
    const end = pieces[parts - 1];
    if (first === undefined || end === undefined) return null;
    if (parts === 1) return [all[0] ?? '', ...names];
    if (joins !== undefined) return [`${joins.trim()}${all.slice(0, parts).join(', ')})`, ...names];
    return /^\s*\/\s*$/.test(slice(first.span[1], pieces[1]?.span[0] ?? 0)) && !/^\w+\(/.test(written)
      ? [slice(first.span[0], end.span[1]), ...names]
      : null;
  }
  const last = pieces[parts - 1];
  const [head] = pieces;
  if (last === undefined || head === undefined || within === null) return null;
  if (value.kind === 'literal') {
    const [, sign = '"', inside = ''] = /^("|')([^\\]*)\1$/.exec(written) ?? [];
    if (inside === '') return null;
    return [`${sign}${inside.slice(0, within) || '/'}${sign}`, `${sign}${inside.slice(within + 1)}${sign}`];
  }
  const quote = /^[rR]?[fF]?[rR]?("""|'''|"|')/.exec(written);
  const raw = slice(last.span[0], last.span[1]);
  if (raw.includes('\\')) return null;
  if (/^["']/.test(raw)) return summed(text, value, pieces, parts, within, raw);
  if (quote === null || !/^[fF]/.test(written)) return null;
  const [, sign = '"'] = quote;
  const folder =
    parts === 1
      ? `${sign}${raw.slice(0, within) === '' ? '/' : raw.slice(0, within)}${sign}`
      : parts === 2 && within === 0 && head.kind !== 'literal'
        ? (all[0] ?? '')
        : `f${sign}${slice(value.span[0] + quote[0].length, last.span[0] + within)}${sign}`;
  const tail = slice(last.span[0] + within + 1, value.span[1] - sign.length);
  const only = pieces.length === parts + 1 ? all[parts] : undefined;
  return [folder, only !== undefined && tail === `{${only}}` ? only : `f${sign}${tail}${sign}`];
}

/** `"uploads/" + name`. */
function summed(
  text: string,
  value: Value,
  pieces: readonly Value[],
  parts: number,
  within: number,
  raw: string,
): readonly string[] | null {
  const [quote = '"'] = raw;
  const first = pieces[0];
  const rest = pieces[parts];
  const last = pieces[parts - 1];
  if (first === undefined || rest === undefined || last === undefined) return null;
  const start = raw.slice(1, 1 + within);
  const folder =
    parts === 1
      ? `${quote}${start === '' ? '/' : start}${quote}`
      : parts === 2 && within === 0
        ? text.slice(first.span[0], first.span[1])
        : `${text.slice(first.span[0], last.span[0])}${quote}${start}${quote}`;
  const behind = raw.slice(within + 2, -1);
  const names = text.slice(rest.span[0], value.span[1]);
  return [folder, behind === '' ? names : `${quote}${behind}${quote} + ${names}`];
}
