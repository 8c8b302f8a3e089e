import type { Catalog, Platform } from '../catalog/types.ts';
import type { Configuration, TopologyOverride } from '../config/configuration.ts';
import type { FactsByFile } from '../facts/store.ts';
import { folderOf } from '../text/paths.ts';
import { assumed, assumedSource, count } from './counts.ts';
import { platformOf } from './platforms.ts';
import type { Count, Source } from './types.ts';
import { autoscalersOf, isOfHost, type UnitNode } from './units.ts';

/** How many hosts run a program, and for which environment that was said. */
export interface Hosts {
  readonly count: Count;
  readonly environment: string | null;
  /** The units that run side by side and were counted; null where no manifest says a number. */
  readonly units: readonly UnitNode[] | null;
}

/** Key in the configuration's topology that stands for every program. */
const everyProgram = '*';

/**
 * The configuration first; then the number of those manifests of an environment other than development whose hosts make
 * the most processes together, as `processesOf` tells of each; then a platform's default. Where nothing says, one is the least and the assumed number the most.
 */
export function hostsOf(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  program: { readonly name: string; readonly units: readonly UnitNode[] },
  processesOf: (units: readonly UnitNode[]) => number,
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
      units: null,
    };
  }
  const claims = claimsBySet(facts, catalog, configuration, program.units);
  const together = ({ count, units }: Hosts): number => count.maximum * processesOf(units ?? []);
  const [largest] = [...claims].sort((a, b) => together(b) - together(a));
  if (largest === undefined)
    return { count: assumed(1, configuration.assumedInstances), environment: null, units: null };
  return { ...largest, environment: claims.length > 1 ? largest.environment : null };
}

export function overrideOf(configuration: Configuration, program: string): TopologyOverride | null {
  return configuration.topology[program] ?? configuration.topology[everyProgram] ?? null;
}

export function sourceOfOverride(override: TopologyOverride): Source {
  return override.site == null ? assumedSource : { kind: 'place', site: override.site };
}

/** What a manifest declares of one unit alone, as for one whose program is not read; null where it says nothing. */
export function declaredHosts(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  node: UnitNode,
): Count | null {
  const count = claimOf(facts, catalog, configuration, node);
  return count?.known === 'declared' ? count : null;
}

/** A unit with the number of hosts that its manifest gives it. */
export interface UnitHosts {
  readonly node: UnitNode;
  readonly count: Count;
}

/** The units whose hosts together are a program's: those of the set of manifests that declares the most. */
export function summedUnits(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  units: readonly UnitNode[],
): readonly UnitHosts[] {
  const sets = deployedSets(units).map((nodes) => claimsOf(facts, catalog, configuration, nodes));
  const [largest] = sets.sort((a, b) => maximumOf(b) - maximumOf(a));
  return largest ?? [];
}

/**
 * What each set of manifests says. Units of one set run beside each other, so their numbers are added; several
 * services that share a stem, such as `api-1` and `api-2`, count one each where none of them says a number.
 */
function claimsBySet(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  units: readonly UnitNode[],
): readonly Hosts[] {
  return deployedSets(units).flatMap((nodes) => {
    const environment = nodes[0]?.environment.name ?? null;
    const claims = claimsOf(facts, catalog, configuration, nodes);
    const all = claims.length === 0 ? siblingsCount(nodes) : sumOf(claims.map((claim) => claim.count));
    return all === null ? [] : [{ count: all, environment, units: nodes }];
  });
}

/**
 * Units that run side by side: those of one compose file, or of one folder of Kubernetes manifests for one
 * environment. A service that a profile holds back does not run unless it is asked for, so it counts only where no
 * other unit runs the program.
 */
function deployedSets(units: readonly UnitNode[]): readonly (readonly UnitNode[])[] {
  const deployed = units.filter(({ environment }) => !environment.development);
  const usual = deployed.filter(({ unit }) => unit.profiles.length === 0);
  const sets = new Map<string, UnitNode[]>();
  for (const node of usual.length > 0 ? usual : deployed) {
    const { name } = node.environment;
    // What a file for hosts starts runs in none of the containers beside it.
    const isAlone = node.unit.kind === 'compose-service' || isOfHost(node.unit);
    const ofHeroku = node.unit.kind === 'heroku-process' || node.unit.kind === 'procfile-process';
    const key = ofHeroku
      ? `${folderOf(node.file)}\nprocfile`
      : isAlone
        ? node.file
        : `${folderOf(node.file)}\n${name ?? ''}`;
    sets.set(key, [...(sets.get(key) ?? []), node]);
  }
  return [...sets.values()];
}

/** One number for each unit by its name. What a manifest declares is not added to what a platform does by itself. */
function claimsOf(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  nodes: readonly UnitNode[],
): readonly UnitHosts[] {
  const byName = new Map<string, UnitHosts>();
  for (const node of nodes) {
    const count = claimOf(facts, catalog, configuration, node);
    const known = byName.get(node.unit.name);
    if (count !== null && (known === undefined || known.count.maximum < count.maximum)) {
      byName.set(node.unit.name, { node, count });
    }
  }
  const claims = [...byName.values()];
  const declared = claims.filter(({ count }) => count.known === 'declared');
  return declared.length > 0 ? declared : claims.slice(0, 1);
}

/** The sum, with the largest part's place first. */
function sumOf(counts: readonly Count[]): Count | null {
  const [largest, ...others] = [...counts].sort((a, b) => b.maximum - a.maximum);
  if (largest === undefined) return null;
  const places = others.flatMap(({ source }) => (source.kind === 'place' ? [source.site] : []));
  const { source } = largest;
  return {
    ...largest,
    minimum: counts.reduce((sum, each) => sum + each.minimum, 0),
    maximum: counts.reduce((sum, each) => sum + each.maximum, 0),
    source: source.kind === 'place' && places.length > 0 ? { ...source, others: places } : source,
  };
}

function maximumOf(claims: readonly UnitHosts[]): number {
  return claims.reduce((sum, { count }) => sum + count.maximum, 0);
}

function siblingsCount(nodes: readonly UnitNode[]): Count | null {
  const [first, second] = nodes;
  if (first === undefined || second === undefined) return null;
  const names = new Set(nodes.map(({ unit }) => unit.name));
  const stems = new Set([...names].map(stemOf));
  if (names.size < 2 || stems.size !== 1) return null;
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
  const { range, replicas } = node.unit;
  if (range !== undefined) {
    const source: Source = { kind: 'place', site: { file: node.file, span: range.maximum.span } };
    return count(range.minimum?.value ?? 0, range.maximum.value, 'declared', source);
  }
  if (replicas !== null) {
    return count(replicas.value, replicas.value, 'declared', {
      kind: 'place',
      site: { file: node.file, span: replicas.span },
    });
  }
  const platform = platformOf(catalog, node.unit.kind);
  if (platform?.hosts == null || !holdsFor(platform, node)) return null;
  return count(platform.hosts.minimum, platform.hosts.maximum, 'platform', { kind: 'platform', id: platform.id });
}

/** Some platforms make copies only of what answers, and never of what has a disk of its own. */
function holdsFor({ hostsOnly }: Platform, { unit, fact }: UnitNode): boolean {
  return hostsOnly === undefined || ((fact?.ports.length ?? 0) > 0 && unit.mounts.length === 0);
}
