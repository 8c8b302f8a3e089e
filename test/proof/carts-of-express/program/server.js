import express from 'express';
import { cartOf, customers, putInto } from './carts.js';

const app = express();
app.use(express.json());

app.get('/', (_request, response) => response.send('up'));

app.get('/carts', (_request, response) => {
  response.json(customers());
});

app.post('/carts/:customer', (request, response) => {
  putInto(request.params.customer, request.body.item);
  response.status(204).end();
});

app.get('/carts/:customer', (request, response) => {
  const cart = cartOf(request.params.customer);
  if (cart === undefined) return response.status(404).end();
  response.json(cart);
});

app.listen(process.env.PORT ?? 3000);
