import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';
import { address, database, fix, routes, rule, server, shop, taken, title } from './kept-shop.ts';
import { packageOf } from './shop-files.ts';

describe('a pool that the program keeps', () => {
  it('is used where it leads to the same address', async () => {
    const files = shop(routes(address), database(address));
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'offer',
      title: 'Use the pool of src/database.ts',
      safety: 'needs-review',
    });
    expect(await taken(files)).toBe(`import { Router } from 'express';
import { pool } from './database.js';

export const payments = Router();

payments.post('/', async (request, response) => {
  await pool.query('INSERT INTO payments (cents) VALUES ($1)', [request.body.cents]);
  response.status(201).json({});
});
`);
  });

  it.each([
    [
      'a size and limits of time',
      address,
      '{ connectionString: process.env.DATABASE_URL, max: 4, idleTimeoutMillis: 5 }',
    ],
    [
      'a fallback that the client lacks',
      address,
      "{ connectionString: process.env.DATABASE_URL ?? 'postgres://localhost/a' }",
    ],
    [
      'the same fallback',
      "{ connectionString: process.env.DATABASE_URL ?? 'postgres://a/b' }",
      "{ connectionString: process.env.DATABASE_URL ?? 'postgres://a/b' }",
    ],
    ['the address as a text', 'process.env.DATABASE_URL', address],
    ['the same literal', "'postgres://db/shop'", "{ connectionString: 'postgres://db/shop' }"],
    [
      'the same parts',
      "{ host: 'db', port: 5433, ssl: { ca: process.env.CA } }",
      "{ port: 5433, ssl: { ca: process.env.CA }, host: 'db' }",
    ],
    ['nothing but the environment of the library', '', '{ max: 5 }'],
  ])('is the same with %s', async (_, own, kept) => {
    expect(await taken(shop(routes(own), database(kept)))).toContain("  await pool.query('INSERT");
  });

  it.each<[string, Files]>([
    [
      'under another name of the environment',
      shop(routes(address), database('{ connectionString: process.env.REPORTS_URL }')),
    ],
    [
      'with another fallback',
      shop(
        routes("process.env.DATABASE_URL ?? 'postgres://a/b'"),
        database("{ connectionString: process.env.DATABASE_URL ?? 'postgres://a/c' }"),
      ),
    ],
    [
      'with an option that the other lacks',
      shop(routes(address), database("{ connectionString: process.env.DATABASE_URL, options: '-c search_path=old' }")),
    ],
    [
      'without an option that the other has',
      shop(routes('{ connectionString: process.env.DATABASE_URL, statement_timeout: 5 }'), database(address)),
    ],
    [
      'with another value of an option',
      shop(routes("{ host: 'db', database: 'a' }"), database("{ host: 'db', database: 'b' }")),
    ],
    [
      'for another user, whom facts do not keep',
      shop(routes("'postgres://reader:a@db/shop'"), database("{ connectionString: 'postgres://writer:b@db/shop' }")),
    ],
    [
      'with options that are spread',
      shop(
        routes(address, "import { Client } from 'pg';"),
        database(
          '{ ...settings, connectionString: process.env.DATABASE_URL }',
          'const settings = { max: 3 };\nexport const pool =',
        ),
      ),
    ],
    [
      'that is not exported',
      shop(
        routes(address),
        `${database(address, 'const own =')}\nexport const pool = { query: (text: string) => own.query(text) };\n`,
      ),
    ],
    ['that may be made anew', shop(routes(address), database(address, 'export let pool ='))],
    [
      'that a function makes',
      shop(routes(address), `${database(address, 'const makePool = () =>')}\nexport const pool = makePool();\n`),
    ],
  ])('is another one %s', async (_, files) => {
    expect(await title(files)).not.toContain('Use the');
  });

  it('is another one where only another program keeps it', async () => {
    const alone = routes(address).replace('export const payments = Router();', 'const payments = Router();');
    const files: Files = {
      'package.json': packageOf({ scripts: { start: 'node src/payments.ts', worker: 'node src/worker.ts' } }),
      'src/database.ts': database(address),
      'src/worker.ts':
        "import { pool } from './database.ts';\nsetInterval(() => pool.query('DELETE FROM carts'), 1000);\n",
      'src/payments.ts': `${alone.replace('import { Router }', 'import express, { Router }')}\nexpress().use(payments).listen(3000);\n`,
    };
    expect(await title(files)).toBe('Make one Pool for the process');
  });

  it('is taken under the name that the file has for it already', async () => {
    const head =
      "import { Client } from 'pg';\nimport { pool as shared } from './database.js';\n\nexport const all = () => shared.query('SELECT 1');";
    expect(await taken(shop(routes(address, head), database(address)))).toContain("  await shared.query('INSERT");
    const twin = routes(address).replaceAll('client', 'pool');
    expect(await taken(shop(twin, database(address)))).toContain("  await pool.query('INSERT");
    const other = routes(address, "import { Client } from 'pg';\n\nexport const pool = 5;");
    const text = await taken(shop(other, database(address)));
    expect(text).toContain("import { pool as pool2 } from './database.js';");
    expect(text).toContain("  await pool2.query('INSERT");
  });

  it('is taken as the default, and where the file keeps it itself', async () => {
    const byDefault = { 'src/server.ts': server.replace('{ pool }', 'pool') };
    const exported = `${database(address, 'const pool =')}export default pool;\n`;
    expect(await taken(shop(routes(address), exported, byDefault))).toContain("import pool from './database.js';");
    const own = routes(address, `import { Client, Pool } from 'pg';\n\nconst kept = new Pool(${address});`);
    const text = await taken(shop(own, 'export const pool = { query: async (text: string) => text };\n'));
    expect(text).toContain("import { Pool } from 'pg';");
    expect(text).toContain("  await kept.query('INSERT");
  });

  it('leaves the imports that something else needs, and those that do something when they are loaded', async () => {
    const head =
      "import { Client, types } from 'pg';\nimport { url } from './settings.js';\n\ntypes.setTypeParser(20, Number);";
    const settings = { 'src/settings.ts': 'export const url = process.env.DATABASE_URL;\n' };
    const own = routes('url', head);
    const alone = await applyFix(shop(own, database(address), settings), rule, fix);
    expect(alone.after['src/payments.ts']).toContain(
      "import { types } from 'pg';\nimport './settings.js';\nimport { pool } from './database.js';\n",
    );
    const both = database('{ connectionString: url }').replace('\n', "\nimport { url } from './settings.js';\n");
    const loaded = await applyFix(shop(own, both, settings), rule, fix);
    expect(loaded.after['src/payments.ts']).toContain(
      "import { types } from 'pg';\nimport { pool } from './database.js';\n",
    );
  });

  it.each([
    ["import { Client, types } from 'pg';", "import { types } from 'pg';"],
    ["import { types, Client } from 'pg';", "import { types } from 'pg';"],
    ["import { DatabaseError, Client, types } from 'pg';", "import { DatabaseError, types } from 'pg';"],
    ["import pg, { Client, types } from 'pg';\n\nexport const both = pg;", "import pg, { types } from 'pg';"],
    ["import pg, { Client } from 'pg';\n\nexport const { types } = pg;", "import pg from 'pg';"],
  ])('leaves of %s what something needs', async (head, left) => {
    const used = head.includes('types }') && !head.includes('const { types') ? '\n\nexport { types };' : '';
    const more = head.includes('DatabaseError') ? '\n\nexport { DatabaseError };' : '';
    const first = head.includes('types, Client') ? '\n\nexport { types };' : '';
    const text = await taken(shop(routes(address, head + (used || first) + more), database(address)));
    expect(text).toContain(`${left}\n`);
  });

  it('takes constants along that only fed what goes', async () => {
    const own = routes('options').replace(
      '  const client',
      '  const connectionString = process.env.DATABASE_URL;\n  const options = { connectionString };\n  const now = Date.now();\n  const client',
    );
    const text = await taken(shop(own, database(address)));
    expect(text).toContain("response) => {\n  const now = Date.now();\n  await pool.query('INSERT");
  });

  it('is required where the program requires', async () => {
    const files: Files = {
      'package.json': packageOf({ type: 'commonjs', main: 'src/server.js', scripts: { start: 'node src/server.js' } }),
      'src/database.js': "const { Pool } = require('pg')\n\nconst pool = new Pool()\n\nmodule.exports = { pool }\n",
      'src/routes/payments.js':
        "const { Router } = require('express')\nconst { Pool } = require('pg')\n\nconst payments = Router()\npayments.get('/', async (request, response) => {\n\tconst db = new Pool()\n\tresponse.json(await db.query('select 1'))\n\tawait db.end()\n})\nmodule.exports = payments\n",
      'src/server.js':
        "const express = require('express')\nconst { pool } = require('./database')\nconst app = express()\napp.use(require('./routes/payments'))\napp.get('/', async (request, response) => response.json(await pool.query('select 1')))\napp.listen(3000)\n",
    };
    const { after } = await applyFix(files, rule, fix);
    expect(after['src/routes/payments.js']).toBe(
      "const { Router } = require('express')\nconst { pool } = require('../database')\n\nconst payments = Router()\npayments.get('/', async (request, response) => {\n\tresponse.json(await pool.query('select 1'))\n})\nmodule.exports = payments\n",
    );
    const whole = { ...files, 'src/database.js': "const { Pool } = require('pg')\n\nmodule.exports = new Pool()\n" };
    const server = String(files['src/server.js']).replace('{ pool }', 'pool');
    const other = await applyFix({ ...whole, 'src/server.js': server }, rule, fix);
    expect(other.after['src/routes/payments.js']).toContain("const pool = require('../database')\n");
  });

  it('is refused where its file leads back, where the environment comes late, and where one connection is needed', async () => {
    const head =
      "import { Pool } from 'pg';\nimport { payments } from './payments.js';\nexport const routes = payments;";
    const circle = database(address).replace("import { Pool } from 'pg';", head);
    expect(await reasonAgainst(shop(routes(address), circle), rule, fix)).toBe(
      'src/database.ts keeps a pool to the same address, but it leads back to this file: keep it in a module of its own first. (src/database.ts:2)',
    );
    const entry = server.replace(
      "import { pool } from './database.js';\nimport { payments } from './payments.js';",
      "import { payments } from './payments.js';\nimport 'dotenv/config';\nimport { pool } from './database.js';",
    );
    expect(
      await reasonAgainst(shop(routes(address), database(address), { 'src/server.ts': entry }), rule, fix),
    ).toMatch(/src\/database\.ts reads is loaded only after that module has been\. \(src\/server\.ts:3\)/);
    const begun = routes(address).replace(
      "await client.query('INSERT",
      "await client.query('BEGIN');\n    await client.query('INSERT",
    );
    expect(await reasonAgainst(shop(begun, database(address)), rule, fix)).toMatch(/connection of its own/);
    const shadowed = routes(address, "import { Client } from 'pg';\nimport { pool } from './database.js';").replace(
      '    response.status(201)',
      "    for (const pool of [1]) await client.query('SELECT $1', [pool]);\n    response.status(201)",
    );
    const block = shadowed.replace('  const client', '  const pool = 5;\n  const client');
    expect(await reasonAgainst(shop(block, database(address)), rule, fix)).toMatch(/Another `pool` stands around it/);
  });
});

