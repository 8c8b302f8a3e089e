import { surgeOf } from '../capacity/connection-budget.ts';
import type { Program } from './types.ts';
import type { UnitNode } from './units.ts';

/**
 * Hosts of a program that live beyond its number during a roll-out. None where the number itself is assumed, so that
 * no guess is built on a guess, and none where the old ones stop before the new ones start.
 */
export function rolloutSurge(program: Program, units: readonly UnitNode[]): number {
  const { hosts } = program.topology;
  if (hosts.known === 'assumed') return 0;
  const deployed = units.filter(({ environment }) => !environment.development);
  return Math.max(0, ...deployed.map(({ unit }) => surgeOfUnit(unit, hosts.maximum)));
}

function surgeOfUnit({ kind, strategy, surge }: UnitNode['unit'], hosts: number): number {
  if (kind === 'deployment') return strategy === 'recreate' ? 0 : surgeOf(hosts, surge?.value ?? null);
  // Compose starts one task of an update at a time unless it is told otherwise.
  return strategy === 'start-first' ? Math.min(1, hosts) : 0;
}
