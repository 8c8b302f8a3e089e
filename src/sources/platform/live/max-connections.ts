import type { LiveDatabase } from './reading.ts';

/**
 * What `SHOW max_connections` prints in psql, aligned, as CSV or by itself, and `SHOW VARIABLES LIKE 'max_connections'` in
 * MySQL. PostgreSQL keeps some back: `superuser_reserved_connections`, since 16 also `reserved_connections`.
 */
export function readMaxConnections(text: string): LiveDatabase | null {
  const maxConnections = settingIn(text, 'max_connections') ?? aloneIn(text);
  if (maxConnections === null || maxConnections === 0) return null;
  const kept = ['superuser_reserved_connections', 'reserved_connections'].map((name) => settingIn(text, name));
  const isKnown = kept.some((count) => count !== null);
  const reserved = isKnown ? kept.reduce<number>((sum, count) => sum + (count ?? 0), 0) : null;
  return { name: null, maxConnections, reserved, from: 'SHOW max_connections' };
}

/** The number behind a name, with nothing between them but what tables are drawn with. */
function settingIn(text: string, name: string): number | null {
  const found = new RegExp(`(?<![\\w])${name}[\\s|+\\-=:,;"']*?(\\d{1,7})(?![\\w.])`).exec(text);
  return found === null ? null : Number(found[1]);
}

function aloneIn(text: string): number | null {
  const found = /^\s*(\d{1,7})\s*$/.exec(text);
  return found === null ? null : Number(found[1]);
}
