import type { ReadText } from '../findings/fix.ts';

/** What is there and may not be read, such as a lock file of many megabytes, is there all the same. */
export async function isThere(file: string, read: ReadText): Promise<boolean> {
  try {
    return (await read(file)) !== null;
  } catch {
    return true;
  }
}
