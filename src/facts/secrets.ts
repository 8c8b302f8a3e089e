import type { Span } from '../text/range.ts';

/** Pool parameters that may be kept from a database address; everything else behind the `?` is dropped. */
export const keptParameters = [
  'connection_limit',
  'pool_timeout',
  'pgbouncer',
  'maxPoolSize',
  'minPoolSize',
  'max',
  'pool_size',
];

/** Whether a scheme names a store: its path is a database, where a web address's path could carry a token. */
export function isStore(scheme: string): boolean {
  return /^(?:postgres(?:ql)?|mysql2?|mariadb|mongodb|mssql|sqlserver|rediss?|valkey|memcached|amqps?|kafka|nats)(?:\+\w+)?$/i.test(
    scheme,
  );
}

/** Stands for a part of a text that is not literal. */
export const unknownPart = '\u0001';

/** A text whose addresses keep scheme, host, port, database and pool parameters, and lose all else. */
export function withoutSecrets(text: string): string {
  const [only] = partsWithoutSecrets([text]);
  return only?.replace(/(:\/\/)@/g, '$1') ?? '';
}

/**
 * The same for a text in parts, of which those that are not literal are null. A name and a password may be parted from
 * the host behind them by parts that nobody knows, so the whole text is looked at.
 */
export function partsWithoutSecrets<Part extends string | null>(parts: readonly Part[]): readonly Part[] {
  const spans = secretSpans(parts.map((part) => part ?? unknownPart).join(''));
  if (spans.length === 0) return parts;
  let start = 0;
  return parts.map((part) => {
    const own: Span = [start, start + (part ?? unknownPart).length];
    start = own[1];
    return part === null ? part : (cut(part, own[0], spans) as Part);
  });
}

function cut(part: string, offset: number, spans: readonly Span[]): string {
  let kept = '';
  let at = 0;
  for (const [from, to] of spans) {
    const start = Math.min(Math.max(at, from - offset), part.length);
    kept += part.slice(at, start);
    at = Math.max(start, Math.min(to - offset, part.length));
  }
  return kept + part.slice(at);
}

/** Stretches of a text's addresses that nobody but their owner may read, in order. The `@` behind a name stays. */
function secretSpans(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let mark = text.indexOf('://'); mark >= 0; ) {
    const scheme = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, mark - longestScheme), mark))?.[0] ?? '';
    const start = mark + 3;
    const ending = isStore(scheme) ? storeEnd : webEnd;
    ending.lastIndex = start;
    const end = ending.exec(text)?.index ?? text.length;
    for (const [from, to] of spansOf(scheme, text.slice(start, end))) {
      if (to > from) found.push([start + from, start + to]);
    }
    mark = text.indexOf('://', end);
  }
  return found.length === 0 && isKeyed(text) ? keyedSpans(text) : found;
}

const longestScheme = 40;

/** `Server=db;User Id=sa;Password=…` and `host=db password=…`, as drivers of databases take them. */
function isKeyed(text: string): boolean {
  return (
    text.includes('=') &&
    /(?:^|[;\s])(?:server|data source|host|hostaddr)\s*=/i.test(text) &&
    /(?:password|pwd)\s*=/i.test(text)
  );
}

function keyedSpans(text: string): readonly Span[] {
  const pairs = text.matchAll(
    /(?:^|[;\s])(?:user id|uid|user|username|password|pwd)\s*=\s*(?!\w+\s*=)("[^"]*"|'[^']*'|[^;\s]*)/gi,
  );
  return [...pairs].map(({ 0: whole, 1: value = '', index }): Span => {
    const end = index + whole.length;
    return [end - value.length, end];
  });
}

