import { rule } from '../../src/rules/horizontal/shutdown-missing.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop that stores what it is sent; `mark` stands under its listener, `more` is further code of the same file. */
const shop = (more: string, mark = ''): string => `
  // file: package.json
  { "name": "shop", "dependencies": { "express": "5", "pg": "8", "bullmq": "5", "close-with-grace": "2" } }
  // file: Procfile
  web: node src/app.ts
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  const app = express();
  app.post('/orders', async (request, response) => {
    await pool.query('INSERT INTO orders (item) VALUES ($1)', [request.body.item]);
    response.json({});
  });
  const server = app.listen(3000);
  ${mark}
  ${more}
`;

const listens = '//                 ^^^^^^ shutdown-missing';

/** A server of Python that an image starts by a script. */
const script = (lines: string, line = '["./start.sh"]', replicas = 3): string => `
  # file: shop.py
  from flask import Flask
  app = Flask(__name__)
  @app.get("/")
  def home():
      return {}
  # file: compose.yaml
  services:
    shop:
      build: .
      deploy:
        replicas: ${replicas}
  # file: Dockerfile
  FROM python:3.13
  COPY . .
  ENTRYPOINT ${line}
  # file: start.sh
  #!/bin/sh
  ${lines}
`;

const unheard = '  ^^^^^^^^^^^^^^^^^ shutdown-missing';

const closes = `process.on('SIGTERM', () => server.close(() => process.exit(0)));`;

/** A server that would hear the signal, started by what stands in its package. */
const packaged = (base: string, line: string, mark = ''): string => `
  ${shop(closes)
    .replace('web: node src/app.ts', '')
    .replace('"name": "shop",', '"name": "shop", "scripts": { "start": "node src/app.ts", "dev": "node src/app.ts" },')}
  # file: compose.yaml
  services:
    shop:
      build: .
      deploy:
        replicas: 3
  # file: Dockerfile
  FROM ${base}
  COPY . .
  CMD ${line}
  ${mark}`;

