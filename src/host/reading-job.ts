import type { Reading } from '../engine/reader-port.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import type { ReadRequest } from './worker-messages.ts';

/** A file that waits to be read, and whom to tell. */
export interface ReadingJob {
  readonly request: ReadRequest;
  readonly resolve: (reading: Reading<FileFacts>) => void;
  readonly reject: (reason: Error) => void;
}
