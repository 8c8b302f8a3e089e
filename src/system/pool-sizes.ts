import type { Address } from '../facts/deployment.ts';
import type { Value } from '../facts/values.ts';
import { isBound } from '../link/bounds.ts';
import { callAt } from '../link/calls-at.ts';
import { meaningsOf, optionOf } from '../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph, Site } from '../link/program-graph.ts';
import type { ConnectionDemand } from './types.ts';
import type { SettingOf } from './written-address.ts';

export interface PoolSize {
  readonly maximum: number;
  readonly known: ConnectionDemand['poolKnown'];
  /** The option's or setting's place; null for the library's default. */
  readonly site: Site | null;
  /** Whether a setting of the program's says it. */
  readonly isSet?: boolean;
}

/**
 * Most connections of the pool that a use makes: its option, the address's parameter, else the library's default.
 * Null when the use makes no pool of its own, `unread` when its option may hold, or stand in, what cannot be read.
 */
export function poolSizeOf(
  graph: ProgramGraph,
  use: LibraryUse,
  address: { readonly address: Address | null; readonly site: Site | null },
  settingOf: SettingOf,
): PoolSize | 'unread' | null {
  const { pool } = use.pattern;
  if (pool === undefined) return null;
  if (isHandedPool(graph, use)) return null;
  if (pool.unless !== undefined && optionOf(graph, use, pool.unless).state === 'present') return null;
  const option = pool.maximum.length === 0 ? null : optionOf(graph, use, pool.maximum);
  if (option?.state === 'unknown') return 'unread';
  const said = (option?.meanings ?? []).filter((meaning) => !isBound(graph, meaning));
  const read = said.map((meaning) => sizesOf(graph, meaning, settingOf));
  const size = agreedSize(read.flat());
  const isUnread = said.some((meaning, index) => isOpaque(meaning) && read[index]?.length === 0);
  const beyond = beyondOf(graph, use, settingOf);
  if (beyond === null) return 'unread';
  if (size !== null && !isUnread) {
    return { ...size, maximum: size.maximum + beyond, site: size.site ?? option?.key ?? null };
  }
  // One of several numbers is as good as none that can be read.
  if (option?.state === 'present' && (isUnread || read.flat().length > 0)) return 'unread';
  for (const parameter of pool.parameters) {
    const written = address.address?.parameters[parameter];
    if (written !== undefined && /^\d{1,6}$/.test(written)) {
      return { maximum: Number(written), known: 'environment', site: address.site };
    }
  }
  return { maximum: pool.defaultMaximum + beyond, known: 'default', site: null };
}

/** What is not followed at all, or comes from a package. */
function isOpaque(meaning: Meaning): boolean {
  return (
    meaning.kind === 'unknown' || meaning.kind === 'external' || (meaning.kind === 'made' && meaning.module !== '')
  );
}

/**
 * What the pool opens beyond its size, null where it may hold what cannot be read; less than nothing means that it knows
 * no end, which no sum can hold.
 */
function beyondOf(graph: ProgramGraph, use: LibraryUse, settingOf: SettingOf): number | null {
  const beyond = use.pattern.pool?.beyond;
  if (beyond === undefined) return 0;
  const { state, meanings } = optionOf(graph, use, beyond.options);
  if (state === 'unknown') return null;
  if (meanings.some((meaning) => isOpaque(meaning) && sizesOf(graph, meaning, settingOf).length === 0)) return null;
  const sizes = meanings.flatMap((meaning) => sizesOf(graph, meaning, settingOf));
  const size = agreedSize(sizes);
  if (size === null && sizes.length > 0) return null;
  return size?.maximum ?? beyond.defaultMaximum;
}

/** A client that is made around a pool opens no second one: `new PrismaPg(pool)`. */
function isHandedPool(graph: ProgramGraph, { file, fact }: LibraryUse): boolean {
  const [first] = fact.arguments;
  const meanings = first === undefined ? [] : meaningsOf(graph, file, first);
  return meanings.some((meaning) => {
    const made = meaning.kind === 'made' ? meaning : meaning.kind === 'tracked' ? (meaning.use ?? meaning.made) : null;
    return graph.uses.some(
      (use) => use.pattern.pool !== undefined && use.file === made?.file && use.call === made.call,
    );
  });
}

/**
 * The one size that all readings agree on; what a setting says goes before what code falls back to. Null where they
 * differ: a function that reads many settings gives back the defaults of all, and none of them is proved to be this one.
 */
function agreedSize(sizes: readonly PoolSize[]): PoolSize | null {
  const set = sizes.filter(({ isSet }) => isSet === true);
  const written = sizes.filter(({ isSet }) => isSet !== true);
  const [first] = [...set, ...written];
  const agree = [set, written].every((group) => new Set(group.map(({ maximum }) => maximum)).size <= 1);
  return first !== undefined && agree ? first : null;
}

function sizesOf(graph: ProgramGraph, meaning: Meaning, settingOf: SettingOf): readonly PoolSize[] {
  switch (meaning.kind) {
    case 'literal': {
      const number = numberOf(meaning.value);
      return number === null ? [] : [{ maximum: number, known: 'literal', site: meaning.site }];
    }
    case 'environment': {
      const setting = settingOf(meaning.name);
      if (setting?.value.kind === 'number') {
        return [{ maximum: setting.value.value, known: 'environment', site: setting.site, isSet: true }];
      }
      return meaning.fallback
        .flatMap((each) => sizesOf(graph, each, settingOf))
        .map((size) => ({ ...size, known: 'environment' }));
    }
    case 'value':
      return sizesOfValue(graph, meaning.site.file, meaning.value, settingOf);
    case 'made':
      return meaning.module === '' && numberMakers.has(meaning.name)
        ? sizesOfCall(graph, meaning.file, meaning.call, settingOf)
        : [];
    case 'unknown': {
      // What a conversion gives back has no meaning of its own; its place leads to the call.
      const call = callAt(graph.facts, meaning.site);
      return call === null ? [] : sizesOfCall(graph, meaning.site.file, call.id, settingOf);
    }
    default:
      return [];
  }
}

const numberMakers = new Set(['Number', 'parseInt', 'parseFloat', 'Number.parseInt', 'Number.parseFloat', 'int']);

/** `Number(process.env.POOL ?? 10)`, `parseInt(...)`, `+x`, and `Number(x) || 10`. */
function sizesOfValue(graph: ProgramGraph, file: string, value: Value, settingOf: SettingOf): readonly PoolSize[] {
  const of = (part: Value) => meaningsOf(graph, file, part).flatMap((meaning) => sizesOf(graph, meaning, settingOf));
  if (value.kind === 'operator' && value.left === null && value.operator === '+') return of(value.right);
  if (value.kind === 'operator' && value.left !== null && /^(?:\|\||\?\?|or)$/.test(value.operator)) {
    const first = of(value.left);
    return first.length > 0 ? first : of(value.right);
  }
  if (value.kind === 'call') return sizesOfCall(graph, file, value.call, settingOf);
  return [];
}

function sizesOfCall(graph: ProgramGraph, file: string, id: number, settingOf: SettingOf): readonly PoolSize[] {
  const call = graph.facts.get(file)?.code?.calls[id];
  const [first] = call?.arguments ?? [];
  if (call === undefined || first === undefined || call.callee.root.kind !== 'global') return [];
  if (!numberMakers.has([call.callee.root.name, ...call.callee.path].join('.'))) return [];
  return meaningsOf(graph, file, first).flatMap((meaning) => sizesOf(graph, meaning, settingOf));
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
}
