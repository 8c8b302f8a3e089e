import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { createClient } from 'redis';
import { withLock } from './lock.js';

const database = await createClient({ url: process.env.REDIS_URL }).connect();
database.on('error', () => {});
const app = express();

// Reads, thinks and writes, as code does that has a row in its hands.
async function addOne() {
  const sum = Number(await database.get('sum'));
  await wait(5);
  await database.set('sum', String(sum + 1));
}

app.get('/', async (_request, response) => response.json({ sum: Number(await database.get('sum')) }));

app.post('/add', async (_request, response) => {
  while (!(await withLock('sum', addOne))) await wait(5);
  response.json({});
});

app.post('/try', async (_request, response) => response.json({ done: await withLock('sum', async () => {}) }));

app.listen(Number(process.env.PORT));
