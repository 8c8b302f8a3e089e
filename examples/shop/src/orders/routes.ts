import { Router } from 'express';
import { pool } from '../database.js';
import { sendMail } from '../mail.js';
import { writeYearlyReport, yearlyReport } from '../reports/yearly.js';
import { addToCart, type CartLine, cartOf, emptyCart } from './cart.js';
import { reservations } from './reservations.js';
import { ordersTableOf } from './table.js';
import { trackingCode } from './tracking.js';

export const orders = Router();

orders.get('/cart', (request, response) => {
  response.json(cartOf(request.session.customer ?? 0));
});

orders.post('/cart', (request, response) => {
  const line = request.body as CartLine;
  response.json(addToCart(request.session.customer ?? 0, line));
});

orders.post('/', async (request, response) => {
  const customer = request.session.customer ?? 0;
  const lines = cartOf(customer);
  let cents = 0;
  for (const line of lines) {
    const found = await pool.query<{ cents: number; stock: number }>(
      'SELECT cents, stock FROM products WHERE id = $1',
      [line.product],
    );
    const product = found.rows[0];
    if (product === undefined || !reservations.reserve(line.product, line.count, product.stock)) {
      response.status(409).json({ error: 'That is sold out.', product: line.product });
      return;
    }
    cents += product.cents * line.count;
  }
  const placed = await pool.query<{ id: number }>(
    `INSERT INTO ${ordersTableOf(customer)} (customer, lines, cents) VALUES ($1, $2, $3) RETURNING id`,
    [customer, JSON.stringify(lines), cents],
  );
  emptyCart(customer);
  const order = placed.rows[0]?.id ?? 0;
  response.status(201).json({ order, cents });
  // The customer does not wait for the letter; a restart right here loses it.
  void sendMail(customer, `Your order is on its way: /orders/tracking/${order}/${trackingCode(order)}`);
});

orders.get('/tracking/:order/:code', async (request, response) => {
  if (request.params.code !== trackingCode(Number(request.params.order))) {
    response.status(403).json({ error: 'That link is not ours.' });
    return;
  }
  response.json({ order: Number(request.params.order), state: 'on its way' });
});

orders.get('/', async (request, response) => {
  const all = await pool.query(`SELECT * FROM ${ordersTableOf(request.session.customer ?? 0)}`);
  response.json(all.rows);
});

orders.post('/yearly-report', async (_request, response) => {
  await writeYearlyReport();
  response.status(201).json({ report: '/orders/yearly-report' });
});

orders.get('/yearly-report', (_request, response) => {
  response.download(yearlyReport);
});
