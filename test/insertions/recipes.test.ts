import { beforeAll, describe, expect, test } from 'vitest';
import type { FileEdit } from '../../src/findings/fix.ts';
import type { BuiltRecipe } from '../../src/insertions/recipe-offer.ts';
import { applyEdits } from '../../src/text/edits.ts';
import { compileEach } from '../patterns/compile.ts';
import { compileErrors } from '../patterns/python-programs.ts';
import { engineOf, type Files } from './inserted.ts';
import { recipeRows as rows } from './recipe-rows.ts';

const compose = `services:
  api:
    build: .
    command: node src/server.js
    environment:
      DATABASE_URL: postgres://db/shop
    ports:
      - "3000:3000"
    depends_on: [db]
    deploy:
      replicas: 3
  db:
    image: postgres:16
`;

function node(framework: string, more: Files = {}, type = 'module', ending = 'js'): Files {
  const app = framework === 'express' ? 'express()' : `${framework}()`;
  const listen = framework === 'fastify' ? 'listen({ port: 3000 })' : 'listen(3000)';
  return {
    'package.json': `${JSON.stringify({ name: 'shop', type, main: `src/server.${ending}`, dependencies: { [framework]: '*' } }, null, 2)}\n`,
    [`src/server.${ending}`]:
      type === 'module'
        ? `import ${framework} from '${framework}';\n\nconst app = ${app};\napp.get('/', () => 'ok');\napp.${listen};\n`
        : `const ${framework} = require('${framework}');\n\nconst app = ${app};\napp.get('/', () => 'ok');\napp.${listen};\n`,
    'compose.yaml': compose,
    ...more,
  };
}

const flask: Files = {
  'requirements.txt': 'flask\n',
  'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/")\ndef home():\n    return "ok"\n',
  'compose.yaml': 'services:\n  api:\n    build: .\n    command: gunicorn app:app\n    deploy:\n      replicas: 2\n',
};

async function build(files: Files, id: string, program = 'api'): Promise<BuiltRecipe> {
  const engine = await engineOf(files);
  return engine.buildRecipe(id, program, async (file) => files[file] ?? null);
}

function withEdits(files: Files, edits: readonly FileEdit[]): Files {
  const all: Record<string, string> = { ...files };
  for (const edit of edits)
    all[edit.file] = edit.kind === 'create' ? edit.text : applyEdits(all[edit.file] ?? '', edit.edits);
  return all;
}

/** What is found afterwards that was not found before. */
async function newFindings(before: Files, now: Files): Promise<readonly string[]> {
  const told = async (files: Files) =>
    (await engineOf(files)).analysis().findings.map(({ file, ruleId, message }) => `${file} ${ruleId}: ${message}`);
  const known = new Set(await told(before));
  return (await told(now)).filter((each) => !known.has(each));
}

const clock: Files = {
  'src/server.js':
    "import express from 'express';\nimport './nightly.js';\n\nconst app = express();\napp.get('/', (request, response) => response.end());\napp.listen(3000);\n",
  'src/nightly.js': "import cron from 'node-cron';\n\ncron.schedule('0 3 * * *', () => console.log('nightly'));\n",
};

test('there are rows, and six recipes', () => {
  expect(new Set(rows.map(({ recipe }) => recipe.id)).size).toBe(6);
  expect(rows.length).toBeGreaterThan(12);
});

const nest: Files = {
  'src/server.js': '',
  'src/main.ts':
    "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.js';\nNestFactory.create(AppModule).then((app) => app.listen(3000));\n",
  'src/app.ts': 'export class AppModule {}\n',
  'compose.yaml': compose.replace('server.js', 'main.js'),
};
const before = (framework: string, language: string, id: string): Files => {
  if (language === 'python' && framework === 'fastapi')
    return {
      ...flask,
      'requirements.txt': 'fastapi\n',
      'app.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n',
      'compose.yaml': (flask['compose.yaml'] ?? '').replace('gunicorn', 'uvicorn'),
    };
  if (language === 'python' && framework === 'django')
    return {
      'requirements.txt': 'django\n',
      'manage.py': '',
      'shop/settings.py': 'INSTALLED_APPS = []\n',
      'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n',
      'compose.yaml': (flask['compose.yaml'] ?? '').replace('app:app', 'shop.wsgi'),
    };
  if (language === 'python') return flask;
  if (framework === '@nestjs/core') return node(framework, nest);
  return node(framework, id === 'extract-worker' ? clock : {});
};

