import { writeFile } from 'node:fs/promises';
import express from 'express';

const app = express();

app.get('/', (_request, response) => response.send('up'));

app.get('/report', async (_request, response) => {
  await new Promise((done) => setTimeout(done, 1500));
  await writeFile('report.txt', 'three lines');
  response.json({ lines: 3 });
});

app.listen(process.env.PORT ?? 3000);
