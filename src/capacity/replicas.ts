/** What a database is asked in a second: writes, and reads, of which a share must see the last write. */
export interface DatabaseLoad {
  readonly writes: number;
  readonly reads: number;
  /** Share of the reads that only the primary may answer, between 0 and 1. */
  readonly fresh: number;
}

/** What is left for the primary once replicas answer (F16): all writes, and reads that must be fresh. */
export function primaryLoad({ writes, reads, fresh }: DatabaseLoad): number {
  return writes + reads * fresh;
}

/** What each of so many replicas answers (F16). Every one repeats all writes besides. */
export function replicaLoad({ reads, fresh }: DatabaseLoad, replicas: number): number {
  return (reads * (1 - fresh)) / replicas;
}

/** The most that replicas can take off the primary, as a share of all (F16): the reads among `ratio` reads for each write. */
export function readShare(ratio: number): number {
  return ratio / (ratio + 1);
}
