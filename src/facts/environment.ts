import type { Address, EnvironmentValue } from './deployment.ts';
import { isKept, isStore, withoutSecrets } from './secrets.ts';

/** Names whose value is a host, with or without a port, and no address: `DB_HOST`, `REDIS_SERVER`, `KAFKA_BROKERS`. */
const hostNames = /(?:^|_)(?:HOSTS?|HOSTNAME|SERVERS?|ADDR|ADDRESS|ENDPOINT|BROKERS?|NODES?|SEEDS?)$/i;

/** Names whose values are folders, which hold no secret: `STORAGE_DIR`, `UPLOAD_PATH`, `DATA_FOLDER`. */
const folderNames = /(?:^|_)(?:DIR|DIRECTORY|FOLDER|PATH|ROOT)$/i;

/** Names whose values are modules of code, which hold no secret: `DJANGO_SETTINGS_MODULE`. */
const moduleNames = /(?:^|_)SETTINGS_MODULE$/i;

/** Names whose value says when a pooler gives a connection to somebody else: `POOL_MODE`. */
const poolingNames = /(?:^|_)POOL_MODE$/i;

/** Names whose value chooses an engine, which is no secret: `DB_TYPE: sqlite`. */
const engineNames = /(?:^|_)(?:ENGINE|TYPE|DIALECT|CLIENT|DRIVER|CONNECTION|PROVIDER|BACKEND)$/i;
const engineWords = /^(?:(?:better-)?sqlite3?|postgres(?:ql)?|pg|mysql2?|mariadb|mssql|mongodb)$/i;

/** Names whose values are flags for a command: `GUNICORN_CMD_ARGS`. */
const flagNames = /_(?:ARGS|OPTS|OPTIONS|FLAGS)$/i;

/**
 * What may be kept of a configured value: an address without user, password or other parameters, a plain number,
 * a folder, a module of code, flags with numbers, or a short word without anything a secret would need. Null for all else, so that no
 * secret reaches facts or cache.
 * Where the name says that the value is a host, a bare host is an address without a scheme.
 */
export function environmentValueOf(text: string, name = ''): EnvironmentValue | null {
  const address = addressOf(text) ?? (hostNames.test(name) ? bareHostOf(text) : null);
  if (address !== null) return { kind: 'address', address };
  if (/^-?\d{1,9}(?:\.\d{1,6})?$/.test(text)) return { kind: 'number', value: Number(text) };
  if (/^(?:true|false|on|off|yes|no|production|development|test|staging|local|info|debug|warn|error)$/i.test(text)) {
    return { kind: 'word', value: text };
  }
  if (moduleNames.test(name) && /^[A-Za-z_]\w{0,63}(?:\.[A-Za-z_]\w{0,63}){0,7}$/.test(text)) {
    return { kind: 'word', value: text };
  }
  if (poolingNames.test(name) && /^(?:session|transaction|statement)$/i.test(text))
    return { kind: 'word', value: text };
  if (engineNames.test(name) && engineWords.test(text)) return { kind: 'word', value: text };
  if (folderNames.test(name) && /^\/[\w.-]+(?:\/[\w.-]+)*\/?$/.test(text)) return { kind: 'folder', value: text };
  const flags = flagNames.test(name)
    ? [...text.matchAll(/(?:^|\s)(--?[a-z][a-z-]*)(?:[ =]|(?=\d))(\d{1,4})(?=\s|$)/g)]
    : [];
  if (flags.length > 0) return { kind: 'flags', words: flags.flatMap(([, flag = '', number = '']) => [flag, number]) };
  return null;
}

/** `orders-db`, `redis:6379`, `kafka-1:9092,kafka-2:9092`, of which the first counts. */
function bareHostOf(text: string): Address | null {
  const match = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(\d{1,5}))?(?:,|$)/i.exec(text.trim());
  const host = match?.[1];
  if (host === undefined || /^\d+$/.test(host)) return null;
  return { scheme: '', host, port: match?.[2] === undefined ? null : Number(match[2]), database: null, parameters: {} };
}

/** An address without its credentials, in parts. */
const addressParts =
  /^([a-z][a-z0-9+.-]*):\/\/([^:/?#@\s,]+)?(?::(\d+))?(?:[^/?#\s]*)?(?:\/([^?#\s]*))?(?:\?([^#\s]*))?/i;

/** Reads `scheme://user:password@host:port/database?parameters`, keeping only what is named in `Address`. */
export function addressOf(text: string): Address | null {
  // Drivers of Java write what speaks to them before the address itself: `jdbc:postgresql://orders-db/orders`.
  const match = addressParts.exec(withoutSecrets(text.replace(/^jdbc:/i, '')));
  const scheme = match?.[1];
  const host = match?.[2];
  if (scheme === undefined || host === undefined) return null;
  const parameters: Record<string, string> = {};
  for (const pair of (match?.[5] ?? '').split('&')) {
    const [name = '', value = ''] = pair.split('=');
    if (isKept(name, value)) parameters[name] = value;
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

/** Whether a text can be the name of an environment variable; a broken line may put a value in its place. */
export function isEnvironmentName(text: string): boolean {
  return /^[A-Za-z_][\w.-]{0,127}$/.test(text);
}
