import express from 'express';
import session from 'express-session';

const app = express();
app.use(express.json());
app.use(session({ secret: process.env.SESSION_SECRET ?? 'for development', resave: false, saveUninitialized: false }));

app.get('/', (_request, response) => response.send('up'));

app.post('/sign-in', (request, response) => {
  request.session.user = request.body.user;
  response.json({});
});

app.get('/me', (request, response) => {
  if (request.session.user === undefined) return response.status(401).end();
  response.json({ user: request.session.user });
});

app.listen(process.env.PORT ?? 3000);
