import type { ForwardServerFact, ServerGroupFact } from '../../facts/forwarding.ts';
import type { Span } from '../../text/range.ts';
import { forwardAddressOf } from '../forward-address.ts';
import { at, entriesOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

/** The nodes of an upstream, and how requests are shared out among them; null for one without. */
export function groupOf(
  upstream: YamlValue,
  name: string | null,
  carries: ServerGroupFact['carries'],
): ServerGroupFact | null {
  const servers = serversOf(upstream);
  if (servers.length === 0) return null;
  const type = textOf(at(upstream, 'type')) ?? 'roundrobin';
  const scheme = textOf(at(upstream, 'scheme')) ?? '';
  return {
    name,
    span: upstream.span,
    carries: /^grpcs?$/.test(scheme) ? 'grpc' : /^(?:tcp|udp|tls)$/.test(scheme) ? 'bytes' : carries,
    balancing: servers.length < 2 ? null : /^\w{1,40}$/.test(type) ? type : 'roundrobin',
    keeps: type === 'chash' ? keptBy(upstream) : null,
    servers,
  };
}

/** What is hashed: a cookie and who asks stand for a client, and so does the address it comes from. */
function keptBy(upstream: YamlValue): ServerGroupFact['keeps'] {
  const on = textOf(at(upstream, 'hash_on')) ?? 'vars';
  const key = textOf(at(upstream, 'key')) ?? '';
  if (on === 'cookie' || on === 'consumer' || key === 'remote_addr') return 'client';
  return /uri|arg_/.test(key) ? 'address' : null;
}

/** Nodes as a map of addresses with their weights or as a list, or a name that is looked up again and again. */
function serversOf(upstream: YamlValue): readonly ForwardServerFact[] {
  const nodes = at(upstream, 'nodes');
  const looked = at(upstream, 'discovery_type');
  const service = at(upstream, 'service_name');
  if (textOf(looked) === 'dns' && service !== null) return serverOf(textOf(service) ?? '', null, service.span);
  if (nodes?.kind === 'map') {
    return entriesOf(nodes).flatMap(({ key, keySpan, value }) => serverOf(key, textOf(value), keySpan));
  }
  return itemsOf(nodes).flatMap((node) => {
    const host = at(node, 'host');
    const port = textOf(at(node, 'port'));
    if (host === null) return [];
    return serverOf(`${textOf(host) ?? ''}${port === null ? '' : `:${port}`}`, textOf(at(node, 'weight')), host.span);
  });
}

function serverOf(written: string, weight: string | null, span: Span): readonly ForwardServerFact[] {
  const named = written.replace(/\$\{\{(\w+)(?::=([^{}]*))?\}\}/g, (_whole, name: string, fallback?: string) =>
    fallback === undefined ? `\${${name}}` : `\${${name}:-${fallback}}`,
  );
  const address = forwardAddressOf(named);
  // Without a share it takes no requests.
  if (address === null || weight === '0') return [];
  return [{ address, weight: /^\d{1,6}$/.test(weight ?? '') ? Number(weight) : null, span }];
}
