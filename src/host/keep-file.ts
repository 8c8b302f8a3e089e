import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { threadId } from 'node:worker_threads';

/**
 * Writes a file that can be made again. It is put beside and renamed into place, because two runs may do this at once
 * and either may be stopped in between. A folder that cannot be written costs time alone, so nothing is thrown.
 */
export function keepFile(file: string, content: () => string | Uint8Array): void {
  const beside = `${file}.${process.pid}-${threadId}`;
  try {
    // What is kept tells of the user's code, so nobody else on the machine may read it.
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(beside, content(), { mode: 0o600 });
    renameSync(beside, file);
  } catch {
    discard(beside);
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What cannot be removed was never written.
  }
}
