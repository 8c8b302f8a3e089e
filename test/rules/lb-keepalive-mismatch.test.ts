import { rule } from '../../src/rules/load-balancing/lb-keepalive-mismatch.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** An Ingress before the pods of `shop`, and what runs in them. */
const ingress = (more: string, annotations = 'alb.ingress.kubernetes.io/scheme: internet-facing'): string => `
  # file: deploy/shop.yaml
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: shop }
  spec:
    selector: { matchLabels: { app: shop } }
    template:
      metadata: { labels: { app: shop } }
      spec: { containers: [{ name: shop, image: shop }] }
  ---
  apiVersion: v1
  kind: Service
  metadata: { name: shop }
  spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: 3000 }] }
  # file: deploy/ingress.yaml
  apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata:
    name: shop
    annotations:
      ${annotations}
  spec:
    rules:
      - http:
          paths:
            - { path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }
  ${more}`;

const node = (code: string, version = '22'): string => `
  # file: package.json
  { "name": "shop", "scripts": { "start": "node src/app.js" }, "dependencies": { "express": "5", "fastify": "5" } }
  # file: Dockerfile
  FROM node:${version}
  COPY . .
  CMD ["node", "src/app.js"]
  # file: src/app.js
  ${code}`;

const express = `import express from 'express';
  const app = express();
  app.get('/', (request, response) => response.send('hello'));`;

const shop = `${express}
  app.listen(3000);
  //  ^^^^^^ lb-keepalive-mismatch`;

const python = (command: string, mark = '', more = ''): string => `
  # file: pyproject.toml
  [project]
  name = "shop"
  dependencies = ["fastapi", "uvicorn"]
  # file: shop.py
  from fastapi import FastAPI
  app = FastAPI()
  @app.get("/")
  def home():
      return {}
  # file: Dockerfile
  FROM python:3.13
  COPY . .
  CMD ${command}
  ${mark}
  ${more}`;

const unicorn = '["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "shop:app"]';
const unicornMark = '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lb-keepalive-mismatch';

/** nginx before two copies of a shop. */
const nginx = (upstream: string, location: string, image = 'nginx:1.27.0'): string => `
  # file: compose.yaml
  services:
    proxy:
      image: ${image}
      volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
      ports: ["80:80"]
    shop:
      build: .
      deploy: { replicas: 2 }
  # file: nginx.conf
  events {}
  http {
    upstream shop { server shop:3000; ${upstream} }
    server {
      listen 80;
      location / { ${location} proxy_pass http://shop; }
    }
  }`;

const kept = `proxy_http_version 1.1; proxy_set_header Connection "";`;
const unmarked = (code: string): string => code.replace(/\n\s*\/\/ +\^.*$/, '');