describe('each recipe', () => {
  test.each(rows.map((row) => [row.name, row] as const))(
    '%s: nothing new is found, and it is named where it must be',
    async (_, { recipe, variant, framework }) => {
      const files = before(framework, variant.language, recipe.id);
      const built = await build(files, recipe.id);
      const now = withEdits(files, built.files);
      expect(await newFindings(files, now)).toEqual([]);
      const manifest = now[variant.language === 'python' ? 'requirements.txt' : 'package.json'] ?? '';
      for (const { template } of variant.files) {
        for (const name of Object.keys(template.packages)) expect(manifest.toLowerCase()).toContain(name.toLowerCase());
      }
      for (const [, name = ''] of built.files.flatMap((edit) =>
        edit.kind === 'create' ? [...edit.text.matchAll(/process\.env\.(\w+)/g)] : [],
      )) {
        expect(now['.env.example']).toContain(`${name}=`);
      }
      const text = Object.values(now).join('\n');
      expect(text).not.toMatch(/[«»‹›]/);
    },
  );
});

describe('what is written compiles', { timeout: 180_000 }, () => {
  const scripts = rows.filter(({ variant }) => variant.language === 'script');
  // Nest is written with the decorators of TypeScript's first kind, which no JavaScript has.
  const decorators = { experimentalDecorators: true, emitDecoratorMetadata: true };

  describe.each(['ts', 'js'] as const)('in %s', (ending) => {
    const own = scripts.filter(({ framework }) => ending === 'ts' || framework !== '@nestjs/core');
    const fileOf = (name: string, file: string) => `${name.replaceAll(/\W+/g, '-')}-${file.replace('src/', '')}`;
    let messages: ReadonlyMap<string, readonly string[]> = new Map();

    beforeAll(async () => {
      const files: Record<string, string> = {};
      for (const { name, recipe, framework } of own.filter(({ variant }) => variant.extracts !== true)) {
        const program =
          framework === '@nestjs/core' ? before(framework, 'script', recipe.id) : node(framework, {}, 'module', ending);
        for (const edit of (await build(program, recipe.id)).files) {
          if (edit.kind === 'create' && /\.[jt]s$/.test(edit.file)) files[fileOf(name, edit.file)] = edit.text;
        }
      }
      messages = compileEach(ending, files, {}, decorators);
    }, 180_000);

    // What the worker's entry imports is the program's own.
    test.each(own.filter(({ variant }) => variant.extracts !== true).map((row) => [row.name, row] as const))(
      '%s compiles',
      (name, { variant }) => {
        const told = [...messages].filter(([file]) => file.startsWith(fileOf(name, '')));
        expect(told).toHaveLength(variant.files.length);
        expect(told.flatMap(([, each]) => each)).toEqual([]);
      },
    );
  });

  test.each(rows.filter(({ variant }) => variant.language === 'python').map((row) => [row.name, row] as const))(
    '%s compiles',
    async (_, { recipe, variant, framework }) => {
      const created = (await build(before(framework, variant.language, recipe.id), recipe.id)).files.flatMap((edit) =>
        edit.kind === 'create' && edit.file.endsWith('.py') ? [[edit.file, edit.text] as const] : [],
      );
      expect(created).toHaveLength(variant.files.length);
      expect(compileErrors(Object.fromEntries(created))).toBe('');
    },
  );
});

describe('a queue with its worker', () => {
  test('gets a compose service of the same image that starts the worker', async () => {
    const files = node('express');
    const now = withEdits(files, (await build(files, 'queue-with-worker')).files);
    expect(now['compose.yaml']).toBe(
      compose.replace(
        '      replicas: 3\n',
        `      replicas: 3

  job-worker:
    build: .
    environment:
      DATABASE_URL: postgres://db/shop
    depends_on: [db]
    command: node src/job-worker.js
    stop_grace_period: 1m
`,
      ),
    );
    expect((await build(files, 'queue-with-worker')).further.at(-1)).toBe('Set REDIS_URL in the environment of api.');
    const set = node('express', {
      'compose.yaml': compose.replace('environment:\n', 'environment:\n      REDIS_URL: redis://cache\n'),
    });
    expect((await build(set, 'queue-with-worker')).further).toHaveLength(1);
    expect(now['src/job-routes.js']).toContain('export const router = Router();');
  });

  test('is written in CommonJS where the program is', async () => {
    const files = node('express', {}, 'commonjs');
    const now = withEdits(files, (await build(files, 'queue-with-worker')).files);
    expect(now['src/job-routes.js']).toContain("const { Router } = require('express');");
    expect(now['src/job-routes.js']?.endsWith('module.exports = { router };\n')).toBe(true);
    expect(now['src/job-worker.js']).not.toMatch(/^(?:import|export) /m);
  });

  test('hands jobs over by a function where no template has the framework’s routes', async () => {
    const files = node('fastify');
    const built = await build(files, 'queue-with-worker');
    expect(built.files[0]?.file).toBe('src/jobs.js');
    expect(built.further[0]).toContain('handOver');
  });

  test('in Python is started as a module of the program’s folder', async () => {
    const now = withEdits(flask, (await build(flask, 'queue-with-worker')).files);
    expect(now['compose.yaml']).toContain('  job-worker:\n    build: .\n    command: python job_worker.py');
    expect(now['job_routes.py']).toContain('"job_worker.make_report"');
  });

  test('says what is left where no compose file starts the program', async () => {
    const { 'compose.yaml': _, ...files } = node('express');
    const { further, files: edits } = await build(files, 'queue-with-worker', 'shop');
    expect(edits.some(({ file }) => file.endsWith('.yaml'))).toBe(false);
    expect(further.at(-1)).toMatch(/^Start job-worker\.js as a program of its own/);
  });
});

