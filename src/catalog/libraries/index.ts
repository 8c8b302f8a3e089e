import type { Library } from '../types.ts';

/** Libraries whose calls are known, one file each. */
export const libraries: readonly Library[] = [];
