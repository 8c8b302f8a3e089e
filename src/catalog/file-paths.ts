import type { TrackedType } from './types.ts';

/**
 * The path of a file as an object, whose methods read, write and remove the file. Paths that the language itself joins
 * are of this type wherever they are met; those that a package makes are declared by the library that knows it.
 */
export const filePath: TrackedType = 'file-path';
