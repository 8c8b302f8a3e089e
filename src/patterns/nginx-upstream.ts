/** What an nginx configuration in front of several instances needs to know. */
export interface NginxUpstream {
  /** Lines for the head of the file, without the comment sign. */
  readonly head: readonly string[];
  /** Name of the upstream: letters, digits, dashes and underscores. */
  readonly name: string;
  /** Name that resolves to the instances, and the port they listen on. */
  readonly host: string;
  readonly port: number;
  /** Port that nginx itself listens on. */
  readonly listen: number;
  /** `sticky` where a client must come back to the instance it began with, `least` otherwise. */
  readonly method: 'least' | 'sticky';
  /** Passes an upgrade to WebSocket on. */
  readonly upgrades: 'websocket' | 'none';
  readonly bodies: 'uploads' | 'small';
}

/**
 * A whole nginx configuration that balances over the instances behind one name. Every directive is free and valid on
 * nginx 1.22 and on 1.31 alike; what nginx decides well by itself is left to it.
 */
export function nginxUpstream(options: NginxUpstream): string {
  const { name, host, port, listen } = options;
  const websocket = options.upgrades === 'websocket';
  return [
    // A line break in a path must not end the comment.
    ...options.head.map((line) => `# ${line.replace(/\s+/g, ' ')}`),
    'worker_processes auto;',
    'pid /var/run/nginx.pid;',
    '',
    'events {}',
    '',
    'http {',
    ...(websocket ? upgradeMap : []),
    `    upstream ${name} {`,
    '        # The workers share what they know of the instances; 64k is room for far more of them than run here.',
    `        zone ${name} 64k;`,
    ...(options.method === 'sticky' ? sticky : leastConnections),
    '',
    '        # The name is looked up once, when nginx starts, and stands for all instances there are then.',
    '        # After scaling, tell nginx to look again: nginx -s reload',
    `        server ${host}:${port};`,
    '',
    '        # Open connections that each worker keeps for later requests, which saves a handshake for each of them.',
    '        keepalive 32;',
    '        # Node closes an idle connection after 5 s; nginx must let go of it first, or a request falls into the gap.',
    '        keepalive_timeout 4s;',
    '    }',
    '',
    '    server {',
    `        listen ${listen};`,
    '',
    ...(options.bodies === 'uploads'
      ? [
          '        # nginx refuses bodies over 1 MB unless told otherwise; set what your uploads need.',
          '        # client_max_body_size 10m;',
          '',
        ]
      : []),
    '        location / {',
    `            proxy_pass http://${name};`,
    '            proxy_http_version 1.1;',
    ...(websocket
      ? [
          '            proxy_set_header Upgrade $http_upgrade;',
          '            proxy_set_header Connection $connection_upgrade;',
        ]
      : ['            proxy_set_header Connection "";']),
    '            proxy_set_header Host $host;',
    '            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    '            proxy_set_header X-Forwarded-Proto $scheme;',
    '        }',
    '    }',
    '}',
    '',
  ].join('\n');
}

const upgradeMap: readonly string[] = [
  '    # A request that asks for a WebSocket keeps its connection; all others share the kept ones.',
  '    map $http_upgrade $connection_upgrade {',
  '        default upgrade;',
  "        ''      '';",
  '    }',
  '',
];

const leastConnections: readonly string[] = [
  '        # The instance with the fewest open requests comes next, so that slow ones are not piled up.',
  '        least_conn;',
];

const sticky: readonly string[] = [
  '        # The same client comes back to the same instance, which long polling needs.',
  '        # It is no cure for state in memory: a deploy or a scale-in sends clients elsewhere.',
  '        hash $remote_addr consistent;',
];
