import rateLimit from '@fastify/rate-limit';

export function limitOrders(routes) {
  const keyGenerator = (request) => request.userId;
  return async (app) => {
    await app.register(rateLimit, { max: 5, timeWindow: 3_600_000, hook: 'preHandler', keyGenerator });
    await app.register(routes);
  };
}
