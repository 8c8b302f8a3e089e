import { describe, expect, it } from 'vitest';
import { answerTo, applyFix, type Files } from './apply.ts';
import { packageOf, threeInstances } from './shop-files.ts';

describe('a limiter that is made once, or many times', () => {
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

  const application = `import express from 'express';
import { rateLimit } from 'express-rate-limit';
export function createApplication() {
  const app = express();
  app.post('/login', rateLimit({ limit: 5 }), (request, response) => response.json(request.body));
  return app;
}
`;
  const server = "import { createApplication } from './application.ts';\ncreateApplication().listen(3000);\n";

  it('mends what a program that answers nobody makes too, in a process of its own', async () => {
    const scripts = { start: 'node src/server.ts', routes: 'node src/list-routes.ts' };
    const files: Files = {
      'package.json': packageOf({ scripts }),
      'src/server.ts': server,
      'src/application.ts': application,
      'src/list-routes.ts':
        "import { createApplication } from './application.ts';\nconsole.log(createApplication().router.stack);\n",
      ...threeInstances,
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['src/application.ts']).toContain("createRateLimitStore('limit:application:')");
  });

  it('mends what takes its limit from a configuration that the program hands on', async () => {
    const configured = application
      .replace('createApplication()', 'createApplication(config: { limits: { signIn: number } })')
      .replace('limit: 5', 'limit: config.limits.signIn');
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': server.replace('createApplication()', 'createApplication({ limits: { signIn: 5 } })'),
      'src/application.ts': configured,
      ...threeInstances,
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(after['src/application.ts']).toContain("createRateLimitStore('limit:application:')");
  });

  it('refuses what the program itself makes twice, in whichever files', async () => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': `import './second.ts';\n${server}`,
      'src/second.ts': server.replace('3000', '3001'),
      'src/application.ts': application,
      ...threeInstances,
    };
    expect(await answerTo(files, 'ratelimit-memory-store', 'ratelimit-shared-store')).toMatchObject({
      kind: 'refusal',
      reason: expect.stringMatching(/called in several places/),
    });
  });

  it.each([
    ['a list', 'guard(app);\nfor (const each of [guard]) each(admin);'],
    ['a package', "guard(app);\nregister('admin', guard);"],
    ['an object', 'guard(app);\nexport const all = { guard };\nfor (const name in all) all[name](admin);'],
  ])('refuses a function that is called once and handed on besides, in %s', async (_, body) => {
    const files: Files = {
      'package.json': packageOf(),
      'src/server.ts': `import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { register } from '@shop/plugins';
const app = express();
const admin = express();
function guard(to) {
  to.post('/login', rateLimit({ limit: 5 }), (request, response) => response.json(request.body));
}
${body}
app.listen(3000);
`,
      ...threeInstances,
    };
    expect(await answerTo(files, 'ratelimit-memory-store', 'ratelimit-shared-store')).toMatchObject({
      kind: 'refusal',
    });
  });
});
