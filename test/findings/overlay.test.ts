import { describe, expect, it } from 'vitest';
import { factsByFile } from '../../src/facts/store.ts';
import type { Overlay } from '../../src/findings/overlay.ts';
import { overlayOf } from '../../src/findings/overlay-of.ts';
import type { Finding } from '../../src/findings/types.ts';
import { composeShop, monorepo } from '../plan/shops.ts';
import { type Case, finding, inputOf } from '../plan/workspaces.ts';

function overlayFor(workspace: Case, findings: readonly Finding[] = []): Overlay {
  const { system, graph } = inputOf(workspace);
  return overlayOf(system, findings, graph.facts);
}

const counts = (overlay: Overlay) =>
  Object.fromEntries(
    overlay.components
      .filter(({ findings }) => findings.error + findings.warning + findings.note > 0)
      .map(({ id, findings }) => [id, `${findings.error} ${findings.warning} ${findings.note}`]),
  );

const overBudget = finding('db-pool-over-budget', 'src/server.ts:3', 'Too many.', {
  subject: { kind: 'budget', database: 'orders-db' },
});

const cases: readonly {
  readonly name: string;
  readonly workspace?: Case;
  readonly findings: readonly Finding[];
  readonly expected: Readonly<Record<string, string>>;
}[] = [
  { name: 'nothing without findings', findings: [], expected: {} },
  {
    name: 'each severity on the program it is true of',
    findings: [
      finding('session-memory-store', 'src/server.ts:4', 'a', { severity: 'error' }),
      finding('upload-local-disk', 'src/server.ts:4', 'b', { severity: 'warning' }),
      finding('cron-in-process', 'src/server.ts:4', 'c', { severity: 'note' }),
    ],
    expected: { api: '1 1 1' },
  },
  {
    name: 'one finding on every program that shares its code',
    workspace: monorepo,
    findings: [finding('state-module-collection', 'shared.ts:1', 'a', { programs: ['checkout', 'refunds'] })],
    expected: { checkout: '1 0 0', refunds: '1 0 0' },
  },
  {
    name: 'a broken budget on program and database',
    findings: [overBudget],
    expected: { api: '1 0 0', 'orders-db': '1 0 0' },
  },
  {
    name: 'a finding about a unit on its component',
    findings: [
      finding('volume-shared', 'compose.yaml:9', 'a', {
        programs: [],
        subject: { kind: 'unit', file: 'compose.yaml', name: 'orders-db' },
      }),
    ],
    expected: { 'orders-db': '1 0 0' },
  },
  {
    name: 'nothing for a program that is not there',
    findings: [finding('state-module-collection', 'other.ts:1', 'a', { programs: ['warehouse'] })],
    expected: {},
  },
];

describe('the overlay counts', () => {
  it.each(cases)('$name', ({ workspace = composeShop, findings, expected }) => {
    expect(counts(overlayFor(workspace, findings))).toEqual(expected);
  });
});

describe('the overlay tells', () => {
  it('instances with the line that sets them, 0-based', () => {
    const api = overlayFor(composeShop).components.find(({ id }) => id === 'api');
    expect(api?.instances).toEqual({ min: 3, max: 3, source: { file: 'compose.yaml', line: 7 } });
  });

  it('each program its share of the database, against what it takes', () => {
    const shares = overlayFor(monorepo).connections.filter(({ budget }) => budget !== undefined);
    expect(shares.map(({ from, to, budget }) => ({ from, to, ...budget }))).toEqual([
      { from: 'checkout', to: 'orders-db', demand: 20, supply: 97 },
      { from: 'refunds', to: 'orders-db', demand: 30, supply: 97 },
    ]);
  });

  it('a broken budget on the connection that breaks it', () => {
    const sql = overlayFor(composeShop, [overBudget]).connections.find(({ kind }) => kind === 'sql');
    expect(sql).toMatchObject({ from: 'api', findings: { error: 1, warning: 0, note: 0 } });
  });

  it('a demand that no address was joined for as a connection all the same', () => {
    const { system, graph } = inputOf(composeShop);
    const overlay = overlayOf({ ...system, connections: [] }, [], graph.facts);
    expect(overlay.connections).toMatchObject([
      { from: 'api', to: 'orders-db', kind: 'sql', budget: { demand: 120, supply: 97 } },
    ]);
  });

  it('the same in any order of components and connections', () => {
    const { system, graph } = inputOf(monorepo);
    const turned = {
      ...system,
      components: [...system.components].reverse(),
      connections: [...system.connections].reverse(),
    };
    expect(overlayOf(turned, [], graph.facts)).toEqual(overlayOf(system, [], graph.facts));
  });

  it('line 0 where a file is unknown, and never fails', () => {
    const { system } = inputOf(composeShop);
    expect(() => overlayOf(system, [overBudget], factsByFile([]))).not.toThrow();
  });
});
