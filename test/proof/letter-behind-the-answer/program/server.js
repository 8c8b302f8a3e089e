import { randomUUID } from 'node:crypto';
import express from 'express';
import { sendLetter } from './letters.js';

const app = express();
app.use(express.json());

app.get('/', (_request, response) => response.send('up'));

app.post('/orders', async (request, response) => {
  const order = randomUUID();
  sendLetter(request.body.customer, order).catch(console.error);
  response.status(201).json({ order });
});

app.listen(process.env.PORT ?? 3000);
