import { describe, expect, test } from 'vitest';
import { type ComparedCheck, type ComparedFinding, compareChecks } from '../../src/findings/compare.ts';
import type { OverlayConnection } from '../../src/findings/overlay.ts';

const finding = (fingerprint: string, over: Partial<ComparedFinding> = {}): ComparedFinding => ({
  ruleId: 'state-module-collection',
  severity: 'warning',
  message: `Told of ${fingerprint}.`,
  file: 'src/cart.ts',
  range: { start: { line: 3, character: 6 } },
  docs: 'https://example.org/docs/rules/state-module-collection.md',
  fingerprint,
  ...over,
});

const connection = (over: Partial<OverlayConnection> = {}): OverlayConnection => ({
  from: 'api',
  to: 'postgres',
  kind: 'sql',
  evidence: [],
  confidence: 'high',
  ...over,
});

const check = (over: Partial<ComparedCheck> = {}): ComparedCheck => ({
  findings: [],
  programs: [],
  system: { components: [], connections: [] },
  ...over,
});

const api = (min: number, max: number, processesPerHost = 1) => ({
  name: 'api',
  hosts: { min, max },
  processesPerHost,
});

const withBudget = (budget?: OverlayConnection['budget']): ComparedCheck =>
  check({ system: { components: [], connections: [connection(budget === undefined ? {} : { budget })] } });

describe('nothing changed', () => {
  const cases: readonly { readonly name: string; readonly base: ComparedCheck; readonly head: ComparedCheck }[] = [
    { name: 'the same document', base: check({ findings: [finding('a')] }), head: check({ findings: [finding('a')] }) },
    {
      name: 'code that moved within its file',
      base: check({ findings: [finding('a')] }),
      head: check({ findings: [finding('a', { range: { start: { line: 90, character: 0 } } })] }),
    },
    {
      name: 'a message that counts otherwise',
      base: check({ findings: [finding('a')] }),
      head: check({ findings: [finding('a', { message: 'Told otherwise.' })] }),
    },
    {
      name: 'another order',
      base: check({ findings: [finding('a'), finding('b')], programs: [api(1, 3)] }),
      head: check({ findings: [finding('b'), finding('a')], programs: [api(1, 3)] }),
    },
    {
      name: 'the same budget',
      base: withBudget({ demand: 60, supply: 97 }),
      head: withBudget({ demand: 60, supply: 97 }),
    },
  ];
  test.each(cases)('$name', ({ base, head }) => {
    expect(compareChecks(base, head)).toEqual({
      added: [],
      closed: [],
      raised: [],
      lowered: [],
      instances: [],
      components: { added: [], gone: [] },
      connections: { added: [], gone: [] },
      budgets: [],
    });
  });
});

test('findings that came, went, or are told more or less severely', () => {
  const { added, closed, raised, lowered } = compareChecks(
    check({ findings: [finding('gone'), finding('worse'), finding('milder', { severity: 'error' })] }),
    check({ findings: [finding('worse', { severity: 'error' }), finding('milder'), finding('new')] }),
  );
  expect(added.map(({ fingerprint }) => fingerprint)).toEqual(['new']);
  expect(closed.map(({ fingerprint }) => fingerprint)).toEqual(['gone']);
  expect(raised.map(({ before, after }) => [before.severity, after.severity])).toEqual([['warning', 'error']]);
  expect(lowered.map(({ before, after }) => [before.severity, after.severity])).toEqual([['error', 'warning']]);
});

test('instances, by hosts and by processes, and programs that came or went', () => {
  const worker = { ...api(1, 1), name: 'worker' };
  const of = (base: ComparedCheck['programs'], head: ComparedCheck['programs']) =>
    compareChecks(check({ programs: base }), check({ programs: head })).instances;
  expect(of([api(1, 1)], [api(2, 10)])).toEqual([{ program: 'api', before: api(1, 1), after: api(2, 10) }]);
  expect(of([api(1, 1)], [api(1, 1, 4)])).toEqual([{ program: 'api', before: api(1, 1), after: api(1, 1, 4) }]);
  expect(of([worker], [api(1, 1)])).toEqual([
    { program: 'worker', before: worker, after: null },
    { program: 'api', before: null, after: api(1, 1) },
  ]);
});

test('components and connections that came or went', () => {
  const redis = {
    id: 'redis',
    kind: 'cache',
    name: 'redis',
    evidence: [],
    findings: { error: 0, warning: 0, note: 0 },
  };
  const { components, connections } = compareChecks(
    check({ system: { components: [], connections: [connection()] } }),
    check({
      system: { components: [{ ...redis, kind: 'cache' }], connections: [connection({ to: 'redis', kind: 'redis' })] },
    }),
  );
  expect(components).toEqual({ added: ['cache redis'], gone: [] });
  expect(connections).toEqual({ added: ['redis from api to redis'], gone: ['sql from api to postgres'] });
});

test('budgets before and after, also where one of them is not known', () => {
  const many = { demand: 300, supply: 97 };
  const few = { demand: 60, supply: 97 };
  const sql = 'sql from api to postgres';
  expect(compareChecks(withBudget(few), withBudget(many)).budgets).toEqual([
    { connection: sql, before: few, after: many },
  ]);
  expect(compareChecks(withBudget(), withBudget(many)).budgets).toEqual([
    { connection: sql, before: null, after: many },
  ]);
});
