// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HAProxy writes names of the environment this way.
import { describe, expect, it } from 'vitest';
import { isHaproxyPath } from '../../../src/sources/haproxy/path.ts';
import { readHaproxy } from '../../../src/sources/haproxy/read.ts';

/** `shop http leastconn: api1:3000 ×3, api2:3000 backup` for each group, and the names that requests are led to. */
function read(text: string) {
  const { deployment, problems, suppressions } = readHaproxy('haproxy/haproxy.cfg', text);
  const groups = (deployment?.forwarding?.groups ?? []).map(({ name, carries, balancing, keeps, servers }) => {
    const told = servers.map(
      ({ address, weight, backup }) =>
        address + (weight === null ? '' : ` ×${weight}`) + (backup === true ? ' backup' : ''),
    );
    return `${[name ?? '-', carries, balancing, keeps].filter((word) => word !== null).join(' ')}: ${told.join(', ')}`;
  });
  return {
    groups,
    leads: deployment?.forwarding?.leads,
    problems: problems.map(({ message }) => message),
    suppressions,
  };
}

describe('reading a configuration of HAProxy', () => {
  it('keeps places of names and addresses', () => {
    const text = 'backend shop\n  mode http\n  server one api:3000 check\n';
    const [group] = readHaproxy('haproxy.cfg', text).deployment?.forwarding?.groups ?? [];
    expect(text.slice(...(group?.span ?? [0, 0]))).toBe('shop');
    expect(text.slice(...(group?.servers[0]?.span ?? [0, 0]))).toBe('api:3000');
  });

  it.each<[string, string, readonly string[], readonly (string | null)[]]>([
    [
      'a backend with weights, a spare and an algorithm',
      'frontend web\n bind :80\n default_backend shop\nbackend shop\n mode http\n balance leastconn\n server a api1:3000 weight 3 check\n server b api2:3000 backup\n',
      ['shop http leastconn: api1:3000 ×3, api2:3000 backup'],
      ['shop'],
    ],
    [
      'what defaults say, and what says otherwise',
      'defaults\n mode http\n balance source\n default-server weight 5\nbackend a\n server x one:1\n server y two:1\nbackend b\n balance uri whole\n default-server weight 2\n server x one:1\n server y two:1\n',
      ['a http source client: one:1 ×5, two:1 ×5', 'b http uri whole address: one:1 ×2, two:1 ×2'],
      [],
    ],
    [
      'defaults that a later one takes the place of, and one that is named',
      'defaults web\n mode http\ndefaults plain\n mode tcp\nbackend a\n server x one:1\nbackend b from web\n server x one:1\n',
      ['a bytes: one:1', 'b http: one:1'],
      [],
    ],
    [
      'a section that takes and passes requests itself',
      'listen stats\n bind :9000\n stats enable\nlisten db\n bind :5432\n server main postgres:5432\n',
      ['- bytes: postgres:5432'],
      [],
    ],
    [
      'several ways from one frontend, one of them made as requests come',
      'frontend web\n use_backend api if { path_beg /api }\n use_backend %[req.hdr(host),lower]\n default_backend pages\nbackend api\n mode http\n server a api:1\n',
      ['api http: api:1'],
      ['api', null, 'pages'],
    ],
    [
      'servers and backends that are switched off',
      'backend a\n server x one:1 disabled\n server y two:1\nbackend b\n disabled\n server z three:1\n',
      ['a bytes: two:1'],
      [],
    ],
    [
      'a cookie that keeps clients, and one that is only looked at',
      'backend a\n cookie SRV insert indirect nocache\n server x one:1 cookie x\n server y two:1 cookie y\nbackend b\n server x one:1\n server y two:1\n',
      ['a bytes roundrobin client: one:1, two:1', 'b bytes roundrobin: one:1, two:1'],
      [],
    ],
    [
      'names of the environment in quotes, with and without a fallback',
      'backend a\n server x "${API_HOST}:${API_PORT-3000}"\n server y "$OTHER:80"\n',
      ['a bytes roundrobin: ${API_HOST}:${API_PORT:-3000}, ${OTHER}:80'],
      [],
    ],
    [
      'servers that a template makes',
      'backend a\n server-template api 1-4 api:3000 check\n',
      ['a bytes: api:3000'],
      [],
    ],
    ['an address with its family', 'backend a\n server x ipv4@api:3000\n', ['a bytes: api:3000'], []],
    ['gRPC by its protocol', 'backend a\n mode http\n server x api:1 proto h2\n', ['a grpc: api:1'], []],
    [
      'comments, a line that goes on, line ends of Windows and blanks that are escaped',
      'backend a # shop\r\n  # server no none:1\r\n  server x \\\r\n    one:1 check\r\n  server y\\ z two:1\r\n',
      ['a bytes roundrobin: one:1, two:1'],
      [],
    ],
  ])('%s', (_name, text, groups, leads) => {
    expect(read(text)).toMatchObject({ groups, leads, problems: [] });
  });

  it('keeps no value that could be a secret', () => {
    const text =
      'userlist admins\n user me insecure-password s3cr3t\nfrontend web\n default_backend a\nbackend a\n http-request set-header Authorization "Bearer abc123"\n stats auth admin:pw1\n server x http://u:pw2@api:80\n';
    expect(JSON.stringify(readHaproxy('haproxy.cfg', text))).not.toMatch(/s3cr3t|abc123|pw1|pw2|insecure/);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'a server without an address',
      'backend a\n server x\n server y two:1\n',
      ['a bytes: two:1'],
      ['`x` wants an address behind it.'],
    ],
    ['a server without anything', 'backend a\n server\n', [], ['`server` wants an address behind it.']],
    [
      'a quote that is never closed',
      'backend a\n server x "one:1\n server y two:1\n',
      ['a bytes roundrobin: one:1, two:1'],
      ['This quote is never closed.'],
    ],
    ['a backend without a name', 'frontend web\nbackend\n server x one:1\n', ['- bytes: one:1'], []],
    ['a file that ends within a word', 'backend a\n server x one:1\n serv', ['a bytes: one:1'], []],
    ['a line that would go on behind the end', 'backend a\n server x one:1 \\', ['a bytes: one:1'], []],
  ])('tells of %s and keeps the rest', (_name, text, groups, problems) => {
    expect(read(text)).toMatchObject({ groups, problems });
  });

  it('says nothing of files of other programs', () => {
    for (const text of [
      '[metadata]\nname = shop\n[options]\npackages = find:\n',
      'server: api:3000\nbackend: "none\n',
    ]) {
      expect(read(text)).toMatchObject({ groups: [], leads: undefined, problems: [] });
    }
  });

  it('reads comments that silence rules', () => {
    expect(
      read('backend a\n # second-instance-ignore lb-algorithm: told apart\n server x one:1\n').suppressions,
    ).toMatchObject([{ rule: 'lb-algorithm', reason: 'told apart' }]);
  });

  it.each([
    ['haproxy.cfg', true],
    ['deploy/haproxy/shop.cfg', true],
    ['roles/balancer/templates/haproxy.cfg.j2', true],
    ['etc/shop.haproxy.cfg', true],
    ['haproxy.conf', true],
    ['docs/haproxy.cfg.md', false],
    ['src/haproxy.ts', false],
    ['k8s/haproxy.yaml', false],
  ])('%s: %s', (path, expected) => {
    expect(isHaproxyPath(path)).toBe(expected);
  });
});
