/**
 * The share of rows that move when `key % n` gets one shard more (F17): n / (n + 1). A key stays only where both
 * remainders agree, which they do for n of every n × (n + 1) keys in a row.
 */
export function movedByOneMore(shards: number): number {
  return shards / (shards + 1);
}

/** The share of rows that move when the number of shards doubles: one half, which is the least that can be (F17). */
export const movedByDoubling = 0.5;
