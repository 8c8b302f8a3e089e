import { rule } from '../../src/rules/replication/replica-read-after-write.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A server of Prisma whose reads go to a replica. */
const prisma = (
  body: string,
  client = `new PrismaClient().$extends(readReplicas({ url: process.env.REPLICA_URL }))`,
): string => `
  // file: src/app.ts
  import express from 'express';
  import { PrismaClient } from '@prisma/client';
  import { readReplicas } from '@prisma/extension-read-replicas';
  const prisma = ${client};
  const app = express();
  app.put('/orders/:id', async (request, response) => {
    const id = request.params.id;
    const data = request.body;
  ${body}
  });
  app.listen(3000);
`;

const mark = (before: number, length: number) =>
  `\n  //${' '.repeat(before - 2)}${'^'.repeat(length)} replica-read-after-write\n`;

/** A service of Nest whose repository reads from a slave. */
const nest = (
  methods: string,
  replication = `replication: { master: { host: 'db' }, slaves: [{ host: process.env.READ_HOST }] }`,
): string => `
  // file: src/main.ts
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './app.module.ts';
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);

  // file: src/app.module.ts
  import { Module } from '@nestjs/common';
  import { TypeOrmModule } from '@nestjs/typeorm';
  import { OrdersController } from './orders.ts';
  @Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', ${replication} })], controllers: [OrdersController] })
  export class AppModule {}

  // file: src/orders.ts
  import { Body, Controller, Param, Put } from '@nestjs/common';
  import { InjectRepository } from '@nestjs/typeorm';
  import { Repository } from 'typeorm';
  import { Order } from './order.ts';
  @Controller('orders')
  export class OrdersController {
    constructor(@InjectRepository(Order) private readonly orders: Repository<Order>) {}
  ${methods}
  }
`;

const sequelize = (
  body: string,
  replication = `replication: { write: { host: 'db' }, read: [{ host: process.env.READ_HOST }] }`,
): string => `
  // file: src/app.js
  const express = require('express');
  const { Sequelize, DataTypes } = require('sequelize');
  const sequelize = new Sequelize('shop', null, null, { dialect: 'mysql', ${replication} });
  const Order = sequelize.define('order', { total: DataTypes.INTEGER });
  const app = express();
  app.post('/orders', async (request, response) => {
  ${body}
  });
  app.listen(3000);
`;

const update = `await prisma.order.update({ where: { id }, data });`;

