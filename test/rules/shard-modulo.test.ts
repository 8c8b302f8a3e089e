// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the code of workspaces.
import { rule } from '../../src/rules/partitioning/shard-modulo.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const app = (head: string, body: string): string => `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
${head}
  const app = express();
  app.get('/orders/:customer', async (request, response) => {
    const customer = Number(request.params.customer);
${body}
  });
  app.listen(3000);
`;
const pool = '  const pool = new Pool();';
const pools = `  const pools = [new Pool({ host: 'a' }), new Pool({ host: 'b' })];`;
const plain = { name: 'the key is the name', replace: [['% 4', '+ 4']] as const };

const silent: readonly RuleCase[] = [
  {
    name: 'a bucket in memory',
    files: app('  const buckets = [[], [], [], []];', '    buckets[customer % 4].push(1);\n    response.json({});'),
    gate: 'none',
  },
  {
    name: 'a number in a statement',
    files: app(pool, '    response.json(await pool.query(`SELECT * FROM orders WHERE bucket = ${customer % 4}`));'),
    gate: 'none',
  },
  {
    name: 'a page',
    files: app(pool, '    response.json(await pool.query(`SELECT * FROM orders LIMIT 10 OFFSET ${customer % 10}`));'),
    gate: 'none',
  },
  {
    name: 'a parameter',
    files: app(pool, `    response.json(await pool.query('SELECT * FROM orders WHERE bucket = $1', [customer % 4]));`),
    gate: 'none',
  },
  {
    name: 'a value',
    files: app(pool, '    response.json(await pool.query(`INSERT INTO orders VALUES (${customer % 4})`));'),
    gate: 'none',
  },
  {
    name: 'everything in turn',
    files: app(`${pools}\n  let turn = 0;`, `    response.json(await pools[turn++ % pools.length].query('SELECT 1'));`),
    gate: 'none',
  },
  {
    name: 'in turn, counted on another line',
    files: app(
      `${pools}\n  let turn = 0;`,
      `    turn += 1;\n    response.json(await pools[turn % pools.length].query('SELECT 1'));`,
    ),
    gate: 'none',
  },
  {
    name: 'by chance',
    files: app(pools, `    response.json(await pools[Math.floor(Math.random() * 10) % 2].query('SELECT 1'));`),
    gate: 'none',
  },
  {
    name: 'by the clock',
    files: app(pools, `    response.json(await pools[Date.now() % 2].query('SELECT 1'));`),
    gate: 'none',
  },
  {
    name: 'a key of a cache',
    files: app(
      `  import Redis from 'ioredis';\n  const redis = new Redis();`,
      '    response.json(await redis.get(`orders_${customer % 4}`));',
    ),
    gate: 'none',
  },
  {
    name: 'a table of logical shards',
    files: app(
      `${pools}\n  const places = [0, 0, 1, 1];`,
      `    response.json(await pools[places[customer % places.length]].query('SELECT 1'));`,
    ),
    gate: 'none',
  },
  {
    name: 'a test',
    files:
      app(pool, '    response.json({});') +
      "\n  // file: test/orders.test.ts\n  import { Pool } from 'pg';\n  const pool = new Pool();\n  export const load = (id) => pool.query(`SELECT * FROM orders_${id % 4}`);\n",
    gate: 'scope',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a table in a statement',
    files: app(
      pool,
      '    response.json(await pool.query(`SELECT * FROM orders_${customer % 4}`));\n                                                           ^^^^^^^^^^^^ shard-modulo',
    ),
    expect: [
      {
        severity: 'note',
        confidence: 'high',
        says: ['with 5, 80 % of the rows have to move'],
        related: ['src/app.ts:7'],
      },
    ],
    silentWhen: [plain],
  },
  {
    name: 'a table by a name',
    files: app(
      pool,
      '    const table = `orders_${customer % 4}`;\n                            ^^^^^^^^^^^^ shard-modulo\n    response.json(await pool.query(`SELECT * FROM ${table}`));',
    ),
    silentWhen: [plain],
  },
  {
    name: 'a table by a function of another file',
    files: `${app(`${pool}\n  import { tableOf } from './table.ts';`, '    response.json(await pool.query(`SELECT * FROM ${tableOf(customer)}`));')}
      // file: src/table.ts
      export function tableOf(customer: number): string {
        return 'orders_' + (customer % 8);
        //                  ^^^^^^^^^^^^ shard-modulo
      }
    `,
    expect: [{ says: ['with 9, 89 %'] }],
    silentWhen: [{ name: 'the key is the name', replace: [['% 8', '+ 8']] }],
  },
  {
    name: 'a client out of several',
    files: app(
      pools,
      `    response.json(await pools[customer % pools.length].query('SELECT 1'));\n                              ^^^^^^^^^^^^^^^^^^^^^^^ shard-modulo`,
    ),
    expect: [{ confidence: 'medium', says: ['chooses the database here, so one more of them moves most rows'] }],
    silentWhen: [{ name: 'the first is taken', replace: [['[customer % pools.length]', '[0]']] }],
  },
  {
    name: 'a client by a name',
    files: app(
      pools,
      `    const shard = customer % 2;\n                  ^^^^^^^^^^^^ shard-modulo\n    response.json(await pools[shard].query('SELECT 1'));`,
    ),
    silentWhen: [{ name: 'the first is taken', replace: [['customer % 2', '0']] }],
  },
  {
    name: 'a client that is picked and then named',
    files: app(
      pools,
      `    const pool = pools[customer % 2];\n                       ^^^^^^^^^^^^ shard-modulo\n    response.json(await pool.query('SELECT 1'));`,
    ),
    silentWhen: [{ name: 'the first is taken', replace: [['customer % 2', '0']] }],
  },
  {
    name: 'a hash',
    files: app(
      `${pool}\n  const hash = (text) => [...text].reduce((sum, each) => sum + each.charCodeAt(0), 0);`,
      '    response.json(await pool.query(`SELECT * FROM orders_${hash(request.params.customer) % 16}`));\n                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shard-modulo',
    ),
    expect: [{ says: ['with 17, 94 %'] }],
    silentWhen: [
      { name: 'one table holds all', replace: [['orders_${hash(request.params.customer) % 16}', 'orders']] },
    ],
  },
  {
    name: 'a host for each',
    files: app(
      `  const hosts = ['a', 'b', 'c'];\n  const poolOf = (customer) => new Pool({ host: hosts[customer % 3] });\n                                                      ^^^^^^^^^^^^ shard-modulo`,
      `    response.json(await poolOf(customer).query('SELECT 1'));`,
    ),
    expect: [{ says: ['chooses the database', '75 %'] }],
    silentWhen: [{ name: 'one host holds all', replace: [['hosts[customer % 3]', `'a'`]] }],
  },
  {
    name: 'a table of a query builder',
    files: app(
      `  import knex from 'knex';\n  const database = knex({ client: 'pg' });`,
      '    response.json(await database(`orders_${customer % 4}`).select());\n                                           ^^^^^^^^^^^^ shard-modulo',
    ),
    silentWhen: [plain],
  },
  {
    name: 'Python',
    files: `
      # file: requirements.txt
      flask
      psycopg
      # file: app.py
      import psycopg
      from flask import Flask
      app = Flask(__name__)
      connection = psycopg.connect()
      @app.get('/orders/<int:user_id>')
      def orders(user_id):
          return connection.execute(f'SELECT * FROM orders_{user_id % 4}').fetchall()
          #                                                 ^^^^^^^^^^^ shard-modulo
      app.run()
    `,
    silentWhen: [{ name: 'one table holds all', replace: [['orders_{user_id % 4}', 'orders']] }],
  },
  {
    name: 'Python, in a statement that a call wraps',
    files: `
      # file: requirements.txt
      flask
      sqlalchemy
      # file: app.py
      from flask import Flask
      from sqlalchemy import create_engine, text
      app = Flask(__name__)
      engine = create_engine('postgresql://db/users', pool_size=2, max_overflow=0)
      @app.get('/users/<int:user_id>')
      def user(user_id):
          table = f'users_{user_id % 4}'
          #                ^^^^^^^^^^^ shard-modulo
          with engine.connect() as connection:
              return connection.execute(text(f'SELECT name FROM {table} WHERE id = :id'), {'id': user_id}).scalar()
    `,
    silentWhen: [
      { name: 'one table holds all', replace: [["f'users_{user_id % 4}'", "'users'"]] },
      { name: 'nothing is asked on it', replace: [['connection.execute(text', 'print((text']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
