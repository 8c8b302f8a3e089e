import ts from 'typescript';
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

/** How a file that imports as the case does is told to compile, and what a `.cts` file is by itself. */
const asCommonJs = {
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  ignoreDeprecations: '6.0',
};

/** What the compiler says of `any`. */
const isAny = 'type IsAny<T> = 0 extends 1 & T ? true : false;\n';

describe('in a TypeScript file of CommonJS', () => {
  const server = (imports: string) => `${imports}
const app = express();
app.use(session({ secret: 'apples', resave: false, saveUninitialized: false }));
app.get('/orders', (request, response) => {
  response.json(request.session.id);
});
app.listen(3000);
`;
  const equals = "import express = require('express');\nimport session = require('express-session');";
  const filesWith = (imports: string, path = 'src/server.ts'): Files => ({
    'package.json': packageOf({ type: 'commonjs', main: path, scripts: { start: `node ${path}` } }),
    [path]: server(imports),
  });

  it.each([
    ['with names as they are written', { verbatimModuleSyntax: true }],
    ['without esModuleInterop', { esModuleInterop: false }],
    ['as it comes', {}],
  ])('requires its store as it requires all else: %s', async (_, own) => {
    const { after } = await applyFix(filesWith(equals), 'session-memory-store', 'session-shared-store');
    const written = after['src/server.ts'] ?? '';
    expect(written).toContain(`${equals}\nimport sessionStore = require('./session-store');\n`);
    expect(written).toContain('store: sessionStore.createSessionStore() }');
    const beside = {
      'shared-redis.ts': after['src/shared-redis.ts'] ?? '',
      'session-store.ts': after['src/session-store.ts'] ?? '',
    };
    expect(beside['session-store.ts']).toContain("import session = require('express-session');");
    const asked = `${written}${isAny}const told: IsAny<ReturnType<typeof sessionStore.createSessionStore>> = false;\nvoid told;\n`;
    expect(compile('server.ts', asked, beside, { ...asCommonJs, ...own })).toEqual([]);
  });

  it('does so for a limiter too', async () => {
    const files: Files = {
      'package.json': packageOf({ type: 'commonjs' }),
      'src/server.ts': `import express = require('express');
import limiter = require('express-rate-limit');
const app = express();
app.post('/sign-in', limiter.rateLimit({ limit: 5 }), (_request, response) => {
  response.json({});
});
app.listen(3000);
`,
    };
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    const beside = {
      'shared-redis.ts': after['src/shared-redis.ts'] ?? '',
      'rate-limit-store.ts': after['src/rate-limit-store.ts'] ?? '',
    };
    const own = { ...asCommonJs, verbatimModuleSyntax: true, esModuleInterop: false };
    expect(compile('server.ts', after['src/server.ts'] ?? '', beside, own)).toEqual([]);
  });

  it('imports beside imports, also where it requires the library', async () => {
    const mixed =
      "import express = require('express');\nimport session = require('express-session');\nimport { join } from 'node:path';\nvoid join;";
    const { after } = await applyFix(filesWith(mixed), 'session-memory-store', 'session-shared-store');
    expect(after['src/server.ts']).toMatch(/^import \{ createSessionStore \} from '\.\/session-store(?:\.js)?';$/m);
    const beside = {
      'shared-redis.ts': after['src/shared-redis.ts'] ?? '',
      'session-store.ts': after['src/session-store.ts'] ?? '',
    };
    const own = { ...asCommonJs, esModuleInterop: false };
    expect(compile('server.ts', after['src/server.ts'] ?? '', beside, own)).toEqual([]);
  });

  it.each([
    ['src/server.ts', "'./session-store'"],
    ['src/server.cts', "'./session-store.cjs'"],
  ])('tells what `require` gives, where that is how %s takes modules', async (path, module) => {
    const required = "const express = require('express');\nconst session = require('express-session');";
    const { after } = await applyFix(filesWith(required, path), 'session-memory-store', 'session-shared-store');
    expect(after[path]).toContain(`const { createSessionStore }: typeof import(${module}) = require(${module});`);
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
