import type { Fix } from '../findings/fix.ts';

/** All fixes, sorted by id. */
export const fixes: readonly Fix[] = [];
