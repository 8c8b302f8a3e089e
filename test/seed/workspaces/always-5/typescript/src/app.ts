import express from 'express';
import { Redis } from 'ioredis';
import { Pool } from 'pg';

const app = express();
const cache = new Redis(process.env.CACHE_URL ?? 'redis://cache:6379');
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 });

app.get('/products/:id', async (request, response) => {
  const key = `product:${request.params.id}`;
  const hit = await cache.get(key);
  if (hit !== null) {
    response.json(JSON.parse(hit));
    return;
  }
  const { rows } = await pool.query('SELECT name FROM products WHERE id = $1', [request.params.id]);
  await cache.set(key, JSON.stringify(rows[0]), 'EX', 60);
  response.json(rows[0]);
});

const server = app.listen(8000);
process.on('SIGTERM', () => server.close());
