import { describe, expect, it } from 'vitest';
import { connectionLines, type Files, manifest, programLines, see, server } from './workspace.ts';

const shop: Files = {
  'package.json': manifest('shop', { dependencies: { express: '^5.0.0' } }),
  'src/server.ts': server,
};
const flask: Files = {
  'requirements.txt': 'flask\n',
  'shop.py': "from flask import Flask\napp = Flask(__name__)\n\n@app.get('/')\ndef index():\n    return 'hello'\n",
};

describe('what an image starts', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'the command of the last stage',
      {
        ...shop,
        Dockerfile: 'FROM node:22 AS build\nCMD ["node", "other.js"]\nFROM node:22\nCMD ["node", "dist/server.js"]\n',
      },
      ['shop server src/server.ts ×?'],
    ],
    [
      'processes that the command multiplies',
      {
        ...flask,
        Dockerfile: 'FROM python:3.13\nCOPY . /app\nWORKDIR /app\nCMD ["gunicorn", "-w", "4", "shop:app"]\n',
      },
      ['shop.py server shop.py ×? ×4 processes'],
    ],
    [
      'processes that the image sets in the environment',
      { ...flask, Dockerfile: 'FROM python:3.13\nENV WEB_CONCURRENCY=3\nCMD gunicorn shop:app\n' },
      ['shop.py server shop.py ×? ×3 processes'],
    ],
    [
      'processes that a manifest sets in the environment win',
      {
        ...flask,
        Dockerfile: 'FROM python:3.13\nENV WEB_CONCURRENCY=3\nCMD gunicorn shop:app\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    environment: { WEB_CONCURRENCY: "5" }\n',
      },
      ['web server shop.py ×? ×5 processes'],
    ],
    [
      'a service without a command runs what its image starts',
      {
        ...shop,
        'src/worker.ts': "import { Worker } from 'bullmq';\nnew Worker('orders', async () => {});\n",
        'docker/worker.Dockerfile': 'FROM node:22\nCMD ["node", "dist/worker.js"]\n',
        'compose.yaml':
          'services:\n  jobs:\n    build: { context: ., dockerfile: docker/worker.Dockerfile }\n    deploy: { replicas: 2 }\n',
      },
      ['jobs worker src/worker.ts ×2 (compose.yaml:4)', 'shop server src/server.ts ×?'],
    ],
    [
      'a stage that the manifest asks for',
      {
        ...flask,
        'work.py': "from celery import Celery\napp = Celery('work')\n\n@app.task\ndef send():\n    pass\n",
        Dockerfile:
          'FROM python:3.13 AS base\nFROM base AS work\nCMD celery -A work worker -c 3\nFROM base\nCMD gunicorn -w 2 shop:app\n',
        'compose.yaml': 'services:\n  tasks:\n    build: { context: ., target: work }\n',
      },
      ['shop.py server shop.py ×?', 'tasks worker work.py ×? ×3 processes'],
    ],
    [
      'a command of the manifest behind the entry point of the image',
      {
        ...shop,
        Dockerfile: 'FROM node:22\nENTRYPOINT ["node"]\nCMD ["dist/other.js"]\n',
        'compose.yaml': 'services:\n  api:\n    build: .\n    command: dist/server.js\n',
      },
      ['api server src/server.ts ×?'],
    ],
    [
      'the folder that the image works in',
      {
        'package.json': manifest('all', { workspaces: ['apps/*'] }),
        'apps/api/package.json': manifest('api', { dependencies: { express: '^5.0.0' } }),
        'apps/api/src/server.ts': server,
        'apps/site/package.json': manifest('site', { dependencies: { express: '^5.0.0' } }),
        'apps/site/src/server.ts': server,
        'docker/Dockerfile':
          'FROM node:22 AS build\nWORKDIR /repo\nCOPY . .\nFROM node:22\nWORKDIR /repo/apps/api\nCOPY --from=build /repo /repo\nCMD ["node", "dist/server.js"]\n',
        'compose.yaml':
          'services:\n  web:\n    build: { context: ., dockerfile: docker/Dockerfile }\n    deploy: { replicas: 3 }\n',
      },
      ['site server apps/site/src/server.ts ×?', 'web server apps/api/src/server.ts ×3 (compose.yaml:4)'],
    ],
    [
      'a script that runs what it is given',
      { ...shop, Dockerfile: 'FROM node:22\nENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["node", "dist/server.js"]\n' },
      ['shop server src/server.ts ×?'],
    ],
    [
      'nothing for a developer alone',
      { ...flask, 'Dockerfile.dev': 'FROM python:3.13\nCMD gunicorn -w 4 shop:app\n' },
      ['shop.py server shop.py ×?'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(programLines(see(files))).toEqual(expected);
  });

  it('joins a proxy that is built with its configuration', () => {
    const seen = see({
      ...shop,
      'edge/Dockerfile': 'FROM nginx:1.28\nCOPY nginx.conf /etc/nginx/nginx.conf\n',
      'edge/nginx.conf': 'server {\n location / {\n  proxy_pass http://api:3000;\n }\n}\n',
      'compose.yaml': 'services:\n  edge:\n    build: edge\n  api:\n    build: .\n    command: node src/server.ts\n',
    });
    expect(connectionLines(seen)).toContain('edge → api http high');
    expect(seen.system.proxies).toMatchObject([{ title: 'nginx', image: { text: 'nginx:1.28' } }]);
  });
});
