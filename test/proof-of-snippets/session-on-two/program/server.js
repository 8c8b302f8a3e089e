import express from 'express';
import { sessions } from './sessions.js';

const app = express();
app.set('trust proxy', 1);
app.get('/', (_request, response) => response.json({}));
app.use(sessions);
app.post('/sign-in', (request, response) => {
  request.session.user = 'ada';
  response.json({});
});
app.get('/me', (request, response) => {
  response.status(request.session.user === undefined ? 401 : 200).json({ user: request.session.user });
});
app.listen(Number(process.env.PORT));