const silent: readonly RuleCase[] = [
  {
    name: 'no replica',
    files: prisma(`${update} response.json(await prisma.order.findUnique({ where: { id } }));`, 'new PrismaClient()'),
    gate: 'none',
  },
  {
    name: 'read from the primary',
    files: prisma(`${update} response.json(await prisma.$primary().order.findUnique({ where: { id } }));`),
    gate: 'none',
  },
  {
    name: 'what the write gives back',
    files: prisma(`response.json(await prisma.order.update({ where: { id }, data }));`),
    gate: 'none',
  },
  {
    name: 'read before the write',
    files: prisma(`const order = await prisma.order.findUnique({ where: { id } }); ${update} response.json(order);`),
    gate: 'none',
  },
  {
    name: 'other rows are read',
    files: prisma(`${update} response.json(await prisma.customer.findUnique({ where: { id } }));`),
    gate: 'none',
  },
  {
    name: 'within a transaction',
    files: prisma(
      `response.json(await prisma.$transaction(async (tx) => { await tx.order.update({ where: { id }, data }); return tx.order.findUnique({ where: { id } }); }));`,
    ),
    gate: 'none',
  },
  {
    name: 'one or the other',
    files: prisma(
      `if (data.total) { ${update} } else { response.json(await prisma.order.findUnique({ where: { id } })); }`,
    ),
    gate: 'none',
  },
  {
    name: 'another one of the same kind',
    files: prisma(`${update} response.json(await prisma.order.findUnique({ where: { id: request.query.next } }));`),
    gate: 'guard',
  },
  {
    name: 'the master is asked by default',
    files: nest(
      `
    @Put(':id') async change(@Param('id') id: string, @Body() body: Partial<Order>) {
      await this.orders.update(id, body);
      return this.orders.findOneBy({ id });
    }`,
      `replication: { defaultMode: 'master', master: { host: 'db' }, slaves: [{ host: 'copy' }] }`,
    ),
    gate: 'none',
  },
  {
    name: 'the option asks the master',
    files: sequelize(`
    const order = await Order.create(request.body);
    response.json(await Order.findByPk(order.id, { useMaster: true }));`),
    gate: 'none',
  },
  {
    name: 'all reads ask the master',
    files: sequelize(
      `
    const order = await Order.create(request.body);
    response.json(await Order.findByPk(order.id));`,
      `query: { useMaster: true }, replication: { write: { host: 'db' }, read: [{ host: 'copy' }] }`,
    ),
    gate: 'none',
  },
  {
    name: 'one database alone',
    files: sequelize(
      `
    const order = await Order.create(request.body);
    response.json(await Order.findByPk(order.id));`,
      `host: 'db'`,
    ),
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'the row is read by its key',
    files: prisma(`  ${update}
    response.json(await prisma.order.findUnique({ where: { id } }));${mark(35, 10)}`),
    expect: [
      {
        severity: 'warning',
        says: ['`update` (src/app.ts:9)', 'src/app.ts:4', '$primary()'],
        related: ['src/app.ts:9', 'src/app.ts:4'],
      },
    ],
    silentWhen: [
      { name: 'there is no replica', replace: [['.$extends(readReplicas({ url: process.env.REPLICA_URL }))', '']] },
      { name: 'the primary is asked', replace: [['await prisma.order.find', 'await prisma.$primary().order.find']] },
      { name: 'no request comes', replace: [['app.put(', 'later(']] },
    ],
  },
  {
    name: 'what was made is read with more',
    files: prisma(`  const order = await prisma.order.create({ data });
    response.json(await prisma.order.findUnique({ where: { id: order.id }, include: { lines: true } }));${mark(35, 10)}`),
    silentWhen: [{ name: 'another one is read', replace: [['id: order.id', 'id: 7']] }],
  },
  {
    name: 'the whole list is read',
    files: prisma(`  ${update}
    response.json(await prisma.order.findMany());${mark(35, 8)}`),
    silentWhen: [{ name: 'it is read before', replace: [[`${update}\n`, '']] }],
  },
  {
    name: 'a repository',
    files: nest(`
    @Put(':id') async change(@Param('id') id: string, @Body() body: Partial<Order>) {
      await this.orders.update(id, body);
      return this.orders.findOneBy({ id });
  //                     ^^^^^^^^^ replica-read-after-write
    }`),
    expect: [{ says: ['a query runner of `master`'] }],
    silentWhen: [
      {
        name: 'there is one database',
        replace: [[`replication: { master: { host: 'db' }, slaves: [{ host: process.env.READ_HOST }] }`, `host: 'db'`]],
      },
    ],
  },
  {
    name: 'by a method of the same class',
    files: nest(`
    find(id: string) { return this.orders.findOneBy({ id }); }
    @Put(':id') async change(@Param('id') id: string, @Body() body: Partial<Order>) {
      await this.orders.update(id, body);
      return this.find(id);
  //              ^^^^ replica-read-after-write
    }`),
    silentWhen: [{ name: 'it reads nothing', replace: [['return this.orders.findOneBy({ id });', 'return { id };']] }],
  },
  {
    name: 'a model',
    files: sequelize(`  const order = await Order.create(request.body);
    response.json(await Order.findByPk(order.id));${mark(28, 8)}`),
    expect: [{ says: ['useMaster'] }],
    silentWhen: [
      {
        name: 'there is one database',
        replace: [[`replication: { write: { host: 'db' }, read: [{ host: process.env.READ_HOST }] }`, `host: 'db'`]],
      },
    ],
  },
  {
    name: 'by functions of another file',
    files: `${prisma(`  await change(id, data);
    response.json(await find(id));${mark(22, 4)}`).replace(
      'const app',
      'const change = (id, data) => prisma.order.update({ where: { id }, data });\n  const find = (id) => prisma.order.findUnique({ where: { id } });\n  const app',
    )}`,
    expect: [{ related: ['src/app.ts:11', 'src/app.ts:4', 'src/app.ts:6'] }],
    silentWhen: [{ name: 'it finds another one', replace: [['await find(id)', 'await find(data.next)']] }],
  },
];

checkRule(rule, [...silent, ...found]);
