import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, missingModules, type RunningProgram, startService } from '../patterns/python-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from '../patterns/redis-server.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['cron-in-process', 'claim-run'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

/** A shop whose every process mails a digest by the clock that `clock` sets. */
const shop = (clock: string, more = ''): string => `import smtplib

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
${more}
app = Flask(__name__)
scheduler = BackgroundScheduler()


def mail(to="b@shop"):
    smtplib.SMTP("mail").sendmail("a@shop", to, "digest")


${clock}
scheduler.start()


@app.get("/")
def home():
    return "ok"
`;
const files = (clock: string, more?: string): Files => ({
  'requirements.txt': 'flask\napscheduler\n',
  'app.py': shop(clock, more),
  'compose.yaml': 'services:\n  web:\n    build: .\n    command: gunicorn -w 4 app:app\n',
});
/** The same by the package \`schedule\`, in a thread beside the requests. */
const turns = (clock: string): Files => ({
  ...files(''),
  'requirements.txt': 'flask\nschedule\n',
  'app.py': `import smtplib
import threading
import time

import schedule
from flask import Flask

app = Flask(__name__)


def mail():
    smtplib.SMTP("mail").sendmail("a@shop", "b@shop", "digest")


def turn():
    while True:
        schedule.run_pending()
        time.sleep(30)


${clock}
threading.Thread(target=turn, daemon=True).start()


@app.get("/")
def home():
    return "ok"
`,
});

describe('a job of a clock in Python stays as it is', () => {
  it.each([
    ['is given as a text', 'scheduler.add_job("app:mail", "cron", hour=3)', /not given as a function|finds nothing/],
    [
      'is made by a call',
      'import functools\nscheduler.add_job(functools.partial(mail, "c@shop"), "cron", hour=3)',
      /not given as a function|finds nothing/,
    ],
    ['starts each ten seconds', 'scheduler.add_job(mail, "interval", seconds=10)', 'more often'],
    ['starts at several seconds', 'scheduler.add_job(mail, "cron", second="*/10")', 'more often'],
    [
      'has an interval that a setting says',
      'import os\nscheduler.add_job(mail, "interval", minutes=int(os.environ["EVERY"]))',
      'cannot be read',
    ],
    [
      'has an interval that settings may say',
      'class Settings(BaseSettings):\n    every: int = 600\n\n\nsettings = Settings()\nscheduler.add_job(mail, "interval", seconds=settings.every)',
      'cannot be read',
    ],
    ['has its time spread', 'when = {"hour": 3}\nscheduler.add_job(mail, "cron", **when)', 'cannot be read'],
    ['has its clock by a name', 'trigger = make()\nscheduler.add_job(mail, trigger)', 'cannot be read'],
    ['starts at a chance time', 'scheduler.add_job(mail, "cron", hour=3, jitter=600)', 'chance time'],
    ['has no clock', 'scheduler.add_job(mail)', 'cannot be read'],
    [
      'is also done on demand',
      '@scheduler.scheduled_job("cron", hour=3)\ndef digest():\n    mail()\n\n\n@app.post("/now")\ndef now():\n    digest()\n    return "ok"\n\n',
      'on demand',
    ],
    [
      'is also a route',
      '@app.post("/now")\n@scheduler.scheduled_job("cron", hour=3)\ndef digest():\n    mail()\n    return "ok"\n\n',
      /on demand|finds nothing/,
    ],
    [
      'is handed on',
      '@scheduler.scheduled_job("cron", hour=3)\ndef digest():\n    mail()\n\n\napp.add_url_rule("/now", view_func=digest)\n',
      /on demand|finds nothing/,
    ],
    [
      'changes the memory of its process',
      'rates = {}\n\n\ndef digest():\n    rates["eur"] = 1\n    mail()\n\n\n@app.get("/rates")\ndef shown():\n    return rates\n\n\nscheduler.add_job(digest, "cron", hour=3)',
      '`rates` in this process',
    ],
    [
      'clears files of its host',
      'import os\n\n\ndef digest():\n    os.remove("/tmp/digest.txt")\n    mail()\n\n\nscheduler.add_job(digest, "cron", hour=3)',
      'changes files of this host',
    ],
    [
      'is kept in a store',
      'scheduler.add_jobstore("sqlalchemy", url="sqlite:///jobs.db")\nscheduler.add_job(mail, "cron", hour=3)',
      'told by their names',
    ],
    ['is set in a loop', 'for to in ["b@shop"]:\n    scheduler.add_job(mail, "cron", hour=3, args=[to])', 'in a loop'],
  ] as const)('that %s', async (_, clock, reason) => {
    const said = await reasonAgainst(files(clock), rule, fix).catch((error: Error) => error.message);
    if (typeof reason === 'string') expect(said).toContain(reason);
    else expect(said).toMatch(reason);
  });

  it('that is done in processes of its own', async () => {
    const pool = 'from apscheduler.executors.pool import ProcessPoolExecutor';
    const clock =
      'scheduler.configure(executors={"default": ProcessPoolExecutor(2)})\nscheduler.add_job(mail, "cron", hour=3)';
    expect(await reasonAgainst(files(clock, pool), rule, fix)).toContain('told by their names');
  });

  it('that starts at a chance time by its chain', async () => {
    const said = await reasonAgainst(turns('schedule.every(2).to(4).hours.do(mail)'), rule, fix);
    expect(said).toContain('chance time');
    expect(await reasonAgainst(turns('schedule.every(20).seconds.do(mail)'), rule, fix)).toContain('more often');
  });
});

describe('a job of a clock in Python is claimed', () => {
  it('where it is given by its name', async () => {
    const after = await apply(files('scheduler.add_job(mail, "cron", hour=3)'));
    expect(after['app.py']).toContain('scheduler.add_job(claimed_run("app:mail")(mail), "cron", hour=3)');
    expect(after['app.py']).toContain('from claimed_run import claimed_run\n');
    expect(after['claimed_run.py']).toContain('from shared_redis import connect_shared_redis\n');
    expect(after['shared_redis.py']).toContain('def connect_shared_redis():');
    expect(after['requirements.txt']).toContain('redis\n');
    expect(after['.env.example']).toContain('APP_ENV=');
  });

  it('for most of an interval that counts from the start of its process', async () => {
    const after = await apply(files('scheduler.add_job(mail, "interval", hours=1, minutes=30, next_run_time=None)'));
    expect(after['app.py']).toContain('claimed_run("app:mail", seconds=4860)(mail), "interval"');
  });

  it.each([
    ['what begins with the application', '@app.on_event("startup")\nasync def begin():\n    start()\n', ''],
    ['what stands around its life', '', '@asynccontextmanager\nasync def life(app):\n    start()\n    yield\n\n\n'],
  ])('in %s', async (_, begin, life) => {
    const text = `import smtplib
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import FastAPI

scheduler = AsyncIOScheduler()


async def digest():
    smtplib.SMTP("mail").sendmail("a@shop", "b@shop", "digest")


def start():
    scheduler.add_job(digest, "interval", hours=1)
    scheduler.start()


${life}app = FastAPI(${life === '' ? '' : 'lifespan=life'})


${begin}
@app.get("/")
async def home():
    return "ok"
`;
    const after = await apply({
      'requirements.txt': 'fastapi\napscheduler\n',
      'app.py': text,
      'compose.yaml': 'services:\n  web:\n    build: .\n    command: uvicorn app:app --workers 4\n',
    });
    expect(after['app.py']).toContain('add_job(claimed_run("app:digest", seconds=3240)(digest), "interval"');
  });

  it('below the decorator', async () => {
    const clock = '@scheduler.scheduled_job("cron", hour=3)  # at night\ndef digest():\n    mail()\n\n';
    const after = await apply(files(clock));
    expect(after['app.py']).toContain(
      '@scheduler.scheduled_job("cron", hour=3)  # at night\n@claimed_run("app:digest")\ndef digest():\n',
    );
  });

  it('where it makes what it works with, by an interval that the module says', async () => {
    const clock =
      'EVERY = 20\n\n\nclass Report:\n    def __init__(self):\n        self.lines = []\n\n\ndef digest():\n    Report()\n    mail()\n\n\nscheduler.add_job(digest, "interval", minutes=EVERY)';
    const after = await apply(files(clock));
    expect(after['app.py']).toContain('claimed_run("app:digest", seconds=1080)(digest)');
  });

  it('where it waits, and by a trigger of its own', async () => {
    const after = await apply(
      files(
        'async def digest():\n    mail()\n\n\nscheduler.add_job(digest, CronTrigger.from_crontab("0 3 * * *"))',
        'from apscheduler.triggers.cron import CronTrigger',
      ),
    );
    expect(after['app.py']).toContain('claimed_run("app:digest")(digest), CronTrigger');
  });

  it('where it is written at the clock, and two of one name apart', async () => {
    const written = await apply(files('scheduler.add_job(lambda: mail("b@shop"), trigger="cron", hour=3)'));
    expect(written['app.py']).toContain('scheduler.add_job(claimed_run("app:job")(lambda: mail("b@shop")), trigger');
    const one = 'def digest():\n    mail()\n\n\nscheduler.add_job(digest, "cron", hour=3)';
    const other =
      'class Jobs:\n    def digest(self):\n        mail()\n\n\njobs = Jobs()\nscheduler.add_job(jobs.digest, "cron", hour=4)';
    const twice = await apply(files(`${one}\n${other}`));
    expect(twice['app.py']).toContain('scheduler.add_job(claimed_run("app:digest-1")(digest), "cron", hour=3)');
  });

  it('where its clock is a chain', async () => {
    const daily = await apply(turns('schedule.every().day.at("10:30").do(mail)'));
    expect(daily['app.py']).toContain('.do(claimed_run("app:mail", seconds=77760)(mail))');
    const weekly = await apply(turns('schedule.every().monday.do(mail)'));
    expect(weekly['app.py']).toContain('seconds=544320');
    const minutes = await apply(turns('schedule.every(10).minutes.do(mail)'));
    expect(minutes['app.py']).toContain('seconds=540');
  });

  it('by the module that an earlier fix made, in a package', async () => {
    const inPackage: Files = {
      'requirements.txt': 'flask\napscheduler\n',
      'shop/__init__.py': '',
      'shop/app.py': shop(
        'scheduler.add_job(mail, "cron", hour=3)\nscheduler.add_job(other, "cron", hour=4)',
        'from shop.jobs import other',
      ),
      'shop/jobs.py':
        'import smtplib\n\n\ndef other():\n    smtplib.SMTP("mail").sendmail("a@shop", "c@shop", "digest")\n',
      'compose.yaml': 'services:\n  web:\n    build: .\n    command: gunicorn -w 4 shop.app:app\n',
    };
    const once = await apply(inPackage);
    expect(once['shop/claimed_run.py']).toMatch(/from (?:shop|)\.shared_redis import connect_shared_redis/);
    const twice = await apply(once);
    expect(Object.keys(twice)).toEqual(Object.keys(once));
    expect(twice['shop/app.py']).toContain('claimed_run("shop/app:other")(other)');
    expect(await answerTo(inPackage, rule, fix)).toMatchObject({ kind: 'offer' });
  });
});

const missing = [
  ...missingModules(['flask', 'apscheduler', 'redis', 'gunicorn']),
  ...(isRedisInstalled() ? [] : ['redis-server']),
];

describe.skipIf(missing.length > 0 && process.env['CI'] === undefined)(
  `a job of APScheduler on two processes (needs ${missing.join(', ') || 'nothing more'})`,
  () => {
    let redis: RedisServer;
    const running: RunningProgram[] = [];
    const folders: { readonly remove: () => void }[] = [];

    beforeAll(async () => {
      redis = await redisServer();
      await redis.start();
    });
    afterAll(async () => {
      await Promise.all(running.map((each) => each.stop()));
      await redis.stop();
      for (const folder of folders) folder.remove();
    });

    async function start(program: Files, environment: Readonly<Record<string, string>>) {
      const folder = folderWith(program);
      folders.push(folder);
      const words = (port: number) => ['-m', 'gunicorn', '-w', '1', '-b', `127.0.0.1:${port}`, 'app:app'];
      const service = await startService(folder.path, words, environment);
      running.push(service);
      return service;
    }

    it('does a job once that two processes did twice, and leaves it out while Redis is down', async () => {
      const job = `def mail():
    print("mailed", file=sys.stderr, flush=True)
    smtplib.SMTP("127.0.0.1", 9).sendmail("a@shop", "b@shop", "digest")


soon = datetime.now() + timedelta(seconds=3)
scheduler.add_job(mail, "interval", minutes=10, next_run_time=soon)`;
      const text = shop(job, 'import sys\nfrom datetime import datetime, timedelta\n').replace(
        /def mail\(to[\s\S]*?\n\n\n/,
        '',
      );
      const before: Files = { ...files(''), 'app.py': text };
      const after = await apply(before);
      const count = (programs: readonly RunningProgram[]) =>
        programs.flatMap((each) => each.said().match(/^mailed$/gm) ?? []).length;
      const environment = { APP_ENV: 'production', REDIS_URL: redis.url };
      const original = [await start(before, {}), await start(before, {})];
      const fixed = [await start(after, environment), await start(after, environment)];
      const alone = await start(after, {});
      const down = await start(after, { ...environment, REDIS_URL: 'redis://127.0.0.1:1' });
      await new Promise((done) => setTimeout(done, 5_000));
      expect([count(original), count(fixed), count([alone]), count([down])]).toEqual([2, 1, 1, 0]);
      expect(down.said()).toContain('A job is left out: app:mail');
      await expect(start(after, { APP_ENV: 'production' })).rejects.toThrow('Set REDIS_URL');
    }, 60_000);
  },
);
