import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files } from './apply.ts';
import { packageOf, threeInstances } from './shop-files.ts';

const sessionServer = (call: string, head = '') => `import express from 'express';
import session from 'express-session';
${head}
const app = express();
app.use(${call});
app.get('/orders', (request, response) => {
  response.json(request.session.id);
});
app.listen(3000);
`;

const sessionCases: readonly { name: string; call: string; head?: string; written: string }[] = [
  {
    name: 'options of several lines',
    call: "session({\n  secret: 'apples',\n  resave: false,\n})",
    written: '  resave: false,\n  store: createSessionStore(),\n})',
  },
  {
    name: 'options in one line',
    call: "session({ secret: 'apples' })",
    written: "session({ secret: 'apples', store: createSessionStore() })",
  },
  {
    name: 'options in a constant',
    call: 'session(options)',
    head: "const options = { secret: 'apples' };",
    written: 'session({ ...options, store: createSessionStore() })',
  },
  {
    name: 'a memory store that is given',
    call: "session({ secret: 'apples', store: new session.MemoryStore() })",
    written: "session({ secret: 'apples', store: createSessionStore() })",
  },
];

describe('session-shared-store', () => {
  it.each(sessionCases)('mends $name', async ({ call, head, written }) => {
    const files: Files = { 'package.json': packageOf(), 'src/server.ts': sessionServer(call, head), ...threeInstances };
    const { after, next } = await applyFix(files, 'session-memory-store', 'session-shared-store');
    expect(after['src/server.ts']).toContain(written);
    expect(after['src/server.ts']).toMatch(/import \{ createSessionStore \} from '\.\/session-store(?:\.js)?';/);
    expect(after['package.json']).toContain('"connect-redis": "^9.0.0"');
    expect(after['.env.example']).toContain('REDIS_URL=');
    expect(next).toBe('npm install');
    const beside = {
      'shared-redis.ts': after['src/shared-redis.ts'] ?? '',
      'session-store.ts': after['src/session-store.ts'] ?? '',
    };
    expect(compile('server.ts', after['src/server.ts'] ?? '', beside)).toEqual([]);
  });

  it('writes CommonJS, double quotes and no semicolons where the file does', async () => {
    const server = `const express = require("express")
const session = require("express-session")

const app = express()
app.use(session({ secret: "apples" }))
app.get("/orders", (request, response) => {
  response.json(request.session.id)
})
app.listen(3000)
`;
    const files: Files = {
      'package.json': packageOf({ type: 'commonjs', main: 'src/server.js', scripts: { start: 'node src/server.js' } }),
      'src/server.js': server,
    };
    const { after } = await applyFix(files, 'session-memory-store', 'session-shared-store');
    expect(after['src/server.js']).toContain('const { createSessionStore } = require("./session-store")');
    expect(after['src/session-store.js']).toContain('const { RedisStore } = require("connect-redis")\n');
    expect(after['src/session-store.js']).toContain('module.exports = { createSessionStore }');
  });

  it('keeps to redis 4 where that is what the package asks for, and refuses redis 3', async () => {
    const files = (range: string): Files => ({
      'package.json': packageOf({ dependencies: { express: '^5.1.0', 'express-session': '^1.18.2', redis: range } }),
      'src/server.ts': sessionServer("session({ secret: 'apples' })"),
    });
    const { after } = await applyFix(files('^4.6.0'), 'session-memory-store', 'session-shared-store');
    expect(after['package.json']).toContain('"connect-redis": "^8.1.0"');
    expect(after['package.json']).toContain('"redis": "^4.6.0"');
    expect(await answerTo(files('^3.1.0'), 'session-memory-store', 'session-shared-store')).toMatchObject({
      kind: 'refusal',
    });
  });

  it('allows one instance in production only where one is declared', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': sessionServer("session({ secret: 'apples' })"),
      'compose.yaml': threeInstances['compose.yaml']?.replace('3', '1') ?? '',
    };
    const { after } = await applyFix(files, 'session-memory-store', 'session-shared-store');
    expect(after['.env.example']).toContain('ALLOW_SINGLE_INSTANCE=1');
  });
});

