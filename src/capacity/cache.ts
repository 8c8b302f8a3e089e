/** Reads a second that still come to the database behind a cache (F15). `hitRatio` is a share between 0 and 1. */
export function readsBehindCache(readsPerSecond: number, hitRatio: number): number {
  return readsPerSecond * (1 - hitRatio);
}

/** The share of reads that a cache must answer so that the database keeps up (F15); 0 where it does so alone. */
export function hitRatioNeeded(readsPerSecond: number, databasePerSecond: number): number {
  return readsPerSecond <= 0 ? 0 : Math.max(0, 1 - databasePerSecond / readsPerSecond);
}
