import fastify from 'fastify';
import { limitOrders } from './limit.js';

const app = fastify();
app.decorateRequest('userId', undefined);
app.addHook('onRequest', async (request) => {
  request.userId = request.headers['x-user'];
});
app.get('/', async () => ({}));
app.register(
  limitOrders(async (routes) => {
    routes.post('/orders', async () => ({}));
  }),
);
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
