import express from 'express';
import { createReport } from './reports.ts';

const app = express();

// WRONG - blocks HTTP connection for 30 seconds
app.get('/generate-report', async (_request, response) => {
  const report = await createReport(); // Takes 30 seconds
  response.send(report);
});

app.listen(3000);
