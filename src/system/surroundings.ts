import type { UnreadFile } from '../facts/unread-file.ts';

/** What lies in the workspace beside the files that were read. */
export interface Surroundings {
  /** Files that no reader takes, such as `nginx.conf` or `go.mod`, in the order of their paths. */
  readonly unread: readonly UnreadFile[];
}

export const noSurroundings: Surroundings = { unread: [] };
