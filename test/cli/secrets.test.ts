import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { type ShopOnDisk, shopOnDisk } from './shop.ts';

/** A shop with a secret in every place that people put them. */
const files = {
  '.env': 'SESSION_SECRET=hush-1\nDATABASE_URL=postgres://shop:hush-2@orders-db:5432/shop?sslkey=hush-3\nhush-4\n',
  'compose.yaml': [
    'services:',
    '  api:',
    '    build: .',
    '    command: node src/server.js --token hush-5',
    '    env_file: .env',
    '    environment:',
    '      STRIPE_KEY: hush-6',
    '      REDIS_URL: redis://:hush-7@cache:6379/0',
    '      API_URL: https://hush-8@example.net/hush-9?key=hush-10',
    '    deploy:',
    '      replicas: 3',
    '  cache:',
    '    image: redis:7',
    '    command: redis-server --requirepass hush-11',
    '  orders-db:',
    '    image: postgres:17',
    '    environment: [POSTGRES_PASSWORD=hush-12]',
    '',
  ].join('\n'),
  'k8s/api.yaml': [
    'apiVersion: v1',
    'kind: Secret',
    'metadata: { name: shop }',
    'stringData: { password: hush-13 }',
    '---',
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: { name: shop-settings }',
    'data: { QUEUE_URL: "amqp://shop:hush-14@queue:5672", NOTE: hush-15 }',
    '---',
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: api }',
    'spec:',
    '  replicas: 4',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: api',
    '          image: shop',
    '          command: [node, src/server.js, --password=hush-16]',
    '          env:',
    '            - { name: JWT_SECRET, value: hush-17 }',
    '            - { name: MONGO_URL, value: "mongodb://shop:hush-18@carts/carts" }',
    '',
  ].join('\n'),
  'package.json': JSON.stringify({
    name: 'shop',
    scripts: { start: 'ADMIN_PASSWORD=hush-19 node src/server.js' },
    dependencies: {
      express: '^5.0.0',
      'express-session': '^1.18.0',
      'express-rate-limit': '^8.0.0',
      pg: '^8.0.0',
      ioredis: '^5.0.0',
      multer: '^2.0.0',
      'node-cron': '^4.0.0',
    },
  }),
  'src/server.js': [
    "import express from 'express';",
    "import session from 'express-session';",
    "import { rateLimit } from 'express-rate-limit';",
    "import { Pool } from 'pg';",
    "import Redis from 'ioredis';",
    "import multer from 'multer';",
    "import cron from 'node-cron';",
    "const password = 'hush-20';",
    "const pool = new Pool({ connectionString: 'postgres://shop:hush-21@orders-db/shop?sslkey=hush-22', password });",
    "const cache = new Redis({ host: 'cache', password: 'hush-23' });",
    'const tokens = new Map();',
    'const app = express();',
    "app.use(session({ secret: 'hush-24' }));",
    "app.use(rateLimit({ limit: 5, windowMs: 60000, keyGenerator: () => 'hush-25' }));",
    "app.post('/login', (request, response) => {",
    "  tokens.set('hush-26', request.body);",
    "  response.json(tokens.get('hush-26'));",
    '});',
    "app.post('/upload', multer({ dest: 'uploads' }).single('file'), (request, response) => response.end());",
    "cron.schedule('0 3 * * *', async () => { await pool.query('update users set token = $1', ['hush-27']); });",
    'app.listen(3000);',
    '',
  ].join('\n'),
};

let shop: ShopOnDisk;
beforeEach(() => {
  shop = shopOnDisk();
  shop.write(files);
});
afterEach(() => shop.remove());

const asked = [
  ...Array.from({ length: 13 }, (_, at) => `src/server.js:${at + 8}`),
  ...[4, 13, 16].map((line) => `compose.yaml:${line}`),
  ...[15, 21, 23].map((line) => `k8s/api.yaml:${line}`),
];

test.each([
  ...['text', 'json', 'sarif', 'markdown', 'agent'].map((format) => [['check', '--format', format]]),
  ...['mermaid', 'json', 'outline'].map((format) => [['diagram', '--format', format]]),
  [['plan']],
  [['topology']],
])('%j shows no secret', async (words) => {
  const outcome = await main(words, { cwd: shop.root, today: '2026-11-23', startedAt: 0 });
  expect(outcome.code).toBeLessThan(2);
  expect(outcome.stdout.length).toBeGreaterThan(100);
  expect(outcome.stdout + outcome.stderr.join()).not.toContain('hush');
});

test('explain shows no secret, at any line that has something to tell', async () => {
  const told = await Promise.all(
    asked.map((line) => main(['explain', line], { cwd: shop.root, today: '2026-11-23', startedAt: 0 })),
  );
  const all = told.map(({ stdout, stderr }) => stdout + stderr.join()).join('\n');
  expect(all).toContain('session-memory-store');
  expect(all).not.toContain('hush');
});
