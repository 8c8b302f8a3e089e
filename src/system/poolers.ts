import type { Address } from '../facts/deployment.ts';

/** Hosts of database services behind which a pooler answers. */
const poolerHosts =
  /(?:^|[.-])pooler[.-]|\.pooler\.|-pooler\b|pgbouncer|pgcat|odyssey|supavisor|\.proxy-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com$|accelerate\.prisma/i;

/** Ports that poolers answer at and databases do not: PgBouncer's own, and DigitalOcean's. */
const poolerPorts: readonly number[] = [6432, 6543, 25_061];

/** Whether an address leads to a pooler and not to the database itself. */
export function leadsToPooler({ scheme, host, port, parameters }: Address): boolean {
  if (/^prisma(?:\+|$)/.test(scheme) || poolerHosts.test(host)) return true;
  if (port !== null && poolerPorts.includes(port)) return true;
  return parameters['pgbouncer'] === 'true';
}