describe('the shop', () => {
  const root = 'examples/shop/';
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !each.parentPath.includes('node_modules'))
    .map((each) => `${each.parentPath}/${each.name}`.replaceAll('//', '/').slice(root.length));
  const files: Files = Object.fromEntries(paths.map((path) => [path, readFileSync(root + path, 'utf8')]));

  it.each([2, 3])('asks its database for no more with %i instances', async (replicas) => {
    const scaled = {
      ...files,
      'compose.yaml': String(files['compose.yaml']).replace('replicas: 3', `replicas: ${replicas}`),
    };
    const before = (await findingsOf(scaled, 'db-pool-over-budget')).map(({ message, severity }) => [
      severity,
      message,
    ]);
    const { after } = await applyFix(scaled, rule, fix);
    expect(after['src/payments/routes.ts']).toContain("import { pool } from '../database.js';");
    expect(after['src/payments/routes.ts']).not.toContain("'pg'");
    const flat = String(after['src/payments/routes.ts']).replace('../database.js', './database.js');
    expect(compile('routes.ts', flat, { 'database.ts': String(after['src/database.ts']) })).toEqual([]);
    const found = (await findingsOf(after, 'db-pool-over-budget')).map(({ message, severity }) => [severity, message]);
    expect(found).toEqual(before);
    expect(await findingsOf(after, rule)).toEqual([]);
  });
});
