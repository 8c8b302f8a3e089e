import express from 'express';
import { rateLimit } from 'express-rate-limit';

const app = express();
app.set('trust proxy', 1);
const tries = rateLimit({ windowMs: 60_000, limit: 5 });

app.get('/', (_request, response) => response.send('up'));

app.post('/sign-in', tries, (_request, response) => {
  response.json({ welcome: true });
});

app.listen(process.env.PORT ?? 3000);
