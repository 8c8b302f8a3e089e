import type { Ask, Check, Rehearsal } from './scenario.ts';

/** What was sent to the mailbox, in order. */
export interface Outside {
  readonly received: readonly { readonly path: string; readonly body: string }[];
}

/** One person at a browser: cookies, and what answers have held. */
export interface User {
  readonly cookies: Map<string, string>;
  readonly known: Map<string, unknown>;
  /** The address that the balancer says all its requests come from; the real one unless said. */
  readonly client?: string;
}

export interface Copy {
  readonly port: number;
  /** Gives the exit code. */
  readonly ended: Promise<number>;
  readonly stop: () => Promise<void>;
  readonly signal: (name: 'SIGTERM' | 'SIGINT') => void;
  readonly said: () => string;
  readonly isRunning: () => boolean;
}

export interface RunningSystem {
  readonly url: string;
  readonly outside: Outside;
  readonly copies: readonly Copy[];
  readonly stop: () => Promise<void>;
}

export function startAll(
  rehearsal: Omit<Rehearsal, 'checks'>,
  folder: string,
  instances?: number,
): Promise<RunningSystem>;
export function startCopy(
  rehearsal: Pick<Rehearsal, 'command' | 'environment'>,
  folder: string,
  outside: string,
  port: number,
): Copy;
export function runCheck(
  check: Check,
  system: Pick<RunningSystem, 'url' | 'outside' | 'copies'>,
  user?: User,
): Promise<string | null>;
export function newUser(): User;
/** What is left to fill in, anywhere in a rehearsal or a check. */
export function blanksIn(value: unknown): readonly string[];
export function answerTo(
  request: Ask,
  url: string,
  user: User,
): Promise<{
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
  readonly milliseconds: number;
}>;
export function startBalancer(
  ports: readonly number[],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;
export function freePort(): Promise<number>;
