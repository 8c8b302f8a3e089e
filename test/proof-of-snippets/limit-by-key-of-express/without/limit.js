import { rateLimit } from 'express-rate-limit';

export const apiLimiter = rateLimit({
  windowMs: 3_600_000,
  limit: 5,
  keyGenerator: (request) => request.get('x-api-key'),
});
