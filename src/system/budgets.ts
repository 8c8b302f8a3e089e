import { connectionsOf } from '../capacity/connection-budget.ts';
import type { Catalog } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { withoutAlternatives } from './alternatives.ts';
import type { RunningProgram } from './build-programs.ts';
import { areExclusive } from './exclusive.ts';
import { summedUnits } from './hosts.ts';
import type { Picture } from './picture.ts';
import { type PoolSize, poolSizeOf } from './pool-sizes.ts';
import { leadsToPooler } from './poolers.ts';
import { hasSupply, supplyOf } from './supplies.ts';
import { rolloutSurge } from './surge.ts';
import type { Component, ConnectionBudget, ConnectionDemand, Program, SingleClient, UnsizedPool } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';
import type { ResolvedUse } from './use-connections.ts';
import type { SettingOf } from './written-address.ts';

export interface BudgetContext {
  readonly graph: ProgramGraph;
  readonly catalog: Catalog;
  readonly configuration: Configuration;
  readonly picture: Picture;
  readonly units: readonly UnitNode[];
  readonly componentOf: ComponentOfUnit;
  readonly settingOf: (program: RunningProgram) => SettingOf;
}

interface PlacedDemand {
  readonly database: Component;
  readonly running: RunningProgram;
  /** Whether nothing says where the pool leads, so that the one database in sight is only the likely one. */
  readonly isLikely: boolean;
  /** Whether its size cannot be read, so that a sum is of at least so many. */
  readonly isUnread: boolean;
  readonly pooled: boolean;
  readonly demand: ConnectionDemand;
}

