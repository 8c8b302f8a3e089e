import { randomUUID } from 'node:crypto';
import { Router } from 'express';

const jobs = new Map();

export const router = Router();

router.post('/reports', (_request, response) => {
  const job = randomUUID();
  jobs.set(job, { state: 'active' });
  setTimeout(() => jobs.set(job, { state: 'completed' }), 100);
  response.status(202).json({ job });
});

router.get('/reports/:job', (request, response) => {
  const job = jobs.get(request.params.job);
  response.status(job === undefined ? 404 : 200).json(job ?? {});
});
