import express from 'express';
import { Pool } from 'pg';

const app = express();

// RIGHT - use connection pool, limit pool size per instance
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 30 });

app.get('/orders', async (_request, response) => {
  const { rows } = await pool.query('SELECT count(*) FROM orders');
  response.json({ orders: rows[0].count });
});

const server = app.listen(3000);
process.on('SIGTERM', () => server.close());
