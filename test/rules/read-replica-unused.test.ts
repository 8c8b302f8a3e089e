import { rule } from '../../src/rules/replication/read-replica-unused.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const app = (made = `const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });`): string => `
  // file: src/app.ts
  import express from 'express';
  import pg from 'pg';
  ${made}
  const app = express();
  app.get('/menu', async (request, response) => response.json((await pool.query('SELECT id FROM menu LIMIT 5')).rows));
  app.listen(3000);
`;

const compose = ({
  replica = 'db-replica',
  settings = '',
  more = '',
  environment = '',
  marked = true,
} = {}): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        DATABASE_URL: postgres://shop@db:5432/shop${environment}
    db:
      image: postgres:17
    ${replica}:
${marked ? `  # ${'^'.repeat(replica.length)} read-replica-unused\n` : ''}      image: postgres:17${settings}${more}
`;

const silent: readonly RuleCase[] = [
  { name: 'no replica', files: app() + compose({ replica: 'reports', marked: false }), gate: 'none' },
  {
    name: 'its address is set',
    files:
      app() + compose({ environment: '\n        REPORTS_URL: postgres://shop@db-replica:5432/shop', marked: false }),
    gate: 'guard',
  },
  {
    name: 'code reads from it',
    files:
      app(
        `const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });\n  const copy = new pg.Pool({ connectionString: 'postgres://shop@db-replica:5432/shop' });`,
      ) + compose({ marked: false }),
    gate: 'guard',
  },
  {
    name: 'a name in the code speaks of one',
    files:
      app(
        `const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });\n  const replica = new pg.Pool(settings());`,
      ) + compose({ marked: false }),
    gate: 'guard',
  },
  {
    name: 'another tool reads from it',
    files:
      app() +
      compose({
        more: `\n    charts:\n      image: grafana/grafana:11\n      environment:\n        GF_DATABASE_URL: postgres://shop@db-replica:5432/shop`,
        marked: false,
      }),
    gate: 'guard',
  },
  {
    name: 'the client has replicas of its own',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { Sequelize } from 'sequelize';
  const sequelize = new Sequelize('shop', null, null, { dialect: 'postgres', replication: { write: { host: 'db' }, read: [{ host: process.env.COPY }] } });
  const app = express();
  app.get('/menu', async (request, response) => response.json(await sequelize.query('SELECT id FROM menu LIMIT 5')));
  app.listen(3000);
${compose({ marked: false })}`,
    gate: 'none',
  },
];

const used: RuleCase['silentWhen'] = [
  {
    name: 'its address is set',
    replace: [['    db:\n', '        COPY_URL: postgres://shop@db-replica:5432/shop\n    db:\n']],
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a copy by its name',
    files: app() + compose(),
    expect: [
      {
        severity: 'note',
        says: ['Nothing is seen to read from `db-replica`, the copy of `db`', '`shop` reads and writes at `db` alone'],
      },
    ],
    silentWhen: used,
  },
  {
    name: 'a copy by its settings',
    files: app() + compose({ replica: 'second', settings: '\n      environment:\n        POSTGRESQL_MASTER_HOST: db' }),
    silentWhen: [{ name: 'it copies nothing', replace: [['        POSTGRESQL_MASTER_HOST: db', '        TZ: UTC']] }],
  },
  {
    name: 'a copy by its command',
    files:
      app() +
      compose({ replica: 'second', settings: '\n      command: bash -c "pg_basebackup -h db -D /data && postgres"' }),
    silentWhen: [{ name: 'it copies nothing', replace: [['pg_basebackup -h db -D /data && ', '']] }],
  },
  {
    name: 'another name for a copy',
    files: app() + compose({ replica: 'db-standby' }),
    silentWhen: [
      { name: 'nobody asks the first one', replace: [['postgres://shop@db:5432', 'postgres://shop@elsewhere:5432']] },
    ],
  },
  {
    name: 'a database of another kind',
    files: `
  // file: src/app.ts
  import express from 'express';
  import mysql from 'mysql2/promise';
  const pool = mysql.createPool(process.env.DATABASE_URL);
  const app = express();
  app.get('/menu', async (request, response) => response.json(await pool.query('SELECT id FROM menu LIMIT 5')));
  app.listen(3000);
${compose().replaceAll('postgres:17', 'mysql:9').replace('postgres://', 'mysql://').replace(':5432', ':3306')}`,
    silentWhen: [
      {
        name: 'its address is set',
        replace: [['    db:\n', '        COPY_URL: mysql://shop@db-replica:3306/shop\n    db:\n']],
      },
    ],
  },
  {
    name: 'Python: one engine for all',
    files: `
  # file: app.py
  import os
  from flask import Flask
  from sqlalchemy import create_engine, text
  app = Flask(__name__)
  engine = create_engine(os.environ["DATABASE_URL"])

  @app.get("/menu")
  def menu():
      with engine.connect() as connection:
          return [row.id for row in connection.execute(text("SELECT id FROM menu LIMIT 5"))]
${compose().replace('node src/app.ts', 'gunicorn app:app')}`,
    silentWhen: used,
  },
];

checkRule(rule, [...silent, ...found]);
