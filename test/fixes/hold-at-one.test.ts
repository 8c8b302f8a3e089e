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
