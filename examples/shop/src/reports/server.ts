import { randomUUID } from 'node:crypto';
import express from 'express';
import { Pool } from 'pg';

// The accountant's reports run apart from the shop, on Kubernetes.
const pool = new Pool({ connectionString: process.env.REPORTS_DATABASE_URL, max: 5 });
const jobs = new Map<string, { done: boolean; cents: number }>();

const app = express();

app.post('/reports', async (_request, response) => {
  const job = randomUUID();
  jobs.set(job, { done: false, cents: 0 });
  response.status(202).json({ job });
  const taken = await pool.query<{ cents: string | null }>('SELECT sum(cents) AS cents FROM payments');
  jobs.set(job, { done: true, cents: Number(taken.rows[0]?.cents ?? 0) });
});

app.get('/reports/:job', (request, response) => {
  const job = jobs.get(request.params.job);
  if (job === undefined) {
    response.status(404).json({ error: 'No such report.' });
    return;
  }
  response.json(job);
});

app.listen(3001);
