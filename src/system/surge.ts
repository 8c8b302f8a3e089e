import { surgeOf } from '../capacity/connection-budget.ts';
import type { Site } from '../link/program-graph.ts';
import type { UnitHosts } from './hosts.ts';
import type { Program } from './types.ts';
import type { UnitNode } from './units.ts';

/** Hosts that live beyond a program's number during a roll-out, and the line that says how many at once. */
export interface Surge {
  readonly hosts: number;
  /** Null where no line says a number, so that it is the platform's own. */
  readonly site: Site | null;
  /** What says how it rolls, so that other numbers of hosts can be asked for; null where nothing does. */
  readonly unit: RolledUnit | null;
}

/** A unit as far as a roll-out goes. */
export type RolledUnit = Pick<UnitNode['unit'], 'kind' | 'strategy' | 'surge'>;

/**
 * What a roll-out adds to a program's hosts. Nothing where their number itself is assumed, so that no guess is built
 * on a guess, and nothing where the old ones stop before the new ones start. Units whose hosts are summed may roll at
 * the same time, so what they add is summed as well.
 */
export function rolloutSurge(program: Program, units: readonly UnitNode[], summed: readonly UnitHosts[]): Surge {
  const { hosts } = program.topology;
  const deployed = rolledUnits(units.filter(({ environment }) => !environment.development));
  if (hosts.known === 'assumed') {
    const [rolled] = [...deployed].sort((a, b) => surgeOfUnit(b.unit, 2) - surgeOfUnit(a.unit, 2));
    return { hosts: 0, site: null, unit: rolled?.unit ?? null };
  }
  const isSum = summed.length > 1 && hosts.maximum === summed.reduce((sum, { count }) => sum + count.maximum, 0);
  const steps = isSum
    ? summed.map(({ node, count }) => {
        const rolled = rolledUnits([node, ...deployed.filter(({ unit }) => unit.name === node.unit.name)])[0] ?? node;
        return { node: rolled, hosts: surgeOfUnit(rolled.unit, count.maximum) };
      })
    : deployed.map((node) => ({ node, hosts: surgeOfUnit(node.unit, hosts.maximum) }));
  const [largest] = [...steps].sort((a, b) => b.hosts - a.hosts);
  if (largest === undefined) return { hosts: 0, site: null, unit: null };
  const { surge, rolledBy } = largest.node.unit;
  return {
    hosts: isSum ? steps.reduce((sum, step) => sum + step.hosts, 0) : largest.hosts,
    site: surge === null ? null : { file: rolledBy ?? largest.node.file, span: surge.span },
    unit: largest.node.unit,
  };
}

/** Units that say how they are rolled out. What lays a number alone over a manifest leaves that to the manifest. */
export function rolledUnits(units: readonly UnitNode[]): readonly UnitNode[] {
  const saying = units.filter(({ fact, unit }) => fact !== null || unit.surge !== null || unit.strategy !== null);
  return saying.length > 0 ? saying : units;
}

/** Copies of one unit beyond so many hosts while it rolls. */
export function surgeOfUnit({ kind, strategy, surge }: RolledUnit, hosts: number): number {
  if (kind === 'deployment') return strategy === 'recreate' ? 0 : surgeOf(hosts, surge?.value ?? null);
  return strategy === 'start-first' ? Math.min(tasksOfStep(surge?.value ?? null, hosts), hosts) : 0;
}

/** Compose changes one task at a time unless it is told otherwise, and all at once where it is told 0. */
function tasksOfStep(written: string | null, hosts: number): number {
  if (written === null || !/^\d{1,6}$/.test(written)) return 1;
  return written === '0' ? hosts : Number(written);
}
