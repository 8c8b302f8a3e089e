import { describe, expect, it } from 'vitest';
import {
  connectionsOf,
  largestPool,
  plannedConnections,
  surgeOf,
  usableConnections,
} from '../../src/capacity/connection-budget.ts';
import * as Constants from '../../src/capacity/constants.ts';
import { busyAtOnce, desiredCopies, desiredWithin, neededFor, usefulConcurrency } from '../../src/capacity/load.ts';
import { effectiveLimit } from '../../src/capacity/rate-limit.ts';

describe('the connection budget', () => {
  const api = { poolMaximum: 10, pools: 1, processesPerHost: 1, hosts: 10, surge: surgeOf(10, '25%') };
  const worker = { poolMaximum: 10, pools: 1, processesPerHost: 1, hosts: 4, surge: surgeOf(4, null) };
  const fixed = 5;
  const planned = plannedConnections(usableConnections({ maximum: 100, reserved: 3 }));

  it('of ten pods and four workers on a plain PostgreSQL is 185 of 77', () => {
    expect([connectionsOf(api), connectionsOf(worker)]).toEqual([130, 50]);
    expect(connectionsOf(api) + connectionsOf(worker) + fixed).toBe(185);
    expect(planned).toBe(77);
  });

  it('fits with pools of three and four', () => {
    const demand = connectionsOf({ ...api, poolMaximum: 3 }) + connectionsOf({ ...worker, poolMaximum: 4 }) + fixed;
    expect(demand).toBe(64);
    expect(demand).toBeLessThanOrEqual(planned);
  });

  it('gives one pod’s pool its share', () => {
    expect(largestPool(planned - fixed - 20, api.hosts + api.surge)).toBe(4);
    expect([largestPool(5, 13), largestPool(10, 0)]).toEqual([0, 0]);
  });

  it('counts processes and pools of a host', () => {
    expect(connectionsOf({ poolMaximum: 5, pools: 2, processesPerHost: 4, hosts: 3, surge: 1 })).toBe(160);
  });

  it.each([
    [10, null, 3],
    [4, null, 1],
    [1, null, 1],
    [10, '25%', 3],
    [10, '100%', 10],
    [10, '0%', 0],
    [10, '0', 0],
    [10, '2', 2],
    [10, 'some', 3],
    [0, null, 0],
  ])('adds to %i hosts with maxSurge %s another %i', (hosts, written, expected) => {
    expect(surgeOf(hosts, written)).toBe(expected);
  });

  it('never has less than nothing', () => {
    expect(usableConnections({ maximum: 2, reserved: 3 })).toBe(0);
  });
});

describe('load', () => {
  it('keeps 2.4 connections busy at 200 requests of 12 ms, and needs three at 80 %', () => {
    expect(busyAtOnce(200, 0.012)).toBeCloseTo(2.4);
    expect(neededFor({ perSecond: 200, seconds: 0.012, utilisation: 0.8 })).toBe(3);
  });

  it.each([
    [{ copies: 4, measured: 90, target: 60 }, 6],
    [{ copies: 4, measured: 30, target: 60 }, 2],
    [{ copies: 10, measured: 66, target: 60 }, 10],
    [{ copies: 10, measured: 67, target: 60 }, 12],
    [{ copies: 10, measured: 54, target: 60 }, 10],
    [{ copies: 3, measured: 200, target: 100 }, 6],
  ])('of %j wants %i copies', (state, expected) => {
    expect(desiredCopies(state)).toBe(expected);
  });

  it('takes the most that any metric wants, within bounds', () => {
    const metrics = [
      { measured: 30, target: 60 },
      { measured: 90, target: 60 },
    ];
    expect(desiredWithin({ copies: 4, metrics }, { minimum: 2, maximum: 10 })).toBe(6);
    expect(desiredWithin({ copies: 4, metrics }, { minimum: 2, maximum: 5 })).toBe(5);
    expect(desiredWithin({ copies: 1, metrics: [] }, { minimum: 2, maximum: 5 })).toBe(2);
  });

  it('lets four cores and one disk work on nine queries', () => {
    expect(usefulConcurrency({ cores: 4, disks: 1 })).toBe(9);
  });
});

describe('limits', () => {
  const signIn = { count: 5, windowSeconds: 60 };
  it('of five tries are really twenty on four instances', () => {
    expect(effectiveLimit(signIn, 4)).toEqual({ count: 20, windowSeconds: 60 });
  });
});

describe('constants', () => {
  it('are all listed, with a page and a day', () => {
    const named = Object.values(Constants).filter((value) => !Array.isArray(value));
    expect(named).toHaveLength(Constants.constants.length);
    for (const { value, source, checked, title } of Constants.constants) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(source).toMatch(/^https:\/\//);
      expect(checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(title).not.toBe('');
    }
  });

  it('were looked at within the last year', () => {
    const yearAgo = Date.now() - 366 * 24 * 60 * 60 * 1000;
    for (const { checked, title } of Constants.constants) {
      expect(Date.parse(checked), `${title} was last checked on ${checked}`).toBeGreaterThan(yearAgo);
    }
  });
});
