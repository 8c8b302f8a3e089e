// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of nginx write names of the environment this way.
import { describe, expect, it } from 'vitest';
import { connectionLines, type Files, manifest, see, server } from './workspace.ts';

const code: Files = {
  'package.json': manifest('shop', { scripts: { start: 'node server.js' }, dependencies: { express: '^5.0.0' } }),
  'server.js': server,
};
const api = '  api:\n    build: .\n    command: node server.js\n';
const balancer = '  balancer:\n    image: nginx:1.28\n    volumes: [./nginx.conf:/etc/nginx/nginx.conf:ro]\n';
const compose = (services: string): Files => ({ 'compose.yaml': `services:\n${services}` });

const passedOn = (files: Files) =>
  connectionLines(see({ ...code, ...files })).filter((line) => !line.startsWith('client '));

describe('what a proxy passes requests on to', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'the servers of an upstream',
      {
        ...compose(api + balancer),
        'nginx.conf':
          'http {\n upstream shop {\n  least_conn;\n  server api:3000;\n }\n server {\n  location / {\n   proxy_pass http://shop;\n  }\n }\n}\n',
      },
      ['balancer → api http high'],
    ],
    [
      'a host by its name',
      { ...compose(api + balancer), 'nginx.conf': 'server {\n location / {\n  proxy_pass http://api:3000/;\n }\n}\n' },
      ['balancer → api http high'],
    ],
    [
      'a host in a variable, which is looked up again and again',
      {
        ...compose(api + balancer),
        'nginx.conf': 'server {\n location / {\n  set $shop http://api:3000;\n  proxy_pass $shop;\n }\n}\n',
      },
      ['balancer → api http high'],
    ],
    [
      'an upstream that stands in another file',
      {
        ...compose(`${api}  balancer:\n    image: nginx:1.28\n    volumes: [./nginx:/etc/nginx/conf.d]\n`),
        'nginx/a.conf': 'upstream shop {\n server api:3000;\n}\n',
        'nginx/b.conf': 'server {\n location / {\n  grpc_pass grpc://shop;\n }\n}\n',
      },
      ['balancer → api grpc high'],
    ],
    [
      'a proxy that no container is seen to run',
      { ...compose(api), 'nginx.conf': 'server {\n location / {\n  proxy_pass http://api:3000;\n }\n}\n' },
      ['nginx → api http high'],
    ],
    [
      'a variable that holds a bare host, and the last value above where there are several',
      {
        ...compose(`${api}  page:\n    image: shop/page\n${balancer}`),
        'nginx.conf':
          'server {\n location /api {\n  set $upstream_host api;\n  proxy_pass http://$upstream_host:3000;\n }\n location / {\n  set $upstream_host page;\n  proxy_pass http://$upstream_host;\n }\n}\n',
      },
      ['balancer → api http high', 'balancer → page http high'],
    ],
    [
      'names of the environment that a template is filled with',
      {
        ...compose(
          `${api}  balancer:\n    image: nginx:1.28\n    environment:\n      API_HOST: api\n      PAGE_URL: http://page:80\n    volumes: [./templates:/etc/nginx/templates]\n  page:\n    image: shop/page\n`,
        ),
        'templates/default.conf.template':
          'upstream shop {\n server ${API_HOST}:${API_PORT};\n}\nserver {\n location /api {\n  proxy_pass http://$API_HOST:3000;\n }\n location / {\n  proxy_pass ${PAGE_URL};\n }\n}\n',
      },
      ['balancer → api http high', 'balancer → page http high'],
    ],
    [
      'what the Dockerfile sets',
      {
        ...compose(`${api}  balancer:\n    build: ./edge\n`),
        'edge/Dockerfile':
          'FROM nginx:1.28\nENV API_URL=http://api:3000\nCOPY shop.conf.template /etc/nginx/templates/default.conf.template\n',
        'edge/shop.conf.template': 'server {\n location / {\n  proxy_pass ${API_URL};\n }\n}\n',
      },
      ['balancer → api http high'],
    ],
    [
      'a container by its own name',
      {
        ...compose(`${api}    container_name: shop-api\n${balancer}`),
        'nginx.conf':
          'upstream shop {\n server shop-api:3000;\n}\nserver {\n location / {\n  proxy_pass http://shop;\n }\n}\n',
      },
      ['balancer → api http high'],
    ],
    [
      'a store, by what it speaks',
      {
        ...compose(`${api}${balancer}  db:\n    image: postgres:17\n`),
        'nginx.conf': 'stream {\n server {\n  listen 5432;\n  proxy_pass db:5432;\n }\n}\nhttp {\n}\n',
      },
      ['balancer → db sql high'],
    ],
    [
      'the upstream of its own application, where two have one name',
      {
        'a/compose.yaml':
          'services:\n  one:\n    image: shop/one\n  front:\n    image: nginx\n    volumes: [./nginx.conf:/etc/nginx/nginx.conf]\n',
        'a/nginx.conf':
          'upstream app {\n server one:80;\n}\nserver {\n location / {\n  proxy_pass http://app;\n }\n}\n',
        'b/compose.yaml':
          'services:\n  two:\n    image: shop/two\n  edge:\n    image: nginx\n    volumes: [./nginx.conf:/etc/nginx/nginx.conf]\n',
        'b/nginx.conf':
          'upstream app {\n server two:80;\n}\nserver {\n location / {\n  proxy_pass http://app;\n }\n}\n',
      },
      ['edge → two http high', 'front → one http high'],
    ],
    [
      'an image that a script builds under its name',
      {
        ...compose(`${api}  edge:\n    image: shop-edge\n    ports: ['80:80']\n`),
        'build.sh': '#!/bin/sh\ndocker build --no-cache -t shop-edge:latest .\n',
        Dockerfile: 'FROM nginx:alpine\nCOPY ./nginx.conf /etc/nginx/conf.d/default.conf\n',
        'nginx.conf': 'server {\n location / {\n  proxy_pass http://api:3000;\n }\n}\n',
      },
      ['edge → api http high'],
    ],
    [
      'nothing by an example that nothing runs',
      { ...compose(api), 'examples/nginx.conf': 'server {\n location / {\n  proxy_pass http://api:3000;\n }\n}\n' },
      [],
    ],
    [
      'nothing that is known here',
      {
        ...compose(api + balancer),
        'nginx.conf': 'server {\n location / {\n  proxy_pass https://example.net;\n }\n}\n',
      },
      [],
    ],
  ])('%s', (_name, files, expected) => {
    expect(passedOn(files)).toEqual(expected);
  });

  const upgrading = (more: string) =>
    `server {\n location / {\n  proxy_pass http://api:3000;\n  proxy_set_header Upgrade $http_upgrade;\n ${more} }\n}\n`;
  it.each<[string, Files, readonly string[]]>([
    [
      'both ways, where the program behind has a server of sockets',
      {
        ...compose(api + balancer),
        'server.js': `${server}const { WebSocketServer } = require('ws');\nnew WebSocketServer({ port: 3001 });\n`,
        'nginx.conf': upgrading(''),
      },
      ['balancer → api http high', 'balancer → api websocket high'],
    ],
    [
      'requests alone, where it has none',
      { ...compose(api + balancer), 'nginx.conf': upgrading('') },
      ['balancer → api http high'],
    ],
    [
      'both ways, where nobody reads the program',
      { ...compose(`  api:\n    image: shop/api\n${balancer}`), 'nginx.conf': upgrading('') },
      ['balancer → api http high', 'balancer → api websocket high'],
    ],
    [
      'what the server says for all locations, but not where one says its own',
      {
        ...compose(`  api:\n    image: shop/api\n  page:\n    image: shop/page\n${balancer}`),
        'nginx.conf':
          'server {\n proxy_set_header Upgrade $http_upgrade;\n location /api {\n  proxy_pass http://api;\n }\n location / {\n  proxy_pass http://page;\n  proxy_set_header Host $host;\n }\n}\n',
      },
      ['balancer → api http high', 'balancer → api websocket high', 'balancer → page http high'],
    ],
  ])('an upgrade: %s', (_name, files, expected) => {
    expect(passedOn(files)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['nginx and its file', 'FROM nginx:1.28\nCOPY nginx.conf /etc/nginx/nginx.conf\n', 'loadbalancer'],
    [
      'a page that is built before',
      'FROM node:22 AS page\nRUN npm run build\nFROM nginx:1.28\nCOPY --from=page /app/dist /usr/share/nginx/html\nCOPY nginx.conf /etc/nginx/nginx.conf\n',
      'service',
    ],
  ])('is a %s', (_name, text, kind) => {
    const { system } = see({
      ...code,
      ...compose(`${api}  edge:\n    build: ./edge\n`),
      'edge/Dockerfile': text,
      'edge/nginx.conf': 'server {\n location / {\n  proxy_pass http://api:3000;\n }\n}\n',
    });
    expect(system.components.find(({ id }) => id === 'edge')?.kind).toBe(kind);
  });

  it('tells the algorithm', () => {
    const { system } = see({
      ...code,
      ...compose(api + balancer),
      'nginx.conf':
        'http {\n upstream shop {\n  hash $remote_addr consistent;\n  server api:3000;\n }\n server {\n  proxy_pass http://shop;\n }\n}\n',
    });
    const proxy = system.components.find(({ id }) => id === 'balancer');
    expect(proxy?.details).toMatchObject({ balancing: 'hash $remote_addr consistent', image: 'nginx:1.28' });
    expect(proxy?.evidence.map(({ file }) => file)).toEqual(['compose.yaml', 'nginx.conf']);
    expect(system.proxies).toMatchObject([
      { file: 'nginx.conf', build: 'open', version: [1, 28, Number.MAX_SAFE_INTEGER] },
    ]);
  });
});
