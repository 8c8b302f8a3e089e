import { rule } from '../../src/rules/connections/db-pool-unbounded-autoscale.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

interface Parts {
  readonly options?: string;
  readonly where?: string;
  readonly found?: boolean;
}

/** A server whose pool leads to a database of others. */
const app = ({
  options = '',
  where = 'process.env.DATABASE_URL',
  found = false,
}: Parts = {}): string => `// file: src/app.ts
import express from 'express';
import { Pool } from 'pg';
const pool = new Pool({ connectionString: ${where}${options} });
${found ? '//               ^^^^ db-pool-unbounded-autoscale\n' : ''}const app = express();
app.get('/orders', async (request, response) => response.json(await pool.query('SELECT 1')));
app.listen(3000);
`;

const address = 'postgres://shop@orders.shop.internal:5432/shop';

const cloudRun = (more = '', url = address): string => `# file: service.yaml
apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: shop }
spec:
  template:
${more}    spec:
      containers:
        - image: gcr.io/shop/shop
          command: [node, src/app.ts]
          env:
            - { name: DATABASE_URL, value: '${url}' }
`;

const deployment = (url = address, replicas = ''): string => `# file: k8s/shop.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
${replicas}  template:
    spec:
      containers:
        - name: shop
          image: registry.example.com/shop:1.4.0
          command: [node, src/app.ts]
          env:
            - { name: DATABASE_URL, value: '${url}' }
`;

const autoscaler = (most: number): string => `# file: k8s/autoscaler.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
  minReplicas: 2
  maxReplicas: ${most}
`;

const scaledObject = (most = ''): string => `# file: k8s/scaled.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: shop }
spec:
  scaleTargetRef: { name: shop }
${most}`;

const silent: readonly RuleCase[] = [
  { name: 'the pool has a size', files: app({ options: ', max: 2' }) + cloudRun(), gate: 'none' },
  {
    name: 'a setting gives the pool its size',
    files: app({ options: ', max: Number(process.env.POOL_MAX ?? 3)' }) + cloudRun(),
    gate: 'none',
  },
  { name: 'nothing multiplies the program', files: app() + deployment(), gate: 'none' },
  { name: 'a fixed number of copies', files: app() + deployment(address, '  replicas: 4\n'), gate: 'none' },
  {
    name: 'somebody said what the database takes',
    files: app() + cloudRun(),
    configuration: {
      databases: {
        'postgres:orders.shop.internal/shop': {
          maxConnections: 200,
          reserved: 3,
          from: 'SHOW max_connections',
          on: '2026-11-20',
          line: 1,
        },
      },
    },
    gate: 'none',
  },
  {
    name: 'a pooler stands between',
    files: app() + cloudRun('', 'postgres://shop@orders.shop.internal:6432/shop?pgbouncer=true'),
    gate: 'shared',
  },
  {
    name: 'a manifest runs the database, with its engine’s default',
    files: `${app()}${deployment('postgres://shop@orders-db:5432/shop')}${autoscaler(5)}# file: k8s/db.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders-db }
spec:
  replicas: 1
  template:
    metadata: { labels: { app: orders-db } }
    spec:
      containers:
        - { name: orders-db, image: 'postgres:16' }
---
apiVersion: v1
kind: Service
metadata: { name: orders-db }
spec:
  selector: { app: orders-db }
`,
    gate: 'none',
  },
  {
    name: 'the sum is told already',
    files: app() + deployment() + autoscaler(30),
    gate: 'topology',
  },
  {
    name: 'a client of one connection',
    files: app().replaceAll('Pool', 'Client') + cloudRun(),
    gate: 'none',
  },
  {
    name: 'a database that nobody counts in connections',
    files: `// file: src/app.ts
import express from 'express';
import { Redis } from 'ioredis';
const redis = new Redis(process.env.REDIS_URL);
const app = express();
app.get('/orders', async (request, response) => response.json(await redis.get('orders')));
app.listen(3000);
${cloudRun('', 'redis://cache.example.com:6379').replace('DATABASE_URL', 'REDIS_URL')}`,
    gate: 'none',
  },
  { name: 'an autoscaler that may not add any', files: app() + deployment() + autoscaler(2), gate: 'none' },
];

