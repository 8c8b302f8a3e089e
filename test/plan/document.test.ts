import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/config/configuration.ts';
import { planOf } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { codeOnly, composeShop, empty, kubernetesShop, monorepo } from './shops.ts';
import { sumsIn } from './sums.ts';
import { type Case, finding, inputOf, planFor } from './workspaces.ts';

const answered = (configuration: Partial<Configuration>, workspace: Case = composeShop): string =>
  renderPlan(planFor({ ...workspace, configuration }));

const targets = { api: { peakRequestsPerSecond: 200, p95Milliseconds: 300 } };
const answers = {
  processorMillisecondsPerRequest: 9,
  databaseMillisecondsPerRequest: 12,
  readsPerSecond: 1000,
  databaseReadsPerSecond: 250,
  jobsPerSecond: 10,
  secondsPerJob: 2,
  jobsAtOnce: 5,
  readWriteRatio: 9,
};

const limiter = finding('ratelimit-memory-store', 'src/server.ts:5', '5 tries are really 15. Share it.', {
  evidence: { instances: 3, source: null, limit: 5, effective: 15, formula: null },
});

describe('every sum', () => {
  const workspaces: readonly Case[] = [
    composeShop,
    kubernetesShop(6, 5),
    kubernetesShop(40, 5),
    kubernetesShop(10, 60, ''),
    monorepo,
    codeOnly,
    empty,
    { ...composeShop, findings: [limiter], configuration: { targets, answers } },
    {
      ...composeShop,
      configuration: { targets, answers: { ...answers, readWriteRatio: 2, databaseReadsPerSecond: 2000 } },
    },
  ];

  it.each(workspaces)('of plan %# comes out anew', (workspace) => {
    for (const { text, computed, said } of sumsIn(renderPlan(planFor(workspace)))) {
      // A share is rounded to whole parts of a hundred, other results to four digits.
      expect(Math.abs(computed - said), text).toBeLessThanOrEqual(/%/.test(text) ? 0.5 : 0.00006);
    }
  });

  it('is found: those of answers, limits, walls and patterns', () => {
    const found = sumsIn(answered({ targets, answers }, { ...composeShop, findings: [limiter] })).map(
      ({ text }) => text,
    );
    expect(found).toEqual(
      expect.arrayContaining([
        '200 × 9 ÷ 1000 ÷ 0.6 = 3',
        '200 × 12 ÷ 1000 = 2.4',
        '2.4 ÷ 0.8 = 3',
        '1 − 250 ÷ 1000 = 0.75',
        '10 × 2 ÷ 5 ÷ 0.8 = 5',
        '9 ÷ (9 + 1) = 90 %',
        '40 × (3 + 0) = 120',
        expect.stringContaining('| 5 | 3 | 15 |'),
      ]),
    );
  });

  it('is told from a wrong one', () => {
    const [sum] = sumsIn('There are 3 × (2 + 1) + 4 of the others = 14 of them.');
    expect(sum).toMatchObject({ computed: 13, said: 14 });
  });
});

describe('sizes', () => {
  it('come from answers alone', () => {
    expect(answered({})).not.toContain('## Sizes');
    expect(answered({ targets })).not.toContain('## Sizes');
    expect(answered({ targets, answers: { processorMillisecondsPerRequest: 'unknown' } })).not.toContain('## Sizes');
  });

  it('say what they need and for what', () => {
    const text = answered({ targets, answers });
    expect(text).toContain('| Instances of api at the peak | F4 | 200 × 9 ÷ 1000 ÷ 0.6 = 3, rounded up 3 | 3 + 2 = 5,');
    expect(text).toContain('75 of 100');
  });
});

describe('patterns', () => {
  const verdicts = (workspace: Case) =>
    Object.fromEntries(planFor(workspace).choices.map(({ pattern, verdict }) => [pattern, verdict]));

  it('are all there, each with a reason', () => {
    const { choices } = planFor(composeShop);
    expect(choices).toHaveLength(12);
    for (const { pattern, why } of choices) expect(why.text, pattern).toMatch(/^\S.{20,}\.$/);
  });

  it('are taken or left by what was found', () => {
    expect(verdicts(composeShop)).toMatchObject({
      'More instances': 'later',
      'A larger machine': 'for now',
      'Rate limits': 'chosen',
      'Read replicas': 'open',
      Sharding: 'rejected',
    });
    expect(verdicts(kubernetesShop(6, 5))).toMatchObject({
      'More instances': 'chosen',
      'A larger machine': 'rejected',
      Autoscaling: 'in use',
    });
    expect(verdicts(monorepo)).toMatchObject({ 'Vertical partitioning': 'later' });
  });

  it.each([
    [9, 'later'],
    [1, 'rejected'],
  ])('weigh replicas by %d reads for each write', (readWriteRatio, verdict) => {
    expect(verdicts({ ...composeShop, configuration: { answers: { readWriteRatio } } })).toMatchObject({
      'Read replicas': verdict,
    });
  });

  it('do not count what only a developer runs', () => {
    const cache = '  cache: { image: "redis:8" }\n';
    const uses =
      "import { createClient } from 'redis';\nexport const cache = createClient({ url: process.env.REDIS_URL });\n";
    const files = (name: string) => ({
      ...composeShop.files,
      'package.json': (composeShop.files['package.json'] ?? '').replace('"pg"', '"redis":"^5.0.0","pg"'),
      [name]: `services:\n${cache}`,
    });
    expect(uses).toContain('redis');
    const why = (name: string) =>
      planFor({ files: files(name) }).choices.find(({ pattern }) => pattern === 'Caching')?.why.text;
    expect(why('compose.dev.yaml')).not.toContain('is there');
    expect(why('compose.more.yaml')).toContain('a store that could be one is there: cache (compose.more.yaml:2)');
  });
});

