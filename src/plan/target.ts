import { connectionsOf } from '../capacity/connection-budget.ts';
import { withSpare } from '../capacity/instances.ts';
import { connectionName, type Overlay, type OverlayComponent, type OverlayConnection } from '../findings/overlay.ts';
import type { ConnectionBudget, Program } from '../system/types.ts';
import { type Needed, neededBy } from './additions.ts';
import { budgetTables } from './budgets.ts';
import { instancesAtPeak } from './sizing.ts';
import type { BudgetTable, PlanInput } from './types.ts';

/** The System after the plan, and how it differs from the one that runs. */
export interface Target {
  /** What will be there, without what goes. */
  readonly overlay: Overlay;
  /** The same and what goes. */
  readonly difference: Overlay;
  /** By the component's id; those that stay as they are are left out. */
  readonly components: ReadonlyMap<string, Difference>;
  /** By the connection's name. */
  readonly connections: ReadonlyMap<string, Difference>;
}

export interface Difference {
  readonly change: 'added' | 'changed' | 'removed';
  /** Short: `was 1 instance`, `for sessions, limits`. */
  readonly why: string;
}

/**
 * What the plan leads to: the stores that its blockers need, a queue with its worker, a pooler where no pool fits, pools
 * that fit, and as many instances as the plan counts on. Nothing is found in it any more.
 */
export function targetOf(input: PlanInput): Target {
  const now = input.overlay;
  const components = new Map(now.components.map((each) => [each.id, withoutFindings(each)]));
  const connections = new Map(now.connections.map((each) => [connectionName(each), withoutCounts(each)]));
  const changes = { components: new Map<string, Difference>(), connections: new Map<string, Difference>() };
  const gone = new Map<string, OverlayConnection>();

  const add = (component: OverlayComponent, why: string) => {
    if (components.has(component.id)) return;
    components.set(component.id, component);
    changes.components.set(component.id, { change: 'added', why });
  };
  const join = (from: string, to: string, kind: OverlayConnection['kind'], why: string) => {
    const isThere = [...connections.values()].some(
      (each) => each.from === from && each.to === to && each.kind === kind,
    );
    if (isThere || !components.has(from) || !components.has(to)) return;
    const made: OverlayConnection = { from, to, kind, evidence: [], confidence: 'high' };
    connections.set(connectionName(made), made);
    changes.connections.set(connectionName(made), { change: 'added', why });
  };

  const hosts = new Map(input.system.programs.map((program) => [program.name, plannedHosts(input, program)]));
  for (const program of input.system.programs) scaled(program, hosts, components, changes.components);
  for (const needed of neededBy(input)) {
    const { id, kind, link } = storeFor(needed);
    const why = `for ${thingsOf(needed)}`;
    if (needed.present === null) add({ ...plain, id, kind, name: kind === 'queue' ? 'Job queue' : needed.name }, why);
    for (const program of programsOf(needed)) join(program, id, link, why);
    if (kind === 'queue' && needed.name.includes('worker')) {
      for (const program of programsOf(needed)) {
        add({ ...plain, id: `${program}-worker`, kind: 'worker', name: `${program}-worker` }, 'takes the jobs');
        join(`${program}-worker`, id, 'consume', 'takes the jobs');
      }
    }
  }
  for (const table of budgetTables({ ...input, system: { ...input.system, budgets: budgetsAt(input, hosts) } })) {
    if (table.needsPooler) throughPooler(table, { add, join }, connections, gone, changes.connections);
    else resized(table, connections, changes.connections);
  }
  const overlay = { components: [...components.values()], connections: [...connections.values()] };
  const difference = { ...overlay, connections: [...overlay.connections, ...gone.values()] };
  return { overlay, difference, ...changes };
}

const plain = { evidence: [], findings: { error: 0, warning: 0, note: 0 } } as const;

function withoutFindings(component: OverlayComponent): OverlayComponent {
  return { ...component, findings: plain.findings };
}

function withoutCounts({ findings: _, ...connection }: OverlayConnection): OverlayConnection {
  return connection;
}

/**
 * On how many hosts a server runs after the plan: as many as its peak needs and two more, or two where nobody said a
 * peak, and never fewer than today. Null for what stays as it is.
 */
