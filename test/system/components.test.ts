// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the code of workspaces.
import { describe, expect, it } from 'vitest';
import { componentLines, connectionLines, type Files, manifest, see, server, worker } from './workspace.ts';

const code: Files = {
  'package.json': manifest('shop', {
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.0.0', pg: '^8.0.0', ioredis: '^5.0.0', bullmq: '^5.0.0', stripe: '^17.0.0' },
  }),
};
const withPool = (options: string) =>
  `${server}import { Pool } from 'pg';\nexport const pool = new Pool(${options});\n`;
const api = '  api:\n    build: .\n';
const database = '  orders-db:\n    image: postgres:16\n';

/** Components and connections without the client, which every server has. */
const drawn = (files: Files) => {
  const seen = see({ ...code, ...files });
  return [...componentLines(seen), ...connectionLines(seen)].filter((line) => !line.startsWith('client '));
};

describe('what code alone shows', () => {
  it.each<[string, Files, readonly string[]]>([
    ['a server', { 'server.js': server }, ['shop service']],
    [
      'a database by its address',
      { 'server.js': withPool("{ connectionString: 'postgres://shop:x@db.example.net/orders' }") },
      [
        'postgres:db.example.net/orders database postgres',
        'shop service',
        'shop → postgres:db.example.net/orders sql high',
      ],
    ],
    [
      'a database by its environment name',
      { 'server.js': withPool('{ connectionString: process.env.DATABASE_URL }') },
      ['database_url database postgres', 'shop service', 'shop → database_url sql high'],
    ],
    [
      'a database by the name that its library reads',
      { 'server.js': withPool('') },
      ['pghost database postgres', 'shop service', 'shop → pghost sql high'],
    ],
    [
      'a database of which nothing is said',
      { 'server.js': withPool('settings()') },
      ['postgres database postgres', 'shop service', 'shop → postgres sql medium'],
    ],
    [
      'a database by the address in a .env file',
      {
        'server.js': withPool('{ connectionString: process.env.DATABASE_URL }'),
        '.env': 'DATABASE_URL=postgres://shop:x@db.example.net/orders\n',
      },
      [
        'postgres:db.example.net/orders database postgres',
        'shop service',
        'shop → postgres:db.example.net/orders sql high',
      ],
    ],
    [
      'one database for two clients of one name',
      {
        'server.js': `${withPool('{ connectionString: process.env.DATABASE_URL }')}export const second = new Pool({ connectionString: process.env.DATABASE_URL });\n`,
      },
      ['database_url database postgres', 'shop service', 'shop → database_url sql high'],
    ],
    [
      'two databases by two names',
      {
        'server.js': `${withPool('{ connectionString: process.env.DATABASE_URL }')}export const second = new Pool({ connectionString: process.env.DATABASE_REPLICA_URL });\n`,
      },
      [
        'database_replica_url database replica postgres',
        'database_url database postgres',
        'shop service',
        'shop → database_replica_url sql high',
        'shop → database_url sql high',
      ],
    ],
    [
      'a cache, and the service of another',
      {
        'server.js': `${server}import Redis from 'ioredis';\nimport Stripe from 'stripe';\nexport const carts = new Redis(process.env.REDIS_URL);\nexport const payments = new Stripe('');\nexport const rates = () => fetch('https://rates.example.net/today');\n`,
      },
      [
        'http:rates.example.net external http',
        'redis_url cache redis',
        'shop service',
        'stripe external http',
        'shop → http:rates.example.net http high',
        'shop → redis_url redis high',
        'shop → stripe http high',
      ],
    ],
    [
      'a queue between a server and a worker',
      {
        'server.js': `${server}import { Queue } from 'bullmq';\nexport const orders = new Queue('orders', { connection: { url: process.env.REDIS_URL } });\n`,
        'worker.js': worker,
      },
      [
        'redis_url queue redis',
        'shop#server.js service',
        'shop#worker.js worker',
        'shop#server.js → redis_url publish high',
        'shop#worker.js → redis_url consume high',
      ],
    ],
    [
      'no address of this machine',
      { 'server.js': `${server}fetch('http://localhost:3001/orders');\n` },
      ['shop service'],
    ],
    ['no path of its own', { 'server.js': `${server}fetch('/orders');\nfetch(path());\n` }, ['shop service']],
    [
      'no tool of the command line',
      { 'cli.js': withPool(''), 'package.json': manifest('shop', { bin: { shop: 'cli.js' } }) },
      [],
    ],
  ])('%s', (_, files, expected) => {
    expect(drawn(files)).toEqual(expected);
  });
});

