import { describe, expect, it } from 'vitest';
import type { TopologyOverride } from '../../src/config/configuration.ts';
import { planOf } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { targetOf } from '../../src/plan/target.ts';
import { composeShop } from './shops.ts';
import { type Case, finding, inputOf } from './workspaces.ts';

const changesOf = (workspace: Case) => {
  const { components, connections } = targetOf(inputOf(workspace));
  return [...components, ...connections].map(([name, { change, why }]) => `${change} ${name}: ${why}`);
};

const withCompose = (change: (text: string) => string, rest: Partial<Case> = {}): Case => ({
  ...composeShop,
  findings: [],
  files: { ...composeShop.files, 'compose.yaml': change(composeShop.files['compose.yaml'] ?? '') },
  ...rest,
});

const sessions = finding('session-memory-store', 'src/server.ts:4', 'a', { thing: 'sessions' });
const uploads = finding('upload-local-disk', 'src/server.ts:5', 'b', { thing: 'uploads' });
const work = finding('queue-in-memory', 'src/server.ts:6', 'c', { thing: 'mails' });

describe('what the plan leads to', () => {
  it('has pools that fit, and nothing else where nothing else is found', () => {
    expect(changesOf({ ...composeShop, findings: [] })).toEqual(['changed sql from api to orders-db: was 120']);
    const { overlay } = targetOf(inputOf({ ...composeShop, findings: [] }));
    const budget = overlay.connections.find(({ to }) => to === 'orders-db')?.budget;
    expect(budget?.demand).toBeLessThanOrEqual(97 * 0.8);
  });

  it('has the stores that findings ask for, joined with the programs that need them', () => {
    const changes = changesOf({ ...composeShop, findings: [sessions, uploads] });
    expect(changes).toEqual([
      'added redis: for sessions',
      'added object-storage: for uploads',
      'added redis from api to redis: for sessions',
      'added s3 from api to object-storage: for uploads',
      'changed sql from api to orders-db: was 120',
    ]);
  });

  it('has a worker that takes from the queue', () => {
    const changes = changesOf({ ...composeShop, findings: [work] });
    expect(changes).toContain('added api-worker: takes the jobs');
    expect(changes).toContain('added consume from api-worker to jobs: takes the jobs');
  });

  it('takes the store that is there already', () => {
    const changes = changesOf(
      withCompose((text) => text.replace('  orders-db:', '  sessions:\n    image: redis:7\n  orders-db:'), {
        findings: [sessions],
      }),
    );
    expect(changes).toContain('added redis from api to sessions: for sessions');
    expect(changes.some((change) => change.startsWith('added redis:'))).toBe(false);
  });

  it.each([
    { name: 'one declared', replicas: 1, expected: { min: 2, max: 2 }, why: 'was 1' },
    { name: 'an unknown number', replicas: null, expected: { min: 2, max: 2 }, why: 'was of an unknown number' },
    { name: 'three', replicas: 3, expected: { min: 3, max: 3 }, why: null },
  ])('runs $name at least twice', ({ replicas, expected, why }) => {
    const workspace = withCompose((text) =>
      replicas === null
        ? text.replace('    deploy:\n      replicas: 3\n', '')
        : text.replace('replicas: 3', `replicas: ${replicas}`),
    );
    const { overlay, components } = targetOf(inputOf(workspace));
    expect(overlay.components.find(({ id }) => id === 'api')?.instances).toMatchObject(expected);
    expect(components.get('api')?.why ?? null).toBe(why);
  });

  it('runs as many as the peak needs, and two more', () => {
    const { overlay } = targetOf(
      inputOf({
        ...composeShop,
        configuration: {
          targets: { api: { peakRequestsPerSecond: 200, p95Milliseconds: null } },
          answers: { processorMillisecondsPerRequest: 12 },
        },
      }),
    );
    // 200 × 12 ÷ 1000 ÷ 0.6 = 4.
    expect(overlay.components.find(({ id }) => id === 'api')?.instances).toMatchObject({ min: 6, max: 6 });
  });

  it('leaves alone what somebody said stays at one', () => {
    const override: TopologyOverride = {
      hosts: [1, 1],
      processesPerHost: null,
      because: 'the licence allows one',
      from: null,
      on: null,
      line: 0,
    };
    const changes = changesOf(
      withCompose((text) => text.replace('replicas: 3', 'replicas: 1'), {
        configuration: { topology: { api: override } },
      }),
    );
    expect(changes.filter((change) => change.includes('api:'))).toEqual([]);
  });

  it('puts a pooler between where not even pools of one fit, and takes the direct way away', () => {
    const many = withCompose((text) => text.replace('replicas: 3', 'replicas: 90'));
    const { overlay, difference, connections } = targetOf(inputOf(many));
    expect(connections.get('sql from api to orders-db')).toMatchObject({ change: 'removed' });
    const about = overlay.connections.filter(({ from, to }) => `${from} ${to}`.includes('orders-db'));
    expect(about.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'api → pgbouncer-orders-db',
      'pgbouncer-orders-db → orders-db',
    ]);
    expect(difference.connections).toHaveLength(overlay.connections.length + 1);
  });

  it('has no finding left', () => {
    const { overlay } = targetOf(inputOf(composeShop));
    expect(overlay.components.every(({ findings }) => findings.error + findings.warning + findings.note === 0)).toBe(
      true,
    );
    expect(overlay.connections.every(({ findings }) => findings === undefined)).toBe(true);
  });

  it('is the same whatever order the files come in', () => {
    const turned = { ...composeShop, files: Object.fromEntries(Object.entries(composeShop.files).reverse()) };
    expect(targetOf(inputOf(turned))).toEqual(targetOf(inputOf(composeShop)));
  });

  it('stands in the plan with signs for what comes, changes and goes', () => {
    const markdown = renderPlan(planOf(inputOf({ ...composeShop, findings: [sessions] })));
    const after = markdown.split('## Architecture after this plan')[1] ?? '';
    expect(after).toContain('✚ Redis');
    expect(after).toContain('△ sql');
    expect(after).toMatch(/classDef si-added stroke:/);
    const calm = withCompose((text) => text.replace('max_connections=100', 'max_connections=1000'));
    expect(renderPlan(planOf(inputOf(calm)))).not.toContain('## Architecture after this plan');
  });
});
