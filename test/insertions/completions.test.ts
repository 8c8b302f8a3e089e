import { describe, expect, test } from 'vitest';
import { cursor, type Files, offered, withOffer } from './inserted.ts';

const manifest = (more: object = {}) =>
  JSON.stringify({
    name: 'shop',
    type: 'module',
    main: 'src/server.js',
    dependencies: { express: '^5.1.0', redis: '^5.12.0', pg: '^8.16.0', bullmq: '^6.7.0' },
    ...more,
  });

const server = `import express from 'express';
import './own.js';

const app = express();
app.get('/', (request, response) => response.end());
app.listen(3000);
`;

const compose = `services:
  api:
    build: .
    command: node src/server.js
    environment: { DATABASE_URL: 'postgres://db/shop' }
    deploy:
      replicas: 4
  db:
    image: postgres:16
    command: postgres -c max_connections=50
`;

/** A shop with one more file, in which somebody types. */
function shop(text: string, more: Files = {}, file = 'src/own.js'): Files {
  return { 'package.json': manifest(), 'src/server.js': server, 'compose.yaml': compose, [file]: text, ...more };
}

const ids = async (files: Files, file = 'src/own.js'): Promise<readonly string[]> =>
  (await offered(files, file)).map(({ id }) => id);

describe('nothing is offered', () => {
  test.each([
    ['in a comment', `/*\nscale-rate${cursor}\n*/\n`],
    ['in a text', `export const text = \`\nscale-rate${cursor}\n\`;\n`],
    ['inside of a function', `export function limits() {\nscale-rate${cursor}\n}\n`],
    ['behind other code', `export const a = 1; scale-rate${cursor}\n`],
    ['before other code', `scale-rate${cursor} + 1;\n`],
    ['for another word', `scales-rate${cursor}\n`],
    ['for one letter', `s${cursor}\n`],
    ['where the file does not parse', `export const = ;\nscale-rate${cursor}\n`],
  ])('%s', async (_, text) => {
    expect(await ids(shop(text))).toEqual([]);
  });

  const typed = `scale-rate${cursor}\n`;
  test.each([
    ['a test', 'src/own.test.js'],
    ['a fixture', 'test/fixtures/own.js'],
    ['a component', 'src/components/own.js'],
    ['a file with markup', 'src/own.tsx'],
    ['a file of another kind', 'src/own.css'],
  ])('in %s', async (_, file) => {
    expect(await ids(shop(typed, {}, file), file)).toEqual([]);
  });

  test('in a package of its own that no program is in', async () => {
    const files = shop(
      typed,
      { 'web/package.json': '{ "name": "web", "dependencies": { "express": "^5.1.0" } }' },
      'web/own.js',
    );
    expect(await ids(files, 'web/own.js')).toEqual([]);
  });

  test('in code for the browser', async () => {
    expect(await ids(shop(`document.title = 'Shop';\n\nscale-rate${cursor}\n`))).toEqual([]);
  });

  test.each([
    ['a client component', "'use client';\n"],
    ['a component of React', "import { useState } from 'react';\n"],
    ['a component of Vue', "import { ref } from 'vue';\n"],
    ['code that waits for clicks', "document.querySelector('form').addEventListener('submit', send);\n"],
  ])('in %s that no program imports', async (_, head) => {
    const files = { ...shop(typed), 'src/page.js': `${head}scale-rate${cursor}\n` };
    expect(await ids(files, 'src/page.js')).toEqual([]);
  });

  test('in a workspace without a service', async () => {
    expect(await ids({ 'package.json': '{ "name": "tool", "bin": "own.js" }', 'own.js': typed }, 'own.js')).toEqual([]);
  });
});

