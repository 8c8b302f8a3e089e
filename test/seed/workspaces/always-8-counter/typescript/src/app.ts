import express from 'express';
import { rateLimit } from './rate-limit.ts';

const app = express();

// Per-IP rate limit
app.get('/api', rateLimit({ requests: 100, window: 60 }), (_request, response) => {
  response.send('ok');
});

// Per-user rate limit
app.get(
  '/premium',
  rateLimit({ requests: 1000, window: 60, keyFunc: (request) => request.get('x-user') ?? 'anonymous' }),
  (_request, response) => {
    response.send('ok');
  },
);

app.listen(3000);
