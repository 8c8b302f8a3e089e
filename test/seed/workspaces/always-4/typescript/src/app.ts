import express from 'express';
import { Pool } from 'pg';

const app = express();
app.use(express.json());
const primary = new Pool({ connectionString: process.env.PRIMARY_URL, max: 5 });
const replica1 = new Pool({ connectionString: process.env.REPLICA_1_URL, max: 5 });
const replica2 = new Pool({ connectionString: process.env.REPLICA_2_URL, max: 5 });

// Reads → Replicas (load balanced)
app.get('/orders/:id', async (request, response) => {
  const replica = Math.random() < 0.5 ? replica1 : replica2;
  const { rows } = await replica.query('SELECT cents FROM orders WHERE id = $1', [request.params.id]);
  response.json({ cents: rows[0].cents });
});

// Writes → Primary
app.post('/orders', async (request, response) => {
  await primary.query('INSERT INTO orders (cents) VALUES ($1)', [request.body.cents]);
  response.status(201).end();
});

const server = app.listen(8000);
process.on('SIGTERM', () => server.close());
