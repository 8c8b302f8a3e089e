import { rule } from '../../src/rules/replication/query-unbounded.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const prisma = (body: string, route = `app.get('/orders'`): string => `
  // file: src/app.ts
  import express from 'express';
  import { PrismaClient } from '@prisma/client';
  const prisma = new PrismaClient();
  const app = express();
  ${route}, async (request, response) => {
  ${body}
  });
  app.listen(3000);
`;

const mark = (before: number, length: number) => `\n  //${' '.repeat(before - 2)}${'^'.repeat(length)} query-unbounded`;

const pg = (statement: string, marked = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import pg from 'pg';
  const pool = new pg.Pool();
  const app = express();
  app.get('/orders', async (request, response) => {
    const { rows } = await pool.query(${statement});${marked}
    response.json(rows);
  });
  app.listen(3000);
`;

const flask = (body: string): string => `
  # file: app.py
  from flask import Flask, jsonify, request
  from sqlalchemy import create_engine, select
  from sqlalchemy.orm import Session
  from models import Order
  app = Flask(__name__)
  engine = create_engine("postgresql://db/shop")

  @app.get("/orders")
  def orders():
      session = Session(engine)
  ${body}
      return jsonify([row.total for row in rows])
`;

const all = `response.json(await prisma.order.findMany());`;

const silent: readonly RuleCase[] = [
  {
    name: 'a report about orders',
    files: prisma(all, `app.get('/orders/report'`),
    gate: 'role',
  },
  { name: 'a page', files: prisma(`response.json(await prisma.order.findMany({ take: 20 }));`), gate: 'none' },
  {
    name: 'the caller’s own',
    files: prisma(`response.json(await prisma.order.findMany({ where: { customerId: request.user.id } }));`),
    gate: 'none',
  },
  {
    name: 'one row',
    files: prisma(`response.json(await prisma.order.findUnique({ where: { id: 7 } }));`),
    gate: 'none',
  },
  { name: 'their number', files: prisma(`response.json(await prisma.order.count());`), gate: 'none' },
  { name: 'a small table', files: prisma(`response.json(await prisma.country.findMany());`), gate: 'none' },
  {
    name: 'a table that an operator fills',
    files: prisma(`response.json(await prisma.team.findMany());`),
    gate: 'none',
  },
  { name: 'an export means all', files: prisma(all, `app.get('/orders/export'`), gate: 'role' },
  { name: 'a change is no list', files: prisma(all, `app.post('/orders/close'`), gate: 'role' },
  {
    name: 'at the start alone',
    files: prisma('response.json({});').replace(
      'app.listen(3000);',
      `const warm = await prisma.order.findMany();\n  app.listen(3000);`,
    ),
    gate: 'moment',
  },
  { name: 'a statement with a limit', files: pg(`'SELECT id FROM orders LIMIT 20'`), gate: 'none' },
  {
    name: 'a statement with a condition',
    files: pg(`'SELECT id FROM orders WHERE customer = $1', [request.user.id]`),
    gate: 'none',
  },
  { name: 'a statement that counts', files: pg(`'SELECT count(*) FROM orders'`), gate: 'none' },
  { name: 'a statement that gives each value once', files: pg(`'SELECT DISTINCT state FROM orders'`), gate: 'none' },
  {
    name: 'options that give each value once',
    files: prisma(`response.json(await prisma.order.findMany({ distinct: ['state'], select: { state: true } }));`),
    gate: 'none',
  },
  {
    name: 'a guard before the handler lets administrators alone through',
    files: prisma(all, `app.get('/orders', requireAdmin`),
    gate: 'role',
  },
  {
    name: 'a guard before the handler is given their roles',
    files: prisma(all, `app.get('/orders', isAllowed(['admin', 'superadmin'])`),
    gate: 'role',
  },
  {
    name: 'the handler asks for one of them itself',
    files: prisma(`if (request.user.role !== 'admin') return response.status(403).end();\n  ${all}`),
    gate: 'role',
  },
  {
    name: 'the one of the environment alone reads all',
    files: prisma(`if (request.user.id === Number(process.env.SHOP_ADMIN || 1)) ${all}`),
    gate: 'role',
  },
  {
    name: 'a call before it throws where somebody else asks',
    files: prisma(`await assertAdmin(request); ${all}`),
    gate: 'role',
  },
  {
    name: 'accounts that nobody is seen to make for himself',
    files: prisma(all.replace('order', 'user')),
    gate: 'role',
  },
  {
    name: 'accounts other than those that people make for themselves',
    files: prisma(
      `response.json(await prisma.user.findMany({ where: { external: false } }));`,
      `app.post('/sign-up', async (request, response) => { response.json(await prisma.user.create({ data: { external: true } })); });
  app.get('/single-sign-on', async (request, response) => { response.json(await prisma.user.create({ data: { external: false } })); });
  app.get('/users'`,
    ),
    gate: 'role',
  },
  {
    name: 'rows that administrators alone add',
    files: prisma(
      all,
      `app.post('/orders', requireAdmin, async (request, response) => { response.json(await prisma.order.create({ data: request.body })); });
  app.get('/orders'`,
    ),
    gate: 'role',
  },
  {
    name: 'Python: a decorator keeps it for administrators',
    files: flask(`    rows = session.query(Order).all()`).replace(
      '  def orders():',
      `  @roles_required('admin', permission='see_orders')
  def orders():`,
    ),
    gate: 'role',
  },
  {
    name: 'Python: all are changed at once',
    files: flask(`    rows = []
      session.query(Order).update({"paid": True})`),
    gate: 'none',
  },
  {
    name: 'only for developers',
    files: prisma(`if (process.env.NODE_ENV === 'development') { ${all} }`),
    gate: 'guard',
  },
  {
    name: 'Python: a page, by a later step',
    files: flask(`    query = session.query(Order)
      query = query.limit(20)
      rows = query.all()`),
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'what people report, where the word only names the table',
    files: prisma(
      `response.json(await prisma.report.findMany({ where: { isDone: false } }));${mark(34, 8)}`,
      `app.get('/reports/open'`,
    ),
    silentWhen: [
      { name: 'it is a page', replace: [['isDone: false } }', 'isDone: false }, take: 20 }']] },
      { name: 'the word names another thing', replace: [["'/reports/open'", "'/shops/export'"]] },
    ],
  },
  {
    name: 'options without any limit',
    files: prisma(`  response.json(await prisma.order.findMany({ orderBy: { id: 'desc' } }));${mark(35, 8)}`),
    expect: [{ severity: 'warning', says: ['GET /orders reads rows of `order` without a limit'] }],
    silentWhen: [
      { name: 'it is a page', replace: [[`{ orderBy: { id: 'desc' } }`, `{ take: 20 }`]] },
      { name: 'nobody asks', replace: [['app.get(', 'later(']] },
    ],
  },
  {
    name: 'no options at all',
    files: prisma(`  ${all}${mark(35, 8)}`),
    silentWhen: [
      {
        name: 'it is the caller’s own',
        replace: [['findMany()', 'findMany({ where: { customerId: request.user.id } })']],
      },
    ],
  },
  {
    name: 'things that users make without end',
    files: prisma(`  ${all.replace('order', 'task')}${mark(34, 8)}`),
    silentWhen: [{ name: 'it is a page', replace: [['findMany()', 'findMany({ take: 20 })']] }],
  },
  {
    name: 'a condition that is written out takes a part of all',
    files: prisma(`  response.json(await prisma.order.findMany({ where: { paid: true } }));${mark(35, 8)}`),
    silentWhen: [
      { name: 'it is a page', replace: [['{ where: { paid: true } }', '{ where: { paid: true }, take: 20 }']] },
    ],
  },
  {
    name: 'accounts that anybody makes for himself',
    files: prisma(
      `  response.json(await prisma.user.findMany());${mark(34, 8)}`,
      `app.post('/sign-up', async (request, response) => { response.json(await prisma.user.create({ data: request.body })); });
  app.get('/users'`,
    ),
    silentWhen: [{ name: 'administrators make them', replace: [[`'/sign-up'`, `'/sign-up', requireAdmin`]] }],
  },
  {
    name: 'a guard that lets others through beside administrators',
    files: prisma(`  ${all}${mark(35, 8)}`, `app.get('/orders', isAllowed(['admin', 'customer'])`),
    silentWhen: [{ name: 'it lets nobody else through', replace: [[`, 'customer'`, '']] }],
  },
  {
    name: 'a handler that is wrapped with options, which let every user through',
    files: `
  // file: package.json
  { "name": "shop", "dependencies": { "next": "15", "@prisma/client": "6" } }
  // file: src/route.ts
  export const route = (handler, options) => async (request, response) => {
    if (!options.methods.includes(request.method)) return response.status(405).end();
    return handler(request, response);
  };
  // file: src/pages/api/orders.ts
  import { PrismaClient } from '@prisma/client';
  import { route } from '../../route';
  const prisma = new PrismaClient();
  async function list(request, response) {
    response.json(await prisma.order.findMany());${mark(35, 8)}
  }
  export default route(list, { methods: ['GET'], user: true });`,
    silentWhen: [{ name: 'it is for administrators', replace: [['user: true', 'user: true, administrator: true']] }],
  },
  {
    name: 'an administrator gets more, and all others the same rows',
    files: prisma(
      `if (request.user.isAdmin) response.set('x-admin', 'yes');\n    response.json(await prisma.order.findMany());${mark(35, 8)}`,
    ),
    silentWhen: [
      {
        name: 'others leave',
        replace: [[`if (request.user.isAdmin) response.set('x-admin', 'yes');`, 'if (!request.user.isAdmin) return;']],
      },
    ],
  },
  {
    name: 'a statement',
    files: pg(`'SELECT id, total FROM orders ORDER BY id'`, mark(30, 5)),
    silentWhen: [{ name: 'it has a limit', replace: [['ORDER BY id', 'ORDER BY id LIMIT 20']] }],
  },
  {
    name: 'in a service behind the route',
    files: `${prisma('  response.json(await orders());', `const orders = () => prisma.order.findMany();${mark(34, 8)}\n  app.get('/orders'`)}`,
    silentWhen: [{ name: 'it is a page', replace: [['findMany()', 'findMany({ take: 20 })']] }],
  },
  {
    name: 'a model',
    files: `
  // file: src/app.js
  const express = require('express');
  const mongoose = require('mongoose');
  const Order = mongoose.model('Order', new mongoose.Schema({ total: Number }));
  const app = express();
  app.get('/orders', async (request, response) => {
    const orders = await Order.find();
    //                         ^^^^ query-unbounded
    response.json(orders);
  });
  app.listen(3000);
`,
    silentWhen: [{ name: 'it is a page', replace: [['Order.find()', 'Order.find().limit(20)']] }],
  },
  {
    name: 'a table in the file of a database, through Drizzle',
    files: `
  // file: src/app.ts
  import Database from 'better-sqlite3';
  import { drizzle } from 'drizzle-orm/better-sqlite3';
  import express from 'express';
  import * as schema from './schema.ts';
  const database = drizzle(new Database('shop.db'), { schema });
  const app = express();
  app.get('/orders', async (request, response) => {
    response.json(await database.query.orders.findMany());
    //                                        ^^^^^^^^ query-unbounded
  });
  app.listen(3000);
`,
    silentWhen: [{ name: 'it is a page', replace: [['findMany()', 'findMany({ limit: 20 })']] }],
  },
  {
    name: 'Python: all of a query',
    files: flask(`    rows = session.query(Order).all()${mark(19, 5)}`),
    silentWhen: [
      { name: 'it is a page', replace: [['session.query(Order).all()', 'session.query(Order).limit(20).all()']] },
    ],
  },
  {
    name: 'Python: a statement that is executed',
    files: flask(`    rows = session.execute(select(Order)).scalars().all()${mark(19, 7)}`),
    silentWhen: [
      {
        name: 'it is the caller’s own',
        replace: [['select(Order)', 'select(Order).where(Order.customer == request.user)']],
      },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
