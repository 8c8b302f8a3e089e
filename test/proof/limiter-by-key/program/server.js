import express from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const app = express();
app.use(express.json());
const tries = new RateLimiterMemory({ points: 5, duration: 60 });

app.get('/', (_request, response) => response.send('up'));

app.post('/sign-in', async (request, response) => {
  try {
    await tries.consume(String(request.body.user));
  } catch {
    return response.status(429).end();
  }
  response.json({ welcome: true });
});

app.listen(process.env.PORT ?? 3000);
