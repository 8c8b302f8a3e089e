import { busyAtOnce } from './load.ts';

/** Work that comes to a queue: how much a second, and how many seconds each takes. */
export interface Jobs {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Workers that keep up with a queue (F14): jobs under way by Little’s law, over what one worker takes on at once. */
export function workersNeeded(jobs: Jobs, worker: { readonly atOnce: number; readonly utilisation: number }): number {
  return Math.ceil(busyAtOnce(jobs.perSecond, jobs.seconds) / (worker.atOnce * worker.utilisation));
}

/** Seconds until a backlog is gone (F14); null where more comes than is done, so that it never is. */
export function drainSeconds(backlog: number, rates: { readonly done: number; readonly come: number }): number | null {
  return rates.done > rates.come ? backlog / (rates.done - rates.come) : null;
}

/** Copies that KEDA asks for (F14): one for each `target` jobs that wait, within its bounds. */
export function copiesByLength(
  length: number,
  target: number,
  bounds: { readonly minimum: number; readonly maximum: number },
): number {
  return Math.min(bounds.maximum, Math.max(bounds.minimum, Math.ceil(length / target)));
}
