import { rule } from '../../src/rules/load-balancing/nginx-upstream-keepalive.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const compose = (image: string): string =>
  `# file: compose.yaml\nservices:\n  balancer:\n    image: ${image}\n    volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']\n`;

const mark = '#   ^^^^^^^^^ nginx-upstream-keepalive\n';
const both = '      proxy_http_version 1.1;\n      proxy_set_header Connection "";\n';

interface Parts {
  readonly upstream?: string;
  readonly http?: string;
  readonly server?: string;
  readonly location?: string;
  readonly pass?: string;
}

const configuration = (parts: Parts, marked = ''): string =>
  `# file: nginx/nginx.conf\nhttp {\n${parts.http ?? ''}  upstream shop {\n    server api:3000;\n${parts.upstream ?? '    keepalive 32;\n'}${marked}  }\n  server {\n${parts.server ?? ''}    location / {\n      ${parts.pass ?? 'proxy_pass http://shop'};\n${parts.location ?? ''}    }\n  }\n}\n`;

const old = compose('nginx:1.28');

const silent: readonly RuleCase[] = [
  { name: 'both lines', files: configuration({ location: both }) + old, gate: 'none' },
  {
    name: 'both lines around',
    files: configuration({ http: '  proxy_http_version 1.1;\n  proxy_set_header Connection "";\n' }) + old,
    gate: 'none',
  },
  { name: 'nothing is kept', files: configuration({ upstream: '' }) + old, gate: 'none' },
  { name: 'keeping is off', files: configuration({ upstream: '    keepalive 0;\n' }) + old, gate: 'none' },
  { name: 'gRPC keeps by itself', files: configuration({ pass: 'grpc_pass grpc://shop' }) + old, gate: 'none' },
  {
    name: 'the location uses another upstream',
    files: configuration({ pass: 'proxy_pass http://other' }) + old,
    gate: 'none',
  },
  {
    name: 'the timeout of clients is another thing',
    files: configuration({ upstream: '', server: '    keepalive_timeout 65;\n' }) + old,
    gate: 'none',
  },
  {
    name: 'a socket asks for an upgrade',
    files:
      configuration({
        location:
          '      proxy_http_version 1.1;\n      proxy_set_header Upgrade $http_upgrade;\n      proxy_set_header Connection $connection_upgrade;\n',
      }) + old,
    gate: 'none',
  },
  {
    name: 'an upstream of streams',
    files:
      '# file: nginx/nginx.conf\nstream {\n  upstream shop {\n    server api:3000;\n    keepalive 32;\n  }\n  server {\n    proxy_pass shop;\n  }\n}\n',
    gate: 'none',
  },
  { name: 'the newest keeps by itself', files: configuration({}) + compose('nginx:latest'), gate: 'guard' },
  { name: 'the version keeps by itself', files: configuration({}) + compose('nginx:1.29.7'), gate: 'guard' },
  { name: 'another build', files: configuration({}) + compose('tengine:3.1'), gate: 'guard' },
  {
    name: 'another file may say it',
    files: configuration({ location: '      include proxy_params;\n' }) + old,
    gate: 'guard',
  },
  {
    name: 'the file around says it',
    files: `# file: nginx/conf.d/shop.conf\nupstream shop {\n  server api:3000;\n  keepalive 32;\n}\nserver {\n  location / {\n    proxy_pass http://shop;\n  }\n}\n# file: nginx/nginx.conf\nhttp {\n  proxy_http_version 1.1;\n  proxy_set_header Connection "";\n  include conf.d/shop.conf;\n}\n`,
    gate: 'guard',
  },
  { name: 'an example', files: configuration({}).replace('nginx/nginx.conf', 'docs/nginx/nginx.conf'), gate: 'scope' },
];

const found: readonly RuleCase[] = [
  {
    name: 'neither line',
    files: configuration({}, mark) + old,
    expect: [
      {
        severity: 'warning',
        situation: 'no-program',
        confidence: 'high',
        says: [
          'keeps nothing for `shop`',
          'this nginx (compose.yaml:3)',
          '`proxy_http_version 1.1;` and `proxy_set_header Connection "";`',
        ],
        related: ['nginx/nginx.conf:8', 'compose.yaml:3'],
        symbol: 'shop.keepalive',
      },
    ],
    silentWhen: [
      {
        name: 'both lines are there',
        replace: [
          [
            'proxy_pass http://shop;',
            'proxy_pass http://shop;\n      proxy_http_version 1.1;\n      proxy_set_header Connection "";',
          ],
        ],
      },
      { name: 'a newer one runs', replace: [['nginx:1.28', 'nginx:1.30']] },
    ],
  },
  {
    name: 'the version alone',
    files: configuration({ location: '      proxy_http_version 1.1;\n' }, mark) + old,
    expect: [{ says: ['Write `proxy_set_header Connection "";` beside'] }],
    silentWhen: [
      {
        name: 'the header is cleared',
        replace: [['proxy_http_version 1.1;', 'proxy_http_version 1.1;\n      proxy_set_header Connection "";']],
      },
    ],
  },
  {
    name: 'the header alone',
    files: configuration({ location: '      proxy_set_header Connection "";\n' }, mark) + old,
    silentWhen: [
      {
        name: 'the version is there',
        replace: [
          ['proxy_set_header Connection "";', 'proxy_set_header Connection "";\n      proxy_http_version 1.1;'],
        ],
      },
    ],
  },
  {
    name: 'headers of the location take the place of those around',
    files:
      configuration(
        {
          server: '    proxy_http_version 1.1;\n    proxy_set_header Connection "";\n',
          location: '      proxy_set_header Host $host;\n',
        },
        mark,
      ) + old,
    silentWhen: [{ name: 'the location sets none', replace: [['      proxy_set_header Host $host;\n', '']] }],
  },
  {
    name: 'a connection that is closed on purpose',
    files:
      configuration({ location: '      proxy_http_version 1.1;\n      proxy_set_header Connection close;\n' }, mark) +
      old,
    silentWhen: [{ name: 'it is cleared', replace: [['Connection close;', 'Connection "";']] }],
  },
  {
    name: 'a location with a path, below another, of a file of types',
    files:
      configuration(
        { http: '  include mime.types;\n', pass: 'location /api { proxy_pass http://shop/v1; }\n      root /srv' },
        mark,
      ) + old,
    silentWhen: [{ name: 'it uses gRPC', replace: [['proxy_pass http://shop/v1', 'grpc_pass grpc://shop']] }],
  },
  {
    name: 'nothing says which nginx runs',
    files: configuration({}, mark),
    expect: [{ severity: 'note', confidence: 'medium', says: ['nginx before 1.29.7 speaks HTTP/1.0'] }],
    silentWhen: [{ name: 'nothing is kept', replace: [['    keepalive 32;\n', '']] }],
  },
];

checkRule(rule, [...silent, ...found]);
