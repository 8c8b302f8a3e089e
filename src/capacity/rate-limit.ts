/** A limit as a limiter is told: so many in a window. */
export interface Limit {
  readonly count: number;
  readonly windowSeconds: number;
}

/** What gets through when every instance counts for itself (F18): the limit once for each. */
export function effectiveLimit(limit: Limit, instances: number): Limit {
  return { ...limit, count: limit.count * instances };
}
