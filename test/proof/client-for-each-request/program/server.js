import express from 'express';
import { Pool } from 'pg';

const app = express();

app.get('/', (_request, response) => response.send('up'));

app.get('/orders', async (_request, response) => {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
  const { rows } = await pool.query('select 1 as open');
  response.json(rows);
});

app.listen(process.env.PORT ?? 3000);
