import { isInFolder } from '../text/paths.ts';
import { isSideCode } from './side-code.ts';
import type { Program } from './types.ts';

/** Whether a file belongs to a program: one that it loads, or one of its package that no test or example is. */
export function isOwnFile({ files, folder }: Program, file: string): boolean {
  return files.has(file) || (isInFolder(file, folder) && !isSideCode(file));
}
