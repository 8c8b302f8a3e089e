const crypto = require('node:crypto');
const express = require('express');

const codes = new Map();
const app = express();
app.use(express.json());

app.get('/', (_request, response) => response.send('up'));

app.post('/codes', (request, response) => {
  const code = crypto.randomInt(100_000, 999_999);
  codes.set(request.body.email, { code, until: Date.now() + 300_000 });
  response.json({ code });
});

app.post('/sign-in', (request, response) => {
  const sent = codes.get(request.body.email);
  if (!sent || String(sent.code) !== String(request.body.code) || sent.until < Date.now()) {
    return response.status(401).end();
  }
  response.json({ welcome: true });
});

app.listen(process.env.PORT ?? 3000);
