import { rateLimit } from 'express-rate-limit';

/** Five tries a minute for one address. */
export const signInLimiter = rateLimit({
  windowMs: 60_000,
  limit: 5,
  standardHeaders: true,
  legacyHeaders: false,
});
