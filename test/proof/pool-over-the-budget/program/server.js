import express from 'express';
import { Pool } from 'pg';

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

app.get('/', (_request, response) => response.send('up'));

app.get('/report', async (_request, response) => {
  const { rows } = await pool.query('select pg_sleep(0.3), 1 as lines');
  response.json(rows);
});

app.listen(process.env.PORT ?? 3000);
