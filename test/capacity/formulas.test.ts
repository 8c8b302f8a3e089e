import { describe, expect, it } from 'vitest';
import { hitRatioNeeded, readsBehindCache } from '../../src/capacity/cache.ts';
import {
  availabilityOfAll,
  instancesFor,
  meanWait,
  peakRate,
  perZone,
  retryAmplification,
  safeTarget,
  virtualUsers,
  withSpare,
} from '../../src/capacity/instances.ts';
import { filesOf, pooledConnections, poolSizeWithin } from '../../src/capacity/pooler.ts';
import { copiesByLength, drainSeconds, workersNeeded } from '../../src/capacity/queue.ts';
import { primaryLoad, readShare, replicaLoad } from '../../src/capacity/replicas.ts';

describe('instances', () => {
  it('come from people a day (F1)', () => {
    // 86,400 people with ten requests each are ten a second on average.
    expect(peakRate({ people: 86_400, requestsOfEach: 10, peakFactor: 3 })).toBe(30);
  });

  it('come from the work of a peak, with two to spare (F4: Google SRE, “N + 2”)', () => {
    expect(instancesFor({ perSecond: 200, processorSeconds: 0.009, utilisation: 0.6 })).toBe(3);
    expect(instancesFor({ perSecond: 201, processorSeconds: 0.009, utilisation: 0.6 })).toBe(4);
    expect(withSpare(3)).toBe(5);
    // Six that are needed stand as three in each of three zones, so that two zones carry all.
    expect(perZone(6, 3)).toBe(3);
  });

  it.each([
    [1, 0.5, 1],
    [1, 0.7, 2.33],
    [1, 0.8, 4],
    [1, 0.9, 9],
    [4, 0.5, 0.09],
    [4, 0.7, 0.36],
    [4, 0.8, 0.75],
    [4, 0.9, 1.97],
    [10, 0.7, 0.07],
    [10, 0.9, 0.67],
  ])('wait: %d at %f take %f times a service (F3: Erlang C)', (servers, utilisation, wait) => {
    expect(meanWait(servers, utilisation)).toBeCloseTo(wait, 2);
  });

  it('are added before traffic outgrows them (F6)', () => {
    expect(Math.round(safeTarget(1 / 300, 90) * 100)).toBe(77);
    expect(Math.round(safeTarget(1 / 120, 90) * 100)).toBe(57);
  });

  it('are tried by enough users (F22: Grafana k6, arrival-rate VU allocation)', () => {
    // 50 iterations a second of half a second each.
    expect(virtualUsers(50, 0.5)).toBe(25);
  });

  it('fall with what they need (F19, F23)', () => {
    expect(retryAmplification(3, 3)).toBe(27);
    expect(availabilityOfAll([0.999, 0.999])).toBeCloseTo(0.998, 4);
  });
});

describe('a queue (F14)', () => {
  it('has the workers that keep up with it', () => {
    // Ten jobs a second of two seconds each are twenty at once; a worker takes five, and is to be busy for four fifths.
    expect(workersNeeded({ perSecond: 10, seconds: 2 }, { atOnce: 5, utilisation: 0.8 })).toBe(5);
    expect(workersNeeded({ perSecond: 1, seconds: 0.1 }, { atOnce: 1, utilisation: 0.8 })).toBe(1);
  });

  it('is empty after a while, or never', () => {
    expect(drainSeconds(600, { done: 12, come: 10 })).toBe(300);
    expect(drainSeconds(600, { done: 10, come: 10 })).toBeNull();
  });

  it('has as many copies as KEDA counts, within its bounds', () => {
    const bounds = { minimum: 1, maximum: 10 };
    expect([0, 21, 1000].map((length) => copiesByLength(length, 20, bounds))).toEqual([1, 2, 10]);
  });
});

describe('what stands before a database', () => {
  it('is a cache that answers often enough (F15)', () => {
    expect(hitRatioNeeded(1000, 250)).toBe(0.75);
    expect(readsBehindCache(1000, 0.75)).toBe(250);
    expect([hitRatioNeeded(100, 250), hitRatioNeeded(0, 0)]).toEqual([0, 0]);
  });

  it('is replicas, as far as reads may be late (F16)', () => {
    const load = { writes: 100, reads: 900, fresh: 0.1 };
    expect(primaryLoad(load)).toBe(190);
    expect(replicaLoad(load, 2)).toBe(405);
    expect(readShare(9)).toBe(0.9);
  });

  it('is a pooler within the budget (F10: PgBouncer, config.md)', () => {
    // The example of the connection budget: two instances with 20 and 5 in reserve come to 50 of 77.
    expect(pooledConnections({ instances: 2, pairs: 1, poolSize: 20, reserve: 5 })).toBe(50);
    expect(poolSizeWithin(77, { instances: 2, pairs: 1, reserve: 5 })).toBe(33);
    expect(poolSizeWithin(3, { instances: 2, pairs: 1, reserve: 5 })).toBe(0);
    expect(filesOf(400, { pairs: 1, poolSize: 20 })).toBe(420);
  });
});
