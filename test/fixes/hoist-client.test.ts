import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';
import { packageOf } from './shop-files.ts';

const server = (head: string, body: string): Files => ({
  'package.json': packageOf(),
  'src/server.ts': `import express from 'express';
${head}

const app = express();

// Takes a payment.
app.post('/payments', async (request, response) => {
${body}
});
app.listen(3000);
`,
});

const cases: readonly { name: string; files: Files; written: string; gone: readonly string[] }[] = [
  {
    name: 'a pool that is never closed',
    files: server(
      "import { Pool } from 'pg';",
      "  const pool = new Pool({ max: 5 });\n  await pool.query('SELECT 1');\n  response.json({});",
    ),
    written:
      "const pool = new Pool({ max: 5 });\npool.on('error', (error) => console.error('node-postgres:', error));\n\n// Takes a payment.\napp.post('/payments'",
    gone: [],
  },
  {
    name: 'a client that is opened and closed around one query',
    files: server(
      "import { Client } from 'pg';",
      "  const client = new Client({ connectionString: process.env.DATABASE_URL });\n  await client.connect();\n  try {\n    await client.query('SELECT 1');\n    response.json({});\n  } finally {\n    await client.end();\n  }",
    ),
    written: "response) => {\n  await client.query('SELECT 1');\n  response.json({});\n});",
    gone: ['Client(', '.connect(', '.end(', 'finally'],
  },
  {
    name: 'a client that is closed at the end, with a catch that stays',
    files: server(
      "import { Client } from 'pg';",
      "  const client = new Client();\n  await client.connect();\n  try {\n    await client.query('SELECT 1');\n    response.json({});\n  } catch {\n    response.status(500).json({});\n  } finally {\n    await client.end();\n  }",
    ),
    written: '} catch {\n    response.status(500).json({});\n  }',
    gone: ['finally', '.end('],
  },
];

describe('a client that is asked through its members', () => {
  const asked = (body: string): Files => ({
    'package.json': packageOf({ dependencies: { express: '^5.0.0', '@prisma/client': '^6.0.0' } }),
    'src/server.ts': `import { PrismaClient } from '@prisma/client';
import express from 'express';

const app = express();

app.get('/orders', async (request, response) => {
  const prisma = new PrismaClient();
${body}
});
app.listen(3000);
`,
  });

  it('is moved, and no longer closed', async () => {
    const files = asked(
      '  const orders = await prisma.order.findMany();\n  await prisma.$disconnect();\n  response.json(orders);',
    );
    const { after } = await applyFix(files, 'db-client-per-request', 'hoist-client');
    expect(after['src/server.ts']).toContain('const prisma = new PrismaClient();\n\napp.get(');
    expect(after['src/server.ts']).not.toContain('$disconnect');
  });

  it.each([
    ['it is extended', '  const orders = await prisma.$extends({}).order.findMany();\n  response.json(orders);'],
    ['a member of it is handed on', '  response.json(await all(prisma.order));'],
  ])('stays where %s', async (_, body) => {
    expect(await reasonAgainst(asked(body), 'db-client-per-request', 'hoist-client')).toMatch(/shared one/);
  });
});