describe('what fits is chosen', () => {
  test('by the framework that is there, with at most eight of them', async () => {
    const all = await ids(shop(`scale-${cursor}\n`));
    expect(all.length).toBe(8);
    const limits = await ids(shop(`scale-rate-limit${cursor}\n`));
    expect(limits).toContain('rate-limit-per-ip');
    expect(limits.filter((id) => /fastify|nest|koa|hono|flask/.test(id))).toEqual([]);
    const fastify = manifest({ dependencies: { fastify: '^5.0.0' } });
    const other = await ids(
      shop(`scale-rate-limit${cursor}\n`, {
        'package.json': fastify,
        'src/server.js':
          "import fastify from 'fastify';\nimport './own.js';\nconst app = fastify();\napp.get('/', async () => 'ok');\napp.listen({ port: 3000 });\n",
      }),
    );
    expect(other).toContain('rate-limit-per-ip-fastify');
    expect(other).not.toContain('rate-limit-per-ip');
  });

  test('what answers an open finding comes first', async () => {
    const found = shop(`scale-${cursor}\n`, {
      'src/server.js': server
        .replace("'./own.js'", "'./own.js';\nimport { limits } from './limits.js'")
        .replace("'/', (", "'/login', limits, ("),
      'src/limits.js':
        "import { rateLimit } from 'express-rate-limit';\nexport const limits = rateLimit({ windowMs: 60_000, limit: 5 });\n",
      'package.json': manifest({ dependencies: { express: '^5.1.0', 'express-rate-limit': '^8.0.0' } }),
    });
    const [first] = await offered(found, 'src/own.js');
    expect(first?.id).toBe('rate-limit-per-ip');
    expect(first?.documentation).toMatch(/Answers src\/limits\.js:2: 5 .* are really up to 20/);
  });

  test('by the database and the broker that the program has', async () => {
    const pools = await ids(shop(`scale-pool${cursor}\n`));
    expect(pools).toEqual(['pool-pg']);
    const queues = await ids(shop(`scale-queue${cursor}\n`));
    expect(queues.filter((id) => /rabbitmq|sqs/.test(id))).toEqual([]);
    const bare = shop(`scale-pool${cursor}\n`, { 'package.json': manifest({ dependencies: { express: '^5.1.0' } }) });
    expect((await ids(bare)).length).toBeGreaterThan(3);
  });

  test('nothing that is written for a newer version than is asked for', async () => {
    const older = { 'package.json': manifest({ dependencies: { express: '^4.21.0', bullmq: '^6.7.0' } }) };
    expect(await ids(shop(`scale-queue-producer${cursor}\n`, older))).not.toContain('queue-producer');
    expect(await ids(shop(`scale-queue-producer${cursor}\n`))).toContain('queue-producer');
  });

  test('what is a program of its own is offered in a file that is empty', async () => {
    expect(await ids(shop(`scale-queue-worker${cursor}\n`))).toContain('queue-worker');
    expect(await ids(shop(`export const a = 1;\nscale-queue-worker${cursor}\n`))).not.toContain('queue-worker');
  });
});

describe('blank lines', () => {
  test('part what is inserted from what stands around it', async () => {
    const text = `export const a = 1;\nscale-pool-pg${cursor}\nexport const b = 2;\n`;
    const lines = await withOffer(shop(text), 'src/own.js', 'pool-pg');
    expect(lines).toMatch(/export const a = 1;\n\n\S/);
    expect(lines).toMatch(/\S\n\nexport const b = 2;\n$/);
    const apart = await withOffer(shop(text.replace('\nscale', '\n\nscale')), 'src/own.js', 'pool-pg');
    expect(apart).toMatch(/export const a = 1;\n\n\S/);
  });
});

