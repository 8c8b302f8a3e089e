import { describe, expect, it } from 'vitest';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';

const rule = 'process-multiplier-in-container';
const fix = 'one-process';

const node: Files = {
  'src/app.ts':
    "import express from 'express';\nconst app = express();\nconst server = app.listen(3000);\nprocess.on('SIGTERM', () => server.close());\n",
};

const python: Files = {
  'app.py': 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef shop():\n    return "shop"\n',
  'requirements.txt': 'flask\ngunicorn\n',
};

const pods = (command: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: shop
          image: registry.example.com/shop:1.4.0
          command: ${command}
`;

async function fixed(files: Files): Promise<Readonly<Record<string, string>>> {
  const { after, next } = await applyFix(files, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  expect(next).toContain('as many containers more');
  return after;
}

describe('one-process', () => {
  it.each([
    [
      'a list',
      '["pm2-runtime", "start", "src/app.ts", "-i", "max"]',
      '["pm2-runtime", "start", "src/app.ts", "-i", "1"]',
    ],
    [
      'a list of lines',
      '\n            - pm2-runtime\n            - src/app.ts\n            - -i\n            - max # all',
      "\n            - pm2-runtime\n            - src/app.ts\n            - -i\n            - '1' # all",
    ],
  ])('tells a manager of processes one in %s', async (_, before, after) => {
    const files = await fixed({ ...node, 'k8s/shop.yaml': pods(before) });
    expect(files['k8s/shop.yaml']).toBe(pods(after));
  });

  it('tells a compose service one, in a line', async () => {
    const compose = (number: string) =>
      `services:\n  shop:\n    build: .\n    command: pm2-runtime src/app.ts -i ${number} --name shop\n    deploy: { replicas: 3 }\n`;
    const files = await fixed({ ...node, 'compose.yaml': compose('max') });
    expect(files['compose.yaml']).toBe(compose('1'));
  });

  it('tells a shell that counts cores', async () => {
    const command = (number: string) => `["sh", "-c", "gunicorn -w ${number} app:app"]`;
    const files = await fixed({ ...python, 'k8s/shop.yaml': pods(command('$(nproc)')) });
    expect(files['k8s/shop.yaml']).toBe(pods(command('1')));
  });

  it('writes it into settings of Python, and takes away what they imported for it', async () => {
    const settings =
      'import multiprocessing\n\nbind = "0.0.0.0:8000"\nworkers = multiprocessing.cpu_count() * 2 + 1  # busy\n';
    const manifest = pods('["gunicorn", "-c", "gunicorn.conf.py", "app:app"]');
    const files = await fixed({ ...python, 'gunicorn.conf.py': settings, 'k8s/shop.yaml': manifest });
    expect(files['gunicorn.conf.py']?.trimStart()).toBe('bind = "0.0.0.0:8000"\nworkers = 1  # busy\n');
  });

  it('leaves code that forks to the user', async () => {
    const forking = `import cluster from 'node:cluster';
import os from 'node:os';
import express from 'express';
if (cluster.isPrimary) {
  for (let each = 0; each < os.cpus().length; each++) cluster.fork();
} else {
  const app = express();
  app.get('/', (request, response) => response.send('shop'));
  app.listen(3000);
}
`;
    const files = { 'src/app.ts': forking, 'k8s/shop.yaml': pods('["node", "src/app.ts"]') };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: 'Code forks the processes, and only you can say what the first one does besides. (src/app.ts:5)',
    });
  });

  it('refuses a command that says no number', async () => {
    const tasks = {
      'tasks.py':
        'from celery import Celery\napp = Celery("shop", broker="redis://cache")\n@app.task\ndef bill(order):\n    return order\n',
      'requirements.txt': 'celery\n',
    };
    const files = { ...tasks, 'k8s/shop.yaml': pods('["celery", "-A", "tasks", "worker"]') };
    expect(await reasonAgainst(files, rule, fix)).toContain('does not stand in k8s/shop.yaml by itself');
  });
});
