import { Worker } from 'bullmq';
import { connection } from './connection.ts';

const worker = new Worker('pictures', async (job) => console.log(`resized ${job.data.picture}`), { connection });
process.on('SIGTERM', () => worker.close());
