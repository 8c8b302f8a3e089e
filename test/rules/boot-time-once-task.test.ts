import { rule } from '../../src/rules/horizontal/boot-time-once-task.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop whose start is the interesting part. */
const shop = (top: string, start: string): string => `
  // file: package.json
  { "name": "shop", "dependencies": { "express": "5", "knex": "3", "typeorm": "0.3", "drizzle-orm": "1" } }
  // file: src/app.ts
  import express from 'express';
  ${top}
  const app = express();
  app.get('/', (request, response) => { response.json({}); });
  async function main() {
    ${start}
    app.listen(3000);
  }
  main();
`;

const typeorm = `import { DataSource } from 'typeorm'; const source = new DataSource({ type: 'postgres' });`;

const sequelize = `import { Sequelize } from 'sequelize'; const database = new Sequelize(process.env.DATABASE_URL, { dialect: 'postgres' });`;

/** A server of Flask with the command or the script that starts it. */
const flask = (manifests: string): string => `
  # file: shop.py
  from flask import Flask
  app = Flask(__name__)
  @app.get("/")
  def home():
      return {}
  ${manifests}
`;

const compose = (command: string, replicas = 3): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: ${command}
      deploy:
        replicas: ${replicas}
`;

const image = (script: string): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      deploy:
        replicas: 3
  # file: Dockerfile
  FROM python:3.13
  COPY . .
  ENTRYPOINT ["./entrypoint.sh"]
  CMD ["gunicorn", "shop:app"]
  # file: entrypoint.sh
  #!/bin/sh
  ${script}
  exec "$@"
`;

/** A server that migrates while it is loaded, behind a test. */
const behind = (test: string, mark = ''): string => `
  # file: requirements.txt
  flask
  alembic
  # file: shop.py
  import os
  from alembic import command
  from alembic.config import Config
  from flask import Flask
  app = Flask(__name__)
  if ${test}:
      command.upgrade(Config("alembic.ini"), "head")
  ${mark}
  @app.get("/")
  def home():
      return {}
  ${compose('gunicorn shop:app')}
`;
const upgraded = '          # ^^^^^^^ boot-time-once-task';
const unmigrated = { name: 'nothing is migrated', replace: [['command.upgrade', 'command.history']] } as const;

/** A shop of Flask whose compose file pulls what a Dockerfile of another name builds. */
const pulled = (manifest: string, dockerfile: string, others = ''): string => `
  # file: backend/shop/wsgi.py
  from flask import Flask
  app = Flask(__name__)
  @app.get("/")
  def home():
      return {}
  # file: backend/requirements.txt
  flask
  # file: docker/${manifest}
  services:
    backend:
      image: acme/backend:1
      deploy:
        replicas: 3
  # file: docker/${dockerfile}
  FROM python:3.13
  COPY tools/ /opt/bin/
  COPY backend/ /backend/
  WORKDIR /backend
  ENTRYPOINT ["/opt/bin/serve.sh"]
  # file: tools/serve.sh
  #!/bin/sh
    python manage.py migrate
  exec gunicorn shop.wsgi:app
  ${others}
`;

