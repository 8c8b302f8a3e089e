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