describe('the decision', () => {
  it('counts what stands before the programs that are stopped, and nothing of others', () => {
    const [found] = monorepo.findings ?? [];
    const other = finding('db-client-per-request', 'apps/checkout/server.ts:3', 'Opens one. Use the pool.', {
      programs: ['checkout'],
    });
    const findings = found === undefined ? [] : [found, other];
    expect(planFor({ ...monorepo, findings }).decision[0]).toBe(
      '**Close 1 blocker before more instances run (5 points of effort)**: of `refunds` several run already, so that what is named below goes wrong today.',
    );
  });

  it('is none where nothing answers', () => {
    expect(planFor(empty).decision).toEqual([]);
  });
});

describe('what it adds', () => {
  it('is what cures of blockers need, with how that fails, and no more', () => {
    expect(planFor(composeShop).additions.map(({ name, isNew }) => [name, isNew])).toEqual([
      ['Redis', true],
      ['Object storage', true],
    ]);
    expect(planFor(kubernetesShop(6, 5)).additions).toEqual([]);
    expect(renderPlan(planFor(kubernetesShop(6, 5)))).toContain('It adds no resource.');
  });
});

describe('the rollout', () => {
  it('has what shows that each step worked, and a way back', () => {
    const { steps } = planFor(composeShop);
    expect(steps.map(({ title }) => title)).toEqual([
      'Bring up Redis',
      'Bring up object storage',
      'Sessions and sign-in: close 1 blocker, with one instance running',
      'Rate limits: close 1 blocker, with one instance running',
      'Files and uploads: close 1 blocker, with one instance running',
      'Connection pools: close 1 blocker, with one instance running',
      'Run two instances',
      'Run as many as the smallest ceiling allows',
    ]);
    for (const { verify, rollback } of steps) expect(`${verify}|${rollback}`).toMatch(/^\S.{5,}\|\S.{5,}$/);
  });

  it('is none where there is nothing to do', () => {
    expect(planFor(kubernetesShop(6, 5)).steps).toEqual([]);
    expect(renderPlan(planFor(empty))).not.toMatch(/## (?:Rollout|Cut-over|Patterns|Decision|Questions)/);
  });

  it('names the query that announces a full database', () => {
    expect(planFor(composeShop).signals[0]).toMatchObject({
      wall: 'Connections of orders-db',
      threshold: '77, what there is to plan with',
      query: expect.stringContaining('pg_stat_activity'),
    });
  });
});

describe('questions', () => {
  const paths = (configuration: Partial<Configuration>) =>
    planFor({ ...codeOnly, configuration }).questions.map(({ path }) => path.join('.'));

  it('come in the order of what they settle', () => {
    expect(paths({})[0]).toBe('topology.shop.hosts');
    expect(paths({})).toContain('answers.readWriteRatio');
  });

  it('are not asked again, answered or left open', () => {
    const left = paths({ answers: { readWriteRatio: 'unknown', databaseMillisecondsPerRequest: 3 } });
    expect(left).not.toContain('answers.readWriteRatio');
    expect(left).not.toContain('answers.databaseMillisecondsPerRequest');
    expect(paths({ answers: { 'topology.shop.hosts': 'unknown' } })).not.toContain('topology.shop.hosts');
  });
});

describe('a plan after another', () => {
  const before = renderPlan(planFor(composeShop));
  const [first, ...rest] = composeShop.findings ?? [];

  it('says what is closed, what is new and what is left', () => {
    const opened = finding('cron-in-process', 'src/server.ts:6', 'Each runs it. Let one do it.');
    const input = inputOf({ ...composeShop, findings: [...rest, opened] });
    const markdown = renderPlan(planOf({ ...input, today: '2026-12-24', previous: before }));
    expect(first?.ruleId).toBe('db-pool-over-budget');
    expect(markdown).toContain('## Since 2026-11-23\n\n1 of 5 findings are closed, 4 are still there, 1 are new.');
    expect(markdown).toContain('- Closed: src/server.ts:3 db-pool-over-budget');
    expect(markdown).toContain('- New: src/server.ts:6 cron-in-process');
  });

  it('says nothing of a text that is no plan, or that holds another comment', () => {
    for (const previous of [
      '',
      '# Notes',
      '<!-- second-instance blockers {"today":3} -->',
      '<!-- second-instance blockers {] -->',
    ]) {
      expect(planOf({ ...inputOf(composeShop), previous }).progress, previous).toBeNull();
    }
  });

  it('keeps names in its comment that would end it', () => {
    const found = finding('cron-in-process', 'src/a--> <b>.ts:1', 'Each runs it. Let one do it.');
    const markdown = renderPlan(planFor({ ...composeShop, findings: [found] }));
    const comment = markdown.slice(markdown.lastIndexOf('<!-- second-instance'));
    expect(comment.indexOf('-->')).toBe(comment.trimEnd().length - 3);
    expect(planOf({ ...inputOf(composeShop), previous: markdown }).progress?.closed).toEqual([
      'src/a--> <b>.ts:1 cron-in-process',
    ]);
  });
});