function plannedHosts(input: PlanInput, { name, role, topology }: Program): number | null {
  // Where the platform starts a copy for every request, nobody counts them; and somebody may have said that it stays.
  if (role !== 'server' || topology.lifetime?.value === 'frozen-after-response') return null;
  if (input.configuration.topology[name]?.because != null) return null;
  const peak = instancesAtPeak(input, name);
  const needed = peak === null ? 2 : Math.ceil(withSpare(peak) / topology.processesPerHost.maximum);
  const { hosts } = topology;
  return hosts.known !== 'assumed' && hosts.minimum >= Math.max(2, needed) ? null : Math.max(2, needed);
}

function scaled(
  { name, topology: { hosts, processesPerHost } }: Program,
  planned: ReadonlyMap<string, number | null>,
  components: Map<string, OverlayComponent>,
  changes: Map<string, Difference>,
): void {
  const component = components.get(name);
  const least = planned.get(name) ?? null;
  if (component?.instances === undefined || least === null) return;
  const known = hosts.known !== 'assumed';
  const { min, max } = component.instances;
  const each = processesPerHost.maximum;
  const instances = { min: least * each, max: Math.max(least, known ? hosts.maximum : 0) * each, source: 'the plan' };
  components.set(name, { ...component, instances });
  const was = !known ? 'was of an unknown number' : `was ${min === max ? max : `${min}–${max}`}`;
  changes.set(name, { change: 'changed', why: was });
}

/** What the same pools ask of each database when programs run on the planned hosts. */
function budgetsAt({ system }: PlanInput, planned: ReadonlyMap<string, number | null>): readonly ConnectionBudget[] {
  return system.budgets.map((budget) => {
    const demands = budget.demands.map((demand) => {
      const hosts = Math.max(demand.hosts, planned.get(demand.program) ?? 0);
      return { ...demand, hosts, connections: connectionsOf({ ...demand, hosts, pools: 1 }) };
    });
    return { ...budget, demands, demand: demands.reduce((sum, { connections }) => sum + connections, 0) };
  });
}

function storeFor({ name, present }: Needed): {
  readonly id: string;
  readonly kind: OverlayComponent['kind'];
  readonly link: OverlayConnection['kind'];
} {
  switch (name) {
    case 'Redis':
      return { id: present?.id ?? 'redis', kind: present?.kind ?? 'cache', link: 'redis' };
    case 'Object storage':
      return { id: present?.id ?? 'object-storage', kind: 'storage', link: 's3' };
    default:
      return { id: present?.id ?? 'jobs', kind: 'queue', link: 'publish' };
  }
}

function programsOf({ findings }: Needed): readonly string[] {
  return [...new Set(findings.flatMap(({ programs }) => programs))].sort();
}

function thingsOf({ findings }: Needed): string {
  const things = [...new Set(findings.flatMap(({ thing }) => thing ?? []))];
  return things.length === 0
    ? `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`
    : things.slice(0, 2).join(', ');
}

/** Connections that go to the database go to the pooler instead, which alone reaches it. */
function throughPooler(
  { database }: BudgetTable,
  {
    add,
    join,
  }: {
    readonly add: (component: OverlayComponent, why: string) => void;
    readonly join: (from: string, to: string, kind: OverlayConnection['kind'], why: string) => void;
  },
  connections: Map<string, OverlayConnection>,
  gone: Map<string, OverlayConnection>,
  changes: Map<string, Difference>,
): void {
  const id = `pgbouncer-${database}`;
  const why = 'no pool is small enough';
  add({ ...plain, id, kind: 'database', name: 'PgBouncer', role: 'pooler' }, why);
  for (const [name, connection] of [...connections]) {
    if (connection.to !== database || connection.budget === undefined) continue;
    connections.delete(name);
    gone.set(name, connection);
    changes.set(name, { change: 'removed', why: 'goes through PgBouncer' });
    join(connection.from, id, connection.kind, why);
  }
  join(id, database, 'sql', why);
}

/** Pools that all fit, where today's do not, and what they ask for on the planned hosts. */
function resized(
  { database, fits, rows: asked }: BudgetTable,
  connections: Map<string, OverlayConnection>,
  changes: Map<string, Difference>,
): void {
  for (const [name, connection] of connections) {
    const rows = (fits?.rows ?? asked).filter(({ program }) => program === connection.from);
    if (connection.to !== database || connection.budget === undefined || rows.length === 0) continue;
    const demand = rows.reduce((sum, row) => sum + row.connections, 0);
    if (demand === connection.budget.demand) continue;
    connections.set(name, { ...connection, budget: { ...connection.budget, demand } });
    changes.set(name, { change: 'changed', why: `was ${connection.budget.demand}` });
  }
}
