import { deploymentMaxSurge, plannedShare } from './constants.ts';

/** What one program asks of a database (F7). */
export interface PoolDemand {
  /** Most connections of one pool of one process. */
  readonly poolMaximum: number;
  /** Pools of one process that lead to the same database. */
  readonly pools: number;
  readonly processesPerHost: number;
  /** Hosts at the most. */
  readonly hosts: number;
  /** Further hosts alive during a roll-out. */
  readonly surge: number;
}

/** Connections at the worst moment: pool × pools × processes × (hosts + surge). */
export function connectionsOf({ poolMaximum, pools, processesPerHost, hosts, surge }: PoolDemand): number {
  return poolMaximum * pools * processesPerHost * (hosts + surge);
}

/** Connections that the application may take: the most, less what is kept for others; never below zero. */
export function usableConnections(supply: { readonly maximum: number; readonly reserved: number }): number {
  return Math.max(0, supply.maximum - supply.reserved);
}

/** The part of the usable connections that a plan may give away, rounded down. */
export function plannedConnections(usable: number): number {
  return Math.floor(usable * plannedShare.value);
}

/**
 * Copies beyond the replicas while a Deployment rolls. `written` is a count (`2`) or a share (`25%`) as the manifest
 * has it, null for the platform's 25 %; a share is rounded up. A text that is neither counts as the platform's.
 */
export function surgeOf(replicas: number, written: string | null): number {
  const share = /^(\d{1,4})%$/.exec(written ?? '')?.[1];
  if (share !== undefined) return Math.ceil((replicas * Number(share)) / 100);
  if (written !== null && /^\d{1,6}$/.test(written)) return Number(written);
  return Math.ceil(replicas * deploymentMaxSurge.value);
}

/**
 * The largest pool that keeps within `connections`, shared by so many processes at the worst moment; 0 when there is
 * not even one for each.
 */
export function largestPool(connections: number, processes: number): number {
  return processes <= 0 ? 0 : Math.floor(connections / processes);
}
