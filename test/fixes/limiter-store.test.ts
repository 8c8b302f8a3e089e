import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files } from './apply.ts';
import { packageOf, threeInstances } from './shop-files.ts';

describe('ratelimit-shared-store', () => {
  const limiter = `import { rateLimit } from 'express-rate-limit';

export const signInLimiter = rateLimit({ windowMs: 60_000, limit: 5 });
`;
  const server = `import express from 'express';
import { signInLimiter } from './sign-in-limiter.js';

const app = express();
app.post('/sign-in', signInLimiter, (_request, response) => {
  response.json({});
});
app.listen(3000);
`;

  it('counts under the name of the limiter and lets requests pass while Redis is down', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': server,
      'src/sign-in-limiter.ts': limiter,
      ...threeInstances,
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['src/sign-in-limiter.ts']).toContain(
      "store: createRateLimitStore('limit:sign-in-limiter:'), passOnStoreError: true }",
    );
    const beside = {
      'shared-redis.ts': after['src/shared-redis.ts'] ?? '',
      'rate-limit-store.ts': after['src/rate-limit-store.ts'] ?? '',
    };
    expect(compile('sign-in-limiter.ts', after['src/sign-in-limiter.ts'] ?? '', beside)).toEqual([]);
  });

  const versions: readonly (readonly [range: string, opens: 'option' | 'store', gives: boolean, store: string])[] = [
    ['^6.2.0', 'store', false, '^4.3.1'],
    ['^6.7.0', 'store', false, '^4.3.1'],
    ['^6.11.0', 'store', true, '^4.3.1'],
    ['^7.0.0', 'store', true, '^4.3.1'],
    ['7.3.1', 'store', true, '^4.3.1'],
    ['^7.4.0', 'option', true, '^4.3.1'],
    ['^8.0.0', 'option', true, '^4.3.1'],
    ['^8.6.0', 'option', true, '^6.0.0'],
  ];

  it.each(versions)(
    'lets requests pass while Redis is down with express-rate-limit %s, by the %s',
    async (range, opens, gives, store) => {
      const files: Files = {
        'package.json': packageOf({ dependencies: { express: '^4.19.0', 'express-rate-limit': range } }),
        'src/server.ts': server,
        'src/sign-in-limiter.ts': limiter,
      };
      const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
      const written = after['src/rate-limit-store.ts'] ?? '';
      expect(after['src/sign-in-limiter.ts']?.includes('passOnStoreError: true')).toBe(opens === 'option');
      expect(written.includes('While Redis is down requests pass')).toBe(opens === 'store');
      expect(written.includes('get: async')).toBe(gives);
      expect(after['package.json']).toContain(`"rate-limit-redis": "${store}"`);
    },
  );

  it.each(['^5.5.0', '^6.0.0', '~6.1.0'])(
    'refuses express-rate-limit %s, whose memory store cannot be imported',
    async (range) => {
      const files: Files = {
        'package.json': packageOf({ dependencies: { express: '^4.19.0', 'express-rate-limit': range } }),
        'src/server.ts': server,
        'src/sign-in-limiter.ts': limiter,
      };
      const answer = await answerTo(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
      expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('update it to 8 first') });
    },
  );

  it('uses the Redis that an earlier fix brought', async () => {
    const sessions: Files = {
      'package.json': packageOf(),
      'src/server.ts': server
        .replace(
          'const app = express();',
          "const app = express();\napp.use(session({ secret: 'apples' }));\napp.get('/me', (request, response) => response.json(request.session.user));",
        )
        .replace('import { signIn', "import session from 'express-session';\nimport { signIn"),
      'src/sign-in-limiter.ts': limiter,
      ...threeInstances,
    };
    const first = await applyFix(sessions, 'session-memory-store', 'session-shared-store');
    const second = await applyFix(first.after, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(Object.keys(second.after).filter((path) => path.includes('shared-redis'))).toEqual(['src/shared-redis.ts']);
    expect(second.after['package.json']?.match(/"redis"/g)).toHaveLength(1);
  });

  const limited = (path: string, declared: string): Files => ({
    [path]: `import { Router } from 'express';
import { rateLimit } from 'express-rate-limit';

${declared}
export const router = Router();
router.post('/sign-in', limiter, (_request, response) => {
  response.json({});
});
`,
  });

  it('gives each limiter a prefix of its own, whatever the files and constants are called', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': `import express from 'express';
import { router as orders } from './orders/routes.ts';
import { router as mails } from './mails/routes.ts';
const app = express();
app.use('/orders', orders);
app.use('/mails', mails);
app.listen(3000);
`,
      ...limited('src/orders/routes.ts', 'const limiter = rateLimit({ limit: 5 });'),
      ...limited('src/mails/routes.ts', 'const limiter = rateLimit({ limit: 5 });'),
      ...threeInstances,
    };
    const first = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    const second = await applyFix(first.after, 'ratelimit-memory-store', 'ratelimit-shared-store');
    const prefixes = Object.values(second.after).flatMap((text) => text.match(/'limit:[^']*'/g) ?? []);
    expect(prefixes.sort()).toEqual(["'limit:mails/routes:limiter:'", "'limit:orders/routes:limiter:'"]);
  });

  it('takes no prefix that is written already', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': `import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
const app = express();
app.use(rateLimit({ limit: 500, store: new RedisStore({ prefix: 'limit:server:', sendCommand: send }) }));
app.post('/sign-in', rateLimit({ limit: 5 }), (_request, response) => {
  response.json({});
});
app.listen(3000);
`,
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['src/server.ts']).toContain("createRateLimitStore('limit:server-2:')");
  });

  const boot = (body: string) => `import express from 'express';
import { rateLimit } from 'express-rate-limit';

function bootstrap() {
  const app = express();
  ${body}
  app.listen(3000);
}
bootstrap();
`;

  it('mends a limiter that is made by a function which runs once', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': boot(
        "app.post('/sign-in', rateLimit({ limit: 5 }), (_request, response) => { response.json({}); });",
      ),
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['src/server.ts']).toContain("createRateLimitStore('limit:server:')");
    const twice = { ...files, 'src/server.ts': `${files['src/server.ts']}bootstrap();\n` };
    expect(await answerTo(twice, 'ratelimit-memory-store', 'ratelimit-shared-store')).toMatchObject({
      kind: 'refusal',
    });
  });

  it('keeps a remark behind the last option where it is', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': boot(
        "app.post('/sign-in', rateLimit({\n    windowMs: 1000,\n    max: 5 // five\n  }), (_request, response) => { response.json({}); });",
      ),
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['src/server.ts']).toContain(
      "    max: 5, // five\n    store: createRateLimitStore('limit:server:'),\n",
    );
  });

  it.each([
    ['no dependencies', { dependencies: undefined }],
    ['empty dependencies', { dependencies: {} }],
  ])('adds its packages to a package.json with %s', async (_, overrides) => {
    const files: Files = {
      'package.json': packageOf(overrides),
      'src/server.ts': boot(
        "app.post('/sign-in', rateLimit({ limit: 5 }), (_request, response) => { response.json({}); });",
      ),
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['package.json']?.match(/"dependencies"/g)).toHaveLength(1);
    expect(JSON.parse(after['package.json'] ?? '')).toMatchObject({
      dependencies: { redis: '^5.12.0', 'rate-limit-redis': '^6.0.0' },
    });
  });
});
