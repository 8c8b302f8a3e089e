/** A limit as a limiter is told: so many in a window. */
export interface Limit {
  readonly count: number;
  readonly windowSeconds: number;
}

/** What gets through when every instance counts for itself (F18): the limit once for each. */
export function effectiveLimit(limit: Limit, instances: number): Limit {
  return { ...limit, count: limit.count * instances };
}

/** What a fixed window lets through around its edge: a whole window's worth on either side of it (F18). */
export function atWindowEdge(limit: Limit): number {
  return limit.count * 2;
}

/** What a token bucket lets through in so many seconds: its size and what flows in meanwhile (F18). */
export function admittedByBucket(
  bucket: { readonly size: number; readonly perSecond: number },
  seconds: number,
): number {
  return bucket.size + bucket.perSecond * seconds;
}
