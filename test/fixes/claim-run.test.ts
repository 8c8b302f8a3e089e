import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOf, startNode } from '../patterns/node-programs.ts';
import type { RunningProgram } from '../patterns/python-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from '../patterns/redis-server.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['cron-in-process', 'claim-run'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

const deployed: Files = {
  'compose.yaml': 'services:\n  shop:\n    build: .\n    command: node src/app.js\n    deploy:\n      replicas: 2\n',
};
const manifest = (more = '') => `{ "name": "shop", "type": "module", "dependencies": { "express": "5"${more} } }\n`;

const shop = (clock: string, imports = "import cron from 'node-cron';"): string => `import express from 'express';
import { Pool } from 'pg';
${imports}

const pool = new Pool();
async function billAll() {
  await pool.query('INSERT INTO bills (day) VALUES (current_date)');
}

${clock}
const app = express();
app.get('/', (request, response) => response.send('up'));
app.listen(3000);
`;
const files = (clock: string, imports?: string, more?: string): Files => ({
  ...deployed,
  'package.json': manifest(more),
  'src/app.ts': shop(clock, imports),
});

describe('claim-run', () => {
  it('lets a job that is called by its name be claimed', async () => {
    const after = await apply(files("cron.schedule('0 3 * * *', billAll);"));
    expect(after['src/app.ts']).toContain("import { claimRun } from './claimed-run.js';\n");
    expect(after['src/app.ts']).toContain(`cron.schedule('0 3 * * *', async () => {
  if (await claimRun('src/app:bill-all')) await billAll();
});`);
    expect(after['src/claimed-run.ts']).toContain("redis.set(`run:${job}`, '1', { NX: true, EX: 30 })");
    expect(Object.keys(after)).toContain('src/shared-redis.ts');
    expect(after['.env.example']).toContain('REDIS_URL=');
    expect(after['package.json']).toContain('"redis": "^5.12.0"');
  });

  it('asks first in a job that is written there, and makes it one that waits', async () => {
    const after = await apply(
      files("schedule.scheduleJob('0 3 * * *', () => {\n  billAll();\n});", "import schedule from 'node-schedule';"),
    );
    expect(after['src/app.ts']).toContain(`schedule.scheduleJob('0 3 * * *', async () => {
  if (!(await claimRun('src/app:1'))) return;
  billAll();
});`);
  });

  it('speaks by the client that is there, and tells two jobs apart', async () => {
    const clock = "new CronJob('0 3 * * *', () => billAll(), null, true);";
    const after = await apply(files(clock, "import { CronJob } from 'cron';", ', "ioredis": "^5.4.0"'));
    expect(after['src/app.ts']).toContain(`new CronJob('0 3 * * *', async () => {
  if (await claimRun('src/app:1')) await billAll();
}, null, true);`);
    expect(after['src/claimed-run.ts']).toContain("'1', 'EX', 30, 'NX')");
    expect(after['package.json']).not.toContain('"redis"');
  });

  it('keeps CommonJS, quotes and the lack of semicolons', async () => {
    const text = `const express = require("express")
const cron = require("node-cron")
const { Pool } = require("pg")

const pool = new Pool()
cron.schedule("0 3 * * *", async () => {
    await pool.query("INSERT INTO bills (day) VALUES (current_date)")
})
const app = express()
app.get("/", (request, response) => response.send("up"))
app.listen(3000)
`;
    const after = await apply({ ...deployed, 'package.json': '{ "name": "shop" }', 'src/app.js': text });
    expect(after['src/app.js']).toContain(`const { claimRun } = require("./claimed-run")
`);
    expect(after['src/app.js']).toContain(`async () => {
    if (!(await claimRun("src/app:1"))) return
    await pool.query`);
  });

  const nest = (job: string, more = ''): Files => ({
    ...deployed,
    'package.json': '{ "name": "shop", "dependencies": { "@nestjs/core": "11", "@nestjs/schedule": "6" } }\n',
    'src/app.ts': `import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Cron, CronExpression, Interval, ScheduleModule } from '@nestjs/schedule';
import { Pool } from 'pg';

const pool = new Pool();

@Injectable()
export class BillService {
${job}
}

@Controller('bills')
export class BillController {
  constructor(private readonly bills: BillService) {}
${more}
}

@Module({ imports: [ScheduleModule.forRoot()], controllers: [BillController], providers: [BillService] })
class AppModule {}

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
`,
  });
  const insert = "pool.query('INSERT INTO bills (day) VALUES (current_date)')";

  it('asks first in a method that a clock of Nest starts', async () => {
    const after = await apply(
      nest(`  @Cron(CronExpression.EVERY_DAY_AT_3AM, { name: 'bills' })
  async billAll(): Promise<void> {
    await ${insert};
  }`),
    );
    expect(after['src/app.ts']).toContain(`  async billAll(): Promise<void> {
    if (!(await claimRun('src/app:bill-service-bill-all'))) return;
    await ${insert};
  }`);
  });

  it('makes such a method one that waits', async () => {
    const after = await apply(nest(`  @Cron('0 3 * * *')\n  billAll(): void {\n    ${insert};\n  }`));
    expect(after['src/app.ts']).toContain(`  async billAll(): Promise<void> {
    if (!(await claimRun('src/app:bill-service-bill-all'))) return;
    ${insert};
  }`);
  });

  it.each([
    [
      'a job that starts every ten seconds',
      nest(`  @Cron(CronExpression.EVERY_10_SECONDS)\n  async bill() {\n    await ${insert};\n  }`),
      'more often than each half minute',
    ],
    [
      'a time with a step of seconds',
      files("cron.schedule('*/10 * * * * *', billAll);"),
      'more often than each half minute',
    ],
    [
      'an interval, which each instance counts from its own start',
      nest(`  @Interval(3_600_000)\n  async bill() {\n    await ${insert};\n  }`),
      'counts from its own start',
    ],
    [
      'a job that looks after memory of its own',
      files(
        "const billed = new Map();\nfunction tidy() {\n  billed.clear();\n  return billAll();\n}\ncron.schedule('0 3 * * *', tidy);",
      ),
      /each instance has by itself|finds nothing/,
    ],
    [
      'a job that is also begun by hand',
      files("const task = cron.schedule('0 3 * * *', billAll);\nsetTimeout(() => task.execute(), 5_000);"),
      'also done on demand',
    ],
    [
      'a job that somebody also asks for',
      nest(
        `  @Cron('0 3 * * *')\n  async billAll() {\n    await ${insert};\n  }`,
        '  @Get()\n  async run() {\n    await this.bills.billAll();\n  }',
      ),
      'also done on demand',
    ],
    [
      'a job that gives something back',
      nest(
        `  @Cron('0 3 * * *')\n  async billAll(): Promise<number> {\n    return (await ${insert}).rowCount ?? 0;\n  }`,
      ),
      'a run that is left out returns nothing',
    ],
    [
      'a job that takes what the clock hands to it',
      files(
        "const bill = (when) => pool.query('INSERT INTO bills (day) VALUES ($1)', [when]);\ncron.schedule('0 3 * * *', bill);",
      ),
      'takes what the clock hands to it',
    ],
    [
      'a job that is made elsewhere',
      files("cron.schedule('0 3 * * *', jobOf(billAll));"),
      /not given as a function|finds nothing/,
    ],
    [
      'an old client',
      files("cron.schedule('0 3 * * *', billAll);", undefined, ', "redis": "^3.1.0"'),
      'update it to 5 first',
    ],
  ])('refuses %s', async (_, workspace, reason) => {
    const said = await reasonAgainst(workspace, rule, fix).catch((error: Error) => error.message);
    if (typeof reason === 'string') expect(said).toContain(reason);
    else expect(said).toMatch(reason);
  });

  it('refuses a clock that may be set more than once', async () => {
    const clock = "for (const shop of shops) cron.schedule('0 3 * * *', billAll);";
    expect(await answerTo(files(clock), rule, fix)).toMatchObject({ kind: 'refusal' });
  });
});

describe.skipIf(!isRedisInstalled() && process.env['CI'] === undefined)('claim-run, run', () => {
  let redis: RedisServer;
  const running: RunningProgram[] = [];
  beforeAll(async () => {
    redis = await redisServer();
    await redis.start();
  });
  afterAll(async () => {
    await Promise.all(running.map((each) => each.stop()));
    await redis.stop();
  });

  it('does a job once that two instances did twice', async () => {
    const app = `import cron from 'node-cron';
import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({ host: '127.0.0.1', port: 9 });
async function billAll() {
  console.log('billed');
  await pool.query('INSERT INTO bills (day) VALUES (current_date)').catch(() => null);
}

cron.schedule('30 * * * * *', billAll);
const app = express();
app.get('/', (request, response) => response.send('up'));
app.listen(process.env.PORT);
`;
    const workspace: Files = { ...deployed, 'package.json': manifest(), 'src/app.js': app };
    const after = await apply(workspace);
    // At a second that comes when all have started.
    const soon = () => `${(new Date().getSeconds() + 12) % 60} * * * * *`;
    const start = (body: Files, environment: Readonly<Record<string, string>>) => {
      const timed = { ...body, 'src/app.js': body['src/app.js']?.replace('30 * * * * *', second) ?? '' };
      const program = startNode(timed, 'src/app.js', { PORT: '0', ...environment });
      running.push(program);
      return program;
    };
    let second = soon();
    const stopped = await endOf(start(after, { NODE_ENV: 'production' }));
    expect(stopped.said).toContain('Set REDIS_URL');
    second = soon();
    const environment = { NODE_ENV: 'production', REDIS_URL: redis.url };
    const before = [start(workspace, {}), start(workspace, {})];
    const fixed = [start(after, environment), start(after, environment)];
    const alone = start(after, {});
    const billed = (programs: readonly RunningProgram[]) =>
      programs.flatMap((each) => each.said().match(/billed/g) ?? []).length;
    for (let tries = 0; tries < 75 && billed(before) < 2; tries++) await new Promise((done) => setTimeout(done, 1_000));
    await new Promise((done) => setTimeout(done, 1_500));
    expect([billed(before), billed(fixed), billed([alone])]).toEqual([2, 1, 1]);
  }, 120_000);
});
