import express from 'express';
import { Pool } from 'pg';

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 });

app.get('/users/:id', async (request, response) => {
  const userId = Number(request.params.id);
  // Shard by user_id % 4
  const table = `users_${userId % 4}`;
  const { rows } = await pool.query(`SELECT name FROM ${table} WHERE id = $1`, [userId]);
  response.json({ name: rows[0].name });
});

app.listen(3000);
