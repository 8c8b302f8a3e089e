import express from 'express';
import { rateLimit } from 'express-rate-limit';

const app = express();

// Per-IP rate limit
app.get('/api', rateLimit({ windowMs: 60_000, limit: 100 }), (_request, response) => {
  response.send('ok');
});

// Per-user rate limit
app.get(
  '/premium',
  rateLimit({ windowMs: 60_000, limit: 1000, keyGenerator: (request) => request.get('x-user') ?? 'anonymous' }),
  (_request, response) => {
    response.send('ok');
  },
);

app.listen(3000);
