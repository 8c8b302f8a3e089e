import express from 'express';
import { Pool } from 'pg';
import { handleOnce } from './once.js';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
await pool.query(`
  select pg_advisory_xact_lock(1);
  create table if not exists handled_messages (id text primary key, handled_at timestamptz not null default now());
  create table if not exists payments (amount integer not null);
`);
const app = express();

app.get('/', async (_request, response) => {
  const { rows } = await pool.query('select count(*)::integer as payments from payments');
  response.json(rows[0]);
});

app.post('/paid/:id', async (request, response) => {
  const handled = await handleOnce(pool, request.params.id, async (client) => {
    await client.query('insert into payments values (10)');
  });
  response.json({ handled });
});

app.listen(Number(process.env.PORT));
