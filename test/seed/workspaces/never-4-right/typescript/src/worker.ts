import { Worker } from 'bullmq';
import { connection } from './connection.ts';
import { createReport } from './reports.ts';

new Worker('reports', () => createReport(), { connection });
