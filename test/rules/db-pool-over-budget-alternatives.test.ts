import { rule } from '../../src/rules/connections/db-pool-over-budget.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A service whose engine is made by the body of a function; two of it run before a database that takes 97. */
const service = (body: string): string => `
  # file: requirements.txt
  fastapi
  sqlalchemy
  psycopg2-binary
  # file: app.py
  import os
  from fastapi import FastAPI
  from sqlalchemy import create_engine, text
  app = FastAPI()
  def make():
${body}
  engine = make()
  @app.get('/orders')
  def orders():
      with engine.connect() as connection:
          return connection.execute(text('SELECT 1')).scalar()
  # file: compose.yaml
  services:
    shop:
      build: .
      command: uvicorn app:app
      environment:
        DATABASE_URL: postgresql://orders-db:5432/shop
      deploy:
        replicas: 2
    orders-db:
      image: postgres:16
`;

const branches = service(`
      if os.environ.get('CLOUD'):
          return create_engine(os.environ['DATABASE_URL'], pool_size=30, max_overflow=0, connect_args={'a': 1})
      else:
          return create_engine(os.environ['DATABASE_URL'], pool_size=30, max_overflow=0)`);

const early = service(`
      if os.environ.get('CLOUD'):
          return create_engine(os.environ['DATABASE_URL'], pool_size=30, max_overflow=0, connect_args={'a': 1})
      return create_engine(os.environ['DATABASE_URL'], pool_size=30, max_overflow=0)`);

/** Two services; what the second one reads its address from is set for a unit that nobody knows as its program. */
const two = (address: string, size: string): string => `
  # file: server/requirements.txt
  fastapi
  sqlalchemy
  psycopg2-binary
  # file: server/app.py
  import os
  from fastapi import FastAPI
  from sqlalchemy import create_engine, text
  app = FastAPI()
  engine = create_engine(os.environ['ORDERS_URL'], pool_size=${size}, max_overflow=0)
  #        ^^^^^^^^^^^^^ db-pool-over-budget
  @app.get('/orders')
  def orders():
      with engine.connect() as connection:
          return connection.execute(text('SELECT 1')).scalar()
  // file: site/package.json
  { "name": "site", "main": "site.js", "scripts": { "start": "node site.js" }, "dependencies": { "pg": "8" } }
  // file: site/site.js
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
  const app = express();
  app.get('/', async (request, response) => response.send(await pool.query('select 1')));
  app.listen(3000);
  # file: compose.yaml
  services:
    server:
      build: server
      command: uvicorn app:app
      environment:
        ORDERS_URL: postgresql://orders-db:5432/shop
      deploy:
        replicas: 2
    front:
      image: site
      command: node built.js
      environment:
        DATABASE_URL: ${address}
    orders-db:
      image: postgres:16
`;

const silent: readonly RuleCase[] = [
  { name: 'two branches of one condition each make the pool', gate: 'topology', files: branches },
  { name: 'one stands behind the return of the other', gate: 'topology', files: early },
  {
    name: 'a pool is not summed to a database that its name is seen to lead away from',
    gate: 'topology',
    files: two('postgresql://site-db.example.net:5432/site', '30').replace(/\n.*\^\^\^ db-pool.*/, ''),
  },
];

const hits: readonly RuleCase[] = [
  {
    name: 'both are made, one behind the other',
    files: service(`
      first = create_engine(os.environ['DATABASE_URL'], pool_size=30, max_overflow=0, connect_args={'a': 1})
      #       ^^^^^^^^^^^^^ db-pool-over-budget
      return create_engine(os.environ['DATABASE_URL'], pool_size=30, max_overflow=0)`),
    expect: [{ says: ['120'] }],
    silentWhen: [
      {
        name: 'they are small',
        replace: [['pool_size=30', 'pool_size=5']],
      },
    ],
  },
  {
    name: 'the larger of two branches counts',
    files: service(`
      if os.environ.get('CLOUD'):
          return create_engine(os.environ['DATABASE_URL'], pool_size=5, max_overflow=0)
      return create_engine(os.environ['DATABASE_URL'], pool_size=60, max_overflow=0)
      #      ^^^^^^^^^^^^^ db-pool-over-budget`),
    expect: [{ says: ['2 × 60 (shop) = 120 of 97'] }],
    silentWhen: [{ name: 'it is small', replace: [['pool_size=60', 'pool_size=6']] }],
  },
  {
    name: 'a pool that leads elsewhere leaves no condition',
    files: two('postgresql://site-db.example.net:5432/site', '49'),
    expect: [{ says: ['2 × 49 (server) = 98 of 97'] }],
    silentWhen: [{ name: 'it is small', replace: [['pool_size=49', 'pool_size=9']] }],
  },
];

checkRule(rule, [...silent, ...hits]);
