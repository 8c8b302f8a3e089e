import { partsWithoutSecrets, withoutSecrets } from '../facts/secrets.ts';
import type { Value } from '../facts/values.ts';
import type { Span } from '../text/range.ts';

/** Whether a value is text for sure. */
export function isText(value: Value): boolean {
  return value.kind === 'concatenation' || (value.kind === 'literal' && typeof value.value === 'string');
}

export function partsOf(value: Value): readonly Value[] {
  return value.kind === 'concatenation' ? value.parts : [value];
}

/**
 * A text made of parts; literal neighbours become one, and a text of literals alone is a literal. Where it is an
 * address, a password in it is dropped, because nothing of it may reach facts or cache.
 */
export function joined(parts: readonly Value[], span: Span): Value {
  const merged: Value[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last?.kind === 'literal' && part.kind === 'literal' && (isText(last) || isText(part))) {
      merged[merged.length - 1] = {
        kind: 'literal',
        value: `${last.value}${part.value}`,
        span: [last.span[0], part.span[1]],
      };
    } else merged.push(part);
  }
  const only = merged.length === 1 ? merged[0] : undefined;
  if (only?.kind !== 'literal' || typeof only.value !== 'string')
    return { kind: 'concatenation', parts: withoutSecretParts(merged), span };
  return { ...only, value: withoutSecrets(only.value), span };
}

function withoutSecretParts(parts: readonly Value[]): readonly Value[] {
  const texts = parts.map((part) => (part.kind === 'literal' && typeof part.value === 'string' ? part.value : null));
  const kept = partsWithoutSecrets(texts);
  if (kept === texts) return parts;
  return parts.map((part, at) => {
    const value = kept[at];
    return part.kind === 'literal' && typeof value === 'string' ? { ...part, value } : part;
  });
}
