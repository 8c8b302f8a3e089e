import { createServer } from 'node:http';
import { Hono } from 'hono';
import { limitKeys } from './limit.js';

const app = new Hono();
app.get('/', (context) => context.json({}));
app.post('/orders', limitKeys, (context) => context.json({}));

// What Hono's own server for Node does, as far as it is needed here.
createServer(async (request, response) => {
  const { method, headers, url } = request;
  const answer = await app.fetch(new Request(`http://${headers.host}${url}`, { method, headers }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}).listen(Number(process.env.PORT));
