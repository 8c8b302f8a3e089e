import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { cached } from './cache.js';

const app = express();

async function load() {
  await fetch(`${process.env.OUTSIDE}/load`, { method: 'POST' });
  await wait(300);
  return { price: 12 };
}

app.get('/', (_request, response) => response.json({}));
app.get('/price', async (_request, response) => response.json(await cached('price', 60, load)));
app.listen(Number(process.env.PORT));
