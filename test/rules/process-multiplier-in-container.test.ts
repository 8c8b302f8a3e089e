import { rule } from '../../src/rules/horizontal/process-multiplier-in-container.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const forking = (count: string, marked = ''): string => `# file: src/app.ts
import cluster from 'node:cluster';
import os from 'node:os';
import express from 'express';
const workers = ${count};
if (cluster.isPrimary) {
  for (let each = 0; each < workers; each++) cluster.fork();
${marked}} else {
  const app = express();
  app.get('/', (request, response) => response.send('shop'));
  app.listen(3000);
}
`;

const forkMark = `#${' '.repeat(52)}^^^^ process-multiplier-in-container\n`;

const flask = `# file: app.py
from flask import Flask
app = Flask(__name__)
@app.get("/")
def shop():
    return "shop"
# file: requirements.txt
flask
gunicorn
`;

interface Parts {
  readonly command?: string;
  readonly replicas?: number | null;
  readonly limit?: string;
  readonly file?: string;
}

const pods = (
  { command = '["node", "src/app.ts"]', replicas = 3, limit, file = 'k8s/shop.yaml' }: Parts,
  marked = '',
): string =>
  `# file: ${file}
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
${replicas === null ? '' : `  replicas: ${replicas}\n`}  template:
    spec:
      containers:
        - name: shop
          image: registry.example.com/shop:1.4.0
          command: ${command}
${marked}${limit === undefined ? '' : `          resources: { limits: { cpu: ${limit} } }\n`}`;

const compose = (more: string, command = 'node src/app.ts', marked = ''): string =>
  `# file: compose.yaml\nservices:\n  shop:\n    build: .\n    command: ${command}\n${marked}${more}`;

const silent: readonly RuleCase[] = [
  { name: 'a number that is written', files: forking('4') + pods({}), gate: 'none' },
  {
    name: 'a number that a setting says, and code that never asks for cores',
    files:
      forking('readWorkers()').replace(
        "import express from 'express';",
        "import express from 'express';\nimport { readWorkers } from 'settings';",
      ) + pods({}),
    gate: 'guard',
  },
  {
    name: 'one process',
    files: `# file: src/app.ts\nimport express from 'express';\nconst app = express();\napp.listen(3000);\n${pods({})}`,
    gate: 'none',
  },
  { name: 'no container runs it', files: forking('os.cpus().length'), gate: 'none' },
  {
    name: 'one container on a machine of its own',
    files: forking('os.cpus().length') + compose(''),
    gate: 'topology',
  },
  {
    name: 'one container of a compose file that says so',
    files: forking('os.cpus().length') + compose('    deploy: { replicas: 1 }\n'),
    gate: 'topology',
  },
  {
    name: 'workers of gunicorn in a number',
    files: flask + pods({ command: '["gunicorn", "-w", "4", "app:app"]' }),
    gate: 'none',
  },
  {
    name: 'gunicorn starts one worker by itself',
    files: flask + pods({ command: '["gunicorn", "app:app"]' }),
    gate: 'none',
  },
  {
    name: 'a Procfile starts it on a host',
    files: `${flask}# file: Procfile\nweb: gunicorn -w $(nproc) app:app\n`,
    gate: 'none',
  },
  {
    name: 'an example',
    files: forking('os.cpus().length') + pods({ file: 'docs/k8s/shop.yaml' }),
    gate: 'scope',
  },
  {
    name: 'the environment says a number where cores would be asked for',
    files: `${flask}# file: gunicorn.conf.py
import multiprocessing, os
workers = int(os.environ.get("WORKERS", 4))
${pods({ command: '["gunicorn", "-c", "gunicorn.conf.py", "app:app"]' })}`,
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a process for each core in each of three pods',
    files: forking('os.cpus().length', forkMark) + pods({ limit: '500m' }),
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          'Each pod of shop starts a process for every core of its node, whatever its own share is.',
          'On nodes of 16 cores 3 pods (k8s/shop.yaml:5) would run 48 processes',
          'though each may use 500m of CPU (k8s/shop.yaml:12)',
        ],
        related: ['k8s/shop.yaml:3', 'k8s/shop.yaml:5'],
        symbol: 'shop.processes',
      },
    ],
    silentWhen: [
      { name: 'a number is written', replace: [['os.cpus().length', '2']] },
      { name: 'nothing forks', replace: [['cluster.fork()', 'cluster.setupPrimary()']] },
    ],
  },
  {
    name: 'one pod',
    files: forking('os.cpus().length', forkMark) + pods({ replicas: 1 }),
    expect: [{ severity: 'note', situation: 'one', says: ['1 pod (k8s/shop.yaml:5) would run 16 processes'] }],
    silentWhen: [{ name: 'a number is written', replace: [['os.cpus().length', '2']] }],
  },
  {
    name: 'nothing says how many pods',
    files: forking('os.cpus().length', forkMark) + pods({ replicas: null }),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['2 pods would run 32 processes'] }],
    silentWhen: [{ name: 'a number is written', replace: [['os.cpus().length', '2']] }],
  },
  {
    name: 'a compose service that is asked for three times',
    files: forking('os.cpus().length', forkMark) + compose('    deploy: { replicas: 3 }\n'),
    expect: [{ severity: 'warning', says: ['Each container of shop', '3 containers (compose.yaml:5)'] }],
    silentWhen: [{ name: 'once', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'a manager of processes that is told to use all cores',
    files: `# file: src/app.ts
import express from 'express';
const app = express();
app.listen(3000);
${pods({ command: '["pm2-runtime", "start", "src/app.ts", "-i", "max"]' }, '#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ process-multiplier-in-container\n')}`,
    silentWhen: [{ name: 'it is told a number', replace: [['"max"', '"2"']] }],
  },
  {
    name: 'settings of gunicorn that count the cores',
    files: `${flask}# file: gunicorn.conf.py
import multiprocessing
workers = multiprocessing.cpu_count() * 2 + 1
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ process-multiplier-in-container
${pods({ command: '["gunicorn", "-c", "gunicorn.conf.py", "app:app"]' })}`,
    silentWhen: [{ name: 'a number is written', replace: [['multiprocessing.cpu_count() * 2 + 1', '2']] }],
  },
  {
    name: 'a worker of Celery, which takes all cores unless it is told',
    files: `# file: tasks.py
from celery import Celery
app = Celery("shop", broker="redis://cache")
@app.task
def bill(order):
    return order
# file: requirements.txt
celery
${pods({ command: '["celery", "-A", "tasks", "worker"]' }, '#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ process-multiplier-in-container\n')}`,
    silentWhen: [{ name: 'it is told a number', replace: [['"worker"', '"worker", "--concurrency", "2"']] }],
  },
];

checkRule(rule, [...silent, ...found]);
