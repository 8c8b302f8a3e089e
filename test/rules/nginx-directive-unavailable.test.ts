import { rule } from '../../src/rules/load-balancing/nginx-directive-unavailable.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A compose file whose balancer mounts the configuration. */
const compose = (image: string): string => `
  # file: compose.yaml
  services:
    balancer:
      image: ${image}
      volumes:
        - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
`;

const upstream = (lines: string): string => `
  # file: nginx/nginx.conf
  http {
    upstream shop {
      server api:3000;
${lines}
    }
    server {
      location / {
        proxy_pass http://shop;
      }
    }
  }
`;

const gone = (line: string) => ({ name: 'the line is gone', replace: [[line, '# nothing']] as const });

const silent: readonly RuleCase[] = [
  {
    name: 'passive checks',
    files: upstream('      server b:3000 max_fails=3 fail_timeout=10s;') + compose('nginx:1.22'),
    gate: 'none',
  },
  {
    name: 'a location called check',
    files: upstream('      keepalive 32;').replace('location / {', 'location /check {'),
    gate: 'none',
  },
  {
    name: 'a server block is no server of an upstream',
    files: '# file: nginx.conf\nserver {\n  listen 80;\n  server_name resolve;\n}\n',
    gate: 'none',
  },
  {
    name: 'a host that is called resolve',
    files: upstream('      server resolve:3000;') + compose('nginx:1.22'),
    gate: 'none',
  },
  {
    name: 'the resolver of a server block is in every nginx',
    files:
      '# file: nginx.conf\nserver {\n  resolver 127.0.0.11;\n  set $api http://api:3000;\n  location / {\n    proxy_pass $api;\n  }\n}\n',
    gate: 'none',
  },
  {
    name: 'NGINX Plus runs',
    files: upstream('      queue 100 timeout=70;') + compose('private-registry.nginx.com/nginx-plus/base:r33'),
    gate: 'guard',
  },
  {
    name: 'Tengine runs',
    files: upstream('      check interval=3000;') + compose('registry.example.com/tengine:3.1'),
    gate: 'guard',
  },
  {
    name: 'a module is loaded',
    files: `${upstream('      check interval=3000;').replace('http {', 'load_module modules/ngx_http_upstream_check_module.so;\n  http {')}`,
    gate: 'guard',
  },
  {
    name: 'the configuration is for NGINX Plus',
    files: upstream('      queue 100;').replace(
      'location / {',
      'location /api {\n        api write=on;\n      }\n      location / {',
    ),
    gate: 'guard',
  },
  {
    name: 'the version has it',
    files: upstream('      server b:3000 resolve;') + compose('nginx:1.27.4-alpine'),
    gate: 'guard',
  },
  {
    name: 'a tag without a patch has the last one',
    files: upstream('      sticky cookie srv_id;') + compose('nginx:1.29'),
    gate: 'guard',
  },
  { name: 'nothing says which version runs', files: upstream('      least_time header;'), gate: 'guard' },
  {
    name: 'the newest image has what came with a version',
    files: upstream('      keepalive 32 local;') + compose('nginx:latest'),
    gate: 'guard',
  },
  {
    name: 'an example',
    files: upstream('      check interval=3000;').replace('nginx/nginx.conf', 'docs/nginx/nginx.conf'),
    gate: 'scope',
  },
  {
    name: 'a configuration of another program',
    files: '# file: conf.d/worker.conf\n[program:worker]\ncommand=check;\n',
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a check where the image is known',
    files: `${upstream('      check interval=3000 rise=2;\n      ^^^^^ nginx-directive-unavailable')}${compose('nginx:1.28')}`,
    expect: [
      {
        severity: 'error',
        situation: 'no-program',
        confidence: 'high',
        says: ['This nginx has no `check`', 'compose.yaml:3 runs nginx:1.28', 'max_fails=3'],
        related: ['compose.yaml:3'],
      },
    ],
    silentWhen: [
      gone('check interval=3000 rise=2;'),
      { name: 'another build runs', replace: [['nginx:1.28', 'tengine:3.1']] },
    ],
  },
  {
    name: 'a check where nothing says what runs',
    files: upstream('      check interval=3000;\n      ^^^^^ nginx-directive-unavailable'),
    expect: [
      {
        severity: 'warning',
        confidence: 'medium',
        says: ['Open-source nginx has no `check`', 'Only Tengine and builds with'],
      },
    ],
    silentWhen: [gone('check interval=3000;')],
  },
  {
    name: 'a slow start',
    files:
      upstream('      server b:3000 slow_start=30s;\n                    ^^^^^^^^^^^^^^ nginx-directive-unavailable') +
      compose('nginx'),
    expect: [{ severity: 'error', says: ['`slow_start=30s`', 'NGINX Plus has it'] }],
    silentWhen: [gone('slow_start=30s')],
  },
  {
    name: 'a health check of a location',
    files:
      '# file: nginx.conf\nserver {\n  location / {\n    proxy_pass http://shop;\n    health_check;\n#   ^^^^^^^^^^^^ nginx-directive-unavailable\n  }\n}\n',
    expect: [{ severity: 'warning' }],
    silentWhen: [gone('health_check;')],
  },
  {
    name: 'a name that is looked up again, in an old version',
    files:
      upstream('      server b:3000 resolve;\n                    ^^^^^^^ nginx-directive-unavailable') +
      compose('nginx:1.26-alpine'),
    expect: [{ severity: 'error', says: ['1.27.3'] }],
    silentWhen: [{ name: 'the version has it', replace: [['nginx:1.26-alpine', 'nginx:1.28-alpine']] }],
  },
  {
    name: 'sticky below its version',
    files:
      upstream('      sticky cookie srv_id;\n      ^^^^^^ nginx-directive-unavailable') +
      compose('nginxinc/nginx-unprivileged:1.29.5'),
    silentWhen: [{ name: 'the version has it', replace: [['1.29.5', '1.29.6']] }],
  },
  {
    name: 'a local keepalive below its version',
    files:
      upstream('      keepalive 32 local;\n                   ^^^^^ nginx-directive-unavailable') +
      compose('nginx:1.25.3'),
    silentWhen: [gone(' local')],
  },
  {
    name: 'OpenResty has what its nginx has',
    files:
      upstream('      least_time header;\n      ^^^^^^^^^^ nginx-directive-unavailable') +
      compose('openresty/openresty:1.27.1.2-alpine'),
    silentWhen: [gone('least_time header;')],
  },
  {
    name: 'a queue in a folder that the only nginx mounts',
    files: `# file: deploy/balancer/conf.d/shop.conf\nupstream shop {\n  server api:3000;\n  queue 100;\n# ^^^^^ nginx-directive-unavailable\n}\n${compose('nginx:1.28').replace('./nginx/nginx.conf:/etc/nginx/nginx.conf:ro', './deploy/balancer:/etc/nginx')}`,
    silentWhen: [gone('queue 100;')],
  },
  {
    name: 'a half-typed file',
    files:
      '# file: nginx.conf\nupstream shop {\n  check interval=3000;\n# ^^^^^ nginx-directive-unavailable\n  server api:3000\n',
    silentWhen: [gone('check interval=3000;')],
  },
  {
    name: 'two of them',
    files: upstream(
      '      ntlm;\n      ^^^^ nginx-directive-unavailable\n      state /var/lib/nginx/shop.state;\n      ^^^^^ nginx-directive-unavailable',
    ),
    silentWhen: [
      {
        name: 'both are gone',
        replace: [
          ['ntlm;', ''],
          ['state /var/lib/nginx/shop.state;', ''],
        ],
      },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
