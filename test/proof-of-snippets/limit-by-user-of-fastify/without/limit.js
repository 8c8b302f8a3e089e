import rateLimit from '@fastify/rate-limit';

export async function limitOrders(app) {
  const keyGenerator = (request) => request.userId;
  await app.register(rateLimit, { max: 5, timeWindow: 3_600_000, hook: 'preHandler', keyGenerator });
}