const silent: readonly RuleCase[] = [
  {
    name: 'pulls an image that a Dockerfile for another environment may build',
    files: pulled('compose.prod.yml', 'Dockerfile.staging'),
  },
  { name: 'migrates in a worker alone', files: behind('os.getenv("IS_WORKER") is not None'), gate: 'guard' },
  { name: 'migrates where no name switches it off', files: behind('os.getenv("NO_WORKER") is None'), gate: 'guard' },
  { name: 'migrates where no other instance leads', files: behind('os.getenv("IS_LEADER") is None'), gate: 'guard' },
  {
    name: 'migrates by a script that nobody starts with the service',
    files: `${shop('', '')}
  // file: scripts/migrate.ts
  import { DataSource } from 'typeorm';
  const source = new DataSource({ type: 'postgres' });
  await source.runMigrations();`,
    gate: 'scope',
  },
  {
    name: 'migrates when an operator asks for it',
    files: shop(typeorm, '').replace(
      "app.get('/', ",
      "app.post('/migrate', async (request, response) => { await source.runMigrations(); response.json({}); }); app.get('/', ",
    ),
    gate: 'moment',
  },
  {
    name: 'migrates on a developer’s machine alone',
    files: shop(typeorm, `if (process.env.NODE_ENV !== 'production') await source.runMigrations();`),
    gate: 'guard',
  },
  {
    name: 'migrates by a command of the same tool that serves',
    files: `
  # file: tool.py
  import click
  import uvicorn
  from alembic import command
  from fastapi import FastAPI
  app = FastAPI()

  @click.group()
  def tool():
      pass

  @tool.command("upgrade")
  def upgrade_database():
      command.upgrade(None, "head")

  @tool.command("serve")
  def serve():
      uvicorn.run(app)

  if __name__ == "__main__":
      tool()
  ${compose('python tool.py serve')}`,
    gate: 'moment',
  },
  {
    name: 'migrates where a name of the environment says so',
    files: shop(typeorm, `if (process.env.MIGRATE_AT_START) await source.runMigrations();`),
    gate: 'guard',
  },
  {
    name: 'takes a lock that all instances see',
    files: shop(
      typeorm,
      `await source.query('SELECT pg_advisory_lock(1)'); await source.runMigrations(); await source.query('SELECT pg_advisory_unlock(1)');`,
    ),
    gate: 'shared',
  },
  {
    name: 'tables that are made where they are missing',
    gate: 'none',
    files: shop(sequelize, 'await database.sync();'),
  },
  {
    name: 'an option that says no',
    gate: 'none',
    files: shop(sequelize, 'await database.sync({ alter: false });'),
  },
  {
    name: 'leaves the option out that would migrate',
    files: shop(typeorm, 'await source.initialize();'),
    gate: 'none',
  },
  {
    name: 'lets a setting decide about the option',
    files: shop(
      `import { DataSource } from 'typeorm'; const source = new DataSource({ type: 'postgres', synchronize: process.env.SYNC === 'yes' });`,
      '',
    ),
    gate: 'guard',
  },
  {
    name: 'makes tables only where they are not there',
    files: shop(
      `import { Pool } from 'pg'; const pool = new Pool();`,
      `await pool.query('CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY)');`,
    ),
    gate: 'none',
  },
  {
    name: 'runs once, by declaration',
    files: `${shop(typeorm, 'await source.runMigrations();')}
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 1`,
    gate: 'topology',
  },
  {
    name: 'migrates in a release command',
    files: flask(`
  # file: Procfile
  release: alembic upgrade head
  web: gunicorn -w 4 shop:app`),
    gate: 'none',
  },
  {
    name: 'migrates in a job of its own',
    files: flask(`${compose('gunicorn shop:app')}
    migrate:
      build: .
      command: alembic upgrade head`),
    gate: 'none',
  },
  {
    name: 'tests in its script whether to migrate',
    files: flask(
      image(`if [ "$MIGRATE" = "yes" ]; then
    alembic upgrade head
  fi`),
    ),
    gate: 'guard',
  },
  {
    name: 'tests on the same line whether to migrate',
    files: flask(image(`[ "$MIGRATE" = "yes" ] && alembic upgrade head`)),
    gate: 'guard',
  },
  {
    name: 'only makes files that other commands use',
    files: flask(image('python manage.py collectstatic --noinput')),
    gate: 'none',
  },
];

