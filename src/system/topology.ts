import type { Catalog, Platform } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Span } from '../text/range.ts';
import { assumed, count } from './counts.ts';
import { hostsOf, overrideOf, sourceOfOverride } from './hosts.ts';
import { platformOf } from './platforms.ts';
import type { ProcessWord } from './start-command.ts';
import { rolledUnits } from './surge.ts';
import type { Count, Source, Topology } from './types.ts';
import { isOfHost, type UnitNode } from './units.ts';

/** A program as far as its topology needs it. */
export interface Placed {
  readonly name: string;
  readonly units: readonly UnitNode[];
  /** Platforms that the code itself tells, such as Lambda. */
  readonly platforms: readonly Platform[];
  /** What starts the program in some of its units says of processes; null where nothing says more than one. */
  readonly processesOf: (units: readonly UnitNode[]) => { readonly word: ProcessWord; readonly source: Source } | null;
}

export function topologyOf(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  program: Placed,
): Topology {
  const hosts = hostsOf(facts, catalog, configuration, program, (units) =>
    wordNumber(program.processesOf(units)?.word),
  );
  const platforms = [...program.platforms, ...platformsOfUnits(catalog, program.units)];
  const counted = hosts.count.known === 'assumed' ? (platformHosts(program.platforms) ?? hosts.count) : hosts.count;
  return {
    hosts: counted,
    ...(counted.known === 'assumed' ? beginsOf(program.units) : {}),
    // Hosts of one deployment are never multiplied by processes that another way of starting the program makes.
    processesPerHost: processesOf(configuration, program.name, program.processesOf(hosts.units ?? program.units)),
    overlap: overlapOf(catalog, program, platforms, hosts.count),
    disk: diskOf(platforms),
    lifetime: lifetimeOf(platforms),
    environment: hosts.environment,
  };
}

/**
 * Units of a developer's own machine say nothing about a deploy that users meet, unless there are no others. Nor does a
 * Procfile where a cluster runs the program: it belongs to platforms that start programs by it.
 */
export function deployedUnits(units: readonly UnitNode[]): readonly UnitNode[] {
  const deployed = units.filter(({ environment }) => !environment.development);
  const inCluster = deployed.some(({ unit }) => !isOfHost(unit) && unit.kind !== 'compose-service');
  if (inCluster)
    return deployed.filter(({ unit }) => unit.kind !== 'procfile-process' && unit.kind !== 'heroku-process');
  return deployed.length > 0 ? deployed : units;
}

function beginsOf(units: readonly UnitNode[]): Pick<Topology, 'begins'> {
  const [first] = units.flatMap(({ file, unit: { begins } }) => (begins === undefined ? [] : [{ file, begins }]));
  if (first === undefined) return {};
  return { begins: { value: first.begins.value, site: { file: first.file, span: first.begins.span } } };
}

function platformsOfUnits(catalog: Catalog, units: readonly UnitNode[]): readonly Platform[] {
  return [...new Set(deployedUnits(units).flatMap(({ unit }) => platformOf(catalog, unit.kind) ?? []))];
}

function platformHosts(platforms: readonly Platform[]): Count | null {
  const platform = platforms.find(({ hosts }) => hosts !== null);
  if (platform?.hosts == null) return null;
  return count(platform.hosts.minimum, platform.hosts.maximum, 'platform', { kind: 'platform', id: platform.id });
}

/** The most processes that a word stands for, as far as it matters. */
function wordNumber(word: ProcessWord | undefined): number {
  return word === 'cores' ? 2 : (word ?? 1);
}

/** One process is what a start command makes when nothing multiplies it. One for each core, or as many as the environment says, are two where it matters. */
function processesOf(configuration: Configuration, program: string, said: ReturnType<Placed['processesOf']>): Count {
  const override = overrideOf(configuration, program);
  if (override?.processesPerHost != null) {
    return count(override.processesPerHost, override.processesPerHost, 'declared', sourceOfOverride(override));
  }
  if (said === null) return assumed(1, 1);
  const { word, source } = said;
  if (word !== 'cores') return count(word, word, 'declared', source);
  return count(1, wordNumber(word), 'declared', source.kind === 'place' ? { ...source, several: true } : source);
}

function overlapOf(
  catalog: Catalog,
  program: Placed,
  platforms: readonly Platform[],
  hosts: Count,
): Topology['overlap'] {
  const said = rolledUnits(deployedUnits(program.units)).flatMap((node) => overlapOfUnit(catalog, node, hosts) ?? []);
  const fromPlatforms = platforms
    .filter(({ unitKinds }) => unitKinds.length === 0)
    .flatMap((platform) => fromPlatform(platform, platform.overlap) ?? []);
  const all = [...said, ...fromPlatforms];
  return all.find(({ value }) => value) ?? all[0] ?? null;
}

function inOwnFile({ file, unit: { span } }: UnitNode): Source {
  return { kind: 'place', site: { file, span } };
}

function overlapOfUnit(catalog: Catalog, node: UnitNode, hosts: Count): Topology['overlap'] {
  const { kind, strategy, strategySpan, surge, rolledBy = node.file } = node.unit;
  const by = (written: Span): Source => ({ kind: 'place', site: { file: rolledBy, span: written } });
  const declared = strategySpan === undefined ? inOwnFile(node) : by(strategySpan);
  if (strategy === 'recreate' || strategy === 'stop-first') {
    // Copies that are replaced one after another are of two versions for a while, but one copy never meets itself.
    const value = strategy === 'stop-first' && hosts.known !== 'assumed' && hosts.maximum > 1;
    return { value, known: 'declared', source: declared };
  }
  if (strategy === 'start-first') return { value: true, known: 'declared', source: declared };
  if (kind === 'deployment' && surge !== null && /^0%?$/.test(surge.value))
    return { value: hosts.maximum > 1, known: 'declared', source: by(surge.span) };
  const platform = platformOf(catalog, node.unit.kind);
  return platform === null ? null : fromPlatform(platform, platform.overlap);
}

function diskOf(platforms: readonly Platform[]): Topology['disk'] {
  const told = platforms.flatMap((platform) => fromPlatform(platform, platform.disk) ?? []);
  return told.find(({ value }) => value === 'ephemeral') ?? told[0] ?? null;
}

function lifetimeOf(platforms: readonly Platform[]): Topology['lifetime'] {
  const told = platforms.flatMap((platform) => fromPlatform(platform, platform.lifetime) ?? []);
  return told.find(({ value }) => value === 'frozen-after-response') ?? told[0] ?? null;
}

function fromPlatform<Value>(platform: Platform, value: Value | null) {
  const source: Source = { kind: 'platform', id: platform.id };
  return value === null ? null : { value, known: 'platform' as const, source };
}
