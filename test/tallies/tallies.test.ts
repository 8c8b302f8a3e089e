import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { talliesIn } from '../../src/engine/tallies-in.ts';
import { pythonLoader } from '../../src/host/load-python.ts';

/** What stands at numbers of a workspace: `file [text] product | sentences`, each with the places of its numbers. */
async function toldIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-27', loadPython: pythonLoader() });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return Object.keys(files).flatMap((file) =>
    talliesIn(engine.analysis(), file).map(({ range, product, lines }) => {
      const line = files[file]?.split('\n')[range.start.line] ?? '';
      const said = lines.map(({ text, sources }) => [text, ...sources.map((each) => `(${each.text})`)].join(' '));
      return `${file} [${line.slice(range.start.character, range.end.character)}] ${product} | ${said.join(' | ')}`;
    }),
  );
}

const shop = {
  'package.json':
    '{ "name": "shop", "type": "module", "main": "server.js", "dependencies": { "express": "^5.1.0", "express-rate-limit": "^8.0.0", "pg": "^8.16.0" } }\n',
  'server.js': `import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = express();
app.post('/sign-in', rateLimit({ windowMs: 60_000, limit: 5 }), async (request, response) => {
  const { rows } = await pool.query('SELECT 1 FROM users WHERE name = $1', [request.body.name]);
  response.json(rows);
});
app.listen(3000);
`,
  'compose.yaml': `services:
  api:
    build: .
    command: node server.js
    environment: { DATABASE_URL: 'postgres://db/shop' }
    deploy:
      replicas: 4
  db:
    image: postgres:16
    command: postgres -c max_connections=50
`,
};

const withCompose = (change: (text: string) => string) => ({ ...shop, 'compose.yaml': change(shop['compose.yaml']) });
const withCode = (change: (text: string) => string) => ({ ...shop, 'server.js': change(shop['server.js']) });

test('limits, pools, copies and what the database takes are multiplied, each with its sources', async () => {
  expect(await toldIn(shop)).toEqual([
    'server.js [10] 10 × 4 = 40 of 47 | 10 × 4 = 40 connections of api: 10 in each pool × 4 hosts. (server.js:4) (compose.yaml:7) (none beside them, the default of Docker Compose) | db takes 47: max_connections is 50, of which 3 are reserved. (compose.yaml:10)',
    'server.js [5] 5 × 4 = 20 a minute | 5 × 4 = 20 a minute: each instance counts in its own memory. (compose.yaml:7)',
    'compose.yaml [4] 40 of 47 connections | api runs on 4 hosts. (compose.yaml:7) | 5 × 4 = 20 (sign-in limits): each instance counts in its own memory. (server.js:6) | All pools together may open 40 of the 47 connections of db. (compose.yaml:10)',
    'compose.yaml [postgres -c max_connections=50] 40 of 47 asked for | All pools together may open 40 of the 47 connections that db leaves to them. (server.js:4)',
  ]);
});

test('where nothing says how many instances run there is no product', async () => {
  const none = await toldIn({ 'package.json': shop['package.json'], 'server.js': shop['server.js'] });
  expect(none).toEqual([
    'server.js [10] null | Each instance of shop opens up to 10; nothing says how many run. | Nothing says what database_url takes; by default it is 97.',
    'server.js [5] null | Each instance allows 5 a minute in its own memory; nothing says how many run.',
  ]);
});

test('a limit in a shared store is what it says', async () => {
  const shared = withCode((text) =>
    text
      .replace(
        'limit: 5',
        'limit: 5, store: new RedisStore({ sendCommand: (...command) => redis.sendCommand(command) })',
      )
      .replace(
        'import { Pool }',
        "import { RedisStore } from 'rate-limit-redis';\nimport { redis } from './redis.js';\nimport { Pool }",
      ),
  );
  const [, limit] = await toldIn(shared);
  expect(limit).toMatch(/^server\.js \[5\] null \| 5 a minute, however many instances run\. /);
});

test('one declared instance is one, whatever the finding says of a second', async () => {
  const [, limit] = await toldIn(withCompose((text) => text.replace('replicas: 4', 'replicas: 1')));
  expect(limit).toBe(
    'server.js [5] 5 × 1 = 5 a minute | 5 × 1 = 5 a minute: a second instance makes it 10. (compose.yaml:7)',
  );
});

test('a finding that somebody silenced changes no product', async () => {
  const silenced = withCode((text) =>
    text.replace(
      "app.post('/sign-in'",
      "// second-instance-ignore ratelimit-memory-store: fifteen are fine\napp.post('/sign-in'",
    ),
  );
  expect((await toldIn(silenced))[1]).toContain('5 × 4 = 20 a minute');
});

test('a default of the database is no supply that a product may name', async () => {
  const [pool] = await toldIn(
    withCompose((text) =>
      text.replace(/ {2}db:[\s\S]*$/, '').replace('postgres://db/shop', 'postgres://db.example.net/shop'),
    ),
  );
  expect(pool).toMatch(/^server\.js \[10\] 10 × 4 = 40 \| .*Nothing says what .* takes; by default it is 97\.$/);
});

test('behind a pooler a pool has a product and no sum', async () => {
  const pooled = withCompose((text) =>
    text.replace('postgres://db/shop', 'postgres://pooler:6432/shop').replace(
      '  db:',
      `  pooler:
    image: edoburu/pgbouncer
    environment: { DATABASE_URL: 'postgres://db/shop' }
  db:`,
    ),
  );
  const [pool] = await toldIn(pooled);
  expect(pool).toMatch(
    /^server\.js \[10\] 10 × 4 = 40 \| .*A pooler stands before db, so these are not its connections\.$/,
  );
});

test('processes on each host multiply what Python opens, and two pools are added up', async () => {
  const found = await toldIn({
    'requirements.txt': 'flask\ngunicorn\nsqlalchemy\npsycopg2\n',
    'app.py': `import os
from flask import Flask
from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"], pool_size=4, max_overflow=2)
app = Flask(__name__)


@app.get("/orders")
def orders():
    with engine.connect() as connection:
        return {"count": connection.execute(text("SELECT count(*) FROM orders")).scalar()}
`,
    'compose.yaml': `services:
  web:
    build: .
    command: gunicorn --workers 3 app:app
    environment: { DATABASE_URL: 'postgresql://db/shop' }
    deploy:
      replicas: 2
  db:
    image: postgres:16
    command: postgres -c max_connections=30
`,
  });
  expect(found).toEqual([
    'app.py [4] 6 × 6 = 36 of 27 | 6 × 6 = 36 connections of web: 6 in each pool × 2 hosts × 3 processes. (app.py:5) (compose.yaml:4) (compose.yaml:7) (none beside them, the default of Docker Compose) | db takes 27: max_connections is 30, of which 3 are reserved. 9 too many. (compose.yaml:10)',
    'compose.yaml [gunicorn --workers 3 app:app] 2 × 3 = 6 instances, 36 of 27 connections | web runs on 2 hosts × 3 processes: 6 instances. (compose.yaml:7) (compose.yaml:4) | All pools together may open 36 of the 27 connections of db, 9 too many. (compose.yaml:10)',
    'compose.yaml [2] 2 × 3 = 6 instances, 36 of 27 connections | web runs on 2 hosts × 3 processes: 6 instances. (compose.yaml:7) (compose.yaml:4) | All pools together may open 36 of the 27 connections of db, 9 too many. (compose.yaml:10)',
    'compose.yaml [postgres -c max_connections=30] 36 of 27 asked for | All pools together may open 36 of the 27 connections that db leaves to them. (app.py:5)',
  ]);
});