test('a worker is extracted: the entry imports what the server no longer does', async () => {
  const files = node('express', clock);
  const built = await build(files, 'extract-worker');
  const now = withEdits(files, built.files);
  expect(now['src/worker.js']).toMatch(/^import '\.\/nightly\.js';\n/);
  expect(now['src/server.js']).not.toContain('nightly');
  expect(now['compose.yaml']).toContain('  worker:\n    build: .\n');
  const bound = node('express', {
    ...clock,
    'src/server.js': (clock['src/server.js'] ?? '')
      .replace("import './nightly.js'", "import { nightly } from './nightly.js'")
      .replace('response.end()', 'response.end(String(nightly))'),
    'src/nightly.js': `${clock['src/nightly.js']}\nexport const nightly = 1;\n`,
  });
  expect((await build(bound, 'extract-worker')).further).toContain(
    'Take the import of src/nightly.js out of src/server.js.',
  );
});

test('a client of the program’s own is used', async () => {
  const own = {
    'src/redis.js':
      "import { createClient } from 'redis';\n\nexport const cache = createClient({ url: process.env.CACHE_URL });\n",
    'src/server.js':
      "import express from 'express';\nimport './redis.js';\n\nconst app = express();\napp.get('/', () => 'ok');\napp.listen(3000);\n",
  };
  const files = node('express', own);
  const [first] = (await build(files, 'idempotency')).files;
  expect(first?.kind === 'create' && first.text).toContain("import { cache as redis } from './redis.js';");
});

describe('it is said why a recipe cannot be put in', () => {
  test('where there is no manifest', async () => {
    const { 'package.json': _, ...files } = node('express');
    await expect(build(files, 'outbox')).rejects.toThrow(/^No package\.json stands above src\/server\.js/);
  });

  test('where a file of that name is there, which stays as it is', async () => {
    const files = node('express', { 'src/outbox-relay.js': '' });
    await expect(build(files, 'outbox')).rejects.toThrow('src/outbox-relay.js is there already');
  });

  test('where an older version of a package is asked for', async () => {
    const files = node('express', {
      'package.json':
        '{ "name": "shop", "type": "module", "main": "src/server.js", "dependencies": { "express": "^5.1.0", "redis": "^3.1.0" } }\n',
    });
    await expect(build(files, 'idempotency')).rejects.toThrow(
      'package.json asks for redis 3, and this is written for 5: update it first.',
    );
  });

  test('where it does not fit any more', async () => {
    await expect(build(node('express'), 'extract-worker')).rejects.toThrow('It does not fit api any more');
  });
});

describe('what is offered', () => {
  test('names the finding that it answers and the step of the plan, and what answers one comes first', async () => {
    const limiter = {
      'src/server.js':
        "import express from 'express';\nimport { rateLimit } from 'express-rate-limit';\n\nconst app = express();\napp.post('/login', rateLimit({ limit: 5, windowMs: 60_000 }), (request, response) => response.end());\napp.listen(3000);\n",
    };
    const offers = (await engineOf(node('express', limiter))).recipes();
    expect(offers[0]).toMatchObject({
      id: 'limiter',
      program: 'api',
      answers: expect.stringMatching(/^src\/server\.js:5: 5 .* are really up to 15/),
      step: 'Rate limits',
    });
    const pool = offers.find(({ problems }) => problems.includes('too many connections'));
    expect(pool?.id).toBe('pool-pg');
    expect(pool?.answers).toBeNull();
    expect(offers.map(({ id }) => id)).not.toContain('rate-limit-per-ip-fastify');
  });

  test('is nothing where no program serves', async () => {
    expect(
      (await engineOf({ 'package.json': '{ "name": "tool", "bin": "a.js" }', 'a.js': 'console.log(1);\n' })).recipes(),
    ).toEqual([]);
  });
});