/** A password of a store may hold quotes; a web address ends at them. */
const storeEnd = /\s/g;
const webEnd = /[\s"'`<>]/g;

/** Schemes of files, whose path is all there is. */
const ofFiles = /^(?:file|sqlite3?|unix|libsql)$/i;

function spansOf(scheme: string, rest: string): readonly Span[] {
  if (ofFiles.test(scheme)) return behindPath(rest, endOfPath(rest, 0));
  const host = startOfHost(scheme, rest);
  const credentials: readonly Span[] = host === 0 ? [] : [[0, host - 1]];
  const authority = authorityOf(rest.slice(host));
  // A text behind the colon that is no port can only be what should not be seen.
  const strange: readonly Span[] = isPlain(authority)
    ? []
    : [[host + authority.indexOf(':') + 1, host + authority.length]];
  const pathEnd = endOfPath(rest, host);
  const path: readonly Span[] = isStore(scheme) ? [] : [[host + authority.length + 1, pathEnd]];
  return [...credentials, ...strange, ...path, ...behindPath(rest, pathEnd)];
}

/** Where the host begins: behind the `@` of a name and a password, which may hold `@`, `/` and `?` as they are. */
function startOfHost(scheme: string, rest: string): number {
  const authority = authorityOf(rest);
  const front = isStore(scheme) ? rest.slice(0, endOfPath(rest, 0)) : authority;
  if (front.includes('@')) return front.lastIndexOf('@') + 1;
  return isPlain(authority) ? 0 : rest.lastIndexOf('@') + 1;
}

function authorityOf(rest: string): string {
  return /^[^/?#;]*/.exec(rest)?.[0] ?? '';
}

/** One host or several, each with a port or without. */
function isPlain(authority: string): boolean {
  const written = authority.replaceAll(unknownPart, '0');
  return /^(?:\[[^\]]*\]|[^:,]*)(?::\d*)?(?:,[^:,]*(?::\d*)?)*$/.test(written);
}

function endOfPath(rest: string, from: number): number {
  const length = /[?#;]/.exec(rest.slice(from))?.index;
  return length === undefined ? rest.length : from + length;
}

/** Values of parameters other than those of pools, and what stands behind `#`. */
function behindPath(rest: string, start: number): readonly Span[] {
  const spans: Span[] = [];
  const fragment = rest.indexOf('#', start);
  const end = fragment < 0 ? rest.length : fragment;
  for (const pair of rest.slice(start, end).matchAll(/[?&;]([^=&;]*)(=?)([^&;]*)/g)) {
    const [whole, name = '', equals = '', value = ''] = pair;
    const valueEnd = start + pair.index + whole.length;
    if (equals === '') spans.push([start + pair.index + 1, valueEnd]);
    else if (!isKept(name, value)) spans.push([valueEnd - value.length, valueEnd]);
  }
  if (fragment >= 0) spans.push([fragment + 1, rest.length]);
  return spans;
}

export function isKept(name: string, value: string): boolean {
  return keptParameters.includes(name) && /^[\w.-]{1,20}$/.test(value);
}

const secretName =
  /(?:^|[-_])(?:pass|credentials?|(?:api|access|private|secret)[-_]?key|key)$|(?:password|passwd|passphrase|secret|token|requirepass|masterauth)$/i;

/**
 * The words of a command without what a secret could be: values of flags and names that say so, and the credentials of
 * addresses. `***` stands in their place, so that the number of words stays.
 */
export function commandWordsOf(words: readonly string[]): readonly string[] {
  return words.map((word, at) => {
    const before = words[at - 1] ?? '';
    return before.startsWith('-') && secretName.test(before) ? hidden : commandTextOf(word);
  });
}

/** The same for a command in one text. */
export function commandTextOf(text: string): string {
  const hiddenNames = text
    .replace(/([\w-]+)=("[^"]*"|'[^']*'|\S+)/g, (whole, name: string, value: string) =>
      secretName.test(name) || isUnknownSetting(name, value) ? `${name}=${hidden}` : whole,
    )
    .replace(tokenShapes, hidden)
    .replace(/(--?[\w-]+)(\s+)(\S+)/g, (whole, flag: string, space: string) =>
      secretName.test(flag) ? flag + space + hidden : whole,
    );
  return withoutSecrets(hiddenNames);
}

/** Of a name of the environment in front of a command only such values are kept as somebody asks for. */
function isUnknownSetting(name: string, value: string): boolean {
  return (
    /^[A-Z][A-Z0-9_]*$/.test(name) && !askedNames.test(name) && !/^["']?(?:-?\d{1,9}|true|false)["']?$/.test(value)
  );
}

const askedNames =
  /(?:^|_)(?:APP|APPLICATION|MODULE|PATH|ENV|ENVIRONMENT|DIR|DIRECTORY|FOLDER|ROOT|HOST|PORT|WORKERS?|CONCURRENCY|PROCESSES|THREADS|ARGS|OPTS|OPTIONS|FLAGS|CMD|COMMAND|MODE|URL|URI|DSN|LEVEL|CONFIG|FILE|SETTINGS|CONFIGURATION)$/;

/** What well-known services give out begins by a mark of theirs. */
const tokenShapes =
  /\b(?:sk|pk|rk|whsec)_(?:live|test)?_?\w{8,}|\bgh[pousr]_\w{8,}|\bxox[abprs]-[\w-]{8,}|\bAKIA\w{12,}/g;

const hidden = '***';
