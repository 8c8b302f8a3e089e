import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const server = `
      const app = express();
      app.get('/', (req, res) => res.end());
      app.listen(3000);`;

const silent: readonly RuleCase[] = [
  {
    name: 'a job that only looks after its own process',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      const prices = new Map<string, number>();
      cron.schedule('*/5 * * * *', () => prices.clear());
      ${server}
    `,
  },
  {
    name: 'a job that takes its rows one by one in the database',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('* * * * *', async () => {
        const client = await pool.connect();
        await client.query('begin');
        const { rows } = await client.query('select * from refunds where paid = false for update skip locked');
        for (const row of rows) await client.query('insert into payouts (refund) values ($1)', [row.id]);
        await client.query('commit');
      });
      ${server}
    `,
  },
  {
    name: 'a job behind an advisory lock',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { CronJob } from 'cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      async function report() {
        const { rows } = await pool.query('select pg_try_advisory_lock(42) as mine');
        if (!rows[0].mine) return;
        await pool.query('insert into reports (day) values (now())');
      }
      new CronJob('0 3 * * *', report, null, true);
      ${server}
    `,
  },
  {
    name: 'a job that sets a key that only one instance can set',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      import schedule from 'node-schedule';
      import { Pool } from 'pg';
      const redis = new Redis();
      const pool = new Pool();
      schedule.scheduleJob('0 3 * * *', async () => {
        const mine = await redis.set('nightly', '1', 'EX', 600, 'NX');
        if (mine === null) return;
        await pool.query('insert into reports (day) values (now())');
      });
      ${server}
    `,
  },
  {
    name: 'a helper that takes the lock in a table',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      async function acquireCronLock(name: string) {
        const { rowCount } = await pool.query('insert into cron_locks (name) values ($1)', [name]);
        return rowCount === 1;
      }
      cron.schedule('0 3 * * *', async () => {
        if (!(await acquireCronLock('digest'))) return;
        await pool.query('insert into digests (day) values (now())');
      });
      ${server}
    `,
  },
  {
    name: 'a job that only deletes what is too old',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('0 4 * * *', () => pool.query('delete from carts where touched < now() - interval 1 day'));
      ${server}
    `,
  },
  {
    name: 'a job that overwrites the same row',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Cron } from 'croner';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      new Cron('0 * * * *', async () => {
        await prisma.rate.upsert({ where: { day: 'today' }, update: {}, create: { day: 'today' } });
      });
      ${server}
    `,
  },
  {
    name: 'an environment name that chooses the process',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      function startJobs() {
        cron.schedule('0 3 * * *', () => pool.query('insert into reports (day) values (now())'));
      }
      if (process.env.RUN_CRON === 'true') startJobs();
      ${server}
    `,
  },
  {
    name: 'a schedule that one instance alone runs',
    gate: 'shared',
    files: `
      // file: package.json
      { "name": "shop", "main": "src/app.ts", "scripts": { "start": "node src/app.ts" },
        "dependencies": { "express": "^5.0.0", "node-cron": "^4.5.0", "pg": "^8.0.0" } }
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('0 3 * * *', () => pool.query('insert into reports (day) values (now())'), {
        name: 'report',
        distributed: true,
      });
      ${server}
    `,
  },
  {
    name: 'a heartbeat every ten seconds',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      setInterval(() => pool.query('insert into heartbeats (at) values (now())'), 10_000);
      ${server}
    `,
  },
  {
    name: 'a worker of its own, declared to run once and replaced before it starts again',
    gate: 'topology',
    files: `
      // file: src/worker.ts
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('0 3 * * *', () => pool.query('insert into reports (day) values (now())'));
      # file: k8s/worker.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: nightly
      spec:
        replicas: 1
        strategy:
          type: Recreate
        selector:
          matchLabels: { app: nightly }
        template:
          metadata:
            labels: { app: nightly }
          spec:
            containers:
              - name: nightly
                image: registry.example.com/shop:1
                command: [node, src/worker.ts]
    `,
  },
  {
    name: 'an interval that a request sets',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      const app = express();
      app.post('/watch', (req, res) => {
        setInterval(() => pool.query('insert into watches (at) values (now())'), 120_000);
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'a script of a developer',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      ${server}
      // file: scripts/nightly.ts
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('0 3 * * *', () => pool.query('insert into reports (day) values (now())'));
    `,
  },
];

