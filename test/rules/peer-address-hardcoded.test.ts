import { rule } from '../../src/rules/horizontal/peer-address-hardcoded.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const compose = (more = ''): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
    redis:
      image: redis:8${more}
`;

const mark = (before: number, length: number) =>
  `\n  //${' '.repeat(before - 2)}${'^'.repeat(length)} peer-address-hardcoded`;

const shop = (made: string, used = 'await client.get("menu")'): string => `
  // file: src/app.ts
  import express from 'express';
  import { createClient } from 'redis';
  import { Redis } from 'ioredis';
  import pg from 'pg';
  ${made}
  const app = express();
  app.get('/menu', async (request, response) => response.json(${used}));
  app.listen(3000);
`;

const asking = (address: string, marked = ''): string => `
  // file: src/app.ts
  import express from 'express';
  const app = express();
  app.get('/menu', async (request, response) => {
    const answer = await fetch(${address});${marked}
    response.json(await answer.json());
  });
  app.listen(3000);
`;

const beside = `
  // file: src/menu.ts
  import express from 'express';
  const app = express();
  app.get('/menu', (request, response) => response.json([]));
  app.listen(4000);
`;

const silent: readonly RuleCase[] = [
  {
    name: 'the environment says',
    files: shop(`const client = createClient({ url: process.env.REDIS_URL });`) + compose(),
    gate: 'none',
  },
  {
    name: 'the environment may say otherwise',
    files: shop(`const client = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379' });`) + compose(),
    gate: 'none',
  },
  {
    name: 'the name of a service',
    files: shop(`const client = createClient({ url: 'redis://redis:6379' });`) + compose(),
    gate: 'none',
  },
  { name: 'a service of the public net', files: asking(`'https://api.shop.dev/menu'`) + compose(), gate: 'none' },
  { name: 'the resolver of the public net', files: asking(`'https://1.1.1.1/dns-query'`) + compose(), gate: 'none' },
  { name: 'it asks itself', files: asking(`'http://localhost:3000/health'`) + compose(), gate: 'guard' },
  {
    name: 'only for developers',
    files:
      shop(
        `const client = process.env.NODE_ENV === 'production' ? createClient({ url: process.env.REDIS_URL }) : createClient({ url: 'redis://localhost' });`,
      ) + compose(),
    gate: 'guard',
  },
  {
    name: 'a script asks',
    files: `
  // file: scripts/warm.ts
  import { createClient } from 'redis';
  const client = createClient({ url: 'redis://localhost:6379' });
  await client.set('menu', '[]');
${shop('', '[]')}${compose()}`,
    gate: 'scope',
  },
  {
    name: 'its pod has one beside it',
    files: `${shop(`const client = createClient({ url: 'redis://localhost:6379' });`)}
  # file: deployment.yaml
  apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: shop
  spec:
    template:
      spec:
        containers:
          - name: shop
            image: shop
            command: [node, src/app.ts]
          - name: redis
            image: redis:8
`,
    gate: 'topology',
  },
  {
    name: 'a script starts both in one image',
    files: `${shop(`const client = createClient({ url: 'redis://localhost:6379' });`)}${compose()}
  # file: start.sh
  redis-server --daemonize yes
  node src/app.ts
`,
    gate: 'topology',
  },
  {
    name: 'nobody knows what answers there',
    files: asking(`'http://localhost:11434/api'`) + compose(),
    gate: 'topology',
  },
  {
    name: 'it starts the other program itself',
    files: asking(`'http://localhost:4000/menu'`) + compose() + beside,
    gate: 'topology',
  },
];

const menu = `
    menu:
      image: shop/menu:3
      ports: ['4000:4000']`;

const named: RuleCase['silentWhen'] = [{ name: 'a service is named', replace: [['localhost', 'redis']] }];

