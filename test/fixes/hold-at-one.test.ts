import { describe, expect, it } from 'vitest';
import { answerTo, applyFix, type Files } from './apply.ts';
import { packageOf } from './shop-files.ts';

const server: Files = {
  'package.json': packageOf(),
  'src/server.ts': `import express from 'express';
const carts = new Map();
const app = express();
app.post('/cart/:customer', (request, response) => {
  carts.set(request.params.customer, request.body);
  response.status(204).end();
});
app.get('/cart/:customer', (request, response) => {
  response.json(carts.get(request.params.customer));
});
app.listen(3000);
`,
};

const deployment = (replicas: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
${replicas}  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: orders
          image: orders
          command: [node, src/server.ts]
`;

const autoscaler = `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: orders
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: orders }
  minReplicas: 2 # by day
  maxReplicas: 6
`;

const note = '# Held at one instance until what more of them break is fixed (second-instance: unsafe-scale).';

describe('hold-at-one', () => {
  it.each([
    {
      name: 'compose replicas, comments kept',
      file: 'compose.yaml',
      text: 'services:\n  orders:\n    build: .\n    command: node src/server.ts\n    deploy:\n      replicas: 3 # for the weekend\n',
      lines: [`      ${note}\n      replicas: 1 # for the weekend\n`],
    },
    {
      name: 'compose scale',
      file: 'compose.yaml',
      text: 'services:\n  orders:\n    build: .\n    command: node src/server.ts\n    scale: 4\n',
      lines: [`    ${note}\n    scale: 1\n`],
    },
    {
      name: 'replicas of a Deployment',
      file: 'k8s/orders.yaml',
      text: deployment('  replicas: 5\n'),
      lines: [`  ${note}\n  replicas: 1\n`],
    },
    {
      name: 'both bounds of an autoscaler',
      file: 'k8s/orders.yaml',
      text: deployment('') + autoscaler,
      lines: ['  minReplicas: 1 # by day\n', `  ${note}\n  maxReplicas: 1\n`],
    },
  ])('sets $name to one', async ({ file, text, lines }) => {
    const { after, next } = await applyFix({ ...server, [file]: text }, 'unsafe-scale', 'hold-at-one');
    for (const line of lines) expect(after[file]).toContain(line);
    expect(next).toBeNull();
  });

  it('keeps the line ends of the file', async () => {
    const text = 'services:\n  orders:\n    build: .\n    command: node src/server.ts\n    scale: 4\n'.replaceAll(
      '\n',
      '\r\n',
    );
    const { after } = await applyFix({ ...server, 'compose.yaml': text }, 'unsafe-scale', 'hold-at-one');
    expect(after['compose.yaml']).toContain(`    ${note}\r\n    scale: 1\r\n`);
    expect(after['compose.yaml']?.match(/(?<!\r)\n/g)).toBeNull();
  });

  it('changes the object that declares the number, and not another of its kind and name', async () => {
    const staging = deployment('  replicas: 1\n').replace('name: orders\n', 'name: orders\n  namespace: staging\n');
    const production = deployment('  replicas: 5\n').replace(
      'name: orders\n',
      'name: orders\n  namespace: production\n',
    );
    const { after } = await applyFix(
      { ...server, 'k8s/orders.yaml': `${staging}---\n${production}` },
      'unsafe-scale',
      'hold-at-one',
    );
    const lowered = production.replace('  replicas: 5\n', `  ${note}\n  replicas: 1\n`);
    expect(after['k8s/orders.yaml']).toBe(`${staging}---\n${lowered}`);
  });

  it('lowers an autoscaler that allows none, and names no least for it', async () => {
    const text = deployment('') + autoscaler.replace('  minReplicas: 2 # by day\n', '');
    const { after } = await applyFix({ ...server, 'k8s/orders.yaml': text }, 'unsafe-scale', 'hold-at-one');
    expect(after['k8s/orders.yaml']).toContain(`  ${note}\n  maxReplicas: 1\n`);
    expect(after['k8s/orders.yaml']).not.toContain('minReplicas');
  });

  it.each([
    [
      'stands at the top of the file',
      'x-copies: &copies 3\nservices:\n  orders:\n    build: .\n    command: node src/server.ts\n    scale: *copies\n',
    ],
    [
      'is merged in',
      'x-copies: &copies\n  scale: 3\nservices:\n  orders:\n    <<: *copies\n    build: .\n    command: node src/server.ts\n',
    ],
    [
      'is taken over by another service',
      'services:\n  orders:\n    build: .\n    command: node src/server.ts\n    scale: &copies 3\n  mail:\n    image: mail\n    scale: *copies\n',
    ],
  ])('refuses a number from an anchor that %s', async (_, text) => {
    const answer = await answerTo({ ...server, 'compose.yaml': text }, 'unsafe-scale', 'hold-at-one');
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('anchor') });
  });

  it('refuses a number that several services make together', async () => {
    const compose =
      'services:\n  orders:\n    build: .\n    command: node src/server.ts\n    deploy: { replicas: 4 }\n  back:\n    build: .\n    command: node src/server.ts\n    scale: 2\n';
    const answer = await answerTo({ ...server, 'compose.yaml': compose }, 'unsafe-scale', 'hold-at-one');
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('Several services run') });
  });

  it('refuses a number that stands in the configuration', async () => {
    const files = { ...server, 'second-instance.json': '{ "topology": { "orders": { "hosts": [3, 3] } } }' };
    expect(await answerTo(files, 'unsafe-scale', 'hold-at-one')).toMatchObject({ kind: 'refusal' });
  });
});
