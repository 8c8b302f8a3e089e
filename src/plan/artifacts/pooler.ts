import { pgbouncerMaxClients } from '../../capacity/constants.ts';
import { pooledConnections, poolSizeWithin } from '../../capacity/pooler.ts';
import { pgbouncerIni } from '../../patterns/pgbouncer.ts';
import type { Artifact, BudgetTable, PlanInput } from '../types.ts';

const instances = 2;
const pairs = 1;
const mostReserve = 5;

/** A PgBouncer before each PostgreSQL that is asked for more than it takes, within the budget and with room for all clients. */
export function poolersFor(input: PlanInput, budgets: readonly BudgetTable[]): readonly Artifact[] {
  return budgets.flatMap((table): readonly Artifact[] => {
    const component = input.system.components.find(({ id }) => id === table.database);
    if (component?.engine !== 'postgres' || table.pooled || !table.over || !/^[\w.-]+$/.test(component.name)) return [];
    const { planned, demand } = table;
    const reserve = Math.min(mostReserve, Math.floor(planned / (instances * pairs) / 5));
    const poolSize = poolSizeWithin(planned, { instances, pairs, reserve });
    if (poolSize < 1) return [];
    const most = pooledConnections({ instances, pairs, poolSize, reserve });
    const clients = Math.max(pgbouncerMaxClients.value, Math.ceil(demand / 50) * 50);
    const database = databaseName(table.database, input);
    return [
      {
        path: `pgbouncer/${component.name}.ini`,
        title: `PgBouncer before ${component.name}: ${instances} × ${pairs} × (${poolSize} + ${reserve}) = ${most} connections of the ${planned} to plan with (F10)`,
        language: 'ini',
        text: pgbouncerIni({
          head: [
            `PgBouncer before ${component.name}, to run ${instances} times: ${instances} x (${poolSize} + ${reserve}) = ${most} of the ${planned} connections to plan with.`,
            `Clients: all pools together ask for ${demand}; each instance takes ${clients}, so that one carries all when the other ends.`,
            'Written by Second Instance from the files of this workspace.',
            'assumption: one database with one user',
          ],
          database: { name: database ?? 'postgres', host: component.name, port: 5432 },
          listen: 6432,
          mode: 'transaction',
          poolSize,
          reserve,
          clients,
        }),
        embedded: false,
        before: [
          ...(table.fits === null
            ? []
            : ['Smaller pools alone fit too, as under Connection budgets: try those first.']),
          'Look for SET, LISTEN, advisory locks and temporary tables before: `pooler-session-feature` finds them once the pooler stands in a manifest.',
        ],
        assumptions: [
          {
            text: `one database${database === null ? '' : ` (${database})`} with one user`,
            settle: 'divide `default_pool_size` by the pairs of database and user that there are',
          },
        ],
      },
    ];
  });
}

/** The one name that addresses give it; null where they give none or several. */
function databaseName(id: string, { system, graph }: PlanInput): string | null {
  const host = system.components.find((each) => each.id === id)?.name;
  const names = new Set<string>();
  for (const { deployment } of graph.facts.values()) {
    for (const unit of deployment?.units ?? []) {
      for (const { environment } of unit.containers) {
        for (const { value } of environment) {
          if (value?.kind === 'address' && value.address.host === host && value.address.database != null) {
            names.add(value.address.database);
          }
        }
      }
    }
  }
  const [only] = names;
  return names.size === 1 && only !== undefined && /^[\w-]+$/.test(only) ? only : null;
}