describe('in files that deploy', () => {
  const k8s = {
    'k8s/orders.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: orders\nspec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: orders\n          image: orders\n          command: [node, src/server.js]\n',
    'compose.yaml': '',
  };
  const typed = (prefix: string, file: string, more: Files = {}) => shop(`${prefix}${cursor}\n`, more, file);

  test.each([
    ['deploy/nginx/shop.conf', 'scale-', 'nginx-upstream'],
    ['nginx.conf', 'scale-', 'nginx-upstream'],
    ['haproxy.cfg', 'scale-', 'haproxy'],
    ['Dockerfile', 'scale-', 'dockerfile'],
    ['compose.prod.yaml', 'scale-', 'compose'],
    ['k8s/scale.yaml', 'scale-hpa', 'horizontal-pod-autoscaler'],
  ])('%s is offered what it is for', async (file, prefix, id) => {
    const all = await ids(typed(prefix, file, file.startsWith('k8s') ? k8s : {}), file);
    expect(all.some((each) => each.startsWith(id))).toBe(true);
    expect(all.filter((each) => each.startsWith('rate-limit') || each.startsWith('pool'))).toEqual([]);
  });

  test('bears the name of the workload', async () => {
    const files = typed('scale-hpa', 'k8s/scale.yaml', k8s);
    expect(await withOffer(files, 'k8s/scale.yaml', 'horizontal-pod-autoscaler')).toContain('  name: orders\n');
  });

  describe('the maximum of an autoscaler', () => {
    const pooled = {
      ...k8s,
      'compose.yaml': 'services:\n  db:\n    image: postgres:16\n    command: postgres -c max_connections=103\n',
      'src/server.js': server
        .replace(
          'const app',
          "import { Pool } from 'pg';\nconst own = new Pool({ connectionString: 'postgres://shop@db/shop', max: 10 });\nconst app",
        )
        .replace('response.end()', "own.query('SELECT 1').then(() => response.end())"),
    };
    const filled = (files: Files) => withOffer(files, 'k8s/scale.yaml', 'horizontal-pod-autoscaler');

    test('is what the database takes, with the copies of a deploy', async () => {
      const files = typed('scale-hpa', 'k8s/scale.yaml', pooled);
      // 80 of 100 are eight pools of ten: six copies, and two more while they are replaced.
      expect(await filled(files)).toContain('  maxReplicas: 6\n');
      const [item] = await offered(files, 'k8s/scale.yaml');
      expect(item?.documentation).toMatch(/db takes 100 connections \(compose\.yaml:4\): .* 6 copies of orders/);
    });

    test('is not guessed where nobody says what the database takes, or where no second copy fits', async () => {
      const unsaid = { ...pooled, 'compose.yaml': pooled['compose.yaml'].replace('-c max_connections=103', '') };
      expect(await filled(typed('scale-hpa', 'k8s/scale.yaml', unsaid))).toContain('  maxReplicas: 4\n');
      const full = { ...pooled, 'compose.yaml': pooled['compose.yaml'].replace('=103', '=20') };
      const files = typed('scale-hpa', 'k8s/scale.yaml', full);
      expect(await filled(files)).toContain('  maxReplicas: 4\n');
      expect((await offered(files, 'k8s/scale.yaml'))[0]?.documentation).toContain('no second copy of orders fits');
    });
  });

  test.each(['.github/workflows/check.yaml', 'settings.yml', 'settings.conf'])('nothing in %s', async (file) => {
    expect(await ids(typed('scale-', file), file)).toEqual([]);
  });

  test('nothing below what a file says already', async () => {
    expect(await ids(shop(`events {}\n\nscale-${cursor}\n`, {}, 'nginx.conf'), 'nginx.conf')).toEqual([]);
  });
});

