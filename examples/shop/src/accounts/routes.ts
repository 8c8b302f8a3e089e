import { Router } from 'express';
import { pool } from '../database.js';

declare module 'express-session' {
  interface SessionData {
    customer: number;
  }
}

export const accounts = Router();

accounts.post('/sign-in', async (request, response) => {
  const { email, code } = request.body as { email: string; code: string };
  const found = await pool.query<{ id: number }>('SELECT id FROM customers WHERE email = $1 AND code = $2', [
    email,
    code,
  ]);
  const customer = found.rows[0];
  if (customer === undefined) {
    response.status(401).json({ error: 'That address and code do not belong together.' });
    return;
  }
  request.session.customer = customer.id;
  response.json({ customer: customer.id });
});

accounts.post('/sign-out', (request, response) => {
  request.session.destroy(() => response.status(204).end());
});
