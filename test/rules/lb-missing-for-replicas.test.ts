import { rule } from '../../src/rules/load-balancing/lb-missing-for-replicas.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const app = `# file: src/app.ts
import express from 'express';
const app = express();
app.get('/', (request, response) => response.send('shop'));
app.listen(3000);
`;

interface Parts {
  readonly copies?: number;
  readonly lines?: string;
  readonly balancer?: string;
  readonly file?: string;
  readonly image?: string;
}

const nginx = (image = 'nginx:1.26', more = ''): string =>
  `  balancer:\n    image: ${image}\n    volumes: [./nginx.conf:/etc/nginx/nginx.conf:ro]\n${more}`;

const compose = ({ copies = 3, lines = '', balancer = nginx(), file = 'compose.yaml', image }: Parts = {}): string =>
  `# file: ${file}\nservices:\n  api:\n${image === undefined ? '    build: .\n    command: node src/app.ts\n' : `    image: ${image}\n`}    deploy: { replicas: ${copies} }\n${lines}${balancer}`;

const upstream = (servers: string, pass = 'http://shop'): string => `# file: nginx.conf
events {}
http {
  upstream shop {
${servers}  }
  server {
    listen 80;
    location / { proxy_pass ${pass}; }
  }
}
`;

const server = (address: string, marked = true): string =>
  `    server ${address};\n${marked ? `#${' '.repeat(10)}${'^'.repeat(address.length)} lb-missing-for-replicas\n` : ''}`;

