import { Queue } from 'bullmq';
import express from 'express';
import { connection } from './connection.ts';

const app = express();
const queue = new Queue('reports', { connection });

// RIGHT - return immediately, process in background
app.get('/generate-report', async (_request, response) => {
  const job = await queue.add('create-report', {});
  response.status(202).json({ job_id: job.id, status: 'processing' });
});

app.listen(3000);
