import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { joinPaths } from '../text/paths.ts';
import { writtenNumberOf } from '../text/shell-number.ts';
import { valueBehind } from './python-words.ts';
import type { CountSource, ProcessWord } from './started.ts';

/** What a name of the environment is set to, as far as it counts processes: a number, or flags of a command. */
export interface NumberSetting {
  readonly value: ProcessWord | readonly string[];
  readonly site: Site;
}

export type NumberSettings = ReadonlyMap<string, NumberSetting>;

export interface Around {
  readonly graph: ProgramGraph;
  readonly folder: string;
  /** Where the command is written. */
  readonly site: Site | null;
  /** What the environment of the command sets, by name. */
  readonly numbers?: NumberSettings;
}

export interface Counted {
  readonly count: ProcessWord;
  readonly site: Site | null;
}

/** How many processes a starter makes, by the first place that says a number. Null where none does, or one that nobody knows. */
export function processesAround(around: Around, sources: readonly CountSource[]): Counted | null {
  for (const source of sources) {
    const found = processesBy(around, source);
    if (found !== null || source.kind === 'written') return found;
  }
  return null;
}

function processesBy(around: Around, source: CountSource): Counted | null {
  const numbers: NumberSettings = around.numbers ?? new Map();
  switch (source.kind) {
    case 'written': {
      const set = source.number.names.flatMap((name) => countSet(numbers, name) ?? [])[0];
      const { fallback } = source.number;
      return set ?? (fallback === null ? null : { count: fallback, site: around.site });
    }
    case 'environment':
      return countSet(numbers, source.name);
    case 'flags': {
      const set = numbers.get(source.name);
      const words = typeof set?.value === 'object' ? set.value : [];
      const fallback = writtenNumberOf(valueBehind(words, source.flags) ?? '')?.fallback ?? null;
      return set === undefined || fallback === null ? null : { count: fallback, site: set.site };
    }
    case 'settings':
      return processesInFile(around, source.file, source.name);
  }
}

function countSet(numbers: NumberSettings, name: string): Counted | null {
  const set = numbers.get(name);
  if (set === undefined || typeof set.value === 'object') return null;
  const isCount = set.value === 'cores' || (Number.isInteger(set.value) && set.value > 0);
  return isCount ? { count: set.value, site: set.site } : null;
}

function processesInFile(around: Around, file: string, name: string): Counted | null {
  const bound = boundIn(around, file, name);
  return bound === null ? null : countOf(around, { file: bound.path, span: bound.value.span }, bound.value, 0);
}

/** Whether a name is bound to `True` in a file of settings in Python. */
export function isTrueIn(around: Around, file: string, name: string): boolean {
  const value = boundIn(around, file, name)?.value;
  return value?.kind === 'literal' && value.value === true;
}

/** What a name is bound to at the top of a file of settings in Python. */
function boundIn(around: Around, file: string, name: string): { readonly path: string; readonly value: Value } | null {
  const path = placesOf(around.folder, file).find((each) => around.graph.facts.get(each)?.code != null);
  const code = path === undefined ? undefined : around.graph.facts.get(path)?.code;
  const bound = code?.declarations.find((each) => each.name === name && each.function === 0);
  return path === undefined || bound?.initial == null ? null : { path, value: bound.initial };
}

/** In an image the folder is another; the file's name and the folders right before it stay. */
function placesOf(folder: string, file: string): readonly string[] {
  if (!file.startsWith('/')) return [joinPaths(folder, file) ?? ''];
  const names = file.split('/').filter((name) => name !== '');
  return names.map((_, at) => joinPaths(folder, ...names.slice(at)) ?? '');
}

/** What a value in a file of settings counts; `site` is where the name is bound. */
export function countOf(around: Around, site: Site, value: Value, depth: number): Counted | null {
  if (depth > 4) return null;
  const code = around.graph.facts.get(site.file)?.code;
  const call = value.kind === 'call' ? code?.calls[value.call] : undefined;
  if (call !== undefined && /^(?:cpu_count|process_cpu_count)$/.test(call.callee.path.at(-1) ?? '')) {
    return { count: 'cores', site };
  }
  // `cpu_count() * 2 + 1` and `min(4, cpu_count())` are several, of a number that only the machine knows.
  const isMath = call?.callee.root.kind === 'global' && /^(?:int|min|max|round)$/.test(call.callee.root.name);
  const parts = value.kind === 'operator' ? [value.left, value.right] : isMath ? call.arguments : [];
  const inside = parts.flatMap((part) => (part === null ? [] : (countOf(around, site, part, depth + 1) ?? [])));
  const cores = inside.find(({ count }) => count === 'cores');
  if (cores !== undefined || value.kind === 'operator') return cores ?? null;
  for (const meaning of meaningsOf(around.graph, site.file, value)) {
    const set = meaning.kind === 'environment' ? countSet(around.numbers ?? new Map(), meaning.name) : null;
    if (set !== null) return set;
    const said = meaning.kind === 'environment' ? meaning.fallback[0] : meaning;
    const number = said?.kind === 'literal' ? Number(said.value) : Number.NaN;
    if (Number.isInteger(number) && number > 0) return { count: number, site };
  }
  return null;
}