const silent: readonly RuleCase[] = [
  {
    name: 'waits for what is under way before it leaves',
    gate: 'shared',
    files: shop(`process.on('SIGTERM', async () => { await pool.end(); process.exit(0); });`),
  },
  {
    name: 'leaves only where nothing is to be closed',
    gate: 'shared',
    files: shop(`process.on('SIGTERM', () => { if (!server.listening) process.exit(0); server.close(); });`),
  },
  { name: 'closes the server on SIGTERM', files: shop(closes), gate: 'shared' },
  {
    name: 'listens for several signals in a loop',
    files: shop(`for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());`),
    gate: 'shared',
  },
  {
    name: 'listens in another file, by the imported process',
    files: `${shop(`import { closeOnSignal } from './close'; closeOnSignal(server);`)}
  // file: src/close.ts
  import process from 'node:process';
  export function closeOnSignal(server) { process.on('SIGTERM', () => server.close()); }`,
    gate: 'shared',
  },
  {
    name: 'leaves it to a library',
    files: shop(
      `import closeWithGrace from 'close-with-grace'; closeWithGrace(async () => { server.close(); });`,
      'listen',
    ),
    gate: 'shared',
  },
  {
    name: 'a plugin closes the server, which hears the signals itself',
    files: shop(
      `import { ApolloServer } from '@apollo/server';
  import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
  const api = new ApolloServer({ typeDefs, resolvers, plugins: [ApolloServerPluginDrainHttpServer({ httpServer: server })] });`,
    ),
    gate: 'shared',
  },
  {
    name: 'Nest with its hooks switched on',
    files: `
  // file: package.json
  { "name": "shop", "dependencies": { "@nestjs/core": "11", "@nestjs/common": "11" } }
  // file: Procfile
  web: node src/main.ts
  // file: src/main.ts
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './app.module';
  async function bootstrap() {
    const app = await NestFactory.create(AppModule);
    app.enableShutdownHooks();
    await app.listen(3000);
  }
  bootstrap();
  // file: src/app.module.ts
  import { Module, Controller, Post } from '@nestjs/common';
  @Controller('orders') export class Orders { @Post() async add() { await fetch('https://pay.example.com'); return {}; } }
  @Module({ controllers: [Orders] }) export class AppModule {}`,
    gate: 'shared',
  },
  {
    name: 'only says that it lives',
    files: `
  // file: package.json
  { "name": "probe" }
  // file: Procfile
  web: node src/app.ts
  // file: src/app.ts
  import { createServer } from 'node:http';
  createServer((request, response) => response.end('ok')).listen(3000);`,
    gate: 'moment',
  },
  {
    name: 'gives files of a folder and does nothing else',
    files: `
  // file: package.json
  { "name": "site" }
  // file: Procfile
  web: node src/app.ts
  // file: src/app.ts
  import { createServer } from 'node:http';
  import { createReadStream, statSync } from 'node:fs';
  createServer((request, response) => {
    statSync('build/index.html');
    createReadStream('build/index.html').pipe(response);
  }).listen(3000);`,
    gate: 'moment',
  },
  {
    name: 'a server that is closed when its own work is done',
    files: shop(`app.post('/ready', (request, response) => { response.json({}); server.close(); });`),
    gate: 'moment',
  },
  {
    name: 'an image starts another file of the package',
    files: `${shop('').replace('web: node src/app.ts', '')}
  // file: src/other.ts
  import { createServer } from 'node:http';
  createServer((request, response) => response.end('ok')).listen(3000);
  # file: Dockerfile
  FROM node:22
  COPY . .
  CMD ["node", "src/other.ts"]`,
  },
  {
    name: 'a package manager whose shell gives its place to the program',
    files: packaged('node:22-alpine', '["npm", "start"]'),
    gate: 'shared',
  },
  {
    name: 'a package manager that starts a developer’s server',
    files: packaged('node:22', '["npm", "run", "dev"]'),
    gate: 'shared',
  },
  {
    name: 'nothing says how it is started',
    files: shop('').replace('web: node src/app.ts', ''),
    gate: 'scope',
  },
  {
    name: 'listens on a developer’s machine alone',
    files: shop('').replace(
      'const server = app.listen(3000);',
      `if (process.env.NODE_ENV !== 'production') app.listen(3000);`,
    ),
    gate: 'guard',
  },
  { name: 'a script that puts the server in its place', files: script('exec gunicorn shop:app'), gate: 'none' },
  {
    name: 'a script that waits first and then puts the server in its place',
    files: script('python ping.py\n  exec gunicorn shop:app'),
    gate: 'none',
  },
  {
    name: 'a script that puts packages in before',
    files: script('python3 -m pip install -r requirements.txt\n  exec gunicorn shop:app'),
    gate: 'none',
  },
  {
    name: 'a script that passes signals on itself',
    files: script(`trap 'kill -TERM $child' TERM\n  gunicorn shop:app &\n  child=$!\n  wait $child`),
    gate: 'none',
  },
  {
    name: 'a first process that tells all behind it',
    files: script('gunicorn shop:app', '["dumb-init", "./start.sh"]'),
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'leaves as soon as it hears the signal',
    files: shop(`process.on('SIGTERM', leave);
  function leave() {
    console.log('Good night');
    process.exit();
    //      ^^^^ shutdown-missing
  }`),
    expect: [{ says: ['On SIGTERM the process leaves at once'] }],
    silentWhen: [
      { name: 'it closes the server first', replace: [['process.exit();', 'server.close(() => process.exit());']] },
    ],
  },
  {
    name: 'a server that nobody closes',
    files: shop('', listens),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['SIGTERM', 'With 2 instances each deploy'] }],
    silentWhen: [{ name: 'it is closed', replace: [['const server', `${closes}\n  const server`]] }],
  },
  {
    name: 'hears the keyboard alone',
    files: shop(`process.on('SIGINT', () => process.exit(0));`, listens),
    silentWhen: [
      {
        name: 'it hears the other signal as well',
        replace: [
          [`'SIGINT', () =>`, `'SIGTERM', async () =>`],
          ['process.exit(0)', 'await server.close()'],
        ],
      },
    ],
  },
  {
    name: 'listens for errors alone, at one instance',
    files: `${shop(`process.on('uncaughtException', (error) => { console.error(error); });`, listens).replace('web: node src/app.ts', '')}
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 1`,
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: [{ name: 'it hears the end', replace: [['uncaughtException', 'SIGTERM']] }],
  },
  {
    name: 'Nest without its hooks',
    files: `
  // file: package.json
  { "name": "shop", "dependencies": { "@nestjs/core": "11", "@nestjs/common": "11" } }
  // file: Procfile
  web: node src/main.ts
  // file: src/main.ts
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './app.module';
  async function bootstrap() {
    const app = await NestFactory.create(AppModule);
    await app.listen(3000);
    //        ^^^^^^ shutdown-missing
  }
  bootstrap();
  // file: src/app.module.ts
  import { Module, Controller, Post } from '@nestjs/common';
  @Controller('orders') export class Orders { @Post() async add() { await fetch('https://pay.example.com'); return {}; } }
  @Module({ controllers: [Orders] }) export class AppModule {}`,
    silentWhen: [
      { name: 'they are switched on', replace: [['await app.listen', 'app.enableShutdownHooks(); await app.listen']] },
    ],
  },
  {
    name: 'a worker of a queue that nobody closes',
    files: `
  // file: package.json
  { "name": "mailer", "dependencies": { "bullmq": "5" } }
  // file: Procfile
  worker: node src/worker.ts
  // file: src/worker.ts
  import { Worker } from 'bullmq';
  const worker = new Worker('mail', async (job) => { await fetch('https://mail.example.com', { body: job.data }); }, { connection: { host: 'redis' } });
  //                 ^^^^^^ shutdown-missing`,
    expect: [{ says: ['jobs under way are cut off', 'close the worker'] }],
    silentWhen: [
      {
        name: 'it is closed',
        replace: [['const worker', `process.on('SIGTERM', () => worker.close());\n  const worker`]],
      },
    ],
  },
  {
    name: 'a script that stays in front of the server',
    files: script(`gunicorn shop:app\n${unheard}`),
    expect: [{ severity: 'warning', situation: 'many', says: ['stays in front of gunicorn', 'Write exec'] }],
    silentWhen: [{ name: 'the server takes its place', replace: [['gunicorn shop', 'exec gunicorn shop']] }],
  },
  {
    name: 'a script that starts the server beside itself and sleeps',
    files: script(`gunicorn shop:app &\n${unheard}\n  while true; do sleep 2; done`),
    silentWhen: [{ name: 'it passes signals on', replace: [['#!/bin/sh', `#!/bin/sh\n  trap 'kill $!' TERM`]] }],
  },
  {
    name: 'a package manager in front of a server that would hear it',
    files: packaged('node:22', '["npm", "start"]', '#   ^^^^^^^^^^^^^^^^ shutdown-missing'),
    expect: [{ severity: 'note', says: ['package manager'] }],
    silentWhen: [
      { name: 'it starts the file itself', replace: [['["npm", "start"]', '["node", "src/app.ts"]']] },
      { name: 'its shell gives its place to the program', replace: [['node:22', 'node:22-alpine']] },
    ],
  },
  {
    name: 'hears the signal that PM2 does not send, nor the one that it does',
    files: `${shop('', listens).replace('web: node src/app.ts', '')}
  # file: Dockerfile
  FROM node:22
  COPY . .
  CMD ["pm2-runtime", "src/app.ts"]`,
    expect: [{ says: ['the SIGINT of PM2', 'On SIGINT close'] }],
    silentWhen: [
      {
        name: 'it hears it',
        replace: [['const server', `process.on('SIGINT', () => server.close());\n  const server`]],
      },
    ],
  },
  {
    name: 'runs on a platform that sends another signal',
    files: `${shop('', listens).replace('web: node src/app.ts', '')}
  # file: fly.toml
  app = "shop"
  [processes]
  web = "node src/app.ts"
  [http_service]
  internal_port = 3000
  processes = ["web"]`,
    expect: [{ says: ['the SIGINT of Fly.io'] }],
    silentWhen: [
      {
        name: 'it hears it',
        replace: [['const server', `process.on('SIGINT', () => server.close());\n  const server`]],
      },
    ],
  },
  {
    name: 'a script that starts the server in brackets',
    files: script(`(\n  python ping.py\n  exec gunicorn shop:app\n${'  ^^^^^^^^^^^^^^^^^^^^^^ shutdown-missing'}\n  )`),
    expect: [{ says: ['stays in front of gunicorn', 'outside of the brackets'] }],
    silentWhen: [
      {
        name: 'the brackets are gone',
        replace: [
          ['(\n', '\n'],
          ['\n  )', ''],
        ],
      },
    ],
  },
  {
    name: 'a script of a service that another file takes over',
    files: `${script(`gunicorn shop:app\n${unheard}`)
      .replace('build: .\n', 'build: .\n      extends:\n        file: compose.base.yaml\n        service: web\n')
      .replace('ENTRYPOINT ["./start.sh"]', 'CMD ["gunicorn", "shop:app"]')}
  # file: compose.base.yaml
  services:
    web:
      command: ["./start.sh"]`,
    silentWhen: [{ name: 'the server takes its place', replace: [['gunicorn shop', 'exec gunicorn shop']] }],
  },
];

checkRule(rule, [...silent, ...found]);
