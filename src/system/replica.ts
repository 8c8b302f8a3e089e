import type { Site } from '../link/program-graph.ts';
import { ownSettingsOf } from './addresses.ts';
import type { UnitNode } from './units.ts';

/** Names by which the images of databases take the one that they copy: `POSTGRESQL_MASTER_HOST`, `MYSQL_SOURCE_HOST`. */
const namesOfPrimary = /(?:^|_)(?:MASTER|PRIMARY|SOURCE|UPSTREAM|LEADER|REPLICATION|REPLICATE_FROM)(?:_|$)/i;
const hostInCommand = /(?:pg_basebackup\b.*?\s(?:-h|--host)[ =]|primary_conninfo\b.*?\bhost=)([\w.-]+)/;

/** `replica` for a container whose name, command or settings say that it copies another database; null for others. */
export function replicaRole(node: UnitNode): string | null {
  const words = node.fact?.command?.words.join(' ') ?? '';
  if (/hot_standby|--read[-_]only/.test(words) || primaryOf(node) !== null) return 'replica';
  return /(?:^|[-_])(?:replica|standby|slave|secondary|read(?:er)?|ro)(?:[-_]?\d+)?$/i.test(node.unit.name)
    ? 'replica'
    : null;
}

/** The host that a database's container is told to copy. */
export function primaryOf(node: UnitNode): { readonly host: string; readonly site: Site } | null {
  for (const { name, value, site } of ownSettingsOf(node)) {
    if (value.kind === 'address' && namesOfPrimary.test(name)) return { host: value.address.host, site };
  }
  const command = node.fact?.command ?? null;
  const host = hostInCommand.exec(command?.words.join(' ') ?? '')?.[1];
  return host === undefined || command === null ? null : { host, site: { file: node.file, span: command.span } };
}
