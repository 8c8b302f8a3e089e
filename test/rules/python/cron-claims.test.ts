import { rule } from '../../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** A shop of four processes that each mail a digest every day, behind `first`. */
const shop = (imports: string, first: string, mark = '', isAsync = false) => `
    # file: requirements.txt
    flask
    apscheduler
    redis
    # file: app.py
    import asyncio
    import os
    import smtplib
    import threading
    from datetime import date
    from apscheduler.schedulers.background import BackgroundScheduler
    from flask import Flask
    ${imports}
    app = Flask(__name__)
    mutex = threading.Lock()
    waiting = asyncio.Lock()
    def mail():
        smtplib.SMTP("mail").sendmail("a@shop", "b@shop", "digest")
    ${isAsync ? 'async ' : ''}def digest():
${first
  .split('\n')
  .map((line) => `        ${line}`)
  .join('\n')}
    scheduler = BackgroundScheduler()
    scheduler.add_job(digest, "interval", hours=24)
${mark}
    scheduler.start()
    @app.get("/")
    def home():
        return "ok"
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const mark = ' #            ^^^^^^^ cron-in-process';
const sync = 'import redis\n    r = redis.Redis.from_url(os.environ["REDIS_URL"])';
const waited = 'import redis.asyncio as redis\n    r = redis.from_url(os.environ["REDIS_URL"])';

type Row = readonly [name: string, first: string, imports?: string, isAsync?: true];

const claims: readonly Row[] = [
  ['a key that is set where none is', 'if not r.set("digest", "1", nx=True, ex=3600):\n    return\nmail()'],
  ['the same, kept first', 'got = r.set("digest", "1", ex=3600, nx=True)\nif not got:\n    return\nmail()'],
  ['the same, compared', 'if r.set("digest", "1", nx=True) is None:\n    return\nmail()'],
  ['the same, with a key of the day', 'if r.set(f"digest:{date.today()}", "1", nx=True, ex=90000):\n    mail()'],
  ['the same by options', 'if r.set("digest", "1", **{"nx": True, "ex": 60}):\n    mail()'],
  ['the older call', 'if not r.setnx("digest", "1"):\n    return\nmail()'],
  ['the same, waited for', 'if not await r.set("digest", "1", nx=True):\n    return\nmail()', waited, true],
  ['a lock of the client', 'lock = r.lock("digest", timeout=60)\nif lock.acquire(blocking=False):\n    mail()'],
  [
    'a lock by its class',
    'if Lock(r, "digest").acquire(blocking=False):\n    mail()',
    `${sync}\n    from redis.lock import Lock`,
  ],
  [
    'a lock by its class, waited for',
    'lock = Lock(r, "digest")\nif await lock.acquire(blocking=False):\n    mail()',
    `${waited}\n    from redis.asyncio.lock import Lock`,
    true,
  ],
];

const none: readonly (readonly [name: string, first: string, from: string, to: string, isAsync?: true])[] = [
  ['a key that is set in any case', 'if not r.set("digest", "1", ex=3600):\n    return\nmail()', 'ex=3600', 'nx=True'],
  ['a key that may be set again', 'if r.set("digest", "1", nx=False):\n    mail()', 'nx=False', 'nx=True'],
  [
    'an answer that nobody asks about',
    'r.set("digest", "1", nx=True)\nmail()',
    'r.set("digest", "1", nx=True)',
    'if not r.set("digest", "1", nx=True): return',
  ],
  ['a lock of the process', 'if mutex.acquire(blocking=False):\n    mail()', 'mutex.acquire', 'r.lock("x").acquire'],
  [
    'a lock of the event loop',
    'async with waiting:\n    mail()',
    'async with waiting',
    'if await r.setnx("x", 1)',
    true,
  ],
];

const cases: readonly RuleCase[] = [
  ...claims.map(
    ([name, first, imports = sync, isAsync]): RuleCase => ({
      name,
      files: shop(imports, first, '', isAsync),
      gate: 'guard',
    }),
  ),
  ...none.map(
    ([name, first, from, to, isAsync]): RuleCase => ({
      name,
      files: shop(sync, first, mark, isAsync),
      expect: [{ severity: 'error' }],
      silentWhen: [{ name: 'it claims the run', replace: [[from, to]] }],
    }),
  ),
];

/** The same job in what a function makes around it, whose step before the job is `first`. */
const around = (first: string, mark = '') => `
    # file: requirements.txt
    flask
    apscheduler
    redis
    # file: once.py
    import functools
    import os
    import redis
    r = redis.Redis.from_url(os.environ["REDIS_URL"])
    def once(name):
        def ask():
            return r.set(name, "1", nx=True, ex=30)
        def made(job):
            @functools.wraps(job)
            def run(*args):
                ${first}
                return job(*args)
            return run
        return made
    # file: app.py
    import smtplib
    from apscheduler.schedulers.background import BackgroundScheduler
    from flask import Flask
    from once import once
    app = Flask(__name__)
    def digest():
        smtplib.SMTP("mail").sendmail("a@shop", "b@shop", "digest")
    scheduler = BackgroundScheduler()
    scheduler.add_job(once("digest")(digest), "interval", hours=24)
${mark}
    scheduler.start()
    @app.get("/")
    def home():
        return "ok"
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const made: readonly RuleCase[] = [
  {
    name: 'what is made around the job claims the run',
    files: around('if not ask(): return None'),
    gate: 'guard',
  },
  {
    name: 'what is made around the job only says that it begins',
    files: around('print(name)', mark),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it claims the run', replace: [['print(name)', 'if not ask(): return None']] }],
  },
];

checkRule(rule, [...cases, ...made]);