describe('hoist-client', () => {
  it.each(cases)('moves $name', async ({ files, written, gone }) => {
    const { after } = await applyFix(files, 'db-client-per-request', 'hoist-client');
    const text = after['src/server.ts'] ?? '';
    expect(text).toContain(written);
    for (const each of gone) expect(text).not.toContain(each);
    expect(compile('server.ts', text)).toEqual([]);
  });

  it.each([
    [
      'what it is made from is made anew each time',
      "  const size = Math.ceil(Math.random() * 5);\n  const pool = new Pool({ max: size });\n  await pool.query('SELECT 1');\n  response.json({});",
      "import { Pool } from 'pg';",
    ],
    [
      'nobody knows how it is opened and closed',
      "  const redis = new Redis();\n  await redis.get('orders');\n  redis.disconnect();\n  response.json({});",
      "import Redis from 'ioredis';",
    ],
    [
      'it holds a transaction',
      "  const client = new Client();\n  await client.connect();\n  await client.query('BEGIN');\n  await client.query('COMMIT');\n  response.json({});",
      "import { Client } from 'pg';",
    ],
  ])('refuses where %s', async (_, body, head) => {
    const answer = await answerTo(server(head, body), 'db-client-per-request', 'hoist-client');
    expect(answer.kind).toBe('refusal');
  });

  it.each<[string, string, string]>([
    [
      'a try on one line',
      "  const pool = new Pool();\n  let sent = false;\n  try { await pool.query('select 1'); sent = true; } finally { await pool.end(); }\n  response.json(sent);",
      "  let sent = false;\n  await pool.query('select 1'); sent = true;\n  response.json(sent);\n",
    ],
    [
      'a template whose lines are text',
      '  const pool = new Pool();\n  try {\n    const sql = `\n      select 1`;\n    await pool.query(sql);\n  } finally {\n    await pool.end();\n  }\n  response.json({});',
      '  const sql = `\n      select 1`;\n  await pool.query(sql);\n  response.json({});\n',
    ],
    [
      'a remark behind what goes',
      "  const pool = new Pool();\n  await pool.query('select 1');\n  pool.end(); // closes\n  response.json({});",
      "  await pool.query('select 1');\n  response.json({});\n",
    ],
    [
      'statements beside the one that closes',
      "  const pool = new Pool();\n  try {\n    await pool.query('select 1');\n  } finally {\n    await pool.end();\n    response.json({});\n  }",
      '  } finally {\n    response.json({});\n  }\n',
    ],
    [
      'a try that opens and closes among its statements',
      "  const pool = new Pool();\n  try {\n    // First.\n    await pool.query('select 1');\n    await pool.end();\n    // Then.\n    response.json({\n      done: true,\n    });\n    await pool.end(); // again\n  } finally {\n    await pool.end();\n  }",
      "  // First.\n  await pool.query('select 1');\n  // Then.\n  response.json({\n    done: true,\n  });\n});\n",
    ],
    [
      'a try in a try',
      "  const pool = new Pool();\n  try {\n    try {\n      await pool.query('select 1');\n    } finally {\n      response.json({});\n    }\n  } finally {\n    await pool.end();\n  }",
      "  try {\n    await pool.query('select 1');\n  } finally {\n    response.json({});\n  }\n});\n",
    ],
  ])('keeps the shape of %s', async (_, body, written) => {
    const { after } = await applyFix(
      server("import { Pool } from 'pg';", body),
      'db-client-per-request',
      'hoist-client',
    );
    expect(after['src/server.ts']).toContain(written);
  });

  it.each([
    ["'postgres://db/shop'", "new Pool({ connectionString: 'postgres://db/shop' })"],
    ['process.env.DATABASE_URL', 'new Pool({ connectionString: process.env.DATABASE_URL })'],
    ['{ max: 5 }', 'new Pool({ max: 5 })'],
    ['address', 'new Pool({ connectionString: address })'],
  ])('gives a pool the option for what a client takes as a text: %s', async (given, written) => {
    const files = server(
      "import { Client } from 'pg';\nconst address = 'postgres://db/shop';",
      `  const client: Client = new Client(${given});\n  await client.query('select 1');\n  response.json({ address });`,
    );
    const { after } = await applyFix(files, 'db-client-per-request', 'hoist-client');
    expect(after['src/server.ts']).toContain(`const client = ${written};`);
    expect(after['src/server.ts']).toContain("import { Pool } from 'pg';");
  });

  it('refuses where it does not show what the client is given', async () => {
    const files = server(
      "import { Client } from 'pg';\nimport { config } from './config.ts';",
      "  const client = new Client(config);\n  await client.query('select 1');\n  response.json({});",
    );
    expect(await reasonAgainst(files, 'db-client-per-request', 'hoist-client')).toMatch(/an address or options/);
  });

  it('opens nothing where the try begins with opening', async () => {
    const body =
      "  const client = new Client();\n  try {\n    await client.connect();\n    const rows = await client.query('select 1');\n    response.json(rows);\n  } finally {\n    await client.end();\n  }";
    const { after } = await applyFix(
      server("import { Client } from 'pg';", body),
      'db-client-per-request',
      'hoist-client',
    );
    expect(after['src/server.ts']).toContain(
      "response) => {\n  const rows = await client.query('select 1');\n  response.json(rows);\n});\n",
    );
  });

  it('keeps the lines of templates among the arguments', async () => {
    const body =
      "  const pool = new Pool({\n    max: 5,\n    connectionString: `\n      postgres://a/b`,\n  });\n  await pool.query('select 1');\n  response.json({});";
    const { after } = await applyFix(
      server("import { Pool } from 'pg';", body),
      'db-client-per-request',
      'hoist-client',
    );
    expect(after['src/server.ts']).toContain(
      'const pool = new Pool({\n  max: 5,\n  connectionString: `\n      postgres://a/b`,\n});\n',
    );
  });

  it('takes the pool that is imported already, and is safe where the pool moves as it is', async () => {
    const query = "await client.query('select 1');\n  response.json({});";
    const both = server(
      "import { Client, Pool } from 'pg';\n\nexport type { Pool };",
      `  const client = new Client();\n  ${query}`,
    );
    const { after } = await applyFix(both, 'db-client-per-request', 'hoist-client');
    expect(after['src/server.ts']).toContain('const client = new Pool();');
    expect(await answerTo(both, 'db-client-per-request', 'hoist-client')).toMatchObject({ safety: 'needs-review' });
    const pool = server("import { Pool } from 'pg';", `  const client = new Pool();\n  ${query}`);
    expect(await answerTo(pool, 'db-client-per-request', 'hoist-client')).toMatchObject({ safety: 'safe' });
  });
});

