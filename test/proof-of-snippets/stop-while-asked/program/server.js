import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { stopInOrder } from './stop.js';

const app = express();
app.get('/', (_request, response) => response.json({}));
app.get('/slow', async (_request, response) => {
  await wait(1500);
  response.json({});
});
stopInOrder(app.listen(Number(process.env.PORT)), async () => {});