const silent: readonly RuleCase[] = [
  { name: 'no balancer is seen', files: node(unmarked(shop)), gate: 'none' },
  {
    name: 'keeps connections longer than the balancer',
    files: ingress(
      node(
        `${express}\n  const server = app.listen(3000);\n  server.keepAliveTimeout = 65_000;\n  server.headersTimeout = 66_000;`,
      ),
    ),
    gate: 'guard',
  },
  {
    name: 'says how long in options of the server',
    files: ingress(
      node(`import { createServer } from 'node:http';
  const options = { keepAliveTimeout: Number(process.env.KEEP_ALIVE) };
  createServer(options, (request, response) => response.end('hello')).listen(3000);`),
    ),
    gate: 'guard',
  },
  {
    name: 'says how long in a setting of its own',
    files: ingress(
      node(
        `${express}\n  const server = app.listen(3000);\n  server.keepAliveTimeout = Number(process.env.KEEP_ALIVE);`,
      ),
    ),
    gate: 'guard',
  },
  {
    name: 'a server that keeps them longer by itself',
    files: ingress(
      node(`import fastify from 'fastify';
  const app = fastify();
  app.get('/', async () => 'hello');
  app.listen({ port: 3000 });`),
    ),
    gate: 'guard',
  },
  { name: 'a runtime that keeps them longer by itself', files: ingress(node(unmarked(shop), '26')), gate: 'guard' },
  {
    name: 'a balancer that gives them up sooner',
    files: ingress(
      node(unmarked(shop)),
      'alb.ingress.kubernetes.io/load-balancer-attributes: idle_timeout.timeout_seconds=4',
    ),
    gate: 'guard',
  },
  {
    name: 'an Ingress of a controller that nobody here knows',
    files: ingress(node(unmarked(shop)), 'example.com/scheme: internal'),
    gate: 'none',
  },
  {
    name: 'annotations that an earlier controller left',
    files: ingress(node(unmarked(shop))).replace(
      'spec:\n    rules:',
      'spec:\n    ingressClassName: haproxy\n    rules:',
    ),
    gate: 'none',
  },
  {
    name: 'an Ingress that leads elsewhere',
    files: ingress(node(unmarked(shop))).replace('service: { name: shop,', 'service: { name: pictures,'),
    gate: 'none',
  },
  {
    name: 'nginx that opens a connection for each request',
    files: `${nginx('keepalive 16;', '')}${node(unmarked(shop))}`,
    gate: 'none',
  },
  {
    name: 'nginx that is told to keep none',
    files: `${nginx('keepalive 0;', kept, 'nginx:1.31.0')}${node(unmarked(shop))}`,
    gate: 'none',
  },
  {
    name: 'nginx that ends idle connections before the server does',
    files: `${nginx('keepalive 16; keepalive_timeout 4s;', kept)}${node(unmarked(shop))}`,
    gate: 'guard',
  },
  {
    name: 'nginx on a developer’s own machine',
    files: `${nginx('keepalive 16;', kept)}${node(unmarked(shop))}`.replace('compose.yaml', 'compose.dev.yaml'),
    gate: 'none',
  },
  {
    name: 'workers that close each connection behind its answer',
    files: ingress(python('["gunicorn", "-w", "4", "shop:app"]')),
    gate: 'guard',
  },
  {
    name: 'workers that are told to keep them',
    files: ingress(python(unicorn.replace('"shop:app"', '"--keep-alive", "65", "shop:app"'))),
    gate: 'guard',
  },
  {
    name: 'workers with a file of settings',
    files: ingress(python(unicorn, '', '# file: gunicorn.conf.py\n  keepalive = 65')),
    gate: 'guard',
  },
  {
    name: 'a time that the command takes from elsewhere',
    files: ingress(python('uvicorn shop:app --timeout-keep-alive $KEEP_ALIVE')),
    gate: 'guard',
  },
  {
    name: 'a server that code tells how long',
    files: ingress(
      python('["python", "shop.py"]').replace(
        '      return {}',
        '      return {}\n  import uvicorn\n  uvicorn.run(app, timeout_keep_alive=75)',
      ),
    ),
    gate: 'guard',
  },
  {
    name: 'a server that starts anew at each change',
    files: ingress(python('uvicorn shop:app --reload')),
    gate: 'guard',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a server with the runtime’s own time behind a balancer of the cloud',
    files: ingress(node(shop)),
    expect: [
      {
        severity: 'warning',
        confidence: 'high',
        says: [
          'Users get a 502 now and then: Node’s server closes connections that an Application Load Balancer still uses.',
          'An Application Load Balancer (deploy/ingress.yaml:4) keeps an idle connection for 60 seconds and Node’s server for 5',
          'keepAliveTimeout = 65000',
        ],
        related: ['deploy/ingress.yaml:4'],
      },
    ],
    silentWhen: [
      {
        name: 'it keeps them longer',
        replace: [['app.listen(3000);', 'app.listen(3000).keepAliveTimeout = 70 * 1000;']],
      },
    ],
  },
  {
    name: 'a runtime whose version nobody says',
    files: ingress(node(shop, 'lts')),
    expect: [{ severity: 'note', confidence: 'medium', says: ['Node’s server before version 26 for 5'] }],
    silentWhen: [{ name: 'it is a new one', replace: [['node:lts', 'node:26-slim']] }],
  },
  {
    name: 'a time that is set, and too short for what the balancer is told',
    files: ingress(
      node(
        `${express}
  const server = app.listen(3000);
  server.keepAliveTimeout = 61 * 1000;
  // ^^^^^^^^^^^^^^^^^^^^^^^ lb-keepalive-mismatch`,
        '26',
      ).replace('// ^', '^'),
      'alb.ingress.kubernetes.io/load-balancer-attributes: routing.http2.enabled=true,idle_timeout.timeout_seconds=120',
    ),
    expect: [{ severity: 'warning', says: ['for 120 seconds', 'for 61', 'keepAliveTimeout = 125000'] }],
    silentWhen: [
      { name: 'the balancer gives them up sooner', replace: [['timeout_seconds=120', 'timeout_seconds=60']] },
    ],
  },
  {
    name: 'a server that keeps them for long, behind a balancer that does so for ten minutes',
    files: ingress(
      node(`import fastify from 'fastify';
  const app = fastify();
  app.get('/', async () => 'hello');
  app.listen({ port: 3000 });
  //  ^^^^^^ lb-keepalive-mismatch`),
    ).replace('spec:\n    rules:', 'spec:\n    ingressClassName: gce\n    rules:'),
    expect: [{ severity: 'warning', says: ['Fastify for 72', 'keepAliveTimeout: 605000'] }],
    silentWhen: [{ name: 'it is told to', replace: [['fastify()', 'fastify({ keepAliveTimeout: 620_000 })']] }],
  },
  {
    name: 'the controller that keeps connections, told by its annotations',
    files: ingress(node(shop), 'nginx.ingress.kubernetes.io/proxy-body-size: 8m'),
    expect: [{ severity: 'note', says: ['ingress-nginx', 'a request that changes something fails'] }],
    silentWhen: [
      {
        name: 'its class alone tells, which another controller has as well',
        replace: [['nginx.ingress.kubernetes.io/proxy-body-size: 8m', 'kubernetes.io/ingress.class: nginx']],
      },
    ],
  },
  {
    name: 'nginx with kept connections before a server that closes them',
    files: `${nginx('keepalive 16;', kept)}${node(shop)}`,
    expect: [{ severity: 'note', says: ['nginx (nginx.conf:3) keeps an idle connection for 60 seconds'] }],
    silentWhen: [
      { name: 'each request closes its own', replace: [['proxy_set_header Connection "";', '']] },
      { name: 'nginx is told to open none', replace: [['keepalive 16;', '']] },
    ],
  },
  {
    name: 'a new nginx, which keeps connections by itself',
    files: `${nginx('', '', 'nginx:1.31.0')}${node(shop)}`,
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'it is an older one', replace: [['nginx:1.31.0', 'nginx:1.28.0']] }],
  },
  {
    name: 'the router of a platform',
    files: `
  # file: app.json
  { "name": "shop", "formation": { "web": { "quantity": 2 } } }
  # file: Procfile
  web: node src/app.js
  # file: package.json
  { "name": "shop", "engines": { "node": "22.x" }, "dependencies": { "express": "5" } }
  # file: src/app.js
  ${shop}`,
    expect: [{ severity: 'warning', says: ['the router of Heroku', 'for 90 seconds', '95000'] }],
    silentWhen: [{ name: 'no platform is seen', replace: [['"formation"', '"buildpacks"']] }],
  },
  {
    name: 'workers that keep connections for two seconds',
    files: ingress(python(unicorn, unicornMark)),
    expect: [{ severity: 'warning', says: ['gunicorn for 2', '--keep-alive 65'] }],
    silentWhen: [
      {
        name: 'the environment may say another time',
        replace: [['FROM python:3.13', 'FROM python:3.13\n  ENV GUNICORN_CMD_ARGS="--keep-alive 65"']],
      },
    ],
  },
  {
    name: 'a server of Python that a command starts',
    files: ingress(python('uvicorn shop:app --port 3000', '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lb-keepalive-mismatch')),
    expect: [{ severity: 'warning', says: ['uvicorn for 5', '--timeout-keep-alive 65'] }],
    silentWhen: [
      { name: 'the command says a longer time', replace: [['--port 3000', '--port 3000 --timeout-keep-alive 75']] },
    ],
  },
  {
    name: 'a server of Python that code starts',
    files: ingress(
      python('["python", "shop.py"]').replace(
        '      return {}',
        '      return {}\n  import uvicorn\n  uvicorn.run(app, timeout_keep_alive=30)\n          ^^^ lb-keepalive-mismatch',
      ),
    ),
    expect: [{ severity: 'warning', says: ['uvicorn for 30'] }],
    silentWhen: [{ name: 'it says a longer time', replace: [['timeout_keep_alive=30', 'timeout_keep_alive=75']] }],
  },
];

checkRule(rule, [...silent, ...found]);