const asked = "await client.query('select 1');";

/** The handler's body with a client that is opened, and what must be said against moving it. */
const refused: [name: string, body: string, reason: RegExp, head?: string][] = [
  [
    'opening it calls back',
    "client.connect((error) => {\n    if (error) return response.status(500).end();\n    client.query('select 1', () => { client.end(); response.json({}); });\n  });",
    /client\.connect` is given something.*server\.ts:10/,
  ],
  ['closing it calls back', `${asked}\n  client.end(() => response.json({}));`, /client\.end` is given something/],
  ['it is tested before it is closed', `${asked}\n  if (client) await client.end();`, /handed on or tested/],
  [
    'closing it is caught',
    `${asked}\n  await client.end().catch(() => {});\n  response.json({});`,
    /statement of its own/,
  ],
  ['closing it is followed', `${asked}\n  client.end().then(() => response.json({}));`, /statement of its own/],
  [
    'a query closes it when it is done',
    "client.query('select 1').then((rows) => response.json(rows)).finally(() => client.end());",
    /statement of its own/,
  ],
  [
    'a helper gets it',
    "await within(client, () => client.query('update t set x = 1'));\n  response.json({});",
    /handed on or tested/,
    "async function within(client: Client, work: () => Promise<unknown>) {\n  await client.query('BEGIN');\n  await work();\n  await client.query('COMMIT');\n}",
  ],
  ['it has a listener', `client.on('error', () => {});\n  ${asked}\n  response.json({});`, /client\.on` is called/],
  [
    'it takes a lock',
    "await client.query('SELECT pg_advisory_lock(1)');\n  response.json({});",
    /connection of its own/,
  ],
  [
    'it changes a setting',
    "await client.query('SET search_path TO ' + request.query.tenant);\n  response.json({});",
    /connection of its own/,
  ],
  [
    'a function of the database changes a setting',
    "await client.query('select set_config($1, $2, false)', ['app.tenant', request.query.tenant]);\n  response.json({});",
    /connection of its own/,
  ],
  [
    'a constant begins a transaction',
    "const begin = 'BEGIN';\n  await client.query(begin);\n  response.json({});",
    /connection of its own/,
  ],
  ['what it asks is not seen', 'await client.query(request.body.sql);\n  response.json({});', /connection of its own/],
  [
    'a name would be bound twice',
    "const rows = [];\n  try {\n    const rows = await client.query('select 1');\n    response.json(rows);\n  } finally {\n    await client.end();\n  }",
    /two `rows`/,
  ],
];

describe('hoist-client refuses', () => {
  it.each(refused.map(([name, ...rest]) => ({ name, rest })))(
    'where $name',
    async ({ rest: [body, reason, head = ''] }) => {
      const files = server(`import { Client } from 'pg';\n${head}`, `  const client = new Client();\n  ${body}`);
      expect(await reasonAgainst(files, 'db-client-per-request', 'hoist-client')).toMatch(reason);
    },
  );

  it.each<[string, string, string, RegExp]>([
    [
      'something else is declared with it',
      "import { Pool } from 'pg';",
      "  const pool = new Pool(), start = Date.now();\n  await pool.query('select 1');\n  response.json({ took: Date.now() - start });",
      /More than the client/,
    ],
    [
      'a nested call takes what only the function knows',
      "import { Pool } from 'pg';\nconst tenants = (name: string) => name;",
      "  const chosen = String(Date.now());\n  const pool = new Pool({ database: tenants(tenants(chosen)) });\n  await pool.query('select 1');\n  response.json({});",
      /`chosen`/,
    ],
    [
      'an argument is waited for',
      "import { Pool } from 'pg';\nasync function secret() { return 'x'; }",
      "  const pool = new Pool({ password: await secret() });\n  await pool.query('select 1');\n  response.json({});",
      /waited for|only inside the function/,
    ],
    [
      'an argument may change later',
      "import { Pool } from 'pg';\nlet size = 5;\nsetInterval(() => size++, 1000);",
      "  const pool = new Pool({ max: size });\n  await pool.query('select 1');\n  response.json({});",
      /may change later/,
    ],
  ])('where %s', async (_, head, body, reason) => {
    expect(await reasonAgainst(server(head, body), 'db-client-per-request', 'hoist-client')).toMatch(reason);
  });

  it('where an argument is made further down', async () => {
    const files = server(
      "import { Pool } from 'pg';",
      "  const pool = new Pool({ max: LIMIT });\n  await pool.query('select 1');\n  response.json({});",
    );
    const text = `${files['src/server.ts']}\nconst LIMIT = 5;\n`;
    const reason = await reasonAgainst({ ...files, 'src/server.ts': text }, 'db-client-per-request', 'hoist-client');
    expect(reason).toMatch(/`LIMIT`, is made further down. \(src\/server\.ts:14\)/);
  });

  it('where the import stands in the handler', async () => {
    const files = {
      'package.json': packageOf({ type: 'commonjs', main: 'src/server.js', scripts: { start: 'node src/server.js' } }),
      'src/server.js':
        "const express = require('express')\nconst app = express()\napp.get('/', async (request, response) => {\n\tconst { Client } = require('pg')\n\tconst client = new Client()\n\tawait client.query('select 1')\n\tresponse.json({})\n})\napp.listen(3000)\n",
    };
    expect(await reasonAgainst(files, 'db-client-per-request', 'hoist-client')).toMatch(/imported only inside/);
  });

  it('where a member that it is made from is set only later', async () => {
    const files = {
      ...server(
        "import { Pool } from 'pg';\nimport { config } from './config.ts';",
        "  const pool = new Pool({ connectionString: config.url });\n  await pool.query('SELECT 1');\n  response.json({});",
      ),
      'src/config.ts':
        "export const config = { url: '' };\nexport async function load() {\n  config.url = await Promise.resolve('postgres://x');\n}\n",
    };
    expect(await reasonAgainst(files, 'db-client-per-request', 'hoist-client')).toMatch(/may run only later/);
  });

  it('where an argument belongs to an object', async () => {
    const files = server(
      "import { Pool } from 'pg';\nclass Repository {\n  readonly url = 'postgres://x';\n  async list() {\n    const pool = new Pool({ connectionString: this.url });\n    return pool.query('select 1');\n  }\n}\nconst repository = new Repository();",
      '  response.json(await repository.list());',
    );
    expect(await reasonAgainst(files, 'db-client-per-request', 'hoist-client')).toMatch(/belongs to an object/);
  });
});

describe('a pool at the top of a module', () => {
  const orders = `import { Router } from 'express';
import { Pool } from 'pg';
export const orders = Router();
orders.get('/', async (request, response) => {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL });
  response.json(await pool.query('select 1'));
});
`;
  const entry = (head: string, body: string): Files => ({
    'package.json': packageOf(),
    'src/environment.ts': 'process.loadEnvFile();\n',
    'src/orders.ts': orders,
    'src/server.ts': `${head}\nimport express from 'express';\nimport { orders } from './orders.ts';\n${body}\nconst app = express();\napp.use('/orders', orders);\napp.listen(3000);\n`,
  });

  it.each([
    ['process.loadEnvFile() runs in the entry', entry('', 'process.loadEnvFile();')],
    ['dotenv.config() runs in the entry', entry("import dotenv from 'dotenv';", 'dotenv.config();')],
    ['dotenv/config is imported behind it', entry('', "import 'dotenv/config';")],
    ['a module that loads it is imported behind it', entry('', "import './environment.ts';")],
    [
      'the program sets it itself in a function',
      entry('', 'async function load() { process.env.DATABASE_URL = await fetched(); }\nawait load();'),
    ],
    [
      'the program sets names that it reads from somewhere',
      entry(
        '',
        'async function load() { for (const name of await names()) process.env[name] = await secret(name); }\nawait load();',
      ),
    ],
    ['the program sets all of it', entry('', 'Object.assign(process.env, await secrets());')],
  ])('is refused where %s', async (_, files) => {
    const reason = await reasonAgainst(files, 'db-client-per-request', 'hoist-client');
    expect(reason).toMatch(/loaded only after this module has been. \(src\/(?:server|environment)\.ts:\d\)/);
  });

  it.each([
    ['nothing loads a file', entry('', '')],
    ['another name is set', entry('', "process.env.TZ = 'UTC';")],
    ['dotenv/config is imported first', entry("import 'dotenv/config';", '')],
    ['a module that loads it is imported first', entry("import './environment.ts';", '')],
  ])('is made where %s', async (_, files) => {
    expect(await answerTo(files, 'db-client-per-request', 'hoist-client')).toMatchObject({ kind: 'offer' });
  });
});
