import { Queue } from 'bullmq';
import express from 'express';
import { connection } from './connection.ts';

const app = express();
const queue = new Queue('pictures', { connection });

app.post('/pictures/:picture', async (request, response) => {
  await queue.add('resize', { picture: request.params.picture }, { attempts: 5, backoff: { type: 'exponential' } });
  response.status(202).end();
});

const server = app.listen(8000);
process.on('SIGTERM', () => server.close());
