import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph } from '../link/program-graph.ts';

/**
 * Whether two clients of a library are made with the same settings: the same address and the same options, as far as
 * these decide what a query is answered. What cannot be read is the same as nothing but itself.
 */
export function isSameSetting(graph: ProgramGraph, own: LibraryUse, kept: LibraryUse): boolean {
  const asked = settingsOf(graph, own, kept);
  const given = settingsOf(graph, kept, kept);
  if (asked === null || given === null || asked.size !== given.size) return false;
  return [...asked].every(([key, setting]) => isSame(setting, given.get(key)));
}

interface Setting {
  /** Equal for what is the same. */
  readonly written: string;
  /** What code falls back to where the environment does not say it. */
  readonly fallback: string | null;
}

/** Without a fallback the library finds a server on this machine, for which a fallback of one's own may stand. */
function isSame(own: Setting, kept: Setting | undefined): boolean {
  return own.written === kept?.written && (own.fallback === null || own.fallback === kept.fallback);
}

/** Settings by option, the address by one name wherever it stands; null where they cannot all be seen. */
function settingsOf(graph: ProgramGraph, use: LibraryUse, pooled: LibraryUse): ReadonlyMap<string, Setting> | null {
  const { arguments: given, named } = use.fact;
  const [first, ...others] = given;
  if (others.length > 0 || named.length > 0) return null;
  if (first === undefined) return new Map();
  const options = objectOf(graph, use.file, first);
  const address = use.pattern.connects?.address ?? [];
  if (options === null) {
    const isTaken = address.some((each) => each.kind === 'position' && each.position === 0);
    const setting = isTaken ? settingOf(graph, use.file, first) : null;
    return setting === null ? null : new Map([[addressKey, setting]]);
  }
  const names = address.flatMap((each) => (each.kind === 'option' ? each.names : []));
  const free = new Set([...(pooled.pattern.pool?.maximum ?? []), ...(pooled.pattern.pool?.keeping ?? [])]);
  const settings = new Map<string, Setting>();
  for (const { key, value } of options.value.properties) {
    if (free.has(key)) continue;
    const setting = settingOf(graph, options.file, value);
    if (setting === null) return null;
    settings.set(names.includes(key) ? addressKey : key, setting);
  }
  return settings;
}

/** No option is called so. */
const addressKey = '';

type ObjectValue = Value & { readonly kind: 'object' };

function objectOf(graph: ProgramGraph, file: string, value: Value): { file: string; value: ObjectValue } | null {
  const [only, ...others] = value.kind === 'object' ? [] : meaningsOf(graph, file, value);
  const found = value.kind === 'object' ? value : only?.kind === 'value' && others.length === 0 ? only.value : null;
  if (found?.kind !== 'object' || found.spreads.length > 0) return null;
  return { file: only?.site.file ?? file, value: found };
}

function settingOf(graph: ProgramGraph, file: string, value: Value): Setting | null {
  const object = objectOf(graph, file, value);
  if (object !== null) return settingOfObject(graph, object);
  const [only, ...others] = meaningsOf(graph, file, value);
  return only === undefined || others.length > 0 ? null : settingOfMeaning(only);
}

function settingOfObject(graph: ProgramGraph, { file, value }: { file: string; value: ObjectValue }): Setting | null {
  const parts: string[] = [];
  for (const property of value.properties) {
    const part = settingOf(graph, file, property.value);
    if (part === null) return null;
    parts.push(`${property.key}=${part.written}|${part.fallback}`);
  }
  return { written: `{${parts.sort().join()}}`, fallback: null };
}

function settingOfMeaning(meaning: Meaning): Setting | null {
  if (meaning.kind === 'environment') {
    const [only, ...others] = meaning.fallback.map(settingOfMeaning);
    if (only === null || others.length > 0) return null;
    return { written: `environment ${meaning.name}`, fallback: only === undefined ? null : only.written };
  }
  if (meaning.kind !== 'literal') return null;
  const { value, site } = meaning;
  // Facts keep no name and no password of an address, so a text that lost some is the same as itself alone.
  const isWhole = typeof value !== 'string' || site.span[1] - site.span[0] === value.length + 2;
  const place = isWhole ? '' : ` at ${site.file}:${site.span.join('-')}`;
  return { written: `${typeof value} ${value}${place}`, fallback: null };
}
