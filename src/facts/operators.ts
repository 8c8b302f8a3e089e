/** Operators as the languages write them, by what they mean; facts keep them as they are written. */
const both: ReadonlySet<string> = new Set(['&&', 'and']);
const either: ReadonlySet<string> = new Set(['||', 'or']);
const opposite: ReadonlySet<string> = new Set(['!', 'not']);
const same: ReadonlySet<string> = new Set(['===', '==', 'is']);
const other: ReadonlySet<string> = new Set(['!==', '!=', 'is not']);

/** `a && b`, `a and b`. */
export function isBoth(operator: string): boolean {
  return both.has(operator);
}

/** `a || b`, `a or b`. */
export function isEither(operator: string): boolean {
  return either.has(operator);
}

/** `!a`, `not a`. */
export function isOpposite(operator: string): boolean {
  return opposite.has(operator);
}

/** `a === b`, `a == b`, `a is b`. */
export function isSame(operator: string): boolean {
  return same.has(operator);
}

/** `a !== b`, `a != b`, `a is not b`. */
export function isOther(operator: string): boolean {
  return other.has(operator);
}
