/** What a command leaves: written out only when it is whole, so that a failure leaves nothing on stdout. */
export interface Outcome {
  /** 0: nothing to complain about · 1: findings · 2: the command could not do its work. */
  readonly code: 0 | 1 | 2;
  readonly stdout: string;
  /** Whole lines for people, without their line ends. */
  readonly stderr: readonly string[];
}

/** Ends a command with exit code 2; its message is the one line that the user sees. */
export class CommandError extends Error {}

/** What a command may use of the world around it. */
export interface World {
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  /** The built reader worker, where there is one. */
  readonly workerFile?: URL;
  /** On the clock of `performance.now()`, for the time in `stats`. */
  readonly startedAt: number;
  /** The file that `-` stands for; the process's own input unless said otherwise. */
  readonly input?: string;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
