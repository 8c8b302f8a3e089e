import { connect } from 'amqplib';
import express from 'express';
import { Redis } from 'ioredis';
import { Pool } from 'pg';

const app = express();
app.use(express.json());
const cache = new Redis(process.env.CACHE_URL ?? 'redis://cache');
const primary = new Pool({ connectionString: process.env.PRIMARY_URL, max: 5 });
const replicas = new Pool({ connectionString: process.env.REPLICAS_URL, max: 5 });
const broker = await connect(process.env.BROKER_URL ?? 'amqp://queue');
const channel = await broker.createChannel();
await channel.assertQueue('orders', { durable: true });

app.get('/orders/:id', async (request, response) => {
  const key = `order:${request.params.id}`;
  const hit = await cache.get(key);
  if (hit !== null) {
    response.json({ cents: Number(hit) });
    return;
  }
  const { rows } = await replicas.query('SELECT cents FROM orders WHERE id = $1', [request.params.id]);
  if (rows.length > 0) await cache.set(key, rows[0].cents, 'EX', 60);
  response.json({ cents: rows[0]?.cents ?? null });
});

app.post('/orders', async (request, response) => {
  const { rows } = await primary.query('INSERT INTO orders (cents) VALUES ($1) RETURNING id', [request.body.cents]);
  channel.sendToQueue('orders', Buffer.from(String(rows[0].id)), { persistent: true });
  response.status(201).json({ id: rows[0].id });
});

const server = app.listen(8000);
process.on('SIGTERM', () => server.close());
