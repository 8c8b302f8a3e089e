import { rule } from '../../src/rules/autoscaling/hpa-max-over-budget.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const mark = '#              ^^ hpa-max-over-budget\n';

const shop = (pool = 'new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })'): string => `# file: src/app.ts
import express from 'express';
import { Pool } from 'pg';
const app = express();
const pool = ${pool};
app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
app.listen(3000);
`;

interface Workload {
  readonly name?: string;
  readonly command?: string;
  readonly environment?: string;
  readonly address?: string;
  readonly more?: string;
}

const workload = ({ name = 'shop', command = 'src/app.ts', environment, address, more = '' }: Workload): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
${more}  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/shop:1.4.0
          command: ["node", "${command}"]
          env:
            - ${environment ?? `{ name: DATABASE_URL, value: "${address ?? 'postgres://shop@orders-db:5432/shop'}" }`}
---
`;

const scaler = (minimum: number, maximum: number, marked = '', name = 'shop'): string =>
  `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: ${minimum}
  maxReplicas: ${maximum}
${marked}---
`;

const database = (words = ', "-c", "max_connections=100"', name = 'orders-db'): string =>
  `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name} }
spec:
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: postgres
          image: postgres:16
          args: ["postgres"${words}]
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  selector: { app: ${name} }
  ports: [{ port: 5432 }]
