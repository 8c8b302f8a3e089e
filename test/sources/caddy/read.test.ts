// biome-ignore-all lint/suspicious/noTemplateCurlyInString: facts write names of the environment this way.
import { describe, expect, it } from 'vitest';
import { isCaddyPath } from '../../../src/sources/caddy/path.ts';
import { readCaddyfile } from '../../../src/sources/caddy/read.ts';

/** `proxied http random: api:3000, api2:3000` for each group, and the names that are imported. */
function read(text: string) {
  const { deployment, problems, suppressions } = readCaddyfile('Caddyfile', text);
  const groups = (deployment?.forwarding?.groups ?? []).map(({ name, carries, balancing, keeps, servers }) => {
    const told = servers.map(({ address, weight }) => address + (weight === null ? '' : ` ×${weight}`));
    return `${[name ?? '-', carries, balancing, keeps].filter((word) => word !== null).join(' ')}: ${told.join(', ')}`;
  });
  return {
    groups,
    leads: deployment?.forwarding?.leads,
    problems: problems.map(({ message }) => message),
    suppressions,
  };
}

describe('reading a Caddyfile', () => {
  it('keeps places of directives and upstreams', () => {
    const text = 'shop.example {\n\treverse_proxy /api/* api:3000\n}\n';
    const [group] = readCaddyfile('Caddyfile', text).deployment?.forwarding?.groups ?? [];
    expect(text.slice(...(group?.span ?? [0, 0]))).toBe('reverse_proxy');
    expect(text.slice(...(group?.servers[0]?.span ?? [0, 0]))).toBe('api:3000');
  });

  it.each<[string, string, readonly string[]]>([
    ['one site without braces', 'shop.example\n\nreverse_proxy api:3000\n', ['- http: api:3000']],
    [
      'matchers before the upstreams',
      ':80 {\n reverse_proxy /a/* a:1\n @b path /b\n reverse_proxy @b b:1\n reverse_proxy * c:1\n}',
      ['- http: a:1', '- http: b:1', '- http: c:1'],
    ],
    [
      'directives within handle, handle_path and route',
      ':80 {\n handle /a {\n  reverse_proxy a:1\n }\n handle_path /b/* {\n  route {\n   reverse_proxy b:1\n  }\n }\n}',
      ['- http: a:1', '- http: b:1'],
    ],
    [
      'upstreams of a block of its own, and how it chooses',
      ':80 {\n reverse_proxy a:1 {\n  to b:1 c:1\n  lb_policy least_conn\n  health_uri /up\n }\n}',
      ['- http least_conn: a:1, b:1, c:1'],
    ],
    ['chance where nothing is said', ':80 {\n reverse_proxy a:1 b:1\n}', ['- http random: a:1, b:1']],
    [
      'shares of each',
      ':80 {\n reverse_proxy a:1 b:1 {\n  lb_policy weighted_round_robin 3 1\n }\n}',
      ['- http weighted_round_robin: a:1 ×3, b:1 ×1'],
    ],
    [
      'clients and addresses that are kept together',
      ':80 {\n reverse_proxy a:1 b:1 {\n  lb_policy ip_hash\n }\n reverse_proxy a:2 b:2 {\n  lb_policy uri_hash\n }\n}',
      ['- http ip_hash client: a:1, b:1', '- http uri_hash address: a:2, b:2'],
    ],
    [
      'names of the environment with and without a fallback',
      '{$SITE:shop.example} {\n reverse_proxy {$API_HOST:api}:{$API_PORT:3000} {env.OTHER}:80\n}',
      ['- http random: ${API_HOST:-api}:${API_PORT:-3000}, ${OTHER}:80'],
    ],
    [
      'a template that is filled in before Caddy reads it',
      'shop.$DOMAIN {$TLS\n reverse_proxy $API:3000\n}\nadmin.$DOMAIN {\n reverse_proxy admin:80\n}',
      ['- http: ${API}:3000', '- http: admin:80'],
    ],
    ['gRPC without a certificate', ':80 {\n reverse_proxy h2c://rpc:50051\n}', ['- grpc: h2c://rpc:50051']],
    [
      'PHP and who is asked for sign-in',
      ':80 {\n forward_auth auth:9091 {\n  uri /check\n }\n php_fastcgi php:9000\n}',
      ['- http: auth:9091', '- http: php:9000'],
    ],
    [
      'what is made as requests come',
      ':80 {\n reverse_proxy {http.request.host}:80 api:1\n reverse_proxy unix//run/a.sock\n}',
      ['- http: api:1'],
    ],
    [
      'global options and other directives',
      '{\n email me@shop.example\n servers {\n  trusted_proxies static private_ranges\n }\n}\n:80 {\n encode gzip\n file_server\n respond "reverse_proxy api:1" 200\n}',
      [],
    ],
    [
      'comments, quotes, backticks and lines that go on',
      ':80 {\n # reverse_proxy no:1\n header X "a { b"\n respond `}`\n reverse_proxy a:1 \\\n  b:1 # c:1\n}',
      ['- http random: a:1, b:1'],
    ],
    [
      'text up to a mark',
      ':80 {\n respond <<HTML\n  reverse_proxy no:1 {\n HTML 200\n reverse_proxy a:1\n}',
      ['- http: a:1'],
    ],
    ['addresses of a site in several lines', 'a.example,\nb.example {\n reverse_proxy a:1\n}', ['- http: a:1']],
    ['line ends of Windows', ':80 {\r\n reverse_proxy a:1\r\n}\r\n', ['- http: a:1']],
  ])('%s', (_name, text, groups) => {
    expect(read(text)).toMatchObject({ groups, problems: [] });
  });

  it('keeps what a snippet leads to under its name, and with what an import gives it', () => {
    const text =
      '(pages) {\n reverse_proxy web:80\n}\n(to) {\n reverse_proxy {args[0]}\n}\n:80 {\n import pages\n handle /api/* {\n  import to api:3000\n }\n}\n';
    expect(read(text)).toMatchObject({
      groups: ['pages http: web:80', '- http: api:3000'],
      leads: ['pages', 'to'],
      problems: [],
    });
  });

  it('keeps no value that could be a secret', () => {
    const text =
      ':80 {\n basic_auth {\n  me s3cr3t\n }\n reverse_proxy http://u:pw1@api:80 b:1 {\n  header_up Authorization "Bearer abc123"\n  lb_policy cookie shop k3y\n }\n tls {\n  dns cloudflare t0ken\n }\n}';
    expect(JSON.stringify(readCaddyfile('Caddyfile', text))).not.toMatch(/s3cr3t|pw1|abc123|k3y|t0ken/);
    expect(read(text).groups).toEqual(['- http cookie client: http://api:80, b:1']);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['a block that is never closed', ':80 {\n reverse_proxy a:1\n', ['- http: a:1'], ['This block is never closed.']],
    [
      'a brace too many',
      ':80 {\n reverse_proxy a:1\n}\n}\n:81 {\n reverse_proxy b:1\n}',
      ['- http: a:1', '- http: b:1'],
      ['This brace closes no block.'],
    ],
    [
      'a quote that is never closed',
      ':80 {\n header X "a\n reverse_proxy a:1\n}',
      ['- http: a:1'],
      ['This quote is never closed.'],
    ],
    [
      'a directive that is half typed',
      ':80 {\n reverse_proxy\n reverse_proxy /api/*\n reverse_proxy a:1\n}',
      ['- http: a:1'],
      [],
    ],
    ['a mark that never comes', ':80 {\n respond <<END\n reverse_proxy a:1\n}', ['- http: a:1'], []],
  ])('tells of %s and keeps the rest', (_name, text, groups, problems) => {
    expect(read(text)).toMatchObject({ groups, problems });
  });

  it('survives blocks without end', () => {
    expect(read(':80 {\n'.repeat(5000)).problems.length).toBeGreaterThan(0);
  });

  it('reads comments that silence rules', () => {
    expect(
      read(':80 {\n # second-instance-ignore lb-algorithm: told apart\n reverse_proxy a:1\n}').suppressions,
    ).toMatchObject([{ rule: 'lb-algorithm', reason: 'told apart' }]);
  });

  it.each([
    ['Caddyfile', true],
    ['docker/Caddyfile.production', true],
    ['Caddyfile.template', true],
    ['api.Caddyfile', true],
    ['shop.caddyfile', true],
    ['sites/shop.caddy', true],
    ['docs/Caddyfile.md', false],
    ['Caddyfile.bak', false],
    ['src/caddyfile.ts', false],
    ['caddy/values.yaml', false],
  ])('%s: %s', (path, expected) => {
    expect(isCaddyPath(path)).toBe(expected);
  });
});
