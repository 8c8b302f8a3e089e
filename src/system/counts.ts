import type { Count, Known, Source } from './types.ts';

export function count(minimum: number, maximum: number, known: Known, source: Source): Count {
  return { minimum, maximum, known, source };
}

export const assumedSource: Source = { kind: 'assumed' };

/** A number that nothing declares. */
export function assumed(minimum: number, maximum: number): Count {
  return count(minimum, maximum, 'assumed', assumedSource);
}
