import { createHash } from 'node:crypto';

/** Names a text by its content; nothing here is guarded by it. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