const found: readonly RuleCase[] = [
  {
    name: 'an address',
    files: shop(`const client = createClient({ url: 'redis://localhost:6379' });${mark(15, 12)}`) + compose(),
    expect: [{ severity: 'warning', says: ['`localhost:6379` is the container itself; no Redis answers there'] }],
    silentWhen: [
      ...(named ?? []),
      { name: 'the environment may say otherwise', replace: [[`url: 'redis`, `url: process.env.REDIS_URL ?? 'redis`]] },
    ],
  },
  {
    name: 'a host by itself',
    files: shop(`const client = new Redis({ host: '127.0.0.1', port: 6379 });${mark(19, 5)}`) + compose(),
    silentWhen: [{ name: 'a service is named', replace: [['127.0.0.1', 'redis']] }],
  },
  {
    name: 'a name for the address, in another file',
    files: `${shop(`import { address } from './settings.ts';\n  const client = createClient({ url: address });${mark(15, 12)}`)}${compose()}
  // file: src/settings.ts
  export const address = 'redis://localhost:6379';
`,
    expect: [{ related: ['src/settings.ts:1'] }],
    silentWhen: named,
  },
  {
    name: 'a database',
    files:
      shop(
        `const client = new pg.Pool({ connectionString: 'postgres://shop@localhost:5432/shop' });${mark(22, 4)}`,
        `(await client.query('SELECT 1')).rows`,
      ) + compose(),
    silentWhen: named,
  },
  {
    name: 'another service, with a path that is put together',
    files: asking('`http://localhost:4000/menu/${request.query.day}`', mark(23, 5)) + compose(menu),
    expect: [{ says: ['`localhost:4000` is the container itself; no other container or host answers there'] }],
    silentWhen: [{ name: 'a service is named', replace: [['localhost', 'menu']] }],
  },
  {
    name: 'one machine of a network',
    files: asking(`'http://192.168.1.20:4000/menu'`, mark(23, 5)) + compose(),
    expect: [{ says: ['is one machine'] }],
    silentWhen: [{ name: 'a service is named', replace: [['192.168.1.20', 'menu']] }],
  },
  {
    name: 'no container is seen',
    files: shop(`const client = createClient({ url: 'redis://localhost:6379' });${mark(15, 12)}`),
    expect: [{ severity: 'note', says: ['on a second one no Redis answers there'] }],
    silentWhen: named,
  },
  {
    name: 'Python: the default of a setting that the environment fills',
    gate: 'guard',
    files: `
  # file: settings.py
  from pydantic_settings import BaseSettings

  class Settings(BaseSettings):
      redis_host: str = "localhost"

  settings = Settings()

  # file: app.py
  import redis
  from flask import Flask
  from settings import settings
  app = Flask(__name__)
  client = redis.Redis(host=settings.redis_host, port=6379)

  @app.get("/menu")
  def menu():
      return client.get("menu")

  # file: compose.yaml
  services:
    shop:
      build: .
      command: gunicorn app:app
`,
  },
  {
    name: 'Python: an address',
    files: `
  # file: app.py
  import redis
  from flask import Flask
  app = Flask(__name__)
  client = redis.Redis(host="localhost", port=6379)
  #              ^^^^^ peer-address-hardcoded

  @app.get("/menu")
  def menu():
      return client.get("menu")

  # file: compose.yaml
  services:
    shop:
      build: .
      command: gunicorn app:app
`,
    silentWhen: named,
  },
  {
    name: 'Python: another service',
    files: `
  # file: app.py
  import requests
  from flask import Flask
  app = Flask(__name__)

  @app.get("/menu")
  def menu():
      return requests.get("http://127.0.0.1:4000/menu").json()
  #                   ^^^ peer-address-hardcoded

  # file: compose.yaml
  services:
    shop:
      build: .
      command: gunicorn app:app
    menu:
      image: shop/menu:3
      ports: ['4000:4000']
`,
    silentWhen: [
      { name: 'a service is named', replace: [['127.0.0.1', 'menu']] },
      { name: 'no other container answers there', replace: [["      ports: ['4000:4000']\n", '']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