/** One budget for each database that pools lead to, by its id. */
export function budgetsOf(context: BudgetContext, uses: readonly ResolvedUse[]): readonly ConnectionBudget[] {
  const placed = uses.flatMap((resolved) => demandOf(context, resolved) ?? []);
  const databases = new Map(placed.map(({ database }) => [database.id, database]));
  return [...databases.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((database) => {
      const units = context.units.filter((node) => context.componentOf.get(keyOfUnit(node)) === database.id);
      const supply = supplyOf(context.configuration, database, units);
      const all = placed.filter((each) => each.database.id === database.id);
      const direct = all.filter(({ pooled, isUnread }) => !pooled && !isUnread);
      // Connections through a pooler do not reach the database; where some go around it, those alone count.
      const near = direct.length > 0 ? all.filter(({ pooled }) => !pooled) : all;
      const read = near.filter(({ isUnread }) => !isUnread);
      const counted = oneOfBranches(context.graph, oneForEachVariable(withoutLikely(onlyStarted(context.graph, read))));
      const demands = counted.filter((each) => !isElastic(each));
      if (supply === null || demands.length === 0) return [];
      const demand = demands.reduce((sum, { connections }) => sum + connections, 0);
      const pooled = direct.length === 0;
      const unread = besides(near, demands);
      return [{ database: database.id, supply, demands, demand, unread, elastic: counted.filter(isElastic), pooled }];
    });
}

function demandOf(context: BudgetContext, { program: running, use, target }: ResolvedUse): PlacedDemand | null {
  const { program } = running;
  const behind = databaseBehind(context, target.component);
  if (behind === null || program.role === 'other' || !isReached(context.graph, use)) return null;
  const site = target.evidence[1] ?? null;
  const size = poolSizeOf(context.graph, use, { address: target.address, site }, context.settingOf(running));
  if (size === null) return null;
  const { hosts, processesPerHost } = program.topology;
  const { surgeSite, rolled, ...processes } = processesOf(context, running);
  const isUnread = size === 'unread';
  const pool = isUnread ? unreadSize : size;
  // Who works on one job at a time takes one connection of the pool for it, however many there might be.
  const most = program.takesOne === true ? Math.min(pool.maximum, 1) : pool.maximum;
  const shape = { poolMaximum: most, ...processes };
  return {
    database: behind.database,
    running,
    isLikely: target.address === null && target.environment === null && target.confidence === 'medium',
    isUnread,
    pooled: behind.pooled || (target.address !== null && leadsToPooler(target.address)),
    demand: {
      program: program.name,
      use,
      ...shape,
      processesKnown: processesPerHost.minimum === processesPerHost.maximum,
      poolKnown: pool.known,
      poolSite: pool.site,
      ...(most < pool.maximum ? { oneAtATime: true as const } : {}),
      surgeSite,
      rolled,
      connections: connectionsOf({ ...shape, pools: 1 }),
      source: hosts.source,
      guess: target.isGuess ? { environment: target.environment } : null,
    },
  };
}

const unreadSize: PoolSize = { maximum: 0, known: 'environment', site: null };

/** How many processes run a program at the worst moment, and the line that says how many more a roll-out brings. */
function processesOf({ graph, catalog, configuration }: BudgetContext, { program, joins }: RunningProgram) {
  const { hosts, processesPerHost } = program.topology;
  const nodes = joins.map(({ node }) => node);
  const surge = rolloutSurge(program, nodes, summedUnits(graph.facts, catalog, configuration, nodes));
  return {
    processesPerHost: processesPerHost.maximum,
    hosts: hosts.maximum,
    surge: surge.hosts,
    surgeSite: surge.site,
    rolled: surge.unit,
  };
}

/**
 * Clients of one connection that a pool could stand in for: what is known of where each leads, and how many processes
 * would open that pool. A pooler in front of the database, or one that traffic multiplies, leaves no sum to keep to.
 */
export function singleClientsOf(context: BudgetContext, uses: readonly ResolvedUse[]): readonly SingleClient[] {
  return uses.flatMap(({ program: running, use, target }) => {
    const behind = use.pattern.shareable === undefined ? null : databaseBehind(context, target.component);
    if (behind === null || behind.pooled || (target.address !== null && leadsToPooler(target.address))) return [];
    const { database } = behind;
    const units = context.units.filter((node) => context.componentOf.get(keyOfUnit(node)) === database.id);
    const supply = supplyOf(context.configuration, database, units);
    const { surgeSite: _, rolled: _rolled, ...processes } = processesOf(context, running);
    const { source } = running.program.topology.hosts;
    if (supply === null || isElastic({ source, hosts: processes.hosts })) return [];
    const { isGuess } = target;
    return [{ program: running.program.name, use, database: database.id, supply, ...processes, source, isGuess }];
  });
}

/**
 * Pools of their library's own size in programs that traffic multiplies, where no file says what the database takes. A
 * database that a manifest runs takes what its engine does by default, and is no unknown.
 */
export function unsizedPoolsOf(context: BudgetContext, uses: readonly ResolvedUse[]): readonly UnsizedPool[] {
  return uses.flatMap((resolved): readonly UnsizedPool[] => {
    const placed = demandOf(context, resolved);
    if (placed === null || placed.isUnread || placed.isLikely) return [];
    const { database, demand, pooled, running } = placed;
    const units = context.units.filter((node) => context.componentOf.get(keyOfUnit(node)) === database.id);
    const supply = supplyOf(context.configuration, database, units);
    const { hosts } = running.program.topology;
    // Two of which one sleeps while nobody asks are a number that anybody can plan with.
    const isAutoscaled = hosts.known !== 'assumed' && hosts.minimum < hosts.maximum && hosts.maximum > 2;
    const isUnsized = demand.poolKnown === 'default' && demand.oneAtATime !== true && demand.poolMaximum > 1;
    if (supply === null || supply.grounded || units.length > 0 || !isAutoscaled || !isUnsized) return [];
    return [{ database: database.id, title: supply.title, demand, pooled }];
  });
}

/** A platform's own number of copies is a bound that nobody chose, and no number that anybody runs. */
function isElastic({ source, hosts }: Pick<ConnectionDemand, 'source' | 'hosts'>): boolean {
  return source.kind === 'platform' && hosts > 1;
}

/** A pool that nothing is seen to make, such as a migration's, is not counted. */
function isReached(graph: ProgramGraph, use: ResolvedUse['use']): boolean {
  return (graph.moments.get(use.function) ?? []).some(({ certainty }) => certainty === 'proved');
}

/** The database itself, or the one that a pooler stands before. */
function databaseBehind(
  { picture }: BudgetContext,
  component: Component,
): { readonly database: Component; readonly pooled: boolean } | null {
  if (component.engine !== 'pgbouncer')
    return hasSupply(component.engine) ? { database: component, pooled: false } : null;
  const behind = picture
    .connections()
    .filter(({ from }) => from === component.id)
    .map(({ to }) => picture.find(to))
    .find((each) => each !== null && hasSupply(each.engine));
  const only = picture.all().filter(({ engine, role }) => engine === 'postgres' && role !== 'replica');
  const database = behind ?? (only.length === 1 ? only[0] : undefined);
  return database === undefined || database === null ? null : { database, pooled: true };
}

/**
 * Programs that may run at the same time. Where manifests run some of them, the others are not seen to run beside those;
 * nor is a start file that nothing starts beside the program of its package that a script starts, nor a program beside
 * what it starts all of.
 */
function onlyStarted(graph: ProgramGraph, placed: readonly PlacedDemand[]): readonly PlacedDemand[] {
  const run = placed.filter(({ running, demand }) => running.joins.length > 0 || isElastic(demand));
  if (run.some(({ demand }) => !isElastic(demand))) return run;
  const started = new Set(placed.flatMap(({ running }) => (running.isStarted ? [running.program.folder] : [])));
  const kept = placed.filter(({ running }) => running.isStarted || !started.has(running.program.folder));
  const asks = (program: Program) =>
    kept.reduce((sum, { running, demand }) => sum + (running.program === program ? demand.connections : 0), 0);
  const programs = withoutAlternatives(graph, [...new Set(kept.map(({ running }) => running.program))], asks);
  return kept.filter(({ running }) => programs.includes(running.program));
}

/**
 * Several pools of one program whose addresses cannot be read may each lead to a database of its own, so only the
 * largest of them counts.
 */
function withoutLikely(placed: readonly PlacedDemand[]): readonly ConnectionDemand[] {
  const likely = new Map<string, PlacedDemand>();
  for (const each of placed.filter(({ isLikely }) => isLikely)) {
    const known = likely.get(each.demand.program);
    if (known === undefined || known.demand.connections < each.demand.connections)
      likely.set(each.demand.program, each);
  }
  return placed
    .filter((each) => !each.isLikely || likely.get(each.demand.program) === each)
    .map(({ demand }) => demand);
}

/** Pools whose size cannot be read, of programs that are seen to run and beside pools that are kept elsewhere. */
function besides(placed: readonly PlacedDemand[], demands: readonly ConnectionDemand[]): readonly ConnectionDemand[] {
  const programs = new Set(demands.map(({ program }) => program));
  const taken = new Set(demands.map(variableOf));
  const unread = placed.filter(({ isUnread, isLikely, demand, running }) => {
    const isRun = running.joins.length > 0 || programs.has(demand.program);
    return isUnread && !isLikely && isRun && !isElastic(demand) && !taken.has(variableOf(demand));
  });
  return oneForEachVariable(unread.map(({ demand }) => demand));
}

/** What keeps a pool: pools that one variable keeps are never there together. */
function variableOf({ program, use: { keptIn, id } }: ConnectionDemand): string {
  return `${program}\n${keptIn === null ? id : `${keptIn.file}:${keptIn.span.join()}`}`;
}

/** Of pools that one variable of one program keeps, only the largest can be there. */
function oneForEachVariable(demands: readonly ConnectionDemand[]): readonly ConnectionDemand[] {
  const largest = new Map<string, ConnectionDemand>();
  for (const demand of demands) {
    const key = variableOf(demand);
    const known = largest.get(key);
    if (known === undefined || known.connections < demand.connections) largest.set(key, demand);
  }
  return [...largest.values()].sort(
    (a, b) => compare(a.program, b.program) || compare(a.use.file, b.use.file) || a.use.call - b.use.call,
  );
}

/** Of pools that one program makes in two branches of one condition, only the largest can be there. */
function oneOfBranches(graph: ProgramGraph, demands: readonly ConnectionDemand[]): readonly ConnectionDemand[] {
  return demands.filter(
    (each, at) =>
      !demands.some(
        (other, place) =>
          other.program === each.program &&
          areExclusive(graph, other.use, each.use) &&
          (other.connections > each.connections || (other.connections === each.connections && place < at)),
      ),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
