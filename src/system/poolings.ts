import type { Address } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { ownSettingsOf } from './addresses.ts';
import { leadsToPooler } from './poolers.ts';
import { mounts } from './proxies.ts';
import type { Pooling, PoolMode } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';
import type { ResolvedUse } from './use-connections.ts';

/** What stands between programs and their databases of PostgreSQL: for each client whether it reaches a pooler, and how that pools. */
export function poolingsOf(
  facts: FactsByFile,
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
  uses: readonly ResolvedUse[],
): readonly Pooling[] {
  return uses.flatMap(({ program, use, target }): readonly Pooling[] => {
    const { engine, id } = target.component;
    if (engine !== 'postgres' && engine !== 'pgbouncer') return [];
    const { address, environment } = target;
    const at = { program: program.program.name, use, environment, addressSite: target.evidence[1] ?? null };
    const running = units.filter((node) => componentOf.get(keyOfUnit(node)) === id);
    const mode = (address === null ? null : modeOfAddress(address)) ?? modeOfUnits(facts, running);
    const isPooled = engine === 'pgbouncer' || mode !== null || (address !== null && leadsToPooler(address));
    return [{ ...at, isPooled, mode }];
  });
}

/** What the address alone says: a word for a client that asks for it, or the host and port at which services pool that way. */
function modeOfAddress({ host, port, parameters }: Address): PoolMode | null {
  const said = (value: PoolMode['value'], by: string): PoolMode => ({ value, by, site: null });
  if (parameters['pgbouncer'] === 'true') return said('transaction', '`pgbouncer=true`');
  // Supabase: https://supabase.com/docs/guides/database/connecting-to-postgres
  if (port === 6543) return said('transaction', 'port 6543');
  if (/\.pooler\.supabase\.com$/i.test(host)) return said('session', 'its port');
  // Neon: https://neon.com/docs/connect/connection-pooling
  if (/-pooler\.(?:[\w-]+\.)*neon\.tech$/i.test(host)) return said('transaction', '`-pooler`');
  return null;
}

/** What the container that pools is told by its environment, or by a file that it mounts. */
function modeOfUnits(facts: FactsByFile, units: readonly UnitNode[]): PoolMode | null {
  for (const node of units) {
    for (const { name, value, site } of ownSettingsOf(node)) {
      if (value.kind === 'word' && /(?:^|_)POOL_MODE$/.test(name)) return modeFrom(value.value, `\`${name}\``, site);
    }
    for (const [file, { deployment }] of facts) {
      const { poolMode } = deployment ?? {};
      if (poolMode === undefined || !mounts(node, file)) continue;
      return modeFrom(poolMode.value, '`pool_mode`', { file, span: poolMode.span });
    }
  }
  return null;
}

function modeFrom(word: string, by: string, site: Site): PoolMode | null {
  const value = word.toLowerCase();
  return value === 'session' || value === 'transaction' || value === 'statement' ? { value, by, site } : null;
}
