import type { ReadText } from '../findings/fix.ts';
import { isThere } from './there.ts';

/** A file that is not there yet, because nothing of the user's is ever written over; a number is added behind the joint. */
export async function freeFile(stem: string, joint: string, ending: string, read: ReadText): Promise<string> {
  for (let number = 1; ; number++) {
    const file = `${stem}${number === 1 ? '' : joint + number}${ending}`;
    if (!(await isThere(file, read))) return file;
  }
}
