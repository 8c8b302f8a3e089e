import { describe, expect, it } from 'vitest';
import { autoscalerComplaints } from '../plan/kubernetes-check.ts';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';

const rule = 'hpa-max-over-budget';
const fix = 'lower-maximum';

const program = (size = 10): Files => ({
  'src/app.ts': `import express from 'express';
import { Pool } from 'pg';
const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: ${size} });
app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders limit 9')));
const server = app.listen(3000);
process.on('SIGTERM', () => server.close());
`,
});

const shop = (spec = '', address = 'value: "postgres://shop@orders-db:5432/shop"') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
${spec}  template:
    spec:
      containers:
        - name: shop
          image: registry.example.com/shop:1.4.0
          command: ["node", "src/app.ts"]
          resources: { requests: { cpu: 200m } }
          env:
            - { name: DATABASE_URL, ${address} }
`;

const database = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders-db }
spec:
  template:
    metadata:
      labels: { app: orders-db }
    spec:
      containers:
        - name: postgres
          image: postgres:16
          args: ["-c", "max_connections=100"]
---
apiVersion: v1
kind: Service
metadata: { name: orders-db }
spec:
  selector: { app: orders-db }
  ports: [{ port: 5432 }]
`;

const autoscaler = (maximum: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: shop
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
  minReplicas: 2
${maximum}`;

const files = (maximum: string, more: Files = {}): Files => ({
  ...program(),
  'k8s/shop.yaml': shop(),
  'k8s/db.yaml': database,
  'k8s/hpa.yaml': autoscaler(maximum),
  ...more,
});

async function fixed(before: Files): Promise<string> {
  const { after } = await applyFix(before, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  return after['k8s/hpa.yaml'] ?? '';
}

describe('lower-maximum', () => {
  it('writes the most copies that fit, with the arithmetic above', async () => {
    const text = await fixed(files('  maxReplicas: 20 # for the sale\n'));
    const note =
      '  # (5 + 2) × 10 (shop) = 70 of the 97 connections of orders-db; more than 5 copies leave less than a fifth free.\n';
    expect(text).toBe(autoscaler(`${note}  maxReplicas: 5 # for the sale\n`));
    expect(autoscalerComplaints(text)).toEqual([]);
  });

  it('counts no copies of a roll-out where the old ones stop first', async () => {
    const recreated = { 'k8s/shop.yaml': shop('  strategy: { type: Recreate }\n') };
    const text = await fixed(files('  maxReplicas: 20\n', recreated));
    expect(text).toContain('# 7 × 10 (shop) = 70 of the 97');
    expect(text).toContain('  maxReplicas: 7\n');
  });

  it('counts pools of others, which stay as they are', async () => {
    const worker = {
      'k8s/worker.yaml': shop('  replicas: 1\n  strategy: { type: Recreate }\n')
        .replaceAll('name: shop', 'name: reports')
        .replace('src/app.ts', 'src/reports.ts'),
      'src/reports.ts': program(20)['src/app.ts'] ?? '',
    };
    const text = await fixed(files('  maxReplicas: 20\n', worker));
    expect(text).toContain('1 × 20 (reports)');
    expect(text).toContain('  maxReplicas: 4\n');
  });

  it('keeps the line ends and a number in quotes finds its way', async () => {
    const own = autoscaler('  maxReplicas: "20"\n').replaceAll('\n', '\r\n');
    const text = await fixed(files('', { 'k8s/hpa.yaml': own }));
    expect(text).toContain('less than a fifth free.\r\n  maxReplicas: 5\r\n');
  });

  it('refuses where not even two copies fit', async () => {
    const answer = await answerTo({ ...files('  maxReplicas: 20\n'), ...program(60) }, rule, fix).catch(() => null);
    expect(answer === null || answer.kind === 'refusal').toBe(true);
    const few = files('', {
      'k8s/hpa.yaml': autoscaler('  maxReplicas: 20\n').replace('minReplicas: 2', 'minReplicas: 1'),
    });
    expect(await answerTo({ ...few, ...program(30) }, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('make the pools smaller. (src/app.ts:4)'),
    });
  });

  it('refuses a maximum from an anchor', async () => {
    const own = autoscaler('  maxReplicas: *most\n').replace(
      'metadata:\n',
      'metadata:\n  annotations: { most: &most 20 }\n',
    );
    expect(await reasonAgainst(files('', { 'k8s/hpa.yaml': own }), rule, fix)).toContain('comes from an anchor');
    const outside = `x: &most 20\n${autoscaler('  maxReplicas: *most\n')}`;
    expect(await reasonAgainst(files('', { 'k8s/hpa.yaml': outside }), rule, fix)).toContain('comes from an anchor');
  });

  it('refuses a sum of which nobody knows that it is one', async () => {
    const secret = shop().replace(/name: DATABASE_URL, value: .*/, 'name: PORT, value: "3000" }');
    expect(await answerTo(files('  maxReplicas: 20\n', { 'k8s/shop.yaml': secret }), rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('DATABASE_URL leads to'),
    });
  });
});
