import { rule } from '../../src/rules/caching/read-hot-uncached.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const top = `SELECT orders.item, count(*) FROM orders JOIN reviews ON reviews.item = orders.item GROUP BY orders.item LIMIT 10`;

const shop = (route: string, more = ''): string => `
  // file: package.json
  { "name": "shop", "scripts": { "start": "node src/app.ts" }, "dependencies": { "express": "5", "pg": "8", "mongodb": "6" } }
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  const app = express();
  ${more}
  ${route}
  app.listen(3000);`;

const board = (
  path = '/top',
  before = '',
  query = `'${top}'`,
): string => `app.get('${path}', async (request, response) => {
    ${before}
    const { rows } = await pool.query(${query});
    response.json(rows);
  });`;

const mark = '\n    //                          ^^^^^ read-hot-uncached';
const marked = (files: string): string => files.replace(/(pool\.query\([^\n]*\);)/, `$1${mark}`);

const silent: readonly RuleCase[] = [
  { name: 'the path says what is asked for', files: shop(board('/top/:shop')), gate: 'role' },
  {
    name: 'a word of the request says what is asked for',
    files: shop(board('/top', 'const { shop } = request.query;', `'${top}', [shop]`)),
    gate: 'role',
  },
  {
    name: 'it is handed the request',
    files: shop(board('/top', 'log(request);'), 'const log = (_: unknown) => {};'),
    gate: 'role',
  },
  {
    name: 'those alone who are signed in come here',
    files: shop(board().replace("'/top', ", "'/top', requireAuth, "), 'const requireAuth = (a, b, next) => next();'),
    gate: 'role',
  },
  { name: 'few ask for it', files: shop(board('/admin/top')), gate: 'role' },
  {
    name: 'browsers and proxies may keep the answer',
    files: shop(board('/top', `response.set('Cache-Control', 'public, max-age=60');`)),
    gate: 'shared',
  },
  {
    name: 'a store keeps the answer',
    files: shop(
      board('/top', `const known = await redis.get('top'); if (known) return response.json(JSON.parse(known));`),
      `import Redis from 'ioredis';\n  const redis = new Redis();`,
    ),
    gate: 'shared',
  },
  {
    name: 'the process keeps the answer',
    files: shop(
      `let last = null;
  app.get('/top', async (request, response) => {
    if (last === null) last = (await pool.query('${top}')).rows;
    response.json(last);
  });`,
    ),
    gate: 'shared',
  },
  {
    name: 'what stands before the route keeps answers',
    files: shop(
      board().replace("'/top', ", "'/top', cache('1 minute'), "),
      `import { middleware as cache } from 'apicache';`,
    ),
    gate: 'shared',
  },
  {
    name: 'a proxy keeps answers',
    files: `${shop(board())}
  // file: nginx.conf
  http { server { location / { proxy_cache pages; proxy_pass http://shop:3000; } } }`,
    gate: 'shared',
  },
  {
    name: 'it finds its rows at once',
    files: shop(board('/top', '', `'SELECT * FROM orders ORDER BY id DESC LIMIT 10'`)),
    gate: 'none',
  },
  {
    name: 'rows that do not grow',
    files: shop(board('/top', '', `'SELECT count(*) FROM settings'`)),
    gate: 'none',
  },
  {
    name: 'a question for each row',
    files: shop(
      `app.get('/figures', async (request, response) => {
    const { rows } = await pool.query('SELECT id FROM shops LIMIT 20');
    for (const row of rows) row.orders = await pool.query('SELECT count(*) FROM orders WHERE shop = $1', [row.id]);
    response.json(rows);
  });`,
    ),
    gate: 'none',
  },
  { name: 'it changes something', files: shop(board().replace('app.get', 'app.post')), gate: 'role' },
  {
    name: 'Python: the answer hangs on who asks',
    files: `
  # file: requirements.txt
  flask
  psycopg
  # file: shop.py
  import psycopg
  from flask import Flask, session
  app = Flask(__name__)
  @app.get("/top")
  def top():
      with psycopg.connect("postgresql://db/shop") as connection:
          rows = connection.execute("SELECT count(*) FROM orders WHERE buyer = %s", [session["id"]]).fetchall()
      return {"rows": rows}`,
    gate: 'role',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a joined list that everybody sees',
    files: marked(shop(board())),
    expect: [
      {
        severity: 'note',
        situation: 'always',
        says: ['GET /top joins `orders` and `reviews` each time, and everybody gets the same answer.', 'Cache-Control'],
      },
    ],
    silentWhen: [
      {
        name: 'the answer says that it may be kept',
        replace: [['response.json(rows)', `response.set('Cache-Control', 's-maxage=30').json(rows)`]],
      },
    ],
  },
  {
    name: 'a figure over all rows',
    files: marked(shop(board('/figures', '', `'SELECT count(*) FROM orders'`))),
    expect: [{ says: ['GET /figures works a figure out of all `orders` each time'] }],
    silentWhen: [
      { name: 'of one who asks', replace: [['const { rows }', 'const { id } = request.user; const { rows }']] },
    ],
  },
  {
    name: 'in another file',
    files: `${shop(`import { best } from './best.ts';
  app.get('/best', async (request, response) => response.json(await best()));`)}
  // file: src/best.ts
  import { Pool } from 'pg';
  const pool = new Pool();
  export async function best() {
    const { rows } = await pool.query('${top}');
    //                          ^^^^^ read-hot-uncached
    return rows;
  }`,
    expect: [{ related: ['src/app.ts:7', 'src/app.ts:7'] }],
    silentWhen: [{ name: 'nobody asks for it', replace: [["app.get('/best'", "app.post('/best'"]] }],
  },
  {
    name: 'documents that are gathered',
    files: `
  // file: package.json
  { "name": "shop", "dependencies": { "express": "5", "mongoose": "8" } }
  // file: src/order.ts
  import mongoose from 'mongoose';
  export const Order = mongoose.model('Order', new mongoose.Schema({ item: String }));
  // file: src/app.ts
  import express from 'express';
  import { Order } from './order.ts';
  const app = express();
  app.get('/top', async (request, response) => {
    response.json(await Order.aggregate([{ $group: { _id: '$item', many: { $sum: 1 } } }]));
    //                        ^^^^^^^^^ read-hot-uncached
  });
  app.listen(3000);`,
    silentWhen: [
      { name: 'of one shop', replace: [['[{ $group', '[{ $match: { shop: request.query.shop } }, { $group']] },
    ],
  },
  {
    name: 'Python: rows that a mapper joins in a session of the database',
    files: `
  # file: requirements.txt
  fastapi
  sqlalchemy
  # file: shop.py
  from fastapi import FastAPI
  from sqlalchemy import create_engine
  from sqlalchemy.orm import sessionmaker
  from models import Order, Item
  engine = create_engine("postgresql://db/shop")
  Session = sessionmaker(bind=engine)
  app = FastAPI()
  @app.get("/top")
  def top():
      session = Session()
      return session.query(Order).join(Item).limit(10).all()
                     ^^^^^ read-hot-uncached
  # file: models.py
  class Order: pass
  class Item: pass`,
    expect: [{ says: ['GET /top joins `Order` with other tables each time'] }],
    silentWhen: [{ name: 'of who asks', replace: [['def top():', 'def top(shop: str):']] }],
  },
  {
    name: 'Python: a figure of a route without a parameter',
    files: `
  # file: requirements.txt
  flask
  psycopg
  # file: shop.py
  import psycopg
  from flask import Flask
  app = Flask(__name__)
  connection = psycopg.connect("postgresql://db/shop")
  @app.get("/figures")
  def figures():
      return {"orders": connection.execute("SELECT count(*) FROM orders").fetchone()[0]}
                                   ^^^^^^^ read-hot-uncached`,
    silentWhen: [{ name: 'few ask for it', replace: [['"/figures"', '"/health/figures"']] }],
  },
  {
    name: 'Python: what is injected is no word of who asks',
    files: `
  # file: requirements.txt
  fastapi
  sqlalchemy
  # file: shop.py
  from fastapi import Depends, FastAPI
  from sqlalchemy import create_engine, text
  engine = create_engine("postgresql://db/shop")
  app = FastAPI()
  def database():
      with engine.connect() as connection:
          yield connection
  @app.get("/figures")
  def figures(connection=Depends(database)):
      with engine.connect() as own:
          return own.execute(text("SELECT count(*) FROM orders")).scalar()
                     ^^^^^^^ read-hot-uncached`,
    silentWhen: [{ name: 'it is who asks', replace: [['connection=Depends(database)', 'user=Depends(database)']] }],
  },
];

checkRule(rule, [...silent, ...found]);
