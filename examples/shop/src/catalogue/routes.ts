import { Router } from 'express';
import { pool } from '../database.js';
import { changePrice, priceOf } from './prices.js';

export const catalogue = Router();

catalogue.get('/', async (_request, response) => {
  const all = await pool.query('SELECT id, name, cents FROM products');
  response.json(all.rows);
});

catalogue.get('/:product/price', async (request, response) => {
  response.json({ cents: await priceOf(Number(request.params.product)) });
});

catalogue.put('/:product/price', async (request, response) => {
  await changePrice(Number(request.params.product), (request.body as { cents: number }).cents);
  response.status(204).end();
});
