import { busyAtOnce } from './load.ts';

/** Requests a second at the peak, from people a day (F1). */
export function peakRate(day: {
  readonly people: number;
  readonly requestsOfEach: number;
  /** How many times the average the peak is. */
  readonly peakFactor: number;
}): number {
  return ((day.people * day.requestsOfEach) / 86_400) * day.peakFactor;
}

/** Instances that the processor's work of a peak takes (F4), each with one core of use, at no more than `utilisation` of it. */
export function instancesFor(peak: {
  readonly perSecond: number;
  readonly processorSeconds: number;
  readonly utilisation: number;
}): number {
  // Binary fractions make 3 a little more than 3.
  return Math.ceil(busyAtOnce(peak.perSecond, peak.processorSeconds) / peak.utilisation - 1e-9);
}

/** With one away for an update and one that failed meanwhile (F4). */
export function withSpare(instances: number): number {
  return instances + 2;
}

/** Enough in each zone that the others carry all when one is lost (F4); at least two zones. */
export function perZone(instances: number, zones: number): number {
  return Math.ceil(instances / (zones - 1));
}

/** The mean wait for a free one of `servers`, in units of the time that each takes (F3, Erlang C). */
export function meanWait(servers: number, utilisation: number): number {
  const offered = servers * utilisation;
  let term = 1;
  let sum = 1;
  for (let count = 1; count < servers; count++) {
    term = (term * offered) / count;
    sum += term;
  }
  const last = (term * offered) / servers / (1 - utilisation);
  return last / (sum + last) / (servers * (1 - utilisation));
}

/**
 * The share of use at which an autoscaler must act (F6), so that what it adds is there in time: traffic grows by `growth`
 * of itself a second, and `seconds` pass until a new copy answers.
 */
export function safeTarget(growth: number, seconds: number): number {
  return 1 / (1 + growth * seconds);
}

/** Users that a load test must hold ready for an arrival rate (F22). */
export function virtualUsers(perSecond: number, secondsOfEach: number): number {
  return Math.ceil(busyAtOnce(perSecond, secondsOfEach));
}

/** How often a request may arrive at the last of several services that each try again (F19). */
export function retryAmplification(attempts: number, depth: number): number {
  return attempts ** depth;
}

/** The share of time in which all of several things work that need one another (F23). */
export function availabilityOfAll(parts: readonly number[]): number {
  return parts.reduce((share, part) => share * part, 1);
}
