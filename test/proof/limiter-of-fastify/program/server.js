import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';

const app = Fastify({ trustProxy: 1 });
await app.register(rateLimit, { global: false, max: 5, timeWindow: '1 minute' });

app.get('/', async () => 'up');

app.post('/sign-in', { config: { rateLimit: { max: 5, timeWindow: '1 minute' } } }, async () => ({ welcome: true }));

await app.listen({ port: Number(process.env.PORT ?? 3000) });
