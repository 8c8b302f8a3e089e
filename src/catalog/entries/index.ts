import type { Framework } from '../types.ts';

/** Frameworks whose entries are known, one file each. */
export const frameworks: readonly Framework[] = [];