const mended: readonly RuleCase[] = [
  {
    name: 'a document that sets what comes out the same',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import mongoose from 'mongoose';
      const Site = mongoose.model('Site', new mongoose.Schema({}));
      cron.schedule('0 8 * * *', async () => {
        await Site.bulkWrite([{ updateOne: { filter: { name: 'north' }, update: { $set: { flag: 'n.svg' } } } }]);
      });
      ${server}
    `,
  },
  {
    name: 'a throttle whose row a unique index refuses to the second instance',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      class Throttle {
        async mayRun(name: string) {
          try {
            await prisma.run.create({ data: { name } });
            return true;
          } catch (error) {
            if ((error as { code: string }).code === 'P2002') return false;
            throw error;
          }
        }
      }
      const throttle = new Throttle();
      async function digest() {
        const mine = await throttle.mayRun('digest');
        if (!mine) return;
        await prisma.digest.create({ data: {} });
      }
      cron.schedule('0 8 * * *', digest);
      ${server}
    `,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a job that another clock sets up, which the start sets',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { CronJob } from 'cron';
      import { addShop } from './shops.js';
      function watchShops() {
        const task = new CronJob('*/5 * * * * *', async () => {
          await addShop('north');
        });
        task.start();
      }
      watchShops();
      ${server}
      // file: src/shops.ts
      import { CronJob } from 'cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      export const addShop = async (shop: string) => {
        const job = new CronJob('0 1 * * *', () => pool.query('insert into reports (shop) values ($1)', [shop]));
        //              ^^^^^^^ cron-in-process
        job.start();
      };
    `,
    silentWhen: [{ name: 'the start does not set the first clock', replace: [['watchShops();', '']] }],
  },
  {
    name: 'a count that goes up once for each instance',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import mongoose from 'mongoose';
      const Site = mongoose.model('Site', new mongoose.Schema({}));
      cron.schedule('0 8 * * *', async () => {
      //   ^^^^^^^^ cron-in-process
        await Site.updateMany({ failed: true }, { $inc: { failures: 1 } });
      });
      ${server}
    `,
    expect: [{ severity: 'warning', says: ['each count goes up 2 times'] }],
    silentWhen: [{ name: 'it sets a value', replace: [['$inc: { failures: 1 }', '$set: { failures: 1 }']] }],
  },
  {
    name: 'a row that is changed and given back deep inside, which decides nothing',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import mongoose from 'mongoose';
      const Order = mongoose.model('Order', new mongoose.Schema({}));
      const Invoice = mongoose.model('Invoice', new mongoose.Schema({}));
      async function touch(id: string) {
        return Order.findOneAndUpdate({ id }, { seen: true });
      }
      cron.schedule('0 8 * * *', async () => {
      //   ^^^^^^^^ cron-in-process
        await touch('first');
        await Invoice.create({ month: 'this' });
      });
      ${server}
    `,
    silentWhen: [
      {
        name: 'no invoice is written',
        replace: [
          ["await Invoice.create({ month: 'this' });", ''],
          ['Order.findOneAndUpdate({ id }, { seen: true })', 'Order.findOne({ id })'],
        ],
      },
    ],
  },

  {
    name: 'a report that node-cron writes on three instances',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('0 3 * * *', () => pool.query('insert into reports (day) values (now())'));
      //   ^^^^^^^^ cron-in-process
      ${server}
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 3
    `,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: ['each row is written 3 times', '3 instances (compose.yaml:6)', '`0 3 * * *`'],
        related: ['src/app.ts:5'],
      },
    ],
    silentWhen: [
      { name: 'it only deletes', replace: [['insert into reports (day) values (now())', 'delete from reports']] },
      { name: 'no clock starts it', replace: [["cron.schedule('0 3 * * *', () =>", 'void (() =>']] },
    ],
  },
  {
    name: 'mail behind a decorator of Nest',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.js';
      async function bootstrap() {
        const app = await NestFactory.create(AppModule);
        await app.listen(3000);
      }
      bootstrap();
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ScheduleModule } from '@nestjs/schedule';
      import { Digest } from './digest.js';
      @Module({ imports: [ScheduleModule.forRoot()], providers: [Digest] })
      export class AppModule {}
      // file: src/digest.ts
      import { Injectable } from '@nestjs/common';
      import { Cron } from '@nestjs/schedule';
      import nodemailer from 'nodemailer';
      const transport = nodemailer.createTransport({ host: 'mail' });
      @Injectable()
      export class Digest {
        @Cron('0 7 * * 1')
      // ^^^^ cron-in-process
        async send() {
          await transport.sendMail({ to: 'all@example.com', text: 'What is new' });
        }
      }
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['each mail goes out 2 times', '`0 7 * * 1`'] }],
    silentWhen: [{ name: 'the decorator is gone', replace: [["@Cron('0 7 * * 1')", '']] }],
  },
  {
    name: 'a job in another file, started by a function that the start calls',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { startJobs } from './jobs.js';
      startJobs();
      ${server}
      // file: src/jobs.ts
      import { CronJob } from 'cron';
      import { renewAll } from './renewals.js';
      export function startJobs() {
        const job = new CronJob('0 1 * * *', renewAll);
        //              ^^^^^^^ cron-in-process
        job.start();
      }
      // file: src/renewals.ts
      import Stripe from 'stripe';
      const stripe = new Stripe(String(process.env.STRIPE_KEY));
      export async function renewAll() {
        await stripe.paymentIntents.create({ amount: 900, currency: 'eur' });
      }
    `,
    expect: [{ says: ['customers can be charged 2 times'] }],
    silentWhen: [
      { name: 'the start does not call it', replace: [['startJobs();', '']] },
      {
        name: 'a worker alone starts it',
        replace: [['startJobs();', "if (process.env.ROLE_WORKER === '1') startJobs();"]],
      },
    ],
  },
  {
    name: 'a long interval of the language itself',
    files: `
      // file: src/app.js
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      const hour = 60 * 60 * 1000;
      setInterval(async () => {
      ^^^^^^^^^^^ cron-in-process
        await prisma.invoice.create({ data: { month: 'this' } });
      }, hour);
      ${server}
    `,
    expect: [{ says: ['With 2 instances each starts it every hour.'] }],
    silentWhen: [{ name: 'it is a heartbeat', replace: [['60 * 60 * 1000', '5 * 1000']] }],
  },
  {
    name: 'node-schedule with a job by name',
    files: `
      // file: src/app.js
      const express = require('express');
      const schedule = require('node-schedule');
      const { Pool } = require('pg');
      const pool = new Pool();
      function settle() {
        return pool.query('insert into settlements (day) values (now())');
      }
      schedule.scheduleJob('settle', '0 0 * * *', settle);
      //       ^^^^^^^^^^^ cron-in-process
      ${server}
    `,
    expect: [{ says: ['`0 0 * * *`'] }],
    silentWhen: [
      {
        name: 'nothing is written',
        replace: [["return pool.query('insert into settlements (day) values (now())');", 'return 1;']],
      },
    ],
  },
  {
    name: 'croner, with its function behind the options',
    files: `
      // file: src/app.ts
      import { Cron } from 'croner';
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      new Cron('0 * * * *', { protect: true }, async () => {
      //  ^^^^ cron-in-process
        await prisma.statement.createMany({ data: [] });
      });
      ${server}
    `,
    silentWhen: [
      {
        name: 'it reads only',
        replace: [['prisma.statement.createMany({ data: [] })', 'prisma.statement.findMany()']],
      },
    ],
  },
  {
    name: 'a method of a class, bound by an arrow',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Reminders } from './reminders.js';
      const reminders = new Reminders();
      cron.schedule('0 9 * * *', () => reminders.sendAll());
      //   ^^^^^^^^ cron-in-process
      ${server}
      // file: src/reminders.ts
      import nodemailer from 'nodemailer';
      export class Reminders {
        private readonly transport = nodemailer.createTransport({ host: 'mail' });
        async sendAll() {
          for (const to of ['ada@example.com']) await this.transport.sendMail({ to });
        }
      }
    `,
    silentWhen: [
      { name: 'no mail is sent', replace: [['await this.transport.sendMail({ to });', 'console.log(to);']] },
    ],
  },
  {
    name: 'orders put on a queue by each instance',
    files: `
      // file: src/app.ts
      import { Queue } from 'bullmq';
      import express from 'express';
      import cron from 'node-cron';
      const invoices = new Queue('invoices');
      cron.schedule('0 2 * * *', async () => {
      //   ^^^^^^^^ cron-in-process
        await invoices.add('monthly', {});
      });
      ${server}
    `,
    expect: [{ says: ['each message is sent 2 times'] }],
    silentWhen: [{ name: 'nothing is added', replace: [["await invoices.add('monthly', {});", '']] }],
  },
  {
    name: 'a balance that goes down once for each instance',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('0 5 * * *', () => pool.query('update accounts set balance = balance - fee where open'));
      //   ^^^^^^^^ cron-in-process
      ${server}
    `,
    expect: [{ severity: 'warning', says: ['each count goes up 2 times'] }],
    silentWhen: [
      {
        name: 'it sets what comes out the same',
        replace: [['balance = balance - fee', "state = 'late'"]],
      },
    ],
  },
  {
    name: 'a new row that is looked for first: a note',
    files: `
      // file: src/locks.ts
      export class Turns {
        async take(key: string, work: () => Promise<void>) { await work(); }
      }
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { DataSource } from 'typeorm';
      import { Film, Series } from './entities';
      import { Turns } from './locks';
      const source = new DataSource({ type: 'postgres' });
      const turns = new Turns();
      async function keepFilm(id: string) {
        const films = source.getRepository(Film);
        await turns.take(id, async () => {
          const known = await films.findOne({ where: { id } });
          if (known) return;
          const film = new Film();
          await films.save(film);
        });
      }
      export async function keepSeries(id: string) {
        await turns.take(id, async () => { await fetch('https://series.internal/' + id); });
      }
      cron.schedule('0 5 * * *', async () => { await keepFilm('1'); });
      //   ^^^^^^^^ cron-in-process
      ${server}
      // file: src/entities.ts
      import { Entity } from 'typeorm';
      @Entity() export class Film { id = ''; }
      @Entity() export class Series { id = ''; }
    `,
    expect: [{ severity: 'note', says: ['a row that none of them finds yet'] }],
    silentWhen: [
      { name: 'what was found is saved', replace: [['const film = new Film();', 'const film = known;']] },
      {
        name: 'the job does what another one does, which shares its turns alone',
        replace: [["await keepFilm('1');", "await keepSeries('1');"]],
      },
    ],
  },
  {
    name: 'one server that is declared once, which a rolling deploy doubles',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      cron.schedule('0 3 * * *', () => pool.query('insert into reports (day) values (now())'));
      //   ^^^^^^^^ cron-in-process
      ${server}
      # file: k8s/shop.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 1
        strategy:
          type: RollingUpdate
        selector:
          matchLabels: { app: shop }
        template:
          metadata:
            labels: { app: shop }
          spec:
            containers:
              - name: shop
                image: registry.example.com/shop:1
                command: [node, src/app.ts]
    `,
    expect: [{ severity: 'warning', situation: 'one-at-deploy', says: ['At every deploy'] }],
    silentWhen: [
      { name: 'it only deletes', replace: [['insert into reports (day) values (now())', 'delete from reports']] },
    ],
  },
  {
    name: 'a switch that tells environments apart, not instances',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      if (process.env.NODE_ENV === 'production') {
        cron.schedule('0 3 * * *', () => pool.query('insert into reports (day) values (now())'));
        //   ^^^^^^^^ cron-in-process
      }
      ${server}
    `,
    silentWhen: [
      {
        name: 'the switch chooses the process',
        replace: [["process.env.NODE_ENV === 'production'", "process.env.CRON === 'on'"]],
      },
    ],
  },
];

checkRule(rule, [...silent, ...mended, ...flagged]);
