import type { Case } from './workspaces.ts';
import { finding } from './workspaces.ts';

const server = (pool: string, port = 3000): string =>
  [
    "import express from 'express';",
    "import { Pool } from 'pg';",
    `export const pool = new Pool({ connectionString: process.env.DATABASE_URL${pool} });`,
    'const app = express();',
    "app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));",
    `app.listen(${port});`,
    '',
  ].join('\n');

const packageFile = (name: string, entry: string): string =>
  JSON.stringify({
    name,
    private: true,
    type: 'module',
    scripts: { start: `node ${entry}` },
    dependencies: { express: '^5.0.0', pg: '^8.0.0' },
  });

const api = [
  'services:',
  '  api:',
  '    build: .',
  '    environment:',
  '      PORT: "3000"',
  '      DATABASE_URL: postgres://shop@orders-db:5432/shop',
  '    deploy:',
  '      replicas: 3',
];
const database = ['  orders-db:', '    image: postgres:16'];

/** Three instances whose pools ask for more than the database takes. */
export const composeShop: Case = {
  files: {
    'package.json': packageFile('shop', 'src/server.ts'),
    'src/server.ts': server(', max: 40'),
    'compose.yaml': [...api, ...database, '    command: postgres -c max_connections=100', ''].join('\n'),
  },
  findings: [
    finding(
      'db-pool-over-budget',
      'src/server.ts:3',
      'All pools together may open 120 connections. Set smaller pools.',
      {
        subject: { kind: 'budget', database: 'orders-db' },
      },
    ),
    finding(
      'ratelimit-memory-store',
      'src/server.ts:5',
      '5 tries a minute are really up to 15. Give the limiter a store they share.',
    ),
    finding('session-memory-store', 'src/server.ts:4', 'Users are signed out. Give express-session a store.', {
      fixes: [
        { id: 'session-store', title: 'Keep sessions in a store that all instances share', safety: 'needs-review' },
      ],
    }),
    finding(
      'upload-local-disk',
      'src/server.ts:4',
      'Uploads exist on one instance only. Put them into object storage.',
    ),
    finding('sync-block-in-handler', 'src/server.ts:5', 'A hash blocks the loop. Make it asynchronous.', {
      severity: 'note',
    }),
  ],
};

const deployment = (resources: string): string =>
  [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: api }',
    'spec:',
    '  selector: { matchLabels: { app: api } }',
    '  template:',
    '    metadata: { labels: { app: api } }',
    '    spec:',
    '      containers:',
    '        - name: api',
    '          image: registry.example.com/shop:1',
    '          command: ["node", "src/server.ts"]',
    '          ports: [{ containerPort: 3000 }]',
    '          env: [{ name: DATABASE_URL, value: "postgres://shop@orders-db:5432/shop" }]',
    ...(resources === '' ? [] : [`          resources: ${resources}`]),
  ].join('\n');

const autoscaler = (maximum: number): string =>
  [
    'apiVersion: autoscaling/v2',
    'kind: HorizontalPodAutoscaler',
    'metadata: { name: api }',
    'spec:',
    '  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }',
    '  minReplicas: 2',
    `  maxReplicas: ${maximum}`,
  ].join('\n');

const postgres = [
  'apiVersion: apps/v1',
  'kind: StatefulSet',
  'metadata: { name: orders-db }',
  'spec:',
  '  selector: { matchLabels: { app: orders-db } }',
  '  template:',
  '    metadata: { labels: { app: orders-db } }',
  '    spec:',
  '      containers:',
  '        - { name: postgres, image: "postgres:16" }',
  '---',
  'apiVersion: v1',
  'kind: Service',
  'metadata: { name: orders-db }',
  'spec: { selector: { app: orders-db }, ports: [{ port: 5432 }] }',
].join('\n');

/** An autoscaler up to `maximum`, with pools of `pool` connections. */
export function kubernetesShop(maximum: number, pool: number, resources = '{ requests: { cpu: 250m } }'): Case {
  return {
    files: {
      'package.json': packageFile('shop', 'src/server.ts'),
      'src/server.ts': server(`, max: ${pool}`),
      'k8s/api.yaml': `${deployment(resources)}\n---\n${autoscaler(maximum)}\n`,
      'k8s/orders-db.yaml': `${postgres}\n`,
    },
  };
}

/** Two programs of one repository on one database. */
export const monorepo: Case = {
  files: {
    'package.json': JSON.stringify({ name: 'market', private: true, workspaces: ['apps/*'] }),
    'apps/checkout/package.json': packageFile('checkout', 'server.ts'),
    'apps/checkout/server.ts': server(', max: 10'),
    'apps/refunds/package.json': packageFile('refunds', 'server.ts'),
    'apps/refunds/server.ts': server('', 3001),
    'compose.yaml': [
      'services:',
      ...['checkout', 'refunds'].flatMap((name, index) => [
        `  ${name}:`,
        `    build: apps/${name}`,
        `    ports: ["${8081 + index}:${3000 + index}"]`,
        '    environment:',
        '      DATABASE_URL: postgres://market@orders-db:5432/market',
        '    deploy:',
        `      replicas: ${2 + index}`,
      ]),
      ...database,
      '',
    ].join('\n'),
  },
  findings: [
    finding(
      'state-module-collection',
      'apps/refunds/server.ts:3',
      'Refunds exist on one instance only. Keep them in a store.',
      {
        programs: ['refunds'],
      },
    ),
  ],
};

/** No manifest says how many run. */
export const codeOnly: Case = {
  files: { 'package.json': packageFile('shop', 'src/server.ts'), 'src/server.ts': server('') },
  findings: [
    finding('session-memory-store', 'src/server.ts:4', 'With 2 instances users are signed out. Give it a store.', {
      severity: 'warning',
      programs: ['shop'],
      evidence: { instances: 2, source: { kind: 'assumed' }, limit: null, effective: null, formula: null },
    }),
  ],
};

export const empty: Case = { files: { 'README.md': '# Shop\n' } };
