import { optionOf, textOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** How often something may be done. */
interface Rate {
  readonly count: number;
  readonly windowMilliseconds: number;
  readonly known: 'literal';
}

const milliseconds: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How often a text says that something may be done: `5/m`, `100/hour`, `10/5m`, `100 per day`. Null where it says nothing. */
export function rateOf(text: string): Rate | null {
  const match = /^\s*(\d{1,9})\s*(?:\/|\s+per\s+)\s*(\d{1,6})?\s*([smhd])[a-z]*\s*$/i.exec(text);
  const unit = milliseconds[match?.[3]?.toLowerCase() ?? ''];
  const count = Number(match?.[1]);
  if (unit === undefined || count === 0) return null;
  return { count, windowMilliseconds: Number(match?.[2] ?? 1) * unit, known: 'literal' };
}

/** The limit that an option holds as a text; `*` is the only option, because of several none holds for all. */
export function rateIn(graph: ProgramGraph, use: LibraryUse, names: readonly string[]): Rate | null {
  const given = rateNames(use, names);
  if (given === null) return null;
  const [meaning, another] = optionOf(graph, use, given).meanings;
  if (meaning === undefined || another !== undefined) return null;
  const text =
    meaning.kind === 'literal'
      ? meaning.value
      : meaning.kind === 'value'
        ? textOf(graph, meaning.site.file, meaning.value)
        : null;
  return typeof text === 'string' ? rateOf(text) : null;
}

/** The option that holds a rate as a text; null where several might. */
export function rateNames(use: LibraryUse, names: readonly string[]): readonly string[] | null {
  return names.includes('*') ? onlyOption(use) : names;
}

function onlyOption({ fact }: LibraryUse): readonly string[] | null {
  const set = fact.named.filter(({ value }) => value.kind !== 'literal' || value.value !== null);
  const [only, another] = set;
  return only === undefined || another !== undefined ? null : [only.key];
}
