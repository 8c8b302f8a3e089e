// biome-ignore-all lint/suspicious/noTemplateCurlyInString: APISIX writes names of the environment this way.
import { describe, expect, it } from 'vitest';
import { isApisixPath } from '../../../src/sources/apisix/path.ts';
import { readApisix } from '../../../src/sources/apisix/read.ts';
import { readFile } from '../../../src/sources/formats.ts';

function read(text: string) {
  const { deployment, problems } = readApisix('apisix.yaml', text);
  const groups = (deployment?.forwarding?.groups ?? []).map(({ name, carries, balancing, keeps, servers }) => {
    const told = servers.map(({ address, weight }) => address + (weight === null ? '' : ` ×${weight}`));
    return `${[name ?? '-', carries, balancing, keeps].filter((word) => word !== null).join(' ')}: ${told.join(', ')}`;
  });
  return { groups, leads: deployment?.forwarding?.leads, problems };
}

describe('reading the file of APISIX', () => {
  it('keeps places of nodes', () => {
    const text = 'upstreams:\n  - id: 1\n    nodes:\n      "api:3000": 1\n';
    const [group] = readApisix('apisix.yaml', text).deployment?.forwarding?.groups ?? [];
    expect(text.slice(...(group?.servers[0]?.span ?? [0, 0]))).toBe('"api:3000"');
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'an upstream that routes name',
      'upstreams:\n  - id: shop\n    type: roundrobin\n    nodes: { "a:1": 3, "b:1": 1 }\nroutes:\n  - uri: /*\n    upstream_id: shop\n  - uri: /x\n    upstream_id: shop\n#END\n',
      ['shop http roundrobin: a:1 ×3, b:1 ×1'],
      ['shop'],
    ],
    [
      'an upstream of a route’s own, with nodes as a list',
      'routes:\n  - uri: /*\n    upstream:\n      type: least_conn\n      nodes:\n        - { host: a, port: 80, weight: 2 }\n        - { host: b, port: 80, weight: 0 }\n        - { host: c, port: 80 }\n',
      ['- http least_conn: a:80 ×2, c:80'],
      [],
    ],
    [
      'services that routes name, and none that they do not',
      'services:\n  - id: 1\n    upstream: { nodes: { "a:1": 1 } }\n  - id: 2\n    upstream_id: 9\n  - id: 3\n    upstream_id: 8\nroutes:\n  - service_id: 1\n  - service_id: 2\n',
      ['- http: a:1 ×1'],
      ['9'],
    ],
    [
      'clients that are kept together',
      'upstreams:\n  - id: 1\n    type: chash\n    hash_on: cookie\n    key: shop\n    nodes: { "a:1": 1, "b:1": 1 }\n',
      ['1 http chash client: a:1 ×1, b:1 ×1'],
      [],
    ],
    [
      'addresses that are kept together',
      'upstreams:\n  - id: 1\n    type: chash\n    key: uri\n    nodes: { "a:1": 1, "b:1": 1 }\n',
      ['1 http chash address: a:1 ×1, b:1 ×1'],
      [],
    ],
    ['gRPC', 'routes:\n  - uri: /*\n    upstream: { scheme: grpc, nodes: { "a:1": 1 } }\n', ['- grpc: a:1 ×1'], []],
    [
      'what is passed on as it comes',
      'stream_routes:\n  - server_port: 9100\n    upstream: { nodes: { "db:5432": 1 } }\n',
      ['- bytes: db:5432 ×1'],
      [],
    ],
    [
      'a name that is looked up',
      'upstreams:\n  - id: 1\n    discovery_type: dns\n    service_name: api:3000\n',
      ['1 http: api:3000'],
      [],
    ],
    [
      'names of the environment with and without a fallback',
      'routes:\n  - upstream: { nodes: { "${{API_HOST}}:${{PORT:=3000}}": 1 } }\n',
      ['- http: ${API_HOST}:${PORT:-3000} ×1'],
      [],
    ],
    ['nothing of half-typed ones', 'upstreams:\n  - id: 1\n    nodes:\nroutes:\n  -\n  - upstream_id:\n', [], ['']],
  ])('%s', (_name, text, groups, leads) => {
    expect(read(text)).toMatchObject({ groups, leads: leads.filter((name) => name !== ''), problems: [] });
  });

  it('tells of broken YAML and keeps the rest', () => {
    const { groups, problems } = read('routes:\n  - upstream: { nodes: { "a:1": 1 } }\nupstreams: [\n');
    expect([groups, problems.length > 0]).toEqual([['- http: a:1 ×1'], true]);
  });

  it('keeps no value that could be a secret', () => {
    const text =
      'routes:\n  - uri: /*\n    plugins: { key-auth: { key: s3cr3t } }\n    upstream: { nodes: { "a:1": 1 }, pass_host: pw1 }\n';
    expect(JSON.stringify(readApisix('apisix.yaml', text))).not.toMatch(/s3cr3t|pw1/);
  });

  it('leaves manifests that run it to their own reader', () => {
    const manifest = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: apisix\nspec:\n  selector: { app: apisix }\n';
    expect(readFile('k8s/apisix.yaml', manifest).deployment?.services).toMatchObject([{ name: 'apisix' }]);
    expect(readFile('conf/apisix.yaml', 'routes:\n  - uri: /\n').language).toBe('apisix');
  });

  it.each([
    ['conf/apisix.yaml', true],
    ['apisix-standalone.yml', true],
    ['docs/apisix.md', false],
    ['apisix/config.yaml', false],
  ])('%s: %s', (path, expected) => {
    expect(isApisixPath(path)).toBe(expected);
  });
});