const many = (from: string, to: string): NonNullable<RuleCase['silentWhen']> => [
  { name: 'the pool has a size', replace: [[from, to]] },
];
const sized = many('new Pool({ ', 'new Pool({ max: 2, ');

const flagged: readonly RuleCase[] = [
  {
    name: 'a platform that starts copies for requests',
    files: app({ found: true }) + cloudRun(),
    expect: [
      {
        severity: 'note',
        says: [
          'Every copy of shop that traffic adds may open 10 connections to postgres:orders.shop.internal/shop.',
          'There may be 100 of them (the default of Cloud Run)',
          'no file says what `max_connections` is there',
        ],
      },
    ],
    silentWhen: sized,
  },
  {
    name: 'a platform that was told how many at the most',
    files:
      app({ found: true }) + cloudRun("    metadata: { annotations: { autoscaling.knative.dev/maxScale: '6' } }\n"),
    expect: [{ says: ['There may be 6 of them (service.yaml:6)'] }],
    silentWhen: sized,
  },
  {
    name: 'an autoscaler whose most leaves room by an assumption alone',
    files: app({ found: true }) + deployment() + autoscaler(5),
    expect: [{ says: ['There may be 5 of them (k8s/autoscaler.yaml:7)'] }],
    silentWhen: [{ name: 'it may add none', replace: [['maxReplicas: 5', 'maxReplicas: 2']] }],
  },
  {
    name: 'a ScaledObject that names no most',
    files: app({ found: true }) + deployment() + scaledObject(),
    expect: [{ says: ['There may be 100 of them (the default of KEDA)'] }],
    silentWhen: sized,
  },
  {
    name: 'a ScaledObject that names one',
    files: app({ found: true }) + deployment() + scaledObject('  maxReplicaCount: 4\n'),
    silentWhen: sized,
  },
  {
    name: 'several processes of a host each have a pool',
    files: app({ found: true }) + cloudRun().replace('[node, src/app.ts]', '[pm2-runtime, src/app.ts, -i, "2"]'),
    expect: [{ says: ['may open 20 connections'] }],
    silentWhen: sized,
  },
  {
    name: 'a database by an address in code',
    files: app({ found: true, where: `'${address}'` }) + cloudRun(),
    silentWhen: sized,
  },
  {
    name: 'MySQL',
    files: `// file: src/app.ts
import express from 'express';
import mysql from 'mysql2/promise';
const pool = mysql.createPool({ uri: process.env.DATABASE_URL });
//                 ^^^^^^^^^^ db-pool-unbounded-autoscale
const app = express();
app.get('/orders', async (request, response) => response.json(await pool.query('SELECT 1')));
app.listen(3000);
${cloudRun('', 'mysql://shop@orders.shop.internal:3306/shop')}`,
    expect: [{ says: ['10 connections'] }],
    silentWhen: many('createPool({ ', 'createPool({ connectionLimit: 2, '),
  },
  {
    name: 'SQLAlchemy',
    files: `# file: app.py
import os
from fastapi import FastAPI
from sqlalchemy import create_engine, text
engine = create_engine(os.environ["DATABASE_URL"])
#        ^^^^^^^^^^^^^ db-pool-unbounded-autoscale
app = FastAPI()

@app.get("/orders")
def orders():
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT 1")))
${cloudRun().replace('[node, src/app.ts]', '[uvicorn, "app:app"]')}`,
    expect: [{ says: ['15 connections'] }],
    silentWhen: many('os.environ["DATABASE_URL"])', 'os.environ["DATABASE_URL"], pool_size=1, max_overflow=0)'),
  },
  {
    name: 'another pool of the same program has a size',
    files:
      app({ found: true }).replace(
        'const app = express();',
        'const reports = new Pool({ connectionString: process.env.REPORTS_URL, max: 2 });\nconst app = express();',
      ) + cloudRun(),
    silentWhen: many(
      'new Pool({ connectionString: process.env.DATABASE_URL',
      'new Pool({ max: 2, connectionString: process.env.DATABASE_URL',
    ),
  },
];

checkRule(rule, [...silent, ...flagged]);