describe('imports', () => {
  test('are merged into what stands, in the quotes, semicolons and indentation of the file', async () => {
    const text = `import { createHash } from "node:crypto"
import { ipKeyGenerator } from "express-rate-limit"

export function name(text) {
\treturn createHash("sha1").update(text + ipKeyGenerator("::1")).digest("hex")
}

scale-rate-limit-ip${cursor}
`;
    const after = await withOffer(shop(text), 'src/own.js', 'rate-limit-per-ip');
    expect(
      after.startsWith(`import { createHash } from "node:crypto"
import { ipKeyGenerator, rateLimit } from "express-rate-limit"
import { RedisStore } from "rate-limit-redis"
import { createClient } from "redis"

export function name(text) {`),
    ).toBe(true);
    expect(after).toContain('\n\twindowMs: 1 * 60_000,\n');
    expect(after).not.toMatch(/;$/m);
    expect(after.endsWith('})\n')).toBe(true);
  });

  test('of types say that they are types', async () => {
    const nest = {
      'package.json': manifest({ dependencies: { '@nestjs/core': '^11.0.0', '@nestjs/common': '^11.0.0' } }),
      'src/server.js': '',
      'src/main.ts':
        "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './own.js';\nNestFactory.create(AppModule).then((app) => app.listen(3000));\n",
      'compose.yaml': compose.replace('server.js', 'main.ts'),
    };
    const typed = "import type { ThrottlerOptions } from '@nestjs/throttler';\n\nscale-rate▮\n";
    const after = await withOffer(shop(typed, nest, 'src/own.ts'), 'src/own.ts', 'rate-limit-nest');
    expect(after).toContain("import type { ThrottlerOptions } from '@nestjs/throttler';\n");
    expect(after).toContain(
      "import { seconds, ThrottlerGuard, ThrottlerModule, type ThrottlerStorage } from '@nestjs/throttler';\n",
    );
    const known = typed.replace('ThrottlerOptions', 'ThrottlerStorage');
    const merged = await withOffer(shop(known, nest, 'src/own.ts'), 'src/own.ts', 'rate-limit-nest');
    expect(merged.match(/ThrottlerStorage }/g)).toHaveLength(1);
  });

  test('stand above the code in a file without any', async () => {
    const after = await withOffer(shop(`scale-pool-pg${cursor}\n`), 'src/own.js', 'pool-pg');
    expect(after.startsWith("import { Pool } from 'pg';\n\n")).toBe(true);
  });

  test('are required in CommonJS, and what is made is shared in its words', async () => {
    const plain = {
      'package.json': manifest({ type: 'commonjs' }),
      'src/server.js': server
        .replace(/import (\w+) from ('.*')/, 'const $1 = require($2)')
        .replace("import './own.js'", "require('./own.js')"),
    };
    const empty = await withOffer(shop(`scale-pool-pg${cursor}\n`, plain), 'src/own.js', 'pool-pg');
    expect(empty.startsWith("const { Pool } = require('pg');\n")).toBe(true);
    expect(empty).toContain('\nconst pool = new Pool({');
    expect(empty.endsWith('module.exports = { pool };\n')).toBe(true);
    const filled = await withOffer(
      shop(`const { Client } = require('pg');\n\nmodule.exports = { Client };\n\nscale-pool-pg${cursor}\n`, plain),
      'src/own.js',
      'pool-pg',
    );
    expect(filled).toContain("const { Client, Pool } = require('pg');");
    expect(filled.match(/module\.exports/g)).toHaveLength(1);
  });

  test('of a whole module that is there already are used through it', async () => {
    const after = await withOffer(
      shop(`import * as pg from 'pg';\n\nexport const types = pg.types;\n\nscale-pool-pg${cursor}\n`),
      'src/own.js',
      'pool-pg',
    );
    expect(after).toContain('new pg.Pool({');
    expect(after.match(/^import/gm)).toHaveLength(1);
  });

  test('of a name that is taken get another', async () => {
    const after = await withOffer(shop(`export class Pool {}\n\nscale-pool-pg${cursor}\n`), 'src/own.js', 'pool-pg');
    expect(after).toContain("import { Pool as Pool2 } from 'pg';");
    expect(after).toContain('new Pool2({');
  });

  test('of Python stand where their kind does, and a from of the same module takes more names', async () => {
    const files = {
      'requirements.txt': 'flask\nsqlalchemy\n',
      'app.py': `"""The shop."""

import json

from flask import Flask
from sqlalchemy import text

app = Flask(__name__)


@app.get("/")
def home():
    return json.dumps({"sql": str(text("SELECT 1"))})


scale-pool${cursor}
`,
      'compose.yaml':
        'services:\n  web:\n    build: .\n    command: gunicorn -w 3 app:app\n    deploy:\n      replicas: 2\n',
    };
    const after = await withOffer(files, 'app.py', 'pool-sqlalchemy');
    expect(after).toContain(
      'import json\nimport os\n\nfrom flask import Flask\nfrom sqlalchemy import create_engine, text\n',
    );
    expect(after).toContain('engine = create_engine(');
    // 77 connections, shared by six instances and one more, are eleven: eight and three.
    expect(after).toMatch(/"DATABASE_POOL_SIZE", "8"[\s\S]*"DATABASE_POOL_OVERFLOW", "3"/);
  });
});

