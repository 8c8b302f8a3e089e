import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const service = `
      // file: src/app.ts
      import 'reflect-metadata';
      import express from 'express';
      import { Container } from 'typedi';
      import { Reports } from './reports.js';
      async function start() {
        const loader = await import('./loader.js');
        await loader.default();
        const app = express();
        app.post('/reports', (req, res) => {
          Container.get(Reports).plan(req.body.when);
          res.end();
        });
        app.listen(3000);
      }
      start();`;

const reports = (marker = ''): string => `
      // file: src/reports.ts
      import schedule from 'node-schedule';
      import { Pool } from 'pg';
      import { Service } from 'typedi';
      const pool = new Pool();
      @Service()
      export class Reports {
        plan(when: string) {
          schedule.scheduleJob(when, async () => this.write());${marker}
        }
        async write() {
          await pool.query('insert into reports (day) values (now())');
        }
      }`;

const nest = (holder: string, marker = ''): string => `
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
      import { Reports } from './reports.js';
      @Module({ providers: [Reports] })
      export class AppModule {}
      // file: src/reports.ts
      import { Injectable } from '@nestjs/common';
      import { CronJob } from 'cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      abstract class Planned {
        onApplicationBootstrap() {
          const job = new CronJob('0 3 * * *', () => this.write());${marker}
          job.start();
        }
        async write() {
          await pool.query('insert into reports (day) values (now())');
        }
      }
      ${holder}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a clock that only a request sets, through what a container keeps',
    gate: 'moment',
    files: `${service}
      // file: src/loader.ts
      export default async () => {};
      ${reports()}`,
  },
  {
    name: 'a beginning that an application inherits in a class which nobody provides',
    gate: 'moment',
    files: nest('export class Reports extends Planned {}'),
  },
];

const hits: readonly RuleCase[] = [
  {
    name: 'a clock that the start sets through what a container keeps, and a request sets again',
    files: `${service}
      // file: src/loader.ts
      import { Container } from 'typedi';
      import { Reports } from './reports.js';
      export default async () => {
        const reports = Container.get(Reports);
        reports.plan('0 3 * * *');
      };
      ${reports('\n          //       ^^^^^^^^^^^ cron-in-process')}`,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'the start does not', replace: [["reports.plan('0 3 * * *');", '']] }],
  },
  {
    name: 'a beginning that a provider inherits',
    files: nest(
      '@Injectable() export class Reports extends Planned {}',
      '\n          //              ^^^^^^^ cron-in-process',
    ),
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'nobody provides it', replace: [['@Injectable() ', '']] }],
  },
];

checkRule(rule, [...silent, ...hits]);
