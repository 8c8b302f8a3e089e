import { randomUUID } from 'node:crypto';
import express from 'express';
import { Redis } from 'ioredis';

const app = express();
app.use(express.json());
const redis = new Redis(process.env.REDIS_URL ?? 'redis://cache:6379');

// RIGHT - state in Redis (shared)
class SessionManager {
  async put(sessionId: string, user: string): Promise<void> {
    await redis.set(`session:${sessionId}`, user, 'EX', 3600);
  }

  async get(sessionId: string): Promise<string | null> {
    return redis.get(`session:${sessionId}`);
  }
}

const manager = new SessionManager();

app.post('/login', async (request, response) => {
  const session = randomUUID();
  await manager.put(session, request.body.user);
  response.json({ session });
});

app.get('/me/:session', async (request, response) => {
  const user = await manager.get(request.params.session);
  if (user === null) response.status(401).end();
  else response.json({ user });
});

app.listen(3000);