describe('files of the user', () => {
  it('are never written over, whatever their names', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': sessionServer("session({ secret: 'apples' })"),
      'src/shared-redis.ts': "export const precious = 'my own code';\n",
      'src/session-store.ts': 'export function createSessionStore() {\n  return 1;\n}\n',
    };
    const { after } = await applyFix(files, 'session-memory-store', 'session-shared-store');
    for (const file of ['src/shared-redis.ts', 'src/session-store.ts']) expect(after[file]).toBe(files[file]);
    expect(after['src/server.ts']).toContain("from './session-store-2");
    expect(after['src/session-store-2.ts']).toContain("from './shared-redis-2");
  });

  it('keep a session store that is made in another way', async () => {
    const dependencies = {
      express: '^5.1.0',
      'express-session': '^1.18.2',
      redis: '^4.6.0',
      'connect-redis': '^7.1.0',
    };
    const files: Files = {
      'package.json': packageOf({ dependencies }),
      'src/server.ts': sessionServer("session({ secret: 'apples' })"),
    };
    expect(await answerTo(files, 'session-memory-store', 'session-shared-store')).toMatchObject({ kind: 'refusal' });
  });
});

describe('ratelimit-shared-store', () => {
  it('refuses where a function makes several limiters, which would count as one', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': `import express from 'express';
import { rateLimit } from 'express-rate-limit';

const limiterOf = (limit: number) => rateLimit({ windowMs: 60_000, limit });
const app = express();
app.post('/sign-in', limiterOf(5), (_request, response) => {
  response.json({});
});
app.listen(3000);
`,
    };
    expect(await answerTo(files, 'ratelimit-memory-store', 'ratelimit-shared-store')).toMatchObject({
      kind: 'refusal',
    });
  });

  const manyMade: readonly { name: string; body: string; reason: RegExp }[] = [
    {
      name: 'for … of',
      body: "for (const path of ['/login', '/otp']) app.use(path, rateLimit({ limit: 5 }));",
      reason: /^It is made in a loop, .*server\.ts:4\)/,
    },
    {
      name: 'for … in',
      body: 'for (const path in paths) {\n  app.use(path, rateLimit({ limit: 5 }));\n}',
      reason: /in a loop, .*server\.ts:5\)/,
    },
    {
      name: 'a counting loop',
      body: 'for (let n = 0; n < 2; n++) app.use(paths[n], rateLimit({ limit: 5 }));',
      reason: /in a loop/,
    },
    {
      name: 'a loop until something is done',
      body: 'while (paths.length > 0) app.use(paths.pop(), rateLimit({ limit: 5 }));',
      reason: /in a loop/,
    },
    {
      name: 'a loop that tests at its end',
      body: 'do {\n  app.use(paths.pop(), rateLimit({ limit: 5 }));\n} while (paths.length > 0);',
      reason: /in a loop/,
    },
    {
      name: 'a function that a loop calls',
      body: 'function guard() {\n  app.use(rateLimit({ limit: 5 }));\n}\nfor (const path of paths) guard(path);',
      reason: /called in a loop, .*server\.ts:7\)/,
    },
    {
      name: 'a function that a loop calls at once',
      body: 'for (const path of paths) (() => app.use(path, rateLimit({ limit: 5 })))();',
      reason: /in a loop/,
    },
    {
      name: 'forEach',
      body: 'paths.forEach((path) => app.use(path, rateLimit({ limit: 5 })));',
      reason: /handed to what may call it several times, .*server\.ts:4\)/,
    },
    {
      name: 'a map',
      body: 'const limiters = paths.map(() => rateLimit({ limit: 5 }));\napp.use(limiters);',
      reason: /handed to what may call it several times/,
    },
    {
      name: 'Array.from',
      body: 'app.use(Array.from({ length: 2 }, () => rateLimit({ limit: 5 })));',
      reason: /Nothing shows how often its function runs, .*server\.ts:4\)/,
    },
    {
      name: 'a function with two callers',
      body: "function limiter() {\n  return rateLimit({ limit: 5 });\n}\napp.use('/login', limiter());\napp.use('/otp', limiter());",
      reason: /called in several places, .*server\.ts:8\)/,
    },
    {
      name: 'a field of a class',
      body: "class Guard {\n  limiter = rateLimit({ limit: 5 });\n}\napp.use('/login', new Guard().limiter);\napp.use('/otp', new Guard().limiter);",
      reason: /may be made several times|called in several places/,
    },
    {
      name: 'a field of a class that is made in a loop',
      body: 'class Guard {\n  limiter = rateLimit({ limit: 5 });\n}\nfor (const path of paths) app.use(path, new Guard().limiter);',
      reason: /may be made several times/,
    },
    {
      name: 'a constructor',
      body: "class Guard {\n  constructor() {\n    this.limiter = rateLimit({ limit: 5 });\n  }\n}\nconst guard = new Guard();\napp.use('/login', guard.limiter);",
      reason: /may be made several times/,
    },
  ];

  it.each(manyMade)('refuses where $name makes several, with the place', async ({ body, reason }) => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': `import express from 'express';
import { rateLimit } from 'express-rate-limit';
const app = express();
${body}
app.post('/login', (request, response) => response.json(request.body));
app.listen(3000);
const paths = ['/login', '/otp'];
`,
      ...threeInstances,
    };
    const answer = await answerTo(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringMatching(reason) });
  });

  it.each([
    [
      'before a loop',
      "app.use('/login', rateLimit({ limit: 5 }));\nfor (const path of ['/a', '/b']) app.get(path, answer);",
    ],
    ['as what a loop goes through', 'for (const each of [rateLimit({ limit: 5 })]) app.use(each);'],
    [
      'where a loop starts',
      "for (let limiter = rateLimit({ limit: 5 }), n = 0; n < 2; n++) app.use('/login', limiter);",
    ],
    [
      'for a loop that puts it before several routes',
      "const limiter = rateLimit({ limit: 5 });\nfor (const path of ['/login', '/otp']) app.use(path, limiter);",
    ],
  ])('mends a limiter that is made once, %s', async (_, body) => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': `import express from 'express';
import { rateLimit } from 'express-rate-limit';
const app = express();
const answer = (request, response) => response.json(request.body);
${body}
app.post('/login', answer);
app.listen(3000);
`,
      ...threeInstances,
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['src/server.ts']?.match(/createRateLimitStore\('limit:/g)).toHaveLength(1);
  });

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

describe('the module with the shared Redis', () => {
  const files = (base: string, own: string): Files => ({
    'package.json': packageOf(),
    'src/server.ts': sessionServer("session({ secret: 'apples' })"),
    'tsconfig.base.json': base,
    'tsconfig.json': own,
  });

  it.each([
    ['itself', '{}', '{ "compilerOptions": { "noPropertyAccessFromIndexSignature": true } }'],
    [
      'in what it extends',
      '{ "compilerOptions": { "noPropertyAccessFromIndexSignature": true } }',
      '{ "extends": "./tsconfig.base.json" }',
    ],
  ])(
    'writes names of the environment in brackets where the compiler’s configuration asks for it %s',
    async (_, base, own) => {
      const { after } = await applyFix(files(base, own), 'session-memory-store', 'session-shared-store');
      expect(after['src/shared-redis.ts']).toContain("process.env['REDIS_URL']");
      expect(after['src/shared-redis.ts']).not.toMatch(/process\.env\.\w/);
    },
  );

  it('writes them plainly everywhere else', async () => {
    const { after } = await applyFix(files('{}', '{}'), 'session-memory-store', 'session-shared-store');
    expect(after['src/shared-redis.ts']).toContain('process.env.REDIS_URL;');
  });

  it('connects once, however many stores ask for it', async () => {
    const { after } = await applyFix(files('{}', '{}'), 'session-memory-store', 'session-shared-store');
    expect(after['src/shared-redis.ts']).toContain('shared ??= connect(url);');
  });
});

describe('a session store and the environment', () => {
  const app = `import express from 'express';
import session from 'express-session';
export const app = express();
app.use(session({ secret: 'apples' }));
app.get('/orders', (request, response) => {
  response.json(request.session.id);
});
`;
  const entry = "import dotenv from 'dotenv';\nimport { app } from './app.ts';\ndotenv.config();\napp.listen(3000);\n";

  it('are refused where the store is made before the file is loaded', async () => {
    const files: Files = { 'package.json': packageOf(), 'src/app.ts': app, 'src/server.ts': entry };
    expect(await answerTo(files, 'session-memory-store', 'session-shared-store')).toMatchObject({
      kind: 'refusal',
      reason: expect.stringMatching(/loaded only after this module has been. \(src\/server\.ts:3\)/),
    });
  });

  it('go together where the file is loaded first', async () => {
    const server = sessionServer("session({ secret: 'apples' })", "import dotenv from 'dotenv';\ndotenv.config();");
    const files: Files = { 'package.json': packageOf(), 'src/server.ts': server };
    expect(await answerTo(files, 'session-memory-store', 'session-shared-store')).toMatchObject({ kind: 'offer' });
  });
});
