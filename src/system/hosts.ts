import type { Catalog } from '../catalog/types.ts';
import type { Configuration, TopologyOverride } from '../config/configuration.ts';
import type { FactsByFile } from '../facts/store.ts';
import { assumed, assumedSource, count } from './counts.ts';
import { platformOf } from './platforms.ts';
import type { Count, Source } from './types.ts';
import { autoscalersOf, type UnitNode } from './units.ts';

/** How many hosts run a program, and for which environment that was said. */
export interface Hosts {
  readonly count: Count;
  readonly environment: string | null;
}

/** Key in the configuration's topology that stands for every program. */
const everyProgram = '*';

/**
 * The configuration first; then the largest number that a manifest of an environment other than development
 * declares; then a platform's default. Where nothing says, one is the least and the assumed number the most.
 */
export function hostsOf(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  program: { readonly name: string; readonly units: readonly UnitNode[] },
): Hosts {
  const override = overrideOf(configuration, program.name);
  if (override?.hosts != null) {
    const [minimum, maximum] = override.hosts;
    return {
      count: count(
        minimum,
        maximum,
        'declared',
        override.given ? { kind: 'command-line' } : sourceOfOverride(override),
      ),
      environment: null,
    };
  }
  const claims = claimsByManifest(
    facts,
    catalog,
    configuration,
    program.units.filter((each) => !each.environment.development),
  );
  const [largest] = [...claims].sort((a, b) => b.count.maximum - a.count.maximum);
  if (largest === undefined) return { count: assumed(1, configuration.assumedInstances), environment: null };
  return { count: largest.count, environment: claims.length > 1 ? largest.environment : null };
}

export function overrideOf(configuration: Configuration, program: string): TopologyOverride | null {
  return configuration.topology[program] ?? configuration.topology[everyProgram] ?? null;
}

export function sourceOfOverride(override: TopologyOverride): Source {
  return override.site == null ? assumedSource : { kind: 'place', site: override.site };
}

/** What each manifest says; several services that share a stem, such as `api-1` and `api-2`, count together. */
function claimsByManifest(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  units: readonly UnitNode[],
): readonly Hosts[] {
  const files = new Map<string, UnitNode[]>();
  for (const node of units) files.set(node.file, [...(files.get(node.file) ?? []), node]);
  return [...files.values()].flatMap((nodes) => {
    const environment = nodes[0]?.environment.name ?? null;
    const claims = nodes.flatMap((node) => claimOf(facts, catalog, configuration, node) ?? []);
    const siblings = siblingsCount(nodes, claims);
    const all = siblings === null ? claims : [...claims, siblings];
    const [largest] = [...all].sort((a, b) => b.maximum - a.maximum);
    return largest === undefined ? [] : [{ count: largest, environment }];
  });
}

function siblingsCount(nodes: readonly UnitNode[], claims: readonly Count[]): Count | null {
  const [first, second] = nodes;
  if (first === undefined || second === undefined) return null;
  const names = new Set(nodes.map(({ unit }) => unit.name));
  const stems = new Set([...names].map(stemOf));
  if (names.size < 2 || stems.size !== 1 || claims.length > 0) return null;
  return count(names.size, names.size, 'declared', {
    kind: 'place',
    site: { file: second.file, span: second.unit.span },
  });
}

/** `api-1`, `api2`, `api_b` and `api-blue` are copies of `api`. */
function stemOf(name: string): string {
  return name.replace(/[-_.]?(?:\d+|[-_.][a-f]|[-_.](?:blue|green|canary|one|two|three))$/, '');
}

function claimOf(facts: FactsByFile, catalog: Catalog, configuration: Configuration, node: UnitNode): Count | null {
  const [steering] = [...autoscalersOf(facts, configuration, node)].sort(
    (a, b) => (b.autoscaler.maximum?.value ?? 0) - (a.autoscaler.maximum?.value ?? 0),
  );
  if (steering !== undefined) {
    const { file, autoscaler } = steering;
    const minimum = autoscaler.minimum?.value ?? (autoscaler.kind === 'keda' ? 0 : 1);
    const { maximum } = autoscaler;
    if (maximum !== null)
      return count(minimum, maximum.value, 'declared', { kind: 'place', site: { file, span: maximum.span } });
    const keda = catalog.platforms.find(({ id }) => id === autoscaler.kind)?.hosts;
    if (keda != null) return count(minimum, keda.maximum, 'platform', { kind: 'platform', id: autoscaler.kind });
  }
  const { replicas } = node.unit;
  if (replicas !== null) {
    return count(replicas.value, replicas.value, 'declared', {
      kind: 'place',
      site: { file: node.file, span: replicas.span },
    });
  }
  const platform = platformOf(catalog, node.unit.kind);
  if (platform?.hosts == null) return null;
  return count(platform.hosts.minimum, platform.hosts.maximum, 'platform', { kind: 'platform', id: platform.id });
}
