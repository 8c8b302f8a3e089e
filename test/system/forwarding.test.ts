// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose and HAProxy write names of the environment this way.
import { describe, expect, it } from 'vitest';
import { connectionLines, type Files, manifest, see, server } from './workspace.ts';

const code: Files = {
  'package.json': manifest('shop', { scripts: { start: 'node server.js' }, dependencies: { express: '^5.0.0' } }),
  'server.js': server,
};
const api = '  api:\n    build: .\n    command: node server.js\n';
const haproxy = '  balancer:\n    image: haproxy:3.2\n    volumes: [./haproxy:/usr/local/etc/haproxy:ro]\n';
const caddy = '  edge:\n    image: caddy:2\n    volumes: [./Caddyfile:/etc/caddy/Caddyfile]\n';
const compose = (services: string): Files => ({ 'compose.yaml': `services:\n${services}` });
const shop = 'frontend web\n  bind :80\n  default_backend shop\nbackend shop\n  mode http\n  server one api:3000\n';

const seen = (files: Files) => see({ ...code, ...files });
const passedOn = (files: Files) => connectionLines(seen(files)).filter((line) => !line.startsWith('client '));
const kindOf = (files: Files, id: string) => seen(files).system.components.find((each) => each.id === id)?.kind;

describe('what HAProxy passes requests on to', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'the servers of a backend',
      { ...compose(api + haproxy), 'haproxy/haproxy.cfg': shop },
      ['balancer → api http high'],
    ],
    [
      'a backend in another file that the same container mounts',
      {
        ...compose(api + haproxy),
        'haproxy/a.cfg': 'frontend web\n  use_backend shop if TRUE\n',
        'haproxy/b.cfg': 'backend shop\n  mode http\n  server one api:3000\n',
      },
      ['balancer → api http high'],
    ],
    [
      'a backend that is chosen as requests come',
      {
        ...compose(api + haproxy),
        'haproxy/haproxy.cfg': shop.replace('default_backend shop', 'use_backend %[hdr(host)]'),
      },
      ['balancer → api http high'],
    ],
    [
      'no backend that nothing leads to',
      { ...compose(api + haproxy), 'haproxy/haproxy.cfg': shop.replace('  default_backend shop\n', '') },
      [],
    ],
    [
      'a database, by the protocol that it speaks',
      {
        ...compose(`${api}${haproxy}  db:\n    image: postgres:17\n`),
        'haproxy/haproxy.cfg': 'listen db\n  bind :5432\n  server main db:5432\n',
      },
      ['balancer → db sql high'],
    ],
    [
      'a host of the environment of the container',
      {
        ...compose(`${api}${haproxy}    environment:\n      SHOP_HOST: api\n`),
        'haproxy/haproxy.cfg': shop.replace('api:3000', '"${SHOP_HOST}:${SHOP_PORT-3000}"'),
      },
      ['balancer → api http high'],
    ],
    [
      'nothing by a name whose value is not known',
      { ...compose(api + haproxy), 'haproxy/haproxy.cfg': shop.replace('api:3000', '"${SHOP_HOST}:3000"') },
      [],
    ],
    [
      'a balancer that no container is seen to run',
      { ...compose(api), 'haproxy.cfg': shop },
      ['haproxy → api http high'],
    ],
    ['nothing by an example that nothing runs', { ...compose(api), 'examples/haproxy.cfg': shop }, []],
    [
      'the only balancer there is, by the files that its image brings along',
      { ...compose(`${api}  balancer:\n    image: haproxy:3.2\n`), 'infra/haproxy.cfg': shop },
      ['balancer → api http high'],
    ],
    [
      'an image of one’s own that reads the file where HAProxy does',
      {
        ...compose(`${api}  balancer:\n    image: shop/edge:1\n    volumes: [./haproxy:/etc/haproxy]\n`),
        'haproxy/haproxy.cfg': shop,
      },
      ['balancer → api http high'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(passedOn(files)).toEqual(expected);
  });

  it('tells algorithm and shares', () => {
    const { system } = seen({
      ...compose(`${api}  other:\n    image: shop/other\n${haproxy}`),
      'haproxy/haproxy.cfg': [
        'listen shop',
        '  mode http',
        '  balance leastconn',
        '  server one api:3000 weight 3',
        '  server two other:80 backup',
      ].join('\n'),
    });
    expect(system.components.find(({ id }) => id === 'balancer')).toMatchObject({
      kind: 'loadbalancer',
      details: { balancing: 'leastconn', weights: 'api:3000 3, other:80 backup' },
    });
  });

  it('is found among the containers of the file that asks, where two have one name', () => {
    const files: Files = {
      'a/compose.yaml':
        'services:\n  api:\n    image: one/api\n  balancer:\n    image: haproxy\n    volumes: [./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg]\n',
      'a/haproxy.cfg': shop,
      'b/compose.yaml': 'services:\n  api:\n    container_name: other\n    image: one/api\n',
    };
    expect(connectionLines(see(files))).toContain('balancer → api http high');
  });
});

