import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';

const shop = {
  'package.json': JSON.stringify({
    name: 'shop',
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.0.0', pg: '^8.0.0' },
  }),
  'server.js': [
    "import express from 'express';",
    "import { Pool } from 'pg';",
    'export const pool = new Pool({ host: process.env.DB_HOST });',
    'const app = express();',
    'app.listen(3000);',
    '',
  ].join('\n'),
  'compose.yaml':
    'services:\n  api:\n    build: .\n    environment:\n      DB_HOST: orders-db\n  orders-db:\n    image: postgres:17\n',
};

async function problemsOf(configuration: string, file = 'second-instance.json'): Promise<readonly string[]> {
  const engine = createEngine({
    homepage: 'https://example.org',
    today: '2026-11-23',
    configurationFile: 'second-instance.json',
  });
  const files = { ...shop, [file]: configuration };
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return engine.analysis().problems.map((problem) => `${problem.file}: ${problem.message}`);
}

test('names that somebody bears are no problem', async () => {
  const configuration = {
    topology: { api: { hosts: 2 }, '*': { hosts: 1 } },
    targets: { api: { peakRequestsPerSecond: 9 } },
    databases: { 'orders-db': { maxConnections: 50 } },
    rules: { 'unsafe-scale': 'note' },
    ignore: [{ rule: 'cron-in-process', files: ['src/**'], because: 'one host' }],
  };
  expect(await problemsOf(JSON.stringify(configuration))).toEqual([]);
});

test.each([
  [
    'a program',
    '{\n  "topology": { "apo": { "hosts": 2 } }\n}',
    'Line 2: `topology.apo` has no effect: no program is called so. Did you mean `api`?',
  ],
  [
    'a program that is like none',
    '{ "targets": { "storefront": { "peakRequestsPerSecond": 9 } } }',
    'Line 1: `targets.storefront` has no effect: no program is called so. Known here: `api`.',
  ],
  [
    'a database',
    '{ "databases": { "order-db": { "maxConnections": 9 } } }',
    'Line 1: `databases.order-db` has no effect: no database is called so. Did you mean `orders-db`?',
  ],
  [
    'a rule',
    '{\n\n"rules": { "unsave-scale": "off" } }',
    'Line 3: `rules.unsave-scale` has no effect: no rule is called so. Did you mean `unsafe-scale`?',
  ],
  [
    'a rule to ignore',
    '{ "ignore": [\n{ "rule": "cron", "files": ["a"], "because": "b" }] }',
    'Line 2: `ignore` names cron: no rule is called so. Known here: ',
  ],
])('tells an unknown name: %s', async (_title, configuration, message) => {
  const problems = await problemsOf(configuration);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`second-instance.json: ${message}`);
});
