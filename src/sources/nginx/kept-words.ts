import { withoutSecrets } from '../../facts/secrets.ts';

/** Directives whose words say how requests are balanced, passed on, limited and kept; all others may hold anything. */
const kept: ReadonlySet<string> = new Set([
  ...['upstream', 'server', 'location', 'if', 'listen', 'server_name', 'include', 'load_module', 'resolver', 'zone'],
  ...['least_conn', 'least_time', 'ip_hash', 'hash', 'random', 'keepalive', 'keepalive_timeout', 'keepalive_requests'],
  ...['check', 'queue', 'state', 'sticky', 'ntlm', 'health_check', 'status_zone', 'api', 'match'],
  ...['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'memcached_pass'],
  ...['proxy_http_version', 'proxy_read_timeout', 'proxy_cache', 'proxy_cache_path', 'client_max_body_size'],
  ...['limit_req', 'limit_req_zone', 'limit_req_status', 'limit_conn', 'limit_conn_zone', 'split_clients'],
  ...['worker_processes', 'worker_connections', 'root', 'alias'],
]);

/** Headers that decide how a connection is used, and who is said to ask; the values of others are nobody's business. */
const keptHeaders = /^(?:connection|upgrade|host|x-forwarded-for)$/i;

/** The words of a directive that facts may hold. */
export function keptWords(name: string, words: readonly string[]): readonly string[] {
  if (name === 'proxy_set_header') return keptHeaders.test(words[0] ?? '') ? words : words.slice(0, 1);
  // A variable is told only where it holds an address; it may hold a secret just as well.
  if (name === 'set')
    return isAddressOf(words[0] ?? '', words[1] ?? '') ? words.map(withoutSecrets) : words.slice(0, 1);
  if (name.endsWith('_pass') && kept.has(name)) return words.map(withPath);
  return kept.has(name) ? words.map(withoutSecrets) : [];
}

/** An address with its path, as it decides where requests arrive; one with a part that may be a key goes without. */
function withPath(word: string): string {
  const bare = withoutSecrets(word);
  const path = /^\w+:\/\/[^/?#]+((?:\/[a-z._-]{0,24}|\/v\d{1,2})+)$/i.exec(word)?.[1];
  return path === undefined || !/^\w+:\/\/[^/]+\/?$/.test(bare) ? bare : bare.replace(/\/?$/, path);
}

/** An address, a name of the environment that a template fills in, or a bare host where the variable is called by that. */
function isAddressOf(variable: string, word: string): boolean {
  if (/^\w+:\/\/|^[\w.-]+:\d+$|^\$\{?[A-Z][A-Z0-9_]*\}?(?::\d+)?$/.test(word)) return true;
  return /(?:host|upstream|backend|server|target)$/i.test(variable) && /^[a-z][a-z0-9-]{0,40}$/.test(word);
}