const alone = { name: 'one instance is declared', replace: [['replicas: 3', 'replicas: 1']] } as const;
const notMigrated = { name: 'nothing is migrated', replace: [['runMigrations', 'initialize']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'pulls an image that the Dockerfile for the same environment builds',
    files: pulled('compose.prod.yml', 'Dockerfile.prod').replace(
      'python manage.py migrate',
      'python manage.py migrate\n  # ^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task',
    ),
    expect: [{ situation: 'many' }],
    silentWhen: [{ name: 'nothing is migrated', replace: [['manage.py migrate', 'manage.py check']] }],
  },
  {
    name: 'migrates in all that are no workers',
    files: behind('os.getenv("IS_WORKER") is None', upgraded),
    silentWhen: [unmigrated],
  },
  {
    name: 'migrates in all that are no workers, asked the other way round',
    files: behind('not os.environ.get("IS_WORKER")', upgraded),
    silentWhen: [unmigrated],
  },
  {
    name: 'migrates by the image that starts its package, beside that of another one',
    files: `
  # file: package.json
  { "name": "shops", "private": true, "workspaces": ["packages/*"] }
  # file: packages/api/package.json
  {
    "name": "@shop/api",
    "dependencies": { "express": "5" },
    "scripts": {
      "start": "sequelize db:migrate && node src/app.js"
             # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task
    }
  }
  // file: packages/api/src/app.js
  import express from 'express';
  express().get('/', (request, response) => response.json({})).listen(3000);
  # file: docker/Dockerfile
  FROM nginx
  CMD ["nginx"]
  # file: docker/DockerfileApi
  FROM node:24
  WORKDIR /app
  COPY . .
  CMD ["yarn", "workspace", "@shop/api", "start"]
`,
    expect: [{ severity: 'warning', situation: 'assumed' }],
    silentWhen: [
      { name: 'it starts another package', replace: [['"workspace", "@shop/api"', '"workspace", "@shop/web"']] },
    ],
  },
  {
    name: 'migrates by the start script of another package',
    files: `
  # file: package.json
  { "name": "shops", "private": true, "workspaces": ["packages/*"] }
  # file: packages/api/package.json
  {
    "name": "@shop/api",
    "dependencies": { "express": "5", "sequelize": "6" },
    "scripts": {
      "migrate": "sequelize db:migrate",
      "start": "yarn migrate && node src/app.js"
             # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task
    }
  }
  // file: packages/api/src/app.js
  import express from 'express';
  express().get('/', (request, response) => response.json({})).listen(3000);
  # file: compose.yaml
  services:
    api:
      build: .
      deploy: { replicas: 3 }
  # file: Dockerfile
  FROM node:24
  WORKDIR /app
  COPY . .
  CMD ["yarn", "workspace", "@shop/api", "start"]
`,
    expect: [{ severity: 'warning', situation: 'many' }],
    silentWhen: [{ name: 'the start only starts', replace: [['yarn migrate && node', 'node']] }],
  },
  {
    name: 'tables that are changed to what the code has',
    files: `${shop(sequelize, `await database.sync({ alter: true });\n            //     ^^^^ boot-time-once-task`)}${compose('node src/app.ts')}`,
    expect: [{ severity: 'warning', says: ['runs changes of tables when it starts'] }],
    silentWhen: [{ name: 'only made', replace: [['{ alter: true }', '']] }],
  },
  {
    name: 'migrates by a call in its main function',
    files: shop(typeorm, `await source.runMigrations();\n            //   ^^^^^^^^^^^^^ boot-time-once-task`),
    expect: [
      {
        severity: 'warning',
        situation: 'assumed',
        says: ['With 2 instances each runs migrations when it starts', 'Run the migrations once before a deploy'],
      },
    ],
    silentWhen: [notMigrated, { name: 'nothing starts it', replace: [['main();\n', '\n']] }],
  },
  {
    name: 'migrates by an option',
    files: shop(
      `import { DataSource } from 'typeorm';\n  const source = new DataSource({ type: 'postgres', migrationsRun: true });\n  //                 ^^^^^^^^^^ boot-time-once-task`,
      'await source.initialize();',
    ),
    silentWhen: [{ name: 'the option says no', replace: [['migrationsRun: true', 'migrationsRun: false']] }],
  },
  {
    name: 'makes its tables what the classes say, in a module of Nest',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { TypeOrmModule } from '@nestjs/typeorm';
      @Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', synchronize: true })] })
      //                                ^^^^^^^ boot-time-once-task
      export class AppModule {}
    `,
    silentWhen: [{ name: 'the option says no', replace: [['synchronize: true', 'synchronize: false']] }],
  },
  {
    name: 'migrates by a tool that takes a lock',
    files: shop(
      `import knex from 'knex'; const database = knex({ client: 'pg' });`,
      `await database.migrate.latest();\n        //                 ^^^^^^ boot-time-once-task`,
    ),
    expect: [{ severity: 'note', says: ['all but one wait for its lock or stop'] }],
    silentWhen: [{ name: 'nothing is migrated', replace: [['migrate.latest()', 'raw("SELECT 1")']] }],
  },
  {
    name: 'migrates by a function of a package',
    files: shop(
      `import { drizzle } from 'drizzle-orm/node-postgres'; import { migrate } from 'drizzle-orm/node-postgres/migrator'; const database = drizzle(process.env.DATABASE_URL);`,
      `await migrate(database, { migrationsFolder: 'drizzle' });\n     //   ^^^^^^^ boot-time-once-task`,
    ),
    silentWhen: [
      { name: 'nothing is migrated', replace: [['await migrate(database', 'await Promise.resolve(database']] },
    ],
  },
  {
    name: 'migrates in the command of its containers',
    files: flask(
      compose(
        'sh -c "alembic upgrade head && gunicorn shop:app"\n      #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task',
      ),
    ),
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: ['Every instance runs migrations when it starts', 'compose.yaml'],
      },
    ],
    silentWhen: [alone, { name: 'nothing is migrated', replace: [['alembic upgrade head && ', '']] }],
  },
  {
    name: 'migrates in a script of its package',
    files: `
      // file: package.json
      {
        "name": "shop",
        "scripts": {
          "start": "prisma migrate deploy && node src/app.js"
          //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task
        },
        "dependencies": { "express": "5" }
      }
      // file: src/app.js
      import express from 'express';
      const app = express();
      app.get('/', (request, response) => { response.json({}); });
      app.listen(3000);
      // file: Dockerfile
      FROM node:22
      WORKDIR /app
      COPY . .
      CMD ["npm", "start"]
    `,
    expect: [{ severity: 'note', says: ['all but one wait for its lock or stop'] }],
    silentWhen: [{ name: 'nothing is migrated', replace: [['prisma migrate deploy && ', '']] }],
  },
  {
    name: 'migrates in the line of a Procfile',
    files: flask(`
  # file: Procfile
  web: python manage.py migrate && gunicorn -w 4 shop:app
  #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task`),
    expect: [{ situation: 'assumed', says: ['With 2 instances each runs migrations'] }],
    silentWhen: [{ name: 'nothing is migrated', replace: [['python manage.py migrate && ', '']] }],
  },
  {
    name: 'migrates by a script that people run by hand as well',
    files: flask(
      image(`migrate() {
    npm run migrate
  # ^^^^^^^^^^^^^^^ boot-time-once-task
  }
  migrate
  # file: package.json
  { "name": "shop", "scripts": { "migrate": "alembic upgrade head" } }
  # file: rest.sh`),
    ),
    silentWhen: [alone, { name: 'nothing is migrated', replace: [['alembic upgrade head', 'alembic current']] }],
  },
  {
    name: 'migrates in the only image of the workspace, which lies in a folder of its own',
    files: flask(`
  # file: docker/Dockerfile
  FROM python:3.13
  COPY . .
  CMD ["sh", "-c", "alembic upgrade head && gunicorn shop:app"]
  #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task
  # file: shop/__init__.py
  `),
    silentWhen: [
      { name: 'nothing is migrated', replace: [['alembic upgrade head && ', '']] },
      {
        name: 'there is another image',
        replace: [['# file: shop/__init__.py', '# file: tools/Dockerfile\n  FROM python:3.13\n  CMD ["true"]']],
      },
    ],
  },
  {
    name: 'migrates in a script behind one that waits for the database',
    files: flask(`${compose('["./wait.sh", "db:5432", "--", "./boot.sh"]')}
  # file: Dockerfile
  FROM python:3.13
  COPY . .
  CMD ["gunicorn", "shop:app"]
  # file: wait.sh
  exec "$@"
  # file: boot.sh
  migrate() {
    python manage.py migrate
  # ^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task
  }
  migrate
  exec gunicorn shop:app`),
    silentWhen: [alone, { name: 'nothing is migrated', replace: [['manage.py migrate', 'manage.py check']] }],
  },
  {
    name: 'migrates in a container of Kubernetes',
    files: flask(`
  # file: k8s/shop.yaml
  apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: shop
  spec:
    replicas: 4
    template:
      spec:
        containers:
          - name: shop
            image: shop
            command: [sh, -c, "python manage.py migrate && exec gunicorn shop:app"]
            #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ boot-time-once-task`),
    expect: [{ severity: 'warning', says: ['Each of 4 instances (k8s/shop.yaml'] }],
    silentWhen: [
      { name: 'one is declared', replace: [['replicas: 4', 'replicas: 1']] },
      { name: 'nothing is migrated', replace: [['python manage.py migrate && ', '']] },
    ],
  },
  {
    name: 'migrates in the script that its image starts with',
    files: flask(
      image(`migrate() {
    flask db upgrade
  # ^^^^^^^^^^^^^^^^ boot-time-once-task
  }
  migrate`),
    ),
    silentWhen: [alone, { name: 'nothing is migrated', replace: [['flask db upgrade', 'flask routes']] }],
  },
];

checkRule(rule, [...silent, ...found]);
