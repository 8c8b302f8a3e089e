import { largestPool, plannedConnections } from '../capacity/connection-budget.ts';
import type { RuleContext } from '../findings/rule.ts';
import { keeping } from '../fixes/kept-client.ts';
import { argumentOf } from '../link/evaluate.ts';
import { describeSite } from '../link/places.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import type { ConnectionBudget, Program } from '../system/types.ts';

/** A client that a program makes once and that other files can use. */
export interface OwnClient {
  readonly use: LibraryUse;
  /** The name by which its file exports it; null for a file that keeps it itself. */
  readonly exported: string | null;
  readonly name: string | null;
}

/** The client of a package that one of the programs keeps already, the one of the same file first. */
export function ownClient(
  graph: ProgramGraph,
  packageName: string,
  file: string,
  programs: readonly Program[],
): OwnClient | null {
  const kept = graph.uses.flatMap((use): readonly OwnClient[] => {
    if (!use.library.packages.includes(packageName) || use.pattern.role !== 'redis-client') return [];
    if (use.file !== file && !programs.some(({ files }) => files.has(use.file))) return [];
    const found = keeping(graph, use);
    if (found === null) return [];
    if (use.file === file) return found.name === null ? [] : [{ use, exported: null, name: found.name }];
    return found.exported === null || found.exported === '*' ? [] : [found];
  });
  return kept.find(({ use }) => use.file === file) ?? kept[0] ?? null;
}

/** The environment name that every client of an engine takes its address from; null where there is none, or several. */
export function addressName(graph: ProgramGraph, engine: string, programs: readonly Program[]): string | null {
  const names = graph.uses.flatMap((use) => {
    if (use.pattern.connects?.engine !== engine || !programs.some(({ files }) => files.has(use.file))) return [];
    return use.pattern.connects.address.flatMap((pattern) =>
      argumentOf(graph, use, pattern).meanings.flatMap((each) => (each.kind === 'environment' ? [each.name] : [])),
    );
  });
  const [name, ...others] = new Set(names);
  return name === undefined || others.length > 0 ? null : name;
}

/** Names of queues that the programs write to and take from, as they are written; writers' first. */
export function queueNames(graph: ProgramGraph, programs: readonly Program[]): readonly string[] {
  const named = (role: string) =>
    graph.uses.flatMap((use) => {
      if (use.pattern.role !== role || !programs.some(({ files }) => files.has(use.file))) return [];
      const [first] = use.fact.arguments;
      return first?.kind === 'literal' && typeof first.value === 'string' && /^[\w.:-]{1,60}$/.test(first.value)
        ? [first.value]
        : [];
    });
  return [...new Set([...named('queue-producer'), ...named('queue-worker')])];
}

/** What a new pool may take in each process, with the sum as it stands in a remark. */
export interface PoolBudget {
  readonly maximum: number;
  readonly instances: number;
  /** `(max_connections 50 - 3 reserved) x 0.8 = 37`; null where nothing says what the database takes. */
  readonly sum: string | null;
  /** Where the numbers come from, in whole sentences. */
  readonly sources: readonly string[];
}

/** What the templates assume where no file says it, as their own remarks do. */
const assumed = { planned: 77 } as const;

/**
 * The share of one instance, with one more alive during a deploy: of what the database leaves to new pools, or of the
 * templates' assumption where no file says what it takes. Null where nothing says how many instances run.
 */
export function poolBudget({ graph, system }: RuleContext, programs: readonly Program[]): PoolBudget | null {
  const [program] = programs.toSorted((a, b) => instancesOf(b) - instancesOf(a));
  if (program === undefined || !isSaid(program)) return null;
  const instances = instancesOf(program);
  const budget = budgetOf(system.budgets, programs);
  const others = budget?.demands.filter(({ program: name }) => !programs.some((each) => each.name === name)) ?? [];
  const taken = others.reduce((sum, { connections }) => sum + connections, 0);
  const planned = budget === null ? assumed.planned : plannedConnections(budget.supply.usable) - taken;
  const maximum = largestPool(Math.max(0, planned), instances + 1);
  if (maximum < 1) return null;
  const { source } = program.topology.hosts;
  const place = source.kind === 'place' ? ` (${describeSite(graph.facts, source.site)})` : '';
  const copies = `${program.name} runs as ${instances} ${instances === 1 ? 'instance' : 'instances'}${place}.`;
  return {
    maximum,
    instances,
    sum: budget === null ? null : sumOf(budget, taken),
    sources: [copies, ...supplySource(graph, budget)],
  };
}

function supplySource(graph: ProgramGraph, budget: ConnectionBudget | null): readonly string[] {
  if (budget === null) return ['Nothing says how many connections the database takes; 100 are assumed.'];
  const { supply, database } = budget;
  const place = supply.source.kind === 'place' ? ` (${describeSite(graph.facts, supply.source.site)})` : '';
  return [`${database} takes ${supply.usable} connections${place}.`];
}

function sumOf({ supply }: ConnectionBudget, taken: number): string {
  const planned = plannedConnections(supply.usable);
  const all =
    supply.reserved === 0
      ? `${supply.title} ${supply.maximum} x 0.8`
      : `(${supply.title} ${supply.maximum} - ${supply.reserved} reserved) x 0.8`;
  return taken === 0 ? `${all} = ${planned}` : `${all} - ${taken} of other pools = ${planned - taken}`;
}

/** The one grounded budget of the programs; a pooler in front of it, or two databases, leave no share that holds. */
function budgetOf(budgets: readonly ConnectionBudget[], programs: readonly Program[]): ConnectionBudget | null {
  const own = budgets.filter(({ demands }) =>
    demands.some(({ program }) => programs.some(({ name }) => name === program)),
  );
  const [only, another] = own;
  return only === undefined || another !== undefined || only.pooled || !only.supply.grounded ? null : only;
}

function isSaid({ topology: { hosts, processesPerHost } }: Program): boolean {
  const isNumber = (count: typeof hosts) => !(count.source.kind === 'place' && count.source.several === true);
  return hosts.known !== 'assumed' && isNumber(hosts) && isNumber(processesPerHost);
}

function instancesOf({ topology: { hosts, processesPerHost } }: Program): number {
  return hosts.maximum * processesPerHost.maximum;
}
