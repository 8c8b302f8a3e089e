import type { Framework } from '../types.ts';
import { express } from './express.ts';
import { node } from './node.ts';

/** Frameworks whose entries are known, one file each. */
export const frameworks: readonly Framework[] = [express, node];
