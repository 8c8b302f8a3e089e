import { Worker } from 'bullmq';
import { connection } from './connection.ts';

new Worker('pictures', async (job) => console.log(`resized ${job.data.picture}`), { connection });