`;

const file = '# file: k8s/shop.yaml\n';

const silent: readonly RuleCase[] = [
  { name: 'all fit at the maximum', files: shop() + file + workload({}) + scaler(2, 4) + database(), gate: 'none' },
  {
    name: 'the fewest copies open too many already, so that the pools are the cause',
    files:
      shop('new Pool({ connectionString: process.env.DATABASE_URL, max: 50 })') +
      file +
      workload({}) +
      scaler(2, 10) +
      database(),
    gate: 'none',
  },
  {
    name: 'a fixed number of copies',
    files: shop() + file + workload({ more: '  replicas: 12\n' }) + database(),
    gate: 'none',
  },
  {
    name: 'the database takes more',
    files: shop() + file + workload({}) + scaler(2, 10) + database(', "-c", "max_connections=500"'),
    gate: 'none',
  },
  {
    name: 'a pooler stands in between',
    files:
      shop() + file + workload({ address: 'postgres://shop@orders-pooler:6432/shop' }) + scaler(2, 10) + database(),
    gate: 'shared',
  },
  {
    name: 'an autoscaler of another workload',
    files: shop() + file + workload({}) + scaler(2, 30, '', 'pages') + database(),
    gate: 'none',
  },
  {
    name: 'an autoscaler for tests',
    files: `${shop() + file + workload({}) + database()}# file: k8s/overlays/dev/scaler.yaml\n${scaler(2, 30)}`,
    gate: 'none',
  },
  {
    name: 'a single connection',
    files:
      shop('new Client({ connectionString: process.env.DATABASE_URL })').replace('{ Pool }', '{ Client }') +
      file +
      workload({}) +
      scaler(2, 10) +
      database(),
    gate: 'none',
  },
  {
    name: 'a small pool',
    files:
      shop('new Pool({ connectionString: process.env.DATABASE_URL, max: 3 })') +
      file +
      workload({}) +
      scaler(2, 20) +
      database(),
    gate: 'none',
  },
  {
    name: 'the other database is the small one',
    files:
      shop() +
      file +
      workload({}) +
      scaler(2, 10) +
      database(', "-c", "max_connections=400"') +
      '---\n' +
      database(', "-c", "max_connections=20"', 'reports-db'),
    gate: 'none',
  },
  {
    name: 'an autoscaler that never moves the number',
    files: shop() + file + workload({}) + scaler(12, 12) + database(),
    gate: 'none',
  },
  {
    name: 'the pool of a test',
    files: `# file: src/app.ts
import express from 'express';
const app = express();
app.listen(3000);
# file: test/orders.test.ts
import { Pool } from 'pg';
export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 50 });
${file}${workload({})}${scaler(2, 10)}${database()}`,
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'the maximum opens more than the database takes',
    files: shop() + file + workload({}) + scaler(2, 10, mark) + database(),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: [
          'With 10 copies of shop all pools together open 130 connections, but orders-db takes 97.',
          '(10 + 3) × 10 (shop) = 130 of 97: max_connections is 100 (k8s/shop.yaml:35), of which 3 are reserved.',
          'Up to 5 copies of shop leave a fifth of them free',
        ],
        related: ['src/app.ts:4', 'k8s/shop.yaml:35'],
        symbol: 'shop.orders-db',
      },
    ],
    silentWhen: [
      { name: 'the maximum fits', replace: [['maxReplicas: 10', 'maxReplicas: 5']] },
      { name: 'the pool is small', replace: [['max: 10', 'max: 3']] },
      { name: 'a pooler stands in between', replace: [['@orders-db:5432', '@orders-pooler:6432']] },
    ],
  },
  {
    name: 'the default of the library',
    files:
      shop('new Pool({ connectionString: process.env.DATABASE_URL })') +
      file +
      workload({}) +
      scaler(2, 10, mark) +
      database(),
    expect: [{ severity: 'error', confidence: 'medium' }],
    silentWhen: [{ name: 'the maximum fits', replace: [['maxReplicas: 10', 'maxReplicas: 5']] }],
  },
  {
    name: 'nothing says what the database takes',
    files: shop() + file + workload({}) + scaler(2, 10, mark) + database(''),
    expect: [{ severity: 'warning', says: ['assuming max_connections of 100'] }],
    silentWhen: [{ name: 'the maximum fits', replace: [['maxReplicas: 10', 'maxReplicas: 5']] }],
  },
  {
    name: 'the maximum comes near',
    files:
      shop() +
      file +
      workload({ more: '  strategy: { type: Recreate }\n' }) +
      scaler(2, 9, mark.replace('^^ ', '^ ')) +
      database(),
    expect: [{ severity: 'note', says: ['open 90 of the 97 of orders-db', 'Up to 7 copies'] }],
    silentWhen: [{ name: 'the maximum leaves a fifth', replace: [['maxReplicas: 9', 'maxReplicas: 7']] }],
  },
  {
    name: 'a secret says where it leads',
    files:
      shop() +
      file +
      workload({ environment: '{ name: DATABASE_URL, valueFrom: { secretKeyRef: { name: shop, key: url } } }' }) +
      scaler(2, 10, mark) +
      '',
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'the maximum fits', replace: [['maxReplicas: 10', 'maxReplicas: 5']] }],
  },
  {
    name: 'nothing says where the pool leads but that there is one database',
    files:
      shop() + file + workload({ environment: '{ name: PORT, value: "3000" }' }) + scaler(2, 10, mark) + database(),
    expect: [{ severity: 'warning', says: ['if DATABASE_URL leads to orders-db', 'lower the maximum'] }],
    silentWhen: [{ name: 'the maximum fits', replace: [['maxReplicas: 10', 'maxReplicas: 5']] }],
  },
  {
    name: 'processes multiply what each copy opens',
    files: `# file: src/app.ts
import cluster from 'node:cluster';
import express from 'express';
import { Pool } from 'pg';
if (cluster.isPrimary) {
  for (let each = 0; each < 4; each++) cluster.fork();
} else {
  const app = express();
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 });
  app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
  app.listen(3000);
}
${file}${workload({})}${scaler(1, 10, mark)}${database()}`,
    expect: [{ says: ['(10 + 3) × 4 × 5 (shop) = 260 of 97'] }],
    silentWhen: [{ name: 'one copy is enough', replace: [['maxReplicas: 10', 'maxReplicas: 2']] }],
  },
  {
    name: 'another program takes a part, and the autoscaled one brings the sum over',
    files: `${shop()}# file: src/worker.ts
import { Worker } from 'bullmq';
import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
new Worker('reports', async () => pool.query('select * from reports'));
${file}${workload({})}${workload({ name: 'worker', command: 'src/worker.ts', more: '  replicas: 2\n  strategy: { type: Recreate }\n' })}${scaler(2, 6, mark.replace('^^ ', '^ '))}${database()}`,
    expect: [
      { says: ['all pools together open 120 connections', '(6 + 2) × 10 (shop) + 2 × 20 (worker) = 120 of 97'] },
    ],
    silentWhen: [
      {
        name: 'the worker takes less',
        replace: [
          ['max: 20', 'max: 2'],
          ['maxReplicas: 6', 'maxReplicas: 5'],
        ],
      },
    ],
  },
  {
    name: 'a roll-out alone brings it over',
    files:
      shop() +
      file +
      workload({ more: '  strategy: { rollingUpdate: { maxSurge: "100%" } }\n' }) +
      scaler(1, 6, mark.replace('^^ ', '^ ')) +
      database(),
    expect: [{ severity: 'error', says: ['(6 + 6) × 10 (shop) = 120 of 97', 'Up to 3 copies'] }],
    silentWhen: [
      { name: 'the old ones stop first', replace: [['{ rollingUpdate: { maxSurge: "100%" } }', '{ type: Recreate }']] },
    ],
  },
  {
    name: 'KEDA scales by a queue',
    files:
      shop() +
      file +
      workload({}) +
      `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: shop }
spec:
  scaleTargetRef: { name: shop }
  minReplicaCount: 0
  maxReplicaCount: 20
#                  ^^ hpa-max-over-budget
  triggers: [{ type: redis, metadata: { listName: orders } }]
---
` +
      database(),
    expect: [{ severity: 'error', says: ['With 20 copies of shop'] }],
    silentWhen: [{ name: 'the maximum fits', replace: [['maxReplicaCount: 20', 'maxReplicaCount: 4']] }],
  },
  {
    name: 'an application in Python',
    files: `# file: app.py
from flask import Flask
from sqlalchemy import create_engine, text
import os
app = Flask(__name__)
engine = create_engine(os.environ["DATABASE_URL"])
@app.get("/orders")
def orders():
    with engine.connect() as connection:
        return str(connection.execute(text("select * from orders")).all())
# file: requirements.txt
flask
sqlalchemy
${file}${workload({ address: 'postgresql://shop@orders-db:5432/shop' }).replace('["node", "src/app.ts"]', '["gunicorn", "app:app"]')}${scaler(2, 10, mark)}${database()}`,
    expect: [{ severity: 'error', says: ['(10 + 3) × 15 (shop) = 195 of 97'] }],
    silentWhen: [{ name: 'the maximum fits', replace: [['maxReplicas: 10', 'maxReplicas: 3']] }],
  },
];

checkRule(rule, [...silent, ...found]);
