import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, missingModules, type RunningProgram, startService } from '../patterns/python-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from '../patterns/redis-server.ts';
import { filesOf } from '../seed/workspace.ts';
import { applyFix, type Files } from './apply.ts';

const missing = [
  ...missingModules(['flask', 'flask_limiter', 'limits', 'redis', 'gunicorn']),
  ...(isRedisInstalled() ? [] : ['redis-server']),
];

const shop: Files = {
  'requirements.txt': 'flask\nflask-limiter\n',
  Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n',
  'compose.yaml': 'services:\n  shop:\n    build: .\n    deploy:\n      replicas: 2\n',
  'app.py': `from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

app = Flask(__name__)
limiter = Limiter(get_remote_address, app=app)


@app.route("/")
@limiter.exempt
def health():
    return "up"


@app.route("/sign-in", methods=["POST"])
@limiter.limit("5 per minute")
def sign_in():
    return "welcome"
`,
};

/** How many of twenty sign-ins two processes let pass between them, asked in turn. */
async function passing(services: readonly { readonly url: string }[]): Promise<number> {
  let passed = 0;
  for (let count = 0; count < 20; count++) {
    const answer = await fetch(`${services[count % services.length]?.url}/sign-in`, { method: 'POST' });
    if (answer.status === 200) passed++;
    else expect(answer.status).toBe(429);
  }
  return passed;
}

describe.skipIf(missing.length > 0 && process.env['CI'] === undefined)(
  `a limiter in Python on two processes (needs ${missing.join(', ') || 'nothing more'})`,
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

    async function start(files: Files, environment: Readonly<Record<string, string>>) {
      const folder = folderWith(files);
      folders.push(folder);
      const words = (port: number) => ['-m', 'gunicorn', '-w', '1', '-b', `127.0.0.1:${port}`, 'app:app'];
      const service = await startService(folder.path, words, environment);
      running.push(service);
      return service;
    }

    it('lets twice as many pass before, exactly as many after, and all again while Redis is down', async () => {
      const before = [await start(shop, {}), await start(shop, {})];
      expect(await passing(before)).toBe(10);
      const { after } = await applyFix(shop, 'ratelimit-memory-store', 'ratelimit-shared-store');
      const environment = { APP_ENV: 'production', REDIS_URL: redis.url };
      const fixed = [await start(after, environment), await start(after, environment)];
      expect(await passing(fixed)).toBe(5);
      await redis.stop();
      // Each counts for itself again: nobody is locked out because Redis is.
      const asked = performance.now();
      expect(await passing(fixed)).toBe(10);
      expect(performance.now() - asked).toBeLessThan(10_000);
      await redis.start();
    }, 60_000);

    it('lets the limit of the seed pass once, not once for each process', async () => {
      const seed = Object.fromEntries(filesOf('always-8-limiter-memory/python'));
      const passingOf = async (services: readonly { readonly url: string }[]) => {
        let passed = 0;
        for (let count = 0; count < 220; count++) {
          if ((await fetch(`${services[count % services.length]?.url}/api`)).status === 200) passed++;
        }
        return passed;
      };
      expect(await passingOf([await start(seed, {}), await start(seed, {})])).toBe(200);
      const { after } = await applyFix(seed, 'ratelimit-memory-store', 'ratelimit-shared-store');
      const environment = { APP_ENV: 'production', REDIS_URL: redis.url };
      expect(await passingOf([await start(after, environment), await start(after, environment)])).toBe(100);
    }, 60_000);

    it('stops at its start in production without a store, unless it may run alone', async () => {
      const { after } = await applyFix(shop, 'ratelimit-memory-store', 'ratelimit-shared-store');
      await expect(start(after, { APP_ENV: 'production' })).rejects.toThrow(
        'Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one instance runs.',
      );
      const alone = await start(after, { APP_ENV: 'production', ALLOW_SINGLE_INSTANCE: '1' });
      expect(await passing([alone])).toBe(5);
    }, 60_000);
  },
);
