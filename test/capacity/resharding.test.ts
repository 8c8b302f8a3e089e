import { expect, it } from 'vitest';
import { movedByDoubling, movedByOneMore } from '../../src/capacity/resharding.ts';

/** The share of the first keys whose remainder changes, counted. */
function counted(from: number, to: number): number {
  const keys = Array.from({ length: from * to * 100 }, (_, key) => key);
  return keys.filter((key) => key % from !== key % to).length / keys.length;
}

it.each([2, 4, 8, 16])('one shard more than %i moves what counting says', (shards) => {
  expect(movedByOneMore(shards)).toBeCloseTo(counted(shards, shards + 1), 10);
});

it.each([4, 8])('doubling %i moves one half', (shards) => {
  expect(movedByDoubling).toBeCloseTo(counted(shards, shards * 2), 10);
});
