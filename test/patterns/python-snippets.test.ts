import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  compileErrors,
  folderWith,
  isMypyInstalled,
  missingModules,
  type RunningProgram,
  startPython,
  startService,
  styleErrors,
  typeErrors,
} from './python-programs.ts';
import { isRedisInstalled, redisServer } from './redis-server.ts';
import { rowsIn, snippetText, told } from './snippet-rows.ts';

const modules = [
  'flask',
  'flask_limiter',
  'flask_session',
  'fastapi',
  'uvicorn',
  'django',
  'redis',
  'rq',
  'celery',
  'pika',
  'boto3',
  'sqlalchemy',
  'psycopg2',
  'asyncpg',
];
const missing = [
  ...missingModules(modules),
  ...(isRedisInstalled() ? [] : ['redis-server']),
  ...(isMypyInstalled() ? [] : ['mypy']),
];
const skipping = missing.length === 0 ? '' : ` (SKIPPED: there is no ${missing.join(', ')} on this machine)`;
const rows = rowsIn('python');

const database = 'postgresql://app@127.0.0.1:1/shop';

/** What a snippet needs of its environment to be imported. */
const environment = {
  REDIS_URL: 'redis://127.0.0.1:1',
  AMQP_URL: 'amqp://127.0.0.1:1',
  CELERY_BROKER_URL: 'redis://127.0.0.1:1',
  CELERY_RESULT_BACKEND: 'redis://127.0.0.1:1',
  REPORTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/reports',
  DATABASE_URL: database,
  SHARDS_A_URL: database,
  SHARDS_B_URL: database,
  USERS_DATABASE_URL: database,
  ORDERS_DATABASE_URL: database,
  PAYMENTS_DATABASE_URL: database,
  UPLOAD_BUCKET: 'photos',
  AWS_DEFAULT_REGION: 'us-east-1',
};

/** Modules that a snippet imports of the service's own. */
const beside = { 'report_tasks.py': snippetText('queue-worker-celery', 'python') };

const running: RunningProgram[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

const textOf = (id: string) => snippetText(id, 'python');

async function ended(folder: string, words: readonly string[], own: Readonly<Record<string, string>>) {
  const program = startPython(folder, words, own);
  running.push(program);
  const status = await new Promise((done) => program.process.once('close', done));
  return { status, said: program.said() };
}

describe(`Python snippets${skipping}`, () => {
  it('are tested where CI is set', () => {
    if (process.env['CI']) expect(missing, 'packages must be installed where CI is set').toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  it.each(told(rows))('%s compiles, in the style of PEP 8', (_, { text }) => {
    expect(compileErrors({ 'inserted.py': text })).toBe('');
    expect(styleErrors(text)).toBe('');
  });

  it('would notice code that does not compile, or has no style', () => {
    expect(compileErrors({ 'wrong.py': 'def wrong(:\n    pass\n' })).toContain('SyntaxError');
    if (missing.length === 0 && missingModules(['pycodestyle']).length === 0) {
      expect(styleErrors('a=1\n')).toContain('E225');
    }
  });

  it.skipIf(missing.length > 0).each(told(rows))(
    '%s is imported beside the real libraries',
    { timeout: 30_000 },
    async (_, { text }) => {
      const folder = folderWith({ ...beside, 'inserted.py': text });
      const { status, said } = await ended(folder.path, ['-c', 'import inserted'], environment);
      expect(said).toBe('');
      expect(status).toBe(0);
      folder.remove();
    },
  );

  describe.skipIf(missing.length > 0)('with the types of their libraries', () => {
    const fileOf = (name: string) => `${name.replaceAll(/\W+/g, '_')}.py`;
    let errors: ReadonlyMap<string, readonly string[]> = new Map();

    beforeAll(() => {
      const wrong = { 'wrong.py': "from redis import Redis\nRedis.from_url(db='one', url=1)\n" };
      errors = typeErrors({
        ...beside,
        ...wrong,
        ...Object.fromEntries(rows.map(({ name, text }) => [fileOf(name), text])),
      });
    }, 180_000);

    it.each(told(rows))('%s has none of its own wrong', (name) => {
      expect(errors.get(fileOf(name))).toEqual([]);
    });

    it('a wrong one would be noticed', () => {
      expect(errors.get('wrong.py')).toHaveLength(1);
    });
  });

  const limiters = [
    {
      id: 'rate-limit-per-ip-flask',
      app: `from flask import Flask
from inserted import limiter, sign_in_limit
app = Flask(__name__)
limiter.init_app(app)

@app.get("/")
@sign_in_limit
def sign_in():
    return "welcome"
`,
      start: (port: number) => ['-m', 'flask', '--app', 'app', 'run', '--port', String(port)],
    },
    {
      id: 'rate-limit-per-ip-fastapi',
      app: `from fastapi import Depends, FastAPI
from inserted import sign_in_limit
app = FastAPI()

@app.get("/", dependencies=[Depends(sign_in_limit)])
async def sign_in():
    return "welcome"
`,
      start: (port: number) => ['-m', 'uvicorn', 'app:app', '--port', String(port)],
    },
  ];

  it.skipIf(missing.length > 0).each(limiters)(
    '$id counts once for two processes, and lets pass while Redis is down',
    { timeout: 60_000 },
    async ({ id, app, start }) => {
      const redis = await redisServer();
      await redis.start();
      const text = textOf(id).replaceAll('60', '3600').replace('5 per minute', '5 per hour');
      const folder = folderWith({ 'inserted.py': text, 'app.py': app });
      const services = [];
      // The first answer, by which a service is known to be up, counts.
      for (let number = 0; number < 2; number++) {
        const service = await startService(folder.path, start, { REDIS_URL: redis.url });
        running.push(service);
        services.push(service);
      }
      const statuses: number[] = [];
      for (let number = 0; number < 6; number++) {
        statuses.push((await fetch(services[number % 2]?.url ?? '')).status);
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
      await redis.stop();
      expect((await fetch(services[0]?.url ?? '')).status).toBe(200);
      folder.remove();
    },
  );

  it.skipIf(missing.length > 0)(
    'the queue’s producer answers 202, and its worker does the work',
    { timeout: 60_000 },
    async () => {
      const redis = await redisServer();
      await redis.start();
      const app = `from flask import Flask
from inserted import reports_api
app = Flask(__name__)
app.register_blueprint(reports_api)
`;
      const folder = folderWith({
        'inserted.py': textOf('queue-producer-rq'),
        'report_worker.py': textOf('queue-worker-rq'),
        'app.py': app,
      });
      const start = (port: number) => ['-m', 'flask', '--app', 'app', 'run', '--port', String(port)];
      const service = await startService(folder.path, start, { REDIS_URL: redis.url });
      running.push(service, startPython(folder.path, ['report_worker.py'], { REDIS_URL: redis.url }));
      const begun = await fetch(`${service.url}/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ year: 2026 }),
      });
      expect(begun.status).toBe(202);
      const { status_url: address } = (await begun.json()) as { status_url: string };
      let told: unknown = null;
      for (let tries = 0; tries < 100; tries++) {
        told = await (await fetch(service.url + address)).json();
        if ((told as { status: string }).status !== 'processing') break;
        await new Promise((done) => setTimeout(done, 100));
      }
      expect(told).toEqual({ status: 'done', result: { made_from: { year: 2026 } } });
      expect((await fetch(`${service.url}/reports/nobody`)).status).toBe(404);
      await redis.stop();
      folder.remove();
    },
  );
});
