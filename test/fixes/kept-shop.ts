import { expect } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files, findingsOf } from './apply.ts';
import { packageOf } from './shop-files.ts';

export const rule = 'db-client-per-request';
export const fix = 'hoist-client';

export const routes = (options: string, head = "import { Client } from 'pg';") => `import { Router } from 'express';
${head}

export const payments = Router();

payments.post('/', async (request, response) => {
  const client = new Client(${options});
  await client.connect();
  try {
    await client.query('INSERT INTO payments (cents) VALUES ($1)', [request.body.cents]);
    response.status(201).json({});
  } finally {
    await client.end();
  }
});
`;

export const database = (options: string, kept = 'export const pool =') => `import { Pool } from 'pg';

${kept} new Pool(${options});
`;

export const server = `import express from 'express';
import { pool } from './database.js';
import { payments } from './payments.js';

const app = express();
app.use('/payments', payments);
app.get('/', async (_request, response) => {
  response.json(await pool.query('SELECT 1'));
});
app.listen(3000);
`;

export const address = '{ connectionString: process.env.DATABASE_URL }';

export const shop = (own: string, kept: string, further: Files = {}): Files => ({
  'package.json': packageOf(),
  'src/database.ts': kept,
  'src/payments.ts': own,
  'src/server.ts': server,
  ...further,
});

/** The file with the handler afterwards, which compiles beside the file that keeps the pool. */
export async function taken(files: Files): Promise<string> {
  const { after } = await applyFix(files, rule, fix);
  const text = after['src/payments.ts'] ?? '';
  expect(compile('payments.ts', text, { 'database.ts': after['src/database.ts'] ?? '' })).toEqual([]);
  expect(await findingsOf(after, rule)).toEqual([]);
  return text;
}

export const title = async (files: Files) => {
  const answer = await answerTo(files, rule, fix);
  return answer.kind === 'offer' ? answer.title : answer.reason;
};