describe('the workspace’s own', () => {
  const redis = {
    'src/redis.js':
      "import { createClient } from 'redis';\n\nexport const cache = createClient({ url: process.env.CACHE_URL });\n",
    'src/server.js': server.replace("'./own.js'", "'./own.js';\nimport './redis.js'"),
  };

  test('client is imported instead of another that is made', async () => {
    const after = await withOffer(shop(`scale-rate-limit-ip${cursor}\n`, redis), 'src/own.js', 'rate-limit-per-ip');
    expect(after).toContain("import { cache as redis } from './redis.js';");
    expect(after).not.toContain('createClient');
    expect(after).toContain('redis.sendCommand(command)');
  });

  test('client of the same file is used by its name', async () => {
    const text = `import { createClient } from 'redis';\n\nconst cache = createClient({ url: process.env.CACHE_URL });\n\nscale-rate-limit-ip${cursor}\n`;
    const after = await withOffer(shop(text), 'src/own.js', 'rate-limit-per-ip');
    expect(after).toContain('cache.sendCommand(command)');
    expect(after.match(/createClient\(/g)).toHaveLength(1);
  });

  test('client is not imported in a circle', async () => {
    const circle = { ...redis, 'src/redis.js': `import './own.js';\n${redis['src/redis.js']}` };
    const after = await withOffer(shop(`scale-rate-limit-ip${cursor}\n`, circle), 'src/own.js', 'rate-limit-per-ip');
    expect(after).toContain('createClient({ url: redisUrl');
    expect(after).toContain('process.env.CACHE_URL');
  });

  test('queues and the name of the address are filled in', async () => {
    const queue = {
      'src/mails.js':
        "import { Queue } from 'bullmq';\nexport const mails = new Queue('mails', { connection: { url: process.env.CACHE_URL } });\n",
      'src/server.js': server.replace("'./own.js'", "'./own.js';\nimport './mails.js'"),
    };
    const after = await withOffer(shop(`scale-queue-worker${cursor}\n`, queue), 'src/own.js', 'queue-worker');
    expect(after).toContain("new Worker('mails'");
    expect(after).toContain('process.env.CACHE_URL');
  });

  test('share of the database is worked out, with the sum beside it', async () => {
    const used = {
      'src/server.js': server
        .replace(
          'const app',
          "import { Pool } from 'pg';\nconst own = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });\nconst app",
        )
        .replace('response.end()', "own.query('SELECT 1').then(() => response.end())"),
    };
    const after = await withOffer(shop(`scale-pool-pg${cursor}\n`, used), 'src/own.js', 'pool-pg');
    expect(after).toContain('(max_connections 50 - 3 reserved) x 0.8 = 37, shared by 4 instances');
    expect(after).toContain('DATABASE_POOL_MAX ?? 7');
    const [found] = (await offered(shop(`scale-pool-pg${cursor}\n`, used), 'src/own.js')).filter(
      ({ id }) => id === 'pool-pg',
    );
    expect(found?.documentation).toContain(
      'api runs as 4 instances (compose.yaml:7). db takes 47 connections (compose.yaml:10).',
    );
  });
});
