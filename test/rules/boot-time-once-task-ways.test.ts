import { rule } from '../../src/rules/horizontal/boot-time-once-task.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = (command: string): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: ${command}
      deploy:
        replicas: 3
`;

/** A server of Flask that brings its tables up to date where it begins, as a condition may say. */
const flask = (call: string, environment = ''): string => `
  # file: shop.py
  from alembic import command
  from flask import Flask
  app = Flask(__name__)
  DIALECT = open("dialect").read()

  def migrate():
      command.upgrade(None, "head")
  ${environment === '' || environment.includes('LOCK') ? '' : '    #       ^^^^^^^ boot-time-once-task'}

  ${call}
  ${environment}
  ${three('gunicorn shop:app')}
`;

const environmentFile = (before: string): string => `# file: migrations/env.py
  from alembic import context
  from sqlalchemy import create_engine, text

  def run():
      with create_engine("postgresql://db/shop").connect() as connection:
          context.configure(connection=connection)
          with context.begin_transaction():
              ${before}
              context.run_migrations()

  run()`;

/** A server of Express that migrates with TypeORM. */
const express = (methods: string, start: string): string => `
  // file: src/app.ts
  import express from 'express';
  import { DataSource } from 'typeorm';
  const source = new DataSource({ type: 'postgres' });
  const app = express();
  app.get('/', (request, response) => { response.json({}); });
  ${methods}
  async function main() {
    ${start}
    app.listen(3000);
  }
  main();
  ${three('node src/app.ts')}
`;

const umzug = (database: string): string => `
  // file: src/app.js
  const express = require('express');
  const { Sequelize } = require('sequelize');
  const Umzug = require('umzug');
  const sequelize = new Sequelize(${database});
  const steps = new Umzug({ storage: 'sequelize', storageOptions: { sequelize } });
  const app = express();
  app.get('/', (request, response) => { response.json({}); });
  async function main() {
    await steps.up();
    ${database.includes('postgres') ? '//          ^^ boot-time-once-task' : ''}
    app.listen(3000);
  }
  main();
  ${three('node src/app.js')}
`;

/** A tool whose command \`refresh\` stands in a file of its own, and another that serves. */
const tool = (file: string, mark: string): string => `
  # file: ${file}.py
  import click
  from django.core.management import call_command

  def bring_up_to_date():
      call_command("migrate")
  ${mark}

  @click.command()
  def main():
      bring_up_to_date()
  # file: serve.py
  import uvicorn
  from fastapi import FastAPI
  import ${file}
  app = FastAPI()
  uvicorn.run(app)
  ${three('python serve.py')}
`;

const silent: readonly RuleCase[] = [
  {
    name: 'the file that the tool runs for its steps locks a table before',
    gate: 'shared',
    files: flask(
      'migrate()',
      environmentFile('connection.execute(text("LOCK TABLE alembic_version IN EXCLUSIVE MODE"))'),
    ),
  },
  {
    name: 'the same in the command of its containers',
    gate: 'shared',
    files: `
  # file: shop.py
  from flask import Flask
  app = Flask(__name__)
  ${environmentFile('connection.execute("LOCK TABLE alembic_version IN EXCLUSIVE MODE")')}
  ${three('sh -c "alembic upgrade head && gunicorn shop:app"')}`,
  },
  {
    name: 'it is done for a database alone that is a file',
    gate: 'shared',
    files: flask(`if DIALECT == "sqlite":
      migrate()`),
  },
  {
    name: 'either of two conditions says that it is a file',
    gate: 'shared',
    files: flask(`if DIALECT.startswith("sqlite") or isinstance(DIALECT, SqliteDialect):
      migrate()`),
  },
  {
    name: 'the only database is a file of each instance',
    gate: 'shared',
    files: umzug("{ dialect: 'sqlite', storage: './data/shop.sqlite' }"),
  },
  {
    name: 'a lock of its own is a row that all instances see',
    gate: 'shared',
    files: express(
      `async function insertLock() { await source.query('INSERT INTO locks (status) VALUES ($1)', [1]); }
  async function migrate() { await insertLock(); await source.runMigrations(); }`,
      'await migrate();',
    ),
  },
  {
    name: 'a command whose file says what it does comes to it over another function',
    gate: 'moment',
    files: tool('refresh', ''),
  },
  {
    name: 'the script goes on to what keeps the clock, which is one by design',
    gate: 'none',
    files: `
  # file: shop.py
  from celery import Celery
  app = Celery("shop")
  # file: Dockerfile
  FROM python:3.13
  COPY . .
  # file: beat.sh
  #!/bin/sh
  python manage.py migrate
  exec "$@"
  # file: compose.yaml
  services:
    clock:
      build: .
      entrypoint: ./beat.sh
      command: celery -A shop beat`,
  },
];

const notMigrated = { name: 'nothing is migrated', replace: [['command.upgrade(None, "head")', 'pass']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'the file that the tool runs takes no lock',
    files: flask('migrate()', environmentFile('pass')),
    silentWhen: [notMigrated],
  },
  {
    name: 'it is done for every database that is no file',
    files: flask(
      `if DIALECT != "sqlite":
      migrate()`,
      environmentFile('pass'),
    ),
    silentWhen: [notMigrated],
  },
  {
    name: 'a file is one of two that it is done for',
    files: flask(
      `if DIALECT == "sqlite" or DIALECT == "postgresql":
      migrate()`,
      environmentFile('pass'),
    ),
    silentWhen: [notMigrated],
  },
  {
    name: 'the database is a server',
    files: umzug("'postgres://db/shop'"),
    silentWhen: [{ name: 'nothing is migrated', replace: [['steps.up()', 'steps.pending()']] }],
  },
  {
    name: 'what is named after a lock keeps no row',
    files: express(
      `let locked = false;
  async function takeLock() { locked = true; }
  async function migrate() {
    await takeLock();
    await source.runMigrations();
  //             ^^^^^^^^^^^^^ boot-time-once-task
  }`,
      'await migrate();',
    ),
    silentWhen: [{ name: 'nothing is migrated', replace: [['runMigrations', 'initialize']] }],
  },
];

checkRule(rule, [...silent, ...found]);
