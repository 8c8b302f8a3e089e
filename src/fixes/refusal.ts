import type { Refusal } from '../findings/fix.ts';

/** Why a fix will not be built, where no one place is to blame. */
export function refusal(reason: string): Refusal {
  return { kind: 'refusal', reason, place: null };
}
