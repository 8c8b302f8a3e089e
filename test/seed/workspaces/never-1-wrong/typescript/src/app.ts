import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import express from 'express';
import multer from 'multer';

const app = express();
const received = multer({ storage: multer.memoryStorage() });

// WRONG - local filesystem
async function uploadFile(file: Express.Multer.File): Promise<void> {
  const filename = `/tmp/${basename(file.originalname)}`;
  await writeFile(filename, file.buffer);
  // Problem: Which instance has the file?
}

app.post('/files', received.single('file'), async (request, response) => {
  if (request.file === undefined) {
    response.status(400).end();
    return;
  }
  await uploadFile(request.file);
  response.status(201).end();
});

app.get('/files/:name', (request, response) => {
  response.sendFile(`/tmp/${basename(request.params.name)}`);
});

app.listen(3000);
