import { createHmac, randomBytes } from 'node:crypto';

// Nobody set TRACKING_SECRET anywhere, so each start makes up its own.
const secret = process.env.TRACKING_SECRET ?? randomBytes(32).toString('hex');

/** Part of the link in a letter, by which whoever holds the letter may see where the order is. */
export function trackingCode(order: number): string {
  return createHmac('sha256', secret).update(String(order)).digest('hex');
}
