import type { Value } from '../facts/values.ts';

/** `new Map()`, `[]`, `{}`: a collection that nothing stands in yet. */
export function beginsEmpty(value: Value | null): boolean {
  if (value?.kind === 'object') return value.properties.length === 0 && value.spreads.length === 0;
  if (value?.kind === 'list') return value.items.length === 0;
  return value?.kind === 'container' && value.initial.length === 0;
}
