import { largestPool, plannedConnections } from '../capacity/connection-budget.ts';
import { postgresReserved, postgresSuperuserReserved } from '../capacity/constants.ts';
import type { ConnectionBudget, ConnectionDemand, Program } from '../system/types.ts';
import { figureOf, fromFormula, fromLibrary, fromSite, provenanceOf } from './provenance.ts';
import type { BudgetRow, BudgetTable, Figure, PlanInput, PoolProposal, Provenance } from './types.ts';

type BudgetInput = Pick<PlanInput, 'system' | 'graph' | 'catalog' | 'configuration'>;

/** The connection budget of every database, the tightest first. */
export function budgetTables(input: BudgetInput): readonly BudgetTable[] {
  return input.system.budgets
    .map((budget) => budgetTable(budget, input))
    .sort((a, b) => b.demand * a.usable - a.demand * b.usable || (a.database < b.database ? -1 : 1));
}

function budgetTable(budget: ConnectionBudget, input: BudgetInput): BudgetTable {
  const { supply, demand, pooled } = budget;
  const rows = budget.demands.map((each) => budgetRow(each, budget.database, input));
  const planned = plannedConnections(supply.usable);
  const tight = !pooled && demand > planned;
  const proposal = tight ? proposalFor(budget.demands, planned) : null;
  return {
    database: budget.database,
    rows,
    demand,
    title: supply.title,
    maximum: maximumOf(budget, input),
    reserved: reservedOf(budget, input),
    usable: supply.usable,
    planned,
    over: !pooled && demand > supply.usable,
    pooled,
    elastic: [...new Set(budget.elastic.map(({ program }) => program))],
    fits: proposal !== null && proposal.demand <= planned ? proposal : null,
    needsPooler: proposal !== null && proposal.demand > planned,
  };
}

function budgetRow(demand: ConnectionDemand, database: string, input: BudgetInput): BudgetRow {
  const program = input.system.programs.find(({ name }) => name === demand.program);
  return {
    program: demand.program,
    library: demand.use.library.title,
    pool: poolOf(demand, input),
    processes: processesOf(demand, program, input),
    hosts: figureOf(demand.hosts, demand.source, input),
    surge: surgeOf(demand, program, input),
    condition: conditionOf(demand, database, input),
    connections: demand.connections,
  };
}

/** `REPORTS_URL leads to orders-db`; null where a file says that the pool leads there. */
export function conditionOf(
  { guess, use }: ConnectionDemand,
  database: string,
  input: Pick<PlanInput, 'graph'>,
): string | null {
  if (guess === null) return null;
  const place = () => fromSite({ file: use.file, span: use.fact.calleeSpan }, input).text;
  return `${guess.environment ?? `the pool of ${place()}`} leads to ${database}`;
}

function poolOf(demand: ConnectionDemand, input: BudgetInput): Figure {
  const { use, poolSite, poolMaximum: value } = demand;
  if (poolSite !== null) return { value, from: fromSite(poolSite, input) };
  const site = { file: use.file, span: use.fact.calleeSpan };
  const from = fromLibrary(use.library.title, { site, names: input });
  // The machine's cores are in no file; the least that can be is counted, and said.
  const assumed = use.pattern.pool?.byCores === true ? ', two for each core and one more, of one core assumed' : '';
  return { value, from: { ...from, text: `${from.text}${assumed}` } };
}

function processesOf(demand: ConnectionDemand, program: Program | undefined, input: BudgetInput): Figure {
  const processes = program?.topology.processesPerHost;
  if (processes === undefined || processes.known === 'assumed') {
    return { value: demand.processesPerHost, from: fromFormula('one, as nothing multiplies it') };
  }
  return figureOf(demand.processesPerHost, processes.source, input, processes.known);
}

/** Copies beside the old ones while a deploy rolls; where they come from is what the topology says of overlap. */
function surgeOf(demand: ConnectionDemand, program: Program | undefined, input: BudgetInput): Figure {
  const overlap = program?.topology.overlap;
  if (demand.surge === 0) return { value: 0, from: whyNoSurge(demand, overlap ?? null, input) };
  if (demand.surgeSite !== null) return { value: demand.surge, from: fromSite(demand.surgeSite, input) };
  if (overlap === undefined || overlap === null) return { value: demand.surge, from: fromFormula('in a roll-out') };
  return figureOf(demand.surge, overlap.source, input, overlap.known);
}

/** A roll-out that adds none is told as well, because nobody can check a number without its reason. */
function whyNoSurge(
  { source }: ConnectionDemand,
  overlap: Program['topology']['overlap'],
  input: BudgetInput,
): Provenance {
  if (overlap === null) return fromFormula('none counted, as nothing says how it is rolled out');
  const said = provenanceOf(overlap.source, input, overlap.known);
  if (!overlap.value) return { ...said, text: `none beside them, ${said.text}` };
  return source.kind === 'assumed'
    ? fromFormula('not counted, as the hosts are assumed')
    : { ...said, text: `none at once, ${said.text}` };
}

function maximumOf({ database, supply }: ConnectionBudget, input: BudgetInput): Figure {
  if (supply.grounded) return figureOf(supply.maximum, supply.source, input);
  const text = `assumed, the default of ${engineTitle(database, input)}`;
  return { value: supply.maximum, from: { kind: 'assumed', text, place: null } };
}

function reservedOf({ database, supply }: ConnectionBudget, input: BudgetInput): Figure {
  const value = supply.reserved;
  const configured = input.configuration.databases[database];
  if (configured?.reserved === value && configured.site !== undefined)
    return { value, from: fromSite(configured.site, input) };
  const usual = postgresSuperuserReserved.value + postgresReserved.value;
  if (value !== 0 && value !== usual) return figureOf(value, supply.source, input);
  return { value, from: fromLibrary(engineTitle(database, input)) };
}

function engineTitle(database: string, { system, catalog }: BudgetInput): string {
  const engine = system.components.find(({ id }) => id === database)?.engine ?? null;
  return catalog.engines.find((each) => each.engine === engine)?.title ?? 'the database';
}

/** Every program gives up the same share (F9); a pool is never smaller than one connection. */
function proposalFor(demands: readonly ConnectionDemand[], planned: number): PoolProposal {
  const demand = demands.reduce((sum, each) => sum + each.connections, 0);
  const rows = demands.map((each) => {
    const processes = each.processesPerHost * (each.hosts + each.surge);
    const share = Math.floor((planned * each.connections) / demand);
    const pool = Math.min(each.poolMaximum, Math.max(1, largestPool(share, processes)));
    return { program: each.program, library: each.use.library.title, pool, connections: pool * processes };
  });
  return { rows, demand: rows.reduce((sum, each) => sum + each.connections, 0) };
}
