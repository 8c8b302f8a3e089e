/** What lies in the workspace beside the files that were read. */
export interface Surroundings {
  /** Paths of files that no reader takes, such as `vercel.json` or `main.go`. */
  readonly unread: readonly string[];
}

export const noSurroundings: Surroundings = { unread: [] };