describe('what Caddy passes requests on to', () => {
  const image = (text: string): Files => ({
    ...compose(`${api}  edge:\n    build: ./edge\n`),
    'edge/Caddyfile': ':80 {\n  reverse_proxy api:3000\n}\n',
    'edge/Dockerfile': text,
  });

  it.each<[string, Files, readonly string[]]>([
    [
      'what a site leads to, also through a snippet',
      {
        ...compose(`${api}  page:\n    image: shop/page\n${caddy}`),
        Caddyfile:
          '(page) {\n  reverse_proxy page:80\n}\n{$SITE} {\n  handle /api/* {\n    reverse_proxy api:3000\n  }\n  import page\n}\n',
      },
      ['edge → api http high', 'edge → page http high'],
    ],
    [
      'nothing by a snippet that is not imported',
      { ...compose(api + caddy), Caddyfile: '(page) {\n  reverse_proxy api:3000\n}\n' },
      [],
    ],
    [
      'a name of the environment that the container sets, and not what it falls back on',
      {
        ...compose(`${api}  page:\n    image: shop/page\n${caddy}    environment: [SHOP_HOST=page]\n`),
        Caddyfile: ':80 {\n  reverse_proxy {$SHOP_HOST:api}:80\n}\n',
      },
      ['edge → page http high'],
    ],
    [
      'what a name falls back on',
      { ...compose(api + caddy), Caddyfile: ':80 {\n  reverse_proxy {$SHOP:api:3000}\n}\n' },
      ['edge → api http high'],
    ],
    [
      'nothing on its own machine',
      { ...compose(api + caddy), Caddyfile: ':80 {\n  reverse_proxy localhost:3000\n}\n' },
      [],
    ],
    [
      'an image that takes the file in',
      image('FROM caddy:2\nCOPY Caddyfile /etc/caddy/Caddyfile\n'),
      ['edge → api http high'],
    ],
    [
      'an image of another system that starts Caddy',
      image('FROM alpine:3\nCOPY Caddyfile /shop.Caddyfile\nCMD ["caddy", "run", "--config", "/shop.Caddyfile"]\n'),
      ['edge → api http high'],
    ],
    [
      'a gateway that no container is seen to run',
      { ...compose(api), Caddyfile: ':80 {\n  reverse_proxy api:3000\n}\n' },
      ['caddy → api http high'],
    ],
    [
      'nothing by a file for a developer’s own machine',
      { ...compose(api), 'dev/Caddyfile': ':80 {\n  reverse_proxy api:3000\n}\n' },
      [],
    ],
  ])('%s', (_name, files, expected) => {
    expect(passedOn(files)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['the software and its file', 'FROM caddy:2\nCOPY Caddyfile /etc/caddy/Caddyfile\n', 'gateway'],
    [
      'a build of the software itself',
      'FROM caddy:2-builder AS own\nRUN xcaddy build\nFROM caddy:2\nCOPY --from=own /usr/bin/caddy /usr/bin/caddy\nCOPY Caddyfile /etc/caddy/Caddyfile\n',
      'gateway',
    ],
    [
      'a page that is built before',
      'FROM node:22 AS page\nRUN npm run build\nFROM caddy:2\nCOPY --from=page /app/dist /srv\nCOPY Caddyfile /etc/caddy/Caddyfile\n',
      'service',
    ],
  ])('an image of %s', (_name, text, kind) => {
    expect(kindOf(image(text), 'edge')).toBe(kind);
  });
});

describe('what APISIX passes requests on to', () => {
  const edge =
    '  edge:\n    image: apache/apisix:3\n    volumes: [./conf/apisix.yaml:/usr/local/apisix/conf/apisix.yaml]\n';
  it.each<[string, string, readonly string[]]>([
    [
      'what its routes name',
      'upstreams:\n  - { id: 1, nodes: { "api:3000": 1 } }\nroutes:\n  - { uri: /*, upstream_id: 1 }\n',
      ['edge → api http high'],
    ],
    [
      'nothing that they do not',
      'upstreams:\n  - { id: 1, nodes: { "api:3000": 1 } }\nroutes:\n  - { uri: /*, upstream_id: 2 }\n',
      [],
    ],
  ])('%s', (_name, text, expected) => {
    const files = { ...compose(api + edge), 'conf/apisix.yaml': text };
    expect(passedOn(files)).toEqual(expected);
    expect(kindOf(files, 'edge')).toBe('gateway');
  });
});
