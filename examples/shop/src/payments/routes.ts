import { Router } from 'express';
import { Client } from 'pg';

export const payments = Router();

payments.post('/', async (request, response) => {
  const { reference, cents } = request.body as { reference: string; cents: number };
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query('INSERT INTO payments (reference, cents) VALUES ($1, $2)', [reference, cents]);
    response.status(201).json({ reference });
  } finally {
    await client.end();
  }
});
