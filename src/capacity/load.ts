import { autoscalerTolerance } from './constants.ts';

/** Things busy at once (F2, Little’s law): how many come a second × how many seconds each takes. */
export function busyAtOnce(perSecond: number, seconds: number): number {
  return perSecond * seconds;
}

/** How many are needed so that they are busy at no more than `utilisation`, a share between 0 and 1 (F2, F9). */
export function neededFor(load: {
  readonly perSecond: number;
  readonly seconds: number;
  readonly utilisation: number;
}): number {
  return Math.ceil(busyAtOnce(load.perSecond, load.seconds) / load.utilisation);
}

/** Copies that a HorizontalPodAutoscaler wants (F5). `measured` and `target` are in the same unit. */
export function desiredCopies(state: {
  readonly copies: number;
  readonly measured: number;
  readonly target: number;
}): number {
  const ratio = state.measured / state.target;
  // Binary fractions make 1.1 − 1 a little more than 0.1.
  if (Math.abs(ratio - 1) <= autoscalerTolerance.value + 1e-9) return state.copies;
  return Math.ceil(state.copies * ratio);
}

/** Copies with the most that any of several metrics wants, within the autoscaler's bounds (F5). */
export function desiredWithin(
  state: {
    readonly copies: number;
    readonly metrics: readonly { readonly measured: number; readonly target: number }[];
  },
  bounds: { readonly minimum: number; readonly maximum: number },
): number {
  const wanted = state.metrics.map((metric) => desiredCopies({ copies: state.copies, ...metric }));
  const most = wanted.length === 0 ? state.copies : Math.max(...wanted);
  return Math.min(bounds.maximum, Math.max(bounds.minimum, most));
}

/** Queries that a database really works on at once (F8). A solid-state disk counts as one. */
export function usefulConcurrency(server: { readonly cores: number; readonly disks: number }): number {
  return server.cores * 2 + server.disks;
}
