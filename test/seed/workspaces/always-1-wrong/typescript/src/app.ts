import { randomUUID } from 'node:crypto';
import express from 'express';

const app = express();
app.use(express.json());

// WRONG - state in memory
class SessionManager {
  static sessions = new Map<string, string>(); // Lost on restart, can't scale horizontally

  put(sessionId: string, user: string): void {
    SessionManager.sessions.set(sessionId, user);
  }

  get(sessionId: string): string | undefined {
    return SessionManager.sessions.get(sessionId);
  }
}

const manager = new SessionManager();

app.post('/login', (request, response) => {
  const session = randomUUID();
  manager.put(session, request.body.user);
  response.json({ session });
});

app.get('/me/:session', (request, response) => {
  const user = manager.get(request.params.session);
  if (user === undefined) response.status(401).end();
  else response.json({ user });
});

app.listen(3000);