describe('code and manifests together', () => {
  const pool = { 'server.js': withPool('{ connectionString: process.env.DATABASE_URL }') };
  it.each<[string, Files, readonly string[]]>([
    [
      'one database by the name of its service',
      {
        ...pool,
        'compose.yaml': `services:\n${api}    environment: { DATABASE_URL: "postgres://shop:x@orders-db:5432/shop" }\n${database}`,
      },
      ['api service', 'orders-db database postgres', 'api → orders-db sql high'],
    ],
    [
      'a database by a list of settings and a file of settings',
      {
        ...pool,
        'compose.yaml': `services:\n${api}    env_file: shop.env\n${database}`,
        '.env.shop': '',
        'shop.env': '',
      },
      ['api service', 'orders-db database postgres', 'api → orders-db sql medium'],
    ],
    [
      'the only one of its engine when nothing gives the address',
      { ...pool, 'compose.yaml': `services:\n${api}${database}` },
      ['api service', 'orders-db database postgres', 'api → orders-db sql medium'],
    ],
    [
      'none of two when nothing gives the address',
      { ...pool, 'compose.yaml': `services:\n${api}${database}  carts-db:\n    image: postgres:16\n` },
      [
        'api service',
        'carts-db database postgres',
        'database_url database postgres',
        'orders-db database postgres',
        'api → database_url sql high',
      ],
    ],
    [
      'the host that code puts into an address',
      {
        'server.js': withPool(
          '{ connectionString: `postgres://shop:${process.env.DB_PASSWORD}@${process.env.DB_HOST}:5432/shop` }',
        ),
        'compose.yaml': `services:\n${api}    environment: { DB_HOST: orders-db, DB_PASSWORD: x }\n${database}  carts-db:\n    image: postgres:16\n`,
      },
      ['api service', 'carts-db database postgres', 'orders-db database postgres', 'api → orders-db sql high'],
    ],
    [
      'a host that an option gives',
      {
        'server.js': withPool('{ host: process.env.DB_HOST, max: 5 }'),
        'compose.yaml': `services:\n${api}    environment: [DB_HOST=orders-db]\n${database}  carts-db:\n    image: postgres:16\n`,
      },
      ['api service', 'carts-db database postgres', 'orders-db database postgres', 'api → orders-db sql high'],
    ],
    [
      'a Kubernetes Service that selects the database',
      {
        ...pool,
        'k8s/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    metadata: { labels: { app: shop } }
    spec: { containers: [{ name: shop, image: shop, envFrom: [{ configMapRef: { name: settings } }] }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { DATABASE_URL: "postgres://shop:x@orders.shop.svc.cluster.local/shop" }
---
apiVersion: v1
kind: Service
metadata: { name: orders }
spec: { selector: { app: orders-db } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders-db }
spec:
  template:
    metadata: { labels: { app: orders-db } }
    spec: { containers: [{ name: postgres, image: "postgres:16" }] }
`,
      },
      ['orders-db database postgres', 'shop service', 'shop → orders-db sql high'],
    ],
    [
      'depends_on is no connection',
      { 'server.js': server, 'compose.yaml': `services:\n${api}    depends_on: [orders-db]\n${database}` },
      ['api service', 'orders-db database postgres'],
    ],
    [
      'a setting that no code mentions is no connection',
      {
        'server.js': server,
        'compose.yaml': `services:\n${api}    environment: { OLD_DATABASE_URL: "postgres://x@orders-db/shop" }\n${database}`,
      },
      ['api service', 'orders-db database postgres'],
    ],
    [
      'a setting that code mentions is one, whatever library uses it',
      {
        'server.js': `${server}connectSomehow(process.env.MESSAGES_URL);\n`,
        'compose.yaml': `services:\n${api}    environment: { MESSAGES_URL: "amqp://x@messages" }\n  messages:\n    image: rabbitmq:4\n`,
      },
      ['api service', 'messages queue rabbitmq', 'api → messages amqp high'],
    ],
    [
      'services that call each other',
      {
        'server.js': `${server}export const pay = () => fetch(process.env.PAYMENTS_URL + '/pay');\n`,
        'compose.yaml': `services:\n${api}    environment: { PAYMENTS_URL: "http://payments:3000", CORS_ORIGIN: "http://page:80" }\n  payments:\n    build: ./payments\n  page:\n    build: ./page\n`,
      },
      ['api service', 'page service', 'payments service', 'api → payments http high'],
    ],
    [
      'volumes that programs write into, and not those of engines or of configuration',
      {
        'server.js': server,
        'compose.yaml': `services:\n${api}    volumes: [uploads:/app/uploads, ./nginx.conf:/etc/nginx.conf:ro, .:/app, /app/node_modules, ./pictures:/app/pictures]\n${database}    volumes: [data:/var/lib/postgresql/data]\nvolumes: { uploads: {}, data: {} }\n`,
      },
      [
        'api service',
        'orders-db database postgres',
        'pictures volume',
        'uploads volume',
        'api → pictures mount high',
        'api → uploads mount high',
      ],
    ],
    [
      'a copy of a database',
      {
        'server.js': server,
        'compose.yaml': `services:\n${api}${database}  orders-db-replica:\n    image: postgres:16\n`,
      },
      [
        'api service',
        'orders-db database primary postgres',
        'orders-db-replica database replica postgres',
        'orders-db → orders-db-replica replicate low',
      ],
    ],
    [
      'copies of a database that their settings and commands tell, whatever they are called',
      {
        'server.js': server,
        'compose.yaml': `services:\n${api}${database}  east:\n    image: bitnami/postgresql:17\n    environment: { POSTGRESQL_MASTER_HOST: orders-db }\n  west:\n    image: postgres:16\n    command: bash -c "pg_basebackup -h orders-db -D /data && postgres"\n`,
      },
      [
        'api service',
        'east database replica postgres',
        'orders-db database primary postgres',
        'west database replica postgres',
        'orders-db → east replicate high',
        'orders-db → west replicate high',
      ],
    ],
    [
      'no copy of a database that it only asks',
      {
        'server.js': server,
        'compose.yaml': `services:\n${api}${database}  other:\n    image: postgres:16\n    environment: { FOREIGN_DB_HOST: orders-db }\n`,
      },
      ['api service', 'orders-db database postgres', 'other database postgres'],
    ],
    [
      'not the tools of developers, nor what runs once',
      {
        'server.js': server,
        'compose.yaml': `services:\n${api}  adminer:\n    image: adminer\n  migrate:\n    image: acme/migrate\n  page:\n    image: acme/page\n`,
      },
      ['api service', 'page service'],
    ],
    [
      'one thing once, whatever number of manifests names it',
      {
        ...pool,
        'compose.yaml': `services:\n${api}${database}`,
        'compose.override.yaml': `services:\n${database}`,
        'compose.prod.yaml': `services:\n${api}${database}`,
      },
      ['api service', 'orders-db database postgres', 'api → orders-db sql medium'],
    ],
  ])('%s', (_, files, expected) => {
    expect(drawn(files)).toEqual(expected);
  });

  it('tells every place a thing is known from', () => {
    const { system } = see({
      ...code,
      ...pool,
      'compose.yaml': `services:\n${api}    environment: { DATABASE_URL: "postgres://x@orders-db" }\n${database}`,
    });
    expect(system.connections.find(({ to }) => to === 'orders-db')?.evidence.map(({ file }) => file)).toEqual([
      'compose.yaml',
      'server.js',
    ]);
    expect(system.components.find(({ id }) => id === 'api')?.evidence.map(({ file }) => file)).toEqual([
      'compose.yaml',
      'server.js',
    ]);
  });
});

describe('who calls from outside', () => {
  const clients = (files: Files) =>
    connectionLines(see({ ...code, 'server.js': server, ...files })).filter((line) => line.startsWith('client '));
  it.each<[string, Files, readonly string[]]>([
    [
      'meets the balancer that publishes a port',
      {
        'compose.yaml': `services:\n${api}    ports: ["3000:3000"]\n  front:\n    image: nginx\n    ports: ["80:80"]\n`,
      },
      ['client → front http high'],
    ],
    [
      'meets the service that publishes one',
      { 'compose.yaml': `services:\n${api}    ports: ["3000:3000"]\n${database}    ports: ["5432:5432"]\n` },
      ['client → api http high'],
    ],
    ['meets any server when none does', {}, ['client → shop http medium']],
  ])('%s', (_, files, expected) => {
    expect(clients(files)).toEqual(expected);
  });

  it('is not there where nothing answers', () => {
    expect(componentLines(see({ 'package.json': manifest('shop'), 'worker.js': worker }))).toEqual([
      'redis_url queue redis',
      'shop worker',
    ]);
  });
});
