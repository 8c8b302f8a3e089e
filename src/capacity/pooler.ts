/** A pooler's own settings, as PgBouncer names them. */
export interface Pooler {
  readonly instances: number;
  /** Pairs of database and user, each of which has a pool. */
  readonly pairs: number;
  readonly poolSize: number;
  readonly reserve: number;
}

/** Connections that poolers open at the database at the most (F10). */
export function pooledConnections({ instances, pairs, poolSize, reserve }: Pooler): number {
  return instances * pairs * (poolSize + reserve);
}

/** The largest pool of each pair that stays within so many connections (F10); 0 where there is none. */
export function poolSizeWithin(connections: number, { instances, pairs, reserve }: Omit<Pooler, 'poolSize'>): number {
  return Math.max(0, Math.floor(connections / (instances * pairs)) - reserve);
}

/** Open files that one pooler needs for its connections (F10): clients and servers. */
export function filesOf(clients: number, { pairs, poolSize }: Pick<Pooler, 'pairs' | 'poolSize'>): number {
  return clients + poolSize * pairs;
}
