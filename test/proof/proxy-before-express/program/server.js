import express from 'express';
import { rateLimit } from 'express-rate-limit';

const app = express();
const tries = rateLimit({ windowMs: 60_000, limit: 3, validate: false });

app.get('/', (_request, response) => response.send('up'));

app.post('/sign-in', tries, (_request, response) => {
  response.json({ welcome: true });
});

app.listen(process.env.PORT ?? 3000);
