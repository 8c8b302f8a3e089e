import type { Address, EnvironmentValue } from './deployment.ts';

/** Pool parameters that may be kept from a database address; everything else behind the `?` is dropped. */
const keptParameters = [
  'connection_limit',
  'pool_timeout',
  'pgbouncer',
  'maxPoolSize',
  'minPoolSize',
  'max',
  'pool_size',
];

/**
 * What may be kept of a configured value: an address without user, password or other parameters, a plain number,
 * or a short word without anything a secret would need. Null for all else, so that no secret reaches facts or cache.
 */
export function environmentValueOf(text: string): EnvironmentValue | null {
  const address = addressOf(text);
  if (address !== null) return { kind: 'address', address };
  if (/^-?\d{1,9}(?:\.\d{1,6})?$/.test(text)) return { kind: 'number', value: Number(text) };
  if (/^(?:true|false|on|off|yes|no|production|development|test|staging|local|info|debug|warn|error)$/i.test(text)) {
    return { kind: 'word', value: text };
  }
  return null;
}

/** Reads `scheme://user:password@host:port/database?parameters`, keeping only what is named in `Address`. */
export function addressOf(text: string): Address | null {
  const match =
    /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/\s]*@)?([^:/?#\s,]+)?(?::(\d+))?(?:[^/?#\s]*)?(?:\/([^?#\s]*))?(?:\?([^#\s]*))?/i.exec(
      text,
    );
  const scheme = match?.[1];
  const host = match?.[2];
  if (scheme === undefined || host === undefined) return null;
  const parameters: Record<string, string> = {};
  for (const pair of (match?.[5] ?? '').split('&')) {
    const [name = '', value = ''] = pair.split('=');
    if (keptParameters.includes(name) && /^[\w.-]{1,20}$/.test(value)) parameters[name] = value;
  }
  const database = match?.[4];
  return {
    scheme: scheme.toLowerCase(),
    host,
    port: match?.[3] === undefined ? null : Number(match[3]),
    // A path is kept only where the scheme names a store; a web address's path could carry a token.
    database: isStore(scheme) && database !== undefined && database !== '' ? database : null,
    parameters,
  };
}

function isStore(scheme: string): boolean {
  return /^(?:postgres(?:ql)?|mysql|mariadb|mongodb|mssql|sqlserver|redis|rediss|amqps?|kafka|nats)(?:\+\w+)?$/i.test(
    scheme,
  );
}
