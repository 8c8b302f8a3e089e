const fs = require('node:fs');
const path = require('node:path');
const express = require('express');
const uploads = require('./uploads');

fs.mkdirSync('uploads', { recursive: true });

const app = express();

app.get('/', (_request, response) => response.send('up'));

app.use('/photos', express.static('uploads'));

app.post('/photos', uploads.single('photo'), (request, response) => {
  const { filename, size } = request.file;
  response.status(201).json({ address: `/photos/${filename}`, size });
});

app.delete('/photos/:name', async (request, response) => {
  await fs.promises.unlink(path.join('uploads', path.basename(request.params.name)));
  response.sendStatus(204);
});

app.listen(process.env.PORT ?? 3000);