const silent: readonly RuleCase[] = [
  { name: 'one copy', files: app + compose({ copies: 1 }) + upstream(server('api:3000', false)), gate: 'none' },
  {
    name: 'the server of the upstream is looked up again',
    files:
      app + compose({ balancer: nginx('nginx:1.29') }) + upstream('    zone shop 64k;\n    server api:3000 resolve;\n'),
    gate: 'guard',
  },
  {
    name: 'a variable is looked up for each request',
    files: `${app}${compose()}# file: nginx.conf
events {}
http {
  resolver 127.0.0.11 valid=10s;
  server {
    listen 80;
    set $api http://api:3000;
    location / { proxy_pass $api; }
  }
}
`,
    gate: 'guard',
  },
  {
    name: 'a swarm has one address for all copies',
    files:
      app +
      compose({
        image: 'shop/api',
        lines: '    networks: [shop]\n',
        balancer: `${nginx()}networks:\n  shop:\n    driver: overlay\n`,
      }) +
      upstream(server('api:3000', false)),
    gate: 'guard',
  },
  {
    name: 'a swarm may read the file',
    files: compose({ image: 'shop/api' }) + upstream(server('api:3000', false)),
    gate: 'guard',
  },
  {
    name: 'nginx is loaded again from time to time',
    files:
      app +
      compose({
        balancer: nginx(
          'nginx:1.26',
          `    command: sh -c "while :; do sleep 6h; nginx -s reload; done & nginx -g 'daemon off;'"\n`,
        ),
      }) +
      upstream(server('api:3000', false)),
    gate: 'guard',
  },
  {
    name: 'no container is seen to run the proxy',
    files: app + compose({ balancer: '' }) + upstream(server('api:3000', false)),
    gate: 'guard',
  },
  {
    name: 'a gateway that labels tell where to lead',
    files:
      app +
      compose({ lines: "    ports: ['3000']\n", balancer: '  gateway:\n    image: traefik:3\n    ports: ["80:80"]\n' }),
    gate: 'guard',
  },
  {
    name: 'a port that only one copy can have is told by another rule',
    files: app + compose({ lines: "    ports: ['3000:3000']\n", balancer: '' }),
    gate: 'none',
  },
  {
    name: 'a service that nobody calls from outside',
    files: app + compose({ balancer: '' }),
    gate: 'none',
  },
  {
    name: 'all containers are named one by one',
    files: app + compose({ copies: 2 }) + upstream(server('shop-api-1:3000', false) + server('shop-api-2:3000', false)),
    gate: 'none',
  },
  {
    name: 'a service of its own that is named like a container',
    files:
      app +
      compose({ balancer: `  shop-api-1:\n    image: shop/api\n${nginx()}` }) +
      upstream(server('shop-api-1:3000', false)),
    gate: 'none',
  },
  {
    name: 'the port of another program of the host',
    files:
      app +
      compose({ lines: "    ports: ['3000-3002:3000']\n", balancer: '' }) +
      upstream(server('127.0.0.1:8080', false)),
    gate: 'guard',
  },
  {
    name: 'ports of a worker, of which something else asks each',
    files: `# file: src/worker.ts
import { Worker } from 'bullmq';
new Worker('reports', async () => {});
${compose({ lines: "    ports: ['9100-9102:9100']\n", balancer: '' }).replace('src/app.ts', 'src/worker.ts')}`,
    gate: 'none',
  },
  {
    name: 'a file for a developer’s own machine',
    files: app + compose({ file: 'compose.dev.yaml' }) + upstream(server('api:3000', false)),
    gate: 'topology',
  },
  {
    name: 'an example',
    files:
      app +
      compose({ file: 'examples/compose.yaml' }) +
      upstream(server('api:3000', false)).replace('# file: nginx', '# file: examples/nginx'),
    gate: 'scope',
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'one container of three',
    files: app + compose() + upstream(server('shop-api-1:3000')),
    expect: [
      {
        severity: 'warning',
        says: ['2 copies get no requests: this leads to one of 3 copies of `api` alone.', 'compose.yaml:5 asks for 3'],
        related: ['compose.yaml:5'],
      },
    ],
    silentWhen: [{ name: 'there is one', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'two containers of three, as compose once named them',
    files: app + compose() + upstream(server('shop_api_1:3000') + server('shop_api_2:3000', false)),
    expect: [{ severity: 'warning', says: ['One copy gets no requests: this leads to 2 of 3 copies'] }],
    silentWhen: [{ name: 'there are two', replace: [['replicas: 3', 'replicas: 2']] }],
  },
  {
    name: 'one of the host’s ports',
    files:
      app + compose({ lines: "    ports: ['3000-3002:3000']\n", balancer: '' }) + upstream(server('127.0.0.1:3000')),
    expect: [{ severity: 'warning', says: ['2 copies get no requests'] }],
    silentWhen: [
      {
        name: 'all ports are named',
        replace: [
          [
            '    server 127.0.0.1:3000;\n',
            '    server 127.0.0.1:3000;\n    server 127.0.0.1:3001;\n    server 127.0.0.1:3002;\n',
          ],
        ],
      },
    ],
  },
  {
    name: 'the name is looked up once, in an upstream',
    files: app + compose() + upstream(server('api:3000')),
    expect: [
      {
        severity: 'note',
        says: [
          'nginx asks once where `api` is: copies that start later get no requests until it is loaded again.',
          'pass requests to a variable that holds `api`.',
        ],
      },
    ],
    silentWhen: [{ name: 'it is looked up again', replace: [['server api:3000;', 'server api:3000 resolve;']] }],
  },
  {
    name: 'the name is looked up once, where requests are passed on',
    files: `${app}${compose({ balancer: nginx('nginx:1.29') })}# file: nginx.conf
events {}
http {
  server {
    listen 80;
    location / { proxy_pass http://api:3000; }
    #                       ^^^^^^^^^^^^^^^ lb-missing-for-replicas
  }
}
`,
    expect: [{ severity: 'note', says: ['`resolve` behind a server of an upstream with a `zone` (nginx 1.27.3)'] }],
    silentWhen: [{ name: 'there is one', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'a script asks for the copies',
    files: `${app}# file: deploy.sh
docker compose up -d --scale api=4
# file: compose.yaml
services:
  api:
    build: .
    command: node src/app.ts
${nginx()}${upstream(server('api:3000'))}`,
    expect: [{ severity: 'note', says: ['deploy.sh:1 asks for 4'], related: ['deploy.sh:1'] }],
    silentWhen: [{ name: 'it asks for none', replace: [[' --scale api=4', '']] }],
  },
  {
    name: 'an image that takes the configuration in',
    files: `${app}# file: proxy/Dockerfile
FROM nginx:1.28
COPY nginx.conf /etc/nginx/nginx.conf
${compose({ balancer: '  balancer:\n    build: ./proxy\n' })}${upstream(server('api:3000')).replace('# file: nginx', '# file: proxy/nginx')}`,
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'there is one', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'a range of ports and nobody before them',
    files:
      app +
      compose({
        lines: "    ports: ['3000-3002:3000']\n#           ^^^^^^^^^^^^^^^^ lb-missing-for-replicas\n",
        balancer: '',
      }),
    expect: [
      { severity: 'note', says: ['3 copies of `api` answer at ports of their own', 'one of the ports from 3000 on'] },
    ],
    silentWhen: [{ name: 'nothing is published', replace: [["    ports: ['3000-3002:3000']\n", '']] }],
  },
  {
    name: 'ports that Docker chooses and nobody before them',
    files: app + compose({ lines: "    ports: ['3000']\n#           ^^^^^^ lb-missing-for-replicas\n", balancer: '' }),
    expect: [{ severity: 'note', says: ['a port that Docker chooses'] }],
    silentWhen: [{ name: 'there is one', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'a program of Python behind uWSGI’s protocol',
    files: `# file: app.py
from flask import Flask
app = Flask(__name__)

@app.get("/")
def home():
    return "shop"
${compose().replace('node src/app.ts', 'uwsgi --socket :3000 --module app:app')}# file: nginx.conf
events {}
http {
  server {
    listen 80;
    location / { uwsgi_pass api:3000; }
    #                       ^^^^^^^^ lb-missing-for-replicas
  }
}
`,
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'there is one', replace: [['replicas: 3', 'replicas: 1']] }],
  },
];

checkRule(rule, [...silent, ...flagged]);
