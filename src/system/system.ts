import type { Catalog } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { buildPrograms } from './build-programs.ts';
import { noSurroundings, type Surroundings } from './surroundings.ts';
import type { System } from './types.ts';
import { unitsOf } from './units.ts';

/**
 * What code and deployment files make together. Made anew from the graph; the same graph and configuration give the
 * same System.
 */
export function systemOf(
  graph: ProgramGraph,
  catalog: Catalog,
  configuration: Configuration,
  surroundings: Surroundings = noSurroundings,
): System {
  const units = unitsOf(graph.facts, configuration);
  const running = buildPrograms(graph, catalog, configuration, units, surroundings);
  const programs = running.map(({ program }) => program);
  return { programs, components: [], connections: [], budgets: [], addresses: new Map(), blind: [] };
}
