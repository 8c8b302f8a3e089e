import express from 'express';
import { Pool } from 'pg';

const app = express();

// WRONG - each instance opens 100 connections, 10 instances = 1000 connections (exceeds limit)
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 100 });

app.get('/orders', async (_request, response) => {
  const { rows } = await pool.query('SELECT count(*) FROM orders');
  response.json({ orders: rows[0].count });
});

const server = app.listen(3000);
process.on('SIGTERM', () => server.close());
