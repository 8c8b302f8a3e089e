import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';
import { address, database, fix, routes, rule, shop, title } from './kept-shop.ts';
import { packageOf, threeInstances } from './shop-files.ts';

describe('a pool of its own', () => {
  const compose = (replicas: number) => ({
    'compose.yaml': `services:
  orders:
    build: .
    command: node src/server.ts
    environment:
      DATABASE_URL: postgres://orders-db:5432/shop
    deploy:
      replicas: ${replicas}
  orders-db:
    image: postgres:16
    command: postgres -c max_connections=100
`,
  });
  const other = (max: number) =>
    database(`{ connectionString: process.env.DATABASE_URL, statement_timeout: 100, max: ${max} }`);
  const made = async (files: Files) => {
    const { after } = await applyFix(files, rule, fix);
    const text = after['src/payments.ts'] ?? '';
    expect(compile('payments.ts', text)).toEqual([]);
    return text;
  };

  it('gets the size that the budget still allows, with its arithmetic beside it', async () => {
    const files = shop(routes(address), other(30), compose(2));
    expect(await title(files)).toBe('Make one Pool for the process, with up to 8 connections');
    expect(await made(files)).toContain(`
// Of the 97 connections of orders-db, 77 (80 %) may be planned with; 60 are taken: 2 × 30 (src/database.ts:3).
// That leaves 17 for 2 processes: 8 each.
const client = new Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
`);
  });

  it.each([
    ['process.env.DATABASE_URL', 'new Pool({ connectionString: process.env.DATABASE_URL, max: 8 });'],
    [
      '{\n    connectionString: process.env.DATABASE_URL,\n    ssl: false,\n  }',
      'new Pool({\n  connectionString: process.env.DATABASE_URL,\n  ssl: false,\n  max: 8,\n});',
    ],
    ['settings', 'new Pool({ ...settings, max: 8 });'],
  ])('writes it into %s', async (given, written) => {
    const head =
      "import { Client } from 'pg';\n\nconst settings = { connectionString: process.env.DATABASE_URL };\nexport const used = settings;";
    expect(await made(shop(routes(given, head), other(30), compose(2)))).toContain(`const client = ${written}`);
  });

  it('gets no more than the default of its library', async () => {
    const text = await made(shop(routes(address), other(1), compose(3)));
    expect(text).toContain(
      '// That leaves 74 for 3 processes: at least 10 each, the default.\nconst client = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });',
    );
  });

  it('gets none where nothing declares how many run, and keeps one that code gives it', async () => {
    expect(await made(shop(routes(address), other(5)))).toContain(
      'new Pool({ connectionString: process.env.DATABASE_URL });',
    );
    const pooled = routes('{ connectionString: process.env.DATABASE_URL, max: 3 }', "import { Pool } from 'pg';")
      .replace('new Client', 'new Pool')
      .replace('  await client.connect();\n', '');
    const files = shop(pooled, other(30), compose(2));
    expect(await answerTo(files, rule, fix)).toMatchObject({ title: 'Make one Pool for the process', safety: 'safe' });
    expect(await made(files)).toContain('process.env.DATABASE_URL, max: 3 });');
  });

  it('is made smaller where the default does not fit, and moves as it is where it is part of the sum already', async () => {
    const pooled = routes(address, "import { Pool } from 'pg';")
      .replace('new Client', 'new Pool')
      .replace('  await client.connect();\n', '');
    const small = shop(pooled, other(30), compose(2));
    expect(await answerTo(small, rule, fix)).toMatchObject({
      title: 'Make one Pool for the process, with up to 8 connections',
      safety: 'needs-review',
    });
    expect(await made(small)).toContain('process.env.DATABASE_URL, max: 8 });');
    const full = shop(pooled, other(38), compose(2));
    expect(await answerTo(full, rule, fix)).toMatchObject({ title: 'Make one Pool for the process', safety: 'safe' });
    expect(await made(full)).toContain('new Pool({ connectionString: process.env.DATABASE_URL });');
  });

  it('says the condition where only the one database in sight is meant', async () => {
    const unset = { 'compose.yaml': compose(2)['compose.yaml'].replace(/ {4}environment:\n.*\n/, '') };
    expect(await made(shop(routes(address), other(30), unset))).toContain(
      '// If this leads to orders-db: of its 97 connections, 77 (80 %) may be planned with; 60 are taken: 2 × 30 (src/database.ts:3).',
    );
  });

  it('is refused where nothing is left for it', async () => {
    expect(await reasonAgainst(shop(routes(address), other(38), compose(2)), rule, fix)).toBe(
      'orders-db has no connection left for a pool in each of 2 processes: of its 97 connections 77 (80 %) may be planned with, and 76 are taken: 2 × 38 (src/database.ts:3).',
    );
  });

  it('is called by what makes it', async () => {
    const file =
      "const express = require('express')\nconst { Pool } = require('pg')\nconst app = express()\napp.get('/', async (request, response) => {\n\tconst pool = new Pool()\n\tresponse.json(await pool.query('select 1'))\n})\napp.listen(3000)\n";
    const files: Files = {
      'package.json': packageOf({ type: 'commonjs', main: 'src/server.js', scripts: { start: 'node src/server.js' } }),
      'src/server.js': file,
      ...threeInstances,
    };
    expect(await title(files)).toBe('Make one Pool for the process');
    const renamed = file.replace('{ Pool }', '{ Pool: Connections }').replace('new Pool', 'new Connections');
    expect(await title({ ...files, 'src/server.js': renamed })).toBe('Make one Pool for the process');
  });
});
