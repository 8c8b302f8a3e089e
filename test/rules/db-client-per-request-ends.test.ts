import { describe, expect, it } from 'vitest';
import { rule } from '../../src/rules/connections/db-client-per-request.ts';
import { checkRule, type RuleCase } from './check-rule.ts';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

const silent: readonly RuleCase[] = [
  {
    name: 'an object is told later what to connect to, by a row of the database',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import mysql from 'mysql2/promise';
      import { rows, opened } from './rows.ts';
      class Warehouse {
        address!: { host: string; password: string };
        tell(sealed: string) {
          this.address = opened(sealed);
        }
        async ask(text: string) {
          const config = { host: this.address.host, password: this.address.password };
          const connection = await mysql.createConnection(config);
          const found = await connection.query(text);
          connection.end();
          return found;
        }
      }
      const app = express();
      app.get('/figures/:id', async (req, res) => {
        const warehouse = new Warehouse();
        warehouse.tell(await rows.secret(req.params.id));
        res.json(await warehouse.ask('select 1'));
      });
      app.listen(3000);
      // file: src/rows.ts
      export const rows = { async secret(id: string) { return id; } };
      export function opened(sealed: string) { return JSON.parse(sealed); }
    `,
  },
  {
    name: 'a job that works through files and closes what it opened',
    gate: 'role',
    files: `
      // file: src/app.ts
      import fs from 'node:fs';
      import express from 'express';
      import { MongoClient } from 'mongodb';
      const app = express();
      app.post('/import', async (req, res) => {
        const client = new MongoClient(process.env.MONGODB_URI);
        for (const name of fs.readdirSync('inbox')) {
          const text = fs.readFileSync(name, 'utf8');
          await client.db().collection('pages').insertOne({ text });
        }
        await client.close();
        res.end();
      });
      app.listen(3000);
    `,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'more is asked of it than whether it is there',
    files: `
      # file: requirements.txt
      flask
      redis
      # file: app.py
      import redis
      from flask import Flask
      app = Flask(__name__)
      @app.get('/status')
      def status():
          with redis.Redis.from_url('redis://cache') as client:
          #                ^^^^^^^^ db-client-per-request
              client.ping()
              return client.get('jobs')
      app.run()
    `,
    silentWhen: [
      { name: 'it is only asked whether it is there', replace: [["return client.get('jobs')", 'return "up"']] },
    ],
  },
  {
    name: 'a client that is asked whether the server is there, and stays open when it is not',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createClient } from 'redis';
      const app = express();
      app.get('/status', async (req, res) => {
        const client = createClient({ url: process.env.REDIS_URL });
        //             ^^^^^^^^^^^^ db-client-per-request
        await client.connect();
        res.send(await client.ping());
        client.quit();
      });
      app.listen(3000);
    `,
    silentWhen: [
      {
        name: 'it is closed whatever happens',
        replace: [
          ['res.send(await client.ping());', 'try { res.send(await client.ping()); } finally {'],
          ['client.quit();', 'client.quit(); }'],
        ],
      },
    ],
  },
  {
    name: 'an object that the program itself tells what to connect to',
    files: `
      // file: src/app.ts
      import express from 'express';
      import mysql from 'mysql2/promise';
      class Warehouse {
        address = '';
        open() {
          this.address = process.env.WAREHOUSE_URL ?? '';
        }
        async ask(text: string) {
          const connection = await mysql.createConnection(this.address);
          //                             ^^^^^^^^^^^^^^^^ db-client-per-request
          return connection.query(text);
        }
      }
      const app = express();
      app.get('/figures', async (req, res) => {
        const warehouse = new Warehouse();
        warehouse.open();
        res.json(await warehouse.ask('select 1'));
      });
      app.listen(3000);
    `,
    silentWhen: [{ name: 'no request leads to it', replace: [['app.get(', 'void (']] }],
  },
  {
    name: 'many rows, one after another, over a client of their own',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { MongoClient } from 'mongodb';
      const app = express();
      app.post('/orders', async (req, res) => {
        const client = new MongoClient(process.env.MONGODB_URI);
        //                 ^^^^^^^^^^^ db-client-per-request
        for (const line of req.body.lines) await client.db().collection('lines').insertOne(line);
        await client.close();
        res.end();
      });
      app.listen(3000);
    `,
    silentWhen: [{ name: 'no request leads to it', replace: [['app.post(', 'void (']] }],
  },
];

checkRule(rule, [...silent, ...flagged]);

describe('what becomes of the connections', () => {
  const store = (pool: string, method: string, call: string) => `
    // file: src/app.ts
    import express from 'express';
    import knex from 'knex';
    class Store {
      constructor() {
        this.db = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: ${pool} });
      }
      async all() {
        return this.db('orders');
      }
      ${method}
    }
    const app = express();
    app.get('/orders', async (req, res) => {
      const store = new Store();
      res.json(await store.all());
      ${call}
    });
    app.listen(3000);
  `;
  const destroy = 'async destroy() { await this.db.destroy(); }';
  it.each([
    ['somebody closes it', '{ max: 5 }', destroy, 'await store.destroy();', 'warning', 'opens and closes its own'],
    ['nobody calls what closes it', '{ max: 5 }', destroy, '', 'error', 'and keeps them'],
    [
      'it shrinks to nothing',
      '{ min: 0, max: 5, idleTimeoutMillis: 5000 }',
      destroy,
      '',
      'note',
      'after they have idled',
    ],
    ['it keeps the fewest', '{ min: 2, max: 5, idleTimeoutMillis: 5000 }', '', '', 'error', 'and keeps them'],
  ])('%s', (_, pool, method, call, severity, said) => {
    const found = findingsIn(readMarkedFiles(store(pool, method, call)).files);
    const finding = found.find(({ ruleId }) => ruleId === rule.info.id);
    expect([finding?.severity, finding?.message]).toEqual([severity, expect.stringContaining(said)]);
  });
});

describe('connections that close again', () => {
  const python = (body: string, head = '') => `
    # file: requirements.txt
    flask
    redis
    sqlalchemy
    # file: app.py
    import os
    import redis
    from flask import Flask, request
    from sqlalchemy import create_engine, text
    app = Flask(__name__)
    ${head}
    @app.get('/fires')
    def fires():
        ${body}
    app.run()
  `;
  const object = `class Fires:
        def __init__(self):
            self.cache = redis.from_url(os.environ['REDIS_URL'])
        def all(self):
            return self.cache.get('fires')`;
  const factory = `def connect():
        return create_engine(os.environ['DATABASE_URL'])
    shared = connect()`;
  const query = 'create_engine(os.environ["DATABASE_URL"]).connect().execute(text("select 1")).all()';
  it.each([
    [
      'Redis takes thousands',
      python('return Fires().all()', object),
      'note',
      /^Every request opens .* to Redis, which is slow\.$/,
    ],
    [
      'a database does not',
      python(`return ${query}`),
      'warning',
      /^Every request opens and closes .* may run out of them\.$/,
    ],
    [
      'only some requests come there',
      python(`if request.args.get("all"):\n            return ${query}\n        return ""`),
      'note',
      /^A request that comes here opens and closes .*, which is slow\.$/,
    ],
    [
      'the program has one to share and takes another',
      python('return connect().connect()', factory),
      'note',
      /^Every request/,
    ],
  ])('%s', (_, files, severity, first) => {
    const found = findingsIn(readMarkedFiles(files).files).filter(({ ruleId }) => ruleId === rule.info.id);
    expect(found.map((each) => each.severity)).toEqual([severity]);
    expect(found[0]?.message.replace(/(?<=\.) .*/, '')).toMatch(first);
  });
});
