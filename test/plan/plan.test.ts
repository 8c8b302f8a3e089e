import { beforeAll, describe, expect, it } from 'vitest';
import type { Silence } from '../../src/findings/types.ts';
import { planOf } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { mermaidParsers } from '../diagram/mermaid-parsers.ts';
import { codeOnly, composeShop, empty, kubernetesShop, monorepo } from './shops.ts';
import { budgetsIn, numberIn, tablesIn } from './tables.ts';
import { type Case, finding, inputOf, planFor } from './workspaces.ts';

const workspaces: readonly { readonly name: string; readonly workspace: Case }[] = [
  { name: 'compose-shop', workspace: composeShop },
  { name: 'kubernetes-within-budget', workspace: kubernetesShop(6, 5) },
  { name: 'kubernetes-bound-by-database', workspace: kubernetesShop(40, 5) },
  { name: 'kubernetes-over-budget', workspace: kubernetesShop(10, 60, '') },
  { name: 'monorepo', workspace: monorepo },
  { name: 'code-only', workspace: codeOnly },
  { name: 'empty', workspace: empty },
];

let parsers: Awaited<ReturnType<typeof mermaidParsers>> = [];
beforeAll(async () => {
  parsers = await mermaidParsers();
});

describe.each(workspaces)('the plan for $name', ({ name, workspace }) => {
  const plan = planFor(workspace);
  const markdown = renderPlan(plan);

  it('reads as it should', async () => {
    await expect(markdown).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it('says what matters on one page', () => {
    expect(markdown.split('## Architecture now')[0]?.split('\n').length).toBeLessThanOrEqual(60);
  });

  it('has sums that a reader can check', () => {
    for (const { rows } of budgetsIn(markdown)) checkBudget(rows);
    for (const text of markdown.matchAll(
      /(\d+) × \((\d+) \+ (\d+)\)(?: \+ (\d+) of the others)? = (\d+), more than (\d+)/g,
    )) {
      const [perHost = 0, hosts = 0, surge = 0, others, sum = 0, usable = 0] = text
        .slice(1)
        .map((each) => Number(each ?? 0));
      expect(perHost * (hosts + surge) + (others ?? 0)).toBe(sum);
      expect(sum).toBeGreaterThan(usable);
    }
    for (const { head, rows } of tablesIn(markdown)) {
      if (head.join() !== 'Program,Pool,= connections') continue;
      const together = numberIn(rows.at(-1)?.[2]);
      expect(rows.slice(0, -1).reduce((sum, row) => sum + numberIn(row[2]), 0)).toBe(together);
    }
  });

  it('has a picture that both versions of Mermaid read', async () => {
    const picture = /```mermaid\n([\s\S]*?)\n```/.exec(markdown)?.[1] ?? '';
    for (const { version, parser } of parsers) {
      await expect(parser.parse(picture), `Mermaid ${version}`).resolves.toBeTruthy();
    }
  });

  it('comes out the same in any order of files', () => {
    const files = Object.fromEntries(Object.entries(workspace.files).reverse());
    expect(renderPlan(planFor({ ...workspace, files }))).toBe(markdown);
  });
});

/** Formula F7, computed anew from the cells. */
function checkBudget(rows: readonly (readonly string[])[]): void {
  const value = (name: string) => numberIn(rows.find(([first]) => first === name)?.[5]);
  const demands = rows.slice(
    0,
    rows.findIndex(([first]) => first === 'Demand'),
  );
  for (const [program, pool, processes, hosts, surge, connections, from] of demands) {
    expect(numberIn(pool) * numberIn(processes) * (numberIn(hosts) + numberIn(surge)), program).toBe(
      numberIn(connections),
    );
    expect(from, `where the figures of ${program} come from`).toMatch(/pool .+ · hosts .+/);
  }
  expect(demands.reduce((sum, row) => sum + numberIn(row[5]), 0)).toBe(value('Demand'));
  const maximum = rows[demands.length + 1];
  expect(maximum?.[6]).toMatch(/\S/);
  expect(numberIn(maximum?.[5]) + value('reserved')).toBe(value('Usable'));
  expect(Math.floor(value('Usable') * 0.8)).toBe(value('To plan with'));
}

describe('a pool of which nothing says where it leads', () => {
  const plan = planFor({
    files: {
      ...composeShop.files,
      'src/server.ts': (composeShop.files['src/server.ts'] ?? '').replace('DATABASE_URL', 'STOCK_URL'),
    },
  });
  const text = renderPlan(plan);

  it('is in the sum under a condition, which the row, the conclusion and the wall name', () => {
    expect(plan.budgets.map(({ rows }) => rows.map(({ condition }) => condition))).toEqual([
      ['STOCK_URL leads to orders-db'],
    ]);
    expect(text).toContain('· if STOCK_URL leads to orders-db');
    expect(text).toContain('If STOCK_URL leads to orders-db: **120 of 97, 23 too many.**');
    expect(text).toContain('connections of `orders-db`, if STOCK_URL leads to orders-db');
  });

  it('is named by its place where no name decides', () => {
    const server = (composeShop.files['src/server.ts'] ?? '').replace('process.env.DATABASE_URL', 'addressOf()');
    const { assumptions } = planFor({ files: { ...composeShop.files, 'src/server.ts': server } });
    expect(assumptions.map(({ text: assumed }) => assumed)).toContain(
      'the pool of src/server.ts:3 leads to orders-db, as no manifest runs another database of its kind',
    );
  });

  it('is an assumption, with what settles it', () => {
    expect(plan.assumptions.map(({ text: assumed }) => assumed)).toContain(
      'STOCK_URL leads to orders-db, as no manifest runs another database of its kind',
    );
  });
});

describe('the verdict', () => {
  it('is one instance where a process keeps something by itself', () => {
    const [verdict] = planFor(composeShop).programs;
    expect(verdict).toMatchObject({
      program: 'api',
      safeTo: 1,
      runs: { value: 3 },
      firstWall: { kind: 'memory', passed: true },
    });
  });

  it('is what the database takes where nothing else stops it', () => {
    // 5 × (h + ⌈h ÷ 4⌉) ≤ 77 holds up to 12 hosts: 5 × 15 = 75; ≤ 97 up to 15: 5 × 19 = 95.
    const [verdict] = planFor(kubernetesShop(6, 5)).programs;
    expect(verdict).toMatchObject({
      program: 'api',
      safeTo: 12,
      firstWall: { kind: 'connections', at: 13, passed: false },
    });
    expect(verdict?.firstWall?.overflow).toEqual({
      database: 'orders-db',
      perHost: 5,
      hosts: 13,
      surge: 4,
      others: 0,
      sum: 85,
      planned: 77,
      usable: 97,
      full: { hosts: 16, surge: 4, sum: 100 },
      assuming: 100,
      condition: null,
    });
  });

  it('is passed only where the database is full, and short of headroom before', () => {
    const [verdict] = planFor(kubernetesShop(14, 5)).programs;
    expect(verdict).toMatchObject({ safeTo: 12, firstWall: { at: 13, passed: false, tight: true } });
    expect(planFor(kubernetesShop(16, 5)).programs[0]?.firstWall).toMatchObject({ at: 13, passed: true });
  });

  it('counts the roll-out of a chart in the ceiling as in the sum', () => {
    const files = {
      ...codeOnly.files,
      'chart/Chart.yaml': 'name: shop\n',
      'chart/values-prod.yaml': 'replicaCount: 3\n',
      'chart/templates/shop.yaml':
        'kind: Deployment\nspec:\n  replicas: {{ .Values.replicaCount }}\n  strategy:\n    rollingUpdate:\n      maxSurge: 2\n',
    };
    const [wall] = planFor({ files }).walls;
    // 10 × (5 + 2) = 70 fit into 77, and 10 × (6 + 2) do not.
    expect(wall?.overflow).toMatchObject({ hosts: 6, surge: 2, sum: 80, full: { hosts: 8, surge: 2, sum: 100 } });
  });

  it('says what is known where nothing says how many hosts run', () => {
    const { files } = codeOnly;
    const pm2 = {
      'ecosystem.config.json': '{ "apps": [{ "name": "shop", "script": "src/server.ts", "instances": 3 }] }',
    };
    expect(renderPlan(planFor({ ...codeOnly, files: { ...files, ...pm2 } }))).toContain(
      '3 processes on each host, [ecosystem.config.json:1](/ecosystem.config.json#L1); nothing says how many hosts. First wall, passed already:',
    );
    const heroku = {
      Procfile: 'web: node src/server.ts\n',
      'app.json': '{ "formation": { "web": { "quantity": 1 } } }',
    };
    expect(renderPlan(planFor({ ...codeOnly, files: { ...files, ...heroku } }))).toContain(
      'a template begins with 1, [app.json:1](/app.json#L1); nothing says how many run. First wall:',
    );
  });

  it('names what nobody says', () => {
    const plan = planFor(codeOnly);
    expect(plan.programs[0]).toMatchObject({ runs: null, safeTo: 1, firstWall: { passed: null } });
    expect(plan.assumptions[0]?.text).toContain('Nothing says how many instances of shop run');
  });

  it.each([
    { name: 'a weak guess', severity: 'note', confidence: 'low', instances: 1, walls: 0 },
    { name: 'one that is only possible', severity: 'note', confidence: 'high', instances: 3, walls: 0 },
    { name: 'a note because one instance is declared', severity: 'note', confidence: 'high', instances: 1, walls: 1 },
    { name: 'a warning', severity: 'warning', confidence: 'medium', instances: 2, walls: 1 },
  ] as const)('counts $name as $walls walls', ({ severity, confidence, instances, walls }) => {
    const evidence = { instances, source: null, limit: null, effective: null, formula: null };
    const found = finding('state-module-collection', 'src/server.ts:1', 'Carts are kept.', {
      severity,
      confidence,
      evidence,
    });
    const memory = planFor({ ...composeShop, findings: [found] }).walls.filter((wall) => wall.kind === 'memory');
    expect(memory).toHaveLength(walls);
  });
});

describe('what is no wall', () => {
  it('is a stop that drops requests, because it does so at any number', () => {
    const found = finding('shutdown-missing', 'src/server.ts:6', 'Nothing listens for SIGTERM. Stop in order.');
    const plan = planFor({ ...kubernetesShop(6, 5), findings: [found] });
    expect(plan.walls.map(({ kind }) => kind)).toEqual(['connections']);
    expect(plan.stages.map(({ title }) => title)).toEqual(['Starts and stops']);
  });

  it('is a volume that programs share, but one machine is all that they can run on', () => {
    const shared = (mount: string, volumes = 'volumes:\n  media:\n') => {
      const image = (name: string) => `  ${name}:\n    build: apps/${name}\n    volumes: [${mount}]\n`;
      const compose = `services:\n${image('checkout')}${image('refunds')}${volumes}`;
      return renderPlan(planFor({ files: { ...monorepo.files, 'compose.yaml': compose } }));
    };
    expect(shared('media:/media')).toContain(
      'On one machine: it shares the files of `media` with `refunds` ([compose.yaml:4](/compose.yaml#L4), [compose.yaml:7](/compose.yaml#L7)). A second machine has none of them.',
    );
    expect(shared('media:/media')).toContain('against a second instance on the same machine, where they share files;');
    expect(shared('media:/media:ro')).not.toContain('On one machine');
    expect(shared('media:/media', 'volumes:\n  media: { driver: nfs }\n')).not.toContain('On one machine');
  });

  it('is told in one line for all programs that nothing was found against', () => {
    const pools = Object.fromEntries(
      Object.entries(monorepo.files).map(([file, text]) => [
        file,
        text.replace(/export const pool.*\n/, '').replace(/await pool.query\(.*?\)/, "'none'"),
      ]),
    );
    expect(renderPlan(planFor({ files: pools }))).toContain(
      '- **Nothing was found that stops** `checkout` (2 run, [compose.yaml:8](/compose.yaml#L8)) and `refunds` (3 run, [compose.yaml:15](/compose.yaml#L15)).',
    );
  });
});

describe('what is shared already', () => {
  const start = { line: 4, character: 0 };
  const silence = {
    ruleId: 'session-memory-store',
    file: 'src/server.ts',
    range: { start, end: start },
    reason: 'The option `store` gives a store.',
  };

  it('stands with its place and why, and nothing else that rules are silent about', () => {
    const silences: Silence[] = [
      { ...silence, gate: 'shared' },
      { ...silence, ruleId: 'session-file-store', gate: 'shared' },
      { ...silence, gate: 'role' },
    ];
    const markdown = renderPlan(planOf({ ...inputOf(kubernetesShop(6, 5)), silences }));
    expect(markdown).toContain(
      '## Shared already\n\n- [src/server.ts:5](/src/server.ts#L5) session-memory-store? The option `store` gives a store.\n\n',
    );
  });

  it('is no section where nothing is', () => {
    expect(renderPlan(planFor(composeShop))).not.toContain('Shared already');
  });
});

describe('blockers', () => {
  it('come state before scale, and pools last', () => {
    const stages = planFor(composeShop).stages.map(({ id }) => id);
    expect(stages).toEqual(['sessions', 'limits', 'files', 'pools', 'later']);
  });

  it('take their remedy from a fix, else from the advice of the finding', () => {
    const blockers = planFor(composeShop).stages.flatMap((stage) => stage.blockers);
    expect(blockers.map(({ remedy, effort }) => `${effort} ${remedy}`)).toEqual([
      '3 Keep sessions in a store that all instances share',
      '3 Give the limiter a store they share.',
      '7 Put them into object storage.',
      '1 Set smaller pools.',
      '5 Make it asynchronous.',
    ]);
  });
});

describe('a large workspace', () => {
  const many = Array.from({ length: 40 }, (_, index) => `shop-${index}`);
  const files = {
    'package.json': JSON.stringify({ name: 'market', private: true, workspaces: ['apps/*'] }),
    ...Object.fromEntries(
      many.flatMap((name) => [
        [
          `apps/${name}/package.json`,
          JSON.stringify({ name, scripts: { start: 'node server.js' }, dependencies: { express: '^5', pg: '^8' } }),
        ],
        [
          `apps/${name}/server.js`,
          "import express from 'express';\nimport { Pool } from 'pg';\nexport const pool = new Pool({ connectionString: process.env.DATABASE_URL });\nexpress().get('/', () => pool.query('select 1')).listen(1);\n",
        ],
      ]),
    ),
    'compose.yaml': [
      'services:',
      ...many.flatMap((name) => [
        `  ${name}:`,
        `    build: apps/${name}`,
        '    environment: { DATABASE_URL: "postgres://orders-db/market" }',
        '    deploy: { replicas: 2 }',
      ]),
      '  orders-db: { image: "postgres:16" }',
      '',
    ].join('\n'),
  };
  const findings = many.flatMap((name) =>
    Array.from({ length: 20 }, (_, line) =>
      finding('state-module-collection', `apps/${name}/server.js:${line + 1}`, 'Carts are kept. Share them.', {
        programs: [name],
      }),
    ),
  );
  const markdown = renderPlan(planFor({ files, findings }));

  it('still has its verdict on one page, with sums that hold', () => {
    expect(markdown.split('## Architecture now')[0]?.split('\n').length).toBeLessThanOrEqual(60);
    expect(markdown).toContain('33 further pools');
    expect(markdown).toMatch(/800 of 97: 703 too many/);
  });

  it('says how many it leaves out', () => {
    expect(markdown).toContain('and 34 further programs, with no more findings than these.');
    expect(markdown).toContain('and 788 more of `state-module-collection`');
  });
});

describe('names from the workspace', () => {
  it('cannot break out of tables, links or fences', () => {
    const nasty = 'src/a|b`c](x) <img src=x>\n# heading.ts';
    const input = inputOf(composeShop);
    const found = finding('state-module-collection', `${nasty}:1`, `Carts in ${nasty} | \`\`\` are kept. Share them.`);
    const markdown = renderPlan(planFor({ ...composeShop, findings: [found] }));
    expect(input.system.programs).toHaveLength(1);
    expect(markdown).not.toMatch(/^# heading/m);
    expect(markdown).not.toMatch(/(?<!\\)<img/);
    for (const { head, rows } of tablesIn(markdown)) for (const row of rows) expect(row).toHaveLength(head.length);
  });
});
