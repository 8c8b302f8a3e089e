import { describe, expect, it } from 'vitest';
import { budgetLines, type Files, manifest, see, server } from './workspace.ts';

const package_ = manifest('shop', { scripts: { start: 'node server.js', jobs: 'node jobs.js' } });
const pool = (options: string) => `import { Pool } from 'pg';\nexport const pool = new Pool(${options});\n`;
const listening = (options: string) => `${server}${pool(options)}`;
const url = '{ connectionString: process.env.DATABASE_URL }';
const compose = (api: string, database: string, more = '') =>
  `services:\n  api:\n    build: .\n    environment: { DATABASE_URL: "postgres://shop:x@orders-db:5432/shop" }\n${api}\n  orders-db:\n    image: postgres:16\n${database}\n${more}`;
const replicas = (number: number) => `    deploy: { replicas: ${number} }`;
const command = (words: string) => `    command: postgres ${words}`;

describe('the connections of a database', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'by literal pools',
      {
        'server.js': listening('{ connectionString: process.env.DATABASE_URL, max: 20 }'),
        'compose.yaml': compose(replicas(3), command('-c max_connections=50')),
      },
      ['orders-db 60 of 47 (compose.yaml:8): api 20 literal × 1 × (3 + 0)'],
    ],
    [
      'by the default of the library',
      { 'server.js': listening(url), 'compose.yaml': compose(replicas(3), '') },
      ['orders-db 30 of 97 (not grounded): api 10 default × 1 × (3 + 0)'],
    ],
    [
      'by an environment number of the manifest',
      {
        'server.js': listening(
          '{ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL_SIZE ?? 10) }',
        ),
        'compose.yaml': compose(replicas(3), '').replace('{ DATABASE_URL', '{ POOL_SIZE: 7, DATABASE_URL'),
      },
      ['orders-db 21 of 97 (not grounded): api 7 environment × 1 × (3 + 0)'],
    ],
    [
      'by the default of an environment number',
      {
        'server.js': listening(
          "{ connectionString: process.env.DATABASE_URL, max: parseInt(process.env.POOL_SIZE || '12', 10) }",
        ),
        'compose.yaml': compose(replicas(3), ''),
      },
      ['orders-db 36 of 97 (not grounded): api 12 environment × 1 × (3 + 0)'],
    ],
    [
      'by a parameter of the address',
      { 'server.js': listening(url), 'compose.yaml': compose(replicas(2), '').replace('/shop"', '/shop?max=4"') },
      ['orders-db 8 of 97 (not grounded): api 4 environment × 1 × (2 + 0)'],
    ],
    [
      'by the assumed number of hosts',
      { 'server.js': listening(url), 'compose.yaml': compose('', '') },
      ['orders-db 20 of 97 (not grounded): api 10 default × 1 × (2 + 0)'],
    ],
    [
      'of two programs',
      {
        'server.js': listening(url),
        'jobs.js': `import { Queue, Worker } from 'bullmq';\nnew Worker('orders', async () => {});\n${pool(url)}`,
        'compose.yaml': compose(
          replicas(3),
          '',
          '  jobs:\n    build: .\n    command: node jobs.js\n    environment: { DATABASE_URL: "postgres://x@orders-db/shop" }\n    scale: 2\n',
        ),
      },
      ['orders-db 50 of 97 (not grounded): api 10 default × 1 × (3 + 0), jobs 10 default × 1 × (2 + 0)'],
    ],
    [
      'of two pools of one program',
      {
        'server.js': `${listening(url)}export const reports = new Pool({ connectionString: process.env.DATABASE_URL, max: 3 });\n`,
        'compose.yaml': compose(replicas(2), ''),
      },
      ['orders-db 26 of 97 (not grounded): api 10 default × 1 × (2 + 0), api 3 literal × 1 × (2 + 0)'],
    ],
    [
      'of two databases',
      {
        'server.js': `${listening(url)}export const carts = new Pool({ host: 'carts-db' });\n`,
        'compose.yaml': compose(replicas(2), '', '  carts-db:\n    image: postgres:16\n'),
      },
      [
        'carts-db 20 of 97 (not grounded): api 10 default × 1 × (2 + 0)',
        'orders-db 20 of 97 (not grounded): api 10 default × 1 × (2 + 0)',
      ],
    ],
    [
      'of several processes on a host',
      {
        'server.js': listening(url),
        'compose.yaml': compose(`${replicas(2)}\n    command: pm2-runtime server.js -i 4`, ''),
      },
      ['orders-db 80 of 97 (not grounded): api 10 default × 4 × (2 + 0)'],
    ],
    [
      'of a program that starts its new copies first',
      {
        'server.js': listening(url),
        'compose.yaml': compose('    deploy: { replicas: 3, update_config: { order: start-first } }', ''),
      },
      ['orders-db 40 of 97 (not grounded): api 10 default × 1 × (3 + 1)'],
    ],
    ...[
      { written: 'parallelism: 2', surge: 2, sum: 50 },
      { written: 'parallelism: 0', surge: 3, sum: 60 },
      { written: 'parallelism: 9', surge: 3, sum: 60 },
      { written: 'parallelism: "${STEP:-2}"', surge: 2, sum: 50 },
    ].map(({ written, surge, sum }): [string, Files, readonly string[]] => [
      `of a program that starts new copies first, several at once: ${written}`,
      {
        'server.js': listening(url),
        'compose.yaml': compose(`    deploy: { replicas: 3, update_config: { order: start-first, ${written} } }`, ''),
      },
      [`orders-db ${sum} of 97 (not grounded): api 10 default × 1 × (3 + ${surge})`],
    ]),
    [
      'of a program that stops old copies first, however many at once',
      {
        'server.js': listening(url),
        'compose.yaml': compose('    deploy: { replicas: 3, update_config: { parallelism: 2 } }', ''),
      },
      ['orders-db 30 of 97 (not grounded): api 10 default × 1 × (3 + 0)'],
    ],
    [
      'of two services of one start command',
      {
        'server.js': listening(url),
        'compose.yaml': compose(
          `${replicas(4)}\n    command: node server.js`,
          '',
          '  jobs:\n    build: .\n    command: node server.js\n    environment: { DATABASE_URL: "postgres://x@orders-db/shop" }\n    scale: 2\n',
        ),
      },
      ['orders-db 60 of 97 (not grounded): shop 10 default × 1 × (6 + 0)'],
    ],
    [
      'of two services of one start command that both start new copies first',
      {
        'server.js': listening(url),
        'compose.yaml': compose(
          '    deploy: { replicas: 3, update_config: { order: start-first, parallelism: 2 } }\n    command: node server.js',
          '',
          '  jobs:\n    build: .\n    command: node server.js\n    environment: { DATABASE_URL: "postgres://x@orders-db/shop" }\n    deploy: { replicas: 2, update_config: { order: start-first } }\n',
        ),
      },
      ['orders-db 80 of 97 (not grounded): shop 10 default × 1 × (5 + 3)'],
    ],
    [
      'with what the server keeps for others',
      {
        'server.js': listening(url),
        'compose.yaml': compose(
          replicas(2),
          command('-c max_connections=200 -c superuser_reserved_connections=10 -c reserved_connections=5'),
        ),
      },
      ['orders-db 20 of 185 (compose.yaml:8): api 10 default × 1 × (2 + 0)'],
    ],
    ...['*', 'latest', 'workspace:*', 'catalog:'].map((range): [string, Files, readonly string[]] => [
      `of Prisma in a version that nobody knows: ${range}`,
      {
        'package.json': manifest('shop', {
          scripts: { start: 'node server.js' },
          dependencies: { express: '^5.0.0', '@prisma/client': range },
        }),
        'server.js': `${server}import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
        'compose.yaml': compose(replicas(3), ''),
      },
      ['orders-db 9 of 97 (not grounded): api 3 default × 1 × (3 + 0)'],
    ]),
    [
      'of Prisma in a version that nobody knows, by its adapter',
      {
        'package.json': manifest('shop', {
          scripts: { start: 'node server.js' },
          dependencies: { express: '^5.0.0', '@prisma/client': '*', '@prisma/adapter-pg': '*' },
        }),
        'server.js': `${server}import { PrismaClient } from '@prisma/client';\nimport { PrismaPg } from '@prisma/adapter-pg';\nconst adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL });\nexport const prisma = new PrismaClient({ adapter });\n`,
        'compose.yaml': compose(replicas(3), ''),
      },
      ['orders-db 30 of 97 (not grounded): api 10 default × 1 × (3 + 0)'],
    ],
    [
      'of Prisma whose adapter is made around a pool, once',
      {
        'package.json': manifest('shop', {
          scripts: { start: 'node server.js' },
          dependencies: { express: '^5.0.0', pg: '8', '@prisma/client': '7', '@prisma/adapter-pg': '7' },
        }),
        'server.js': `${server}import pg from 'pg';\nimport { PrismaClient } from '@prisma/client';\nimport { PrismaPg } from '@prisma/adapter-pg';\nconst pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });\nconst adapter = new PrismaPg(pool);\nexport const prisma = new PrismaClient({ adapter });\n`,
        'compose.yaml': compose(replicas(3), ''),
      },
      ['orders-db 60 of 97 (not grounded): api 20 literal × 1 × (3 + 0)'],
    ],
    [
      'of several processes that the program forks',
      {
        'server.js': `${listening(url)}import cluster from 'cluster';\nfor (let i = 0; i < 4; i++) cluster.fork();\n`,
        'compose.yaml': compose(replicas(2), ''),
      },
      ['orders-db 80 of 97 (not grounded): api 10 default × 4 × (2 + 0)'],
    ],
    [
      'behind a pooler by its port',
      { 'server.js': listening(url), 'compose.yaml': compose(replicas(2), '').replace(':5432', ':6432') },
      ['orders-db 20 of 97 (not grounded) pooled: api 10 default × 1 × (2 + 0)'],
    ],
    [
      'behind a pooler by its parameter',
      {
        'server.js': listening(url),
        'compose.yaml': compose(replicas(2), '').replace('/shop"', '/shop?pgbouncer=true"'),
      },
      ['orders-db 20 of 97 (not grounded) pooled: api 10 default × 1 × (2 + 0)'],
    ],
    [
      'behind a pooler that compose runs',
      {
        'server.js': listening(url),
        'compose.yaml': compose(
          replicas(2),
          '',
          '  pooler:\n    image: edoburu/pgbouncer\n    environment: { DATABASE_URL: "postgres://x@orders-db/shop" }\n',
        ).replace('@orders-db:5432', '@pooler'),
      },
      ['orders-db 20 of 97 (not grounded) pooled: api 10 default × 1 × (2 + 0)'],
    ],
    [
      'behind a pooler of a host',
      { 'server.js': listening("{ connectionString: 'postgres://x@ep-shop-pooler.eu.example.net/shop' }") },
      ['postgres:ep-shop-pooler.eu.example.net/shop 20 of 97 (not grounded) pooled: shop 10 default × 1 × (2 + 0)'],
    ],
    ...[
      { from: 'the shell', compose: '{ ERP_POSTGRES_URL: "${ERP_POSTGRES_URL}", DATABASE_URL' },
      { from: 'the shell by its name alone', compose: '{ ERP_POSTGRES_URL: , DATABASE_URL' },
      { from: 'the shell in a part', compose: '{ ERP_POSTGRES_URL: "postgres://x@${ERP_HOST}/erp", DATABASE_URL' },
    ].map(({ from, compose: setting }): [string, Files, readonly string[]] => [
      `of a name that comes from ${from}, apart from the database that compose runs`,
      {
        'server.js': `${listening(url)}export const erp = new Pool({ connectionString: process.env.ERP_POSTGRES_URL, max: 20 });\n`,
        'compose.yaml': compose(replicas(3), '').replace('{ DATABASE_URL', setting),
      },
      [
        'erp_postgres_url 60 of 97 (not grounded): api 20 literal × 1 × (3 + 0)',
        'orders-db 30 of 97 (not grounded): api 10 default × 1 × (3 + 0)',
      ],
    ]),
    [
      'of a name that a secret sets, whatever the code falls back to',
      {
        'server.js': `${server}${pool("{ connectionString: process.env.REPORTS_URL ?? 'postgres://x@orders-db/shop' }")}`,
        'compose.yaml': compose(replicas(3), '').replace(
          '{ DATABASE_URL',
          '{ REPORTS_URL: "${REPORTS_URL}", DATABASE_URL',
        ),
      },
      ['reports_url 30 of 97 (not grounded): api 10 default × 1 × (3 + 0)'],
    ],
    [
      'of a name that an .env file says where the manifest does not',
      {
        'server.js': listening('{ connectionString: process.env.STOCK_URL }'),
        '.env': 'STOCK_URL=postgres://x@orders-db:5432/stock\n',
        'compose.yaml': compose(replicas(3), '').replace('{ DATABASE_URL', '{ STOCK_URL: "${STOCK_URL}", DATABASE_URL'),
      },
      ['orders-db 30 of 97 (not grounded): api 10 default × 1 × (3 + 0)'],
    ],
    ...['', "export const old = new Pool({ host: 'legacy.internal' });\n"].map(
      (more): [string, Files, readonly string[]] => [
        `of a name that nothing sets, as a guess, ${more === '' ? 'alone' : 'whatever other databases the code reaches'}`,
        {
          'server.js': `${listening('{ connectionString: process.env.STOCK_URL }')}${more}`,
          'compose.yaml': compose(replicas(3), ''),
        },
        [
          'orders-db 30 of 97 (not grounded): api 10 default × 1 × (3 + 0) if STOCK_URL leads there',
          ...(more === '' ? [] : ['postgres:legacy.internal 30 of 97 (not grounded): api 10 default × 1 × (3 + 0)']),
        ],
      ],
    ),
    [
      'by the name of the host, where user and password come from a secret',
      {
        'server.js': `${server}${pool('{ connectionString: `postgres://${process.env.DB_USER}:${process.env.DB_PASSWORD}@${process.env.DB_PLACE_HOST}/shop` }')}`,
        'compose.yaml': compose(replicas(3), '').replace('{ DATABASE_URL', '{ DB_USER: "${DB_USER}", DATABASE_URL'),
      },
      ['orders-db 30 of 97 (not grounded): api 10 default × 1 × (3 + 0) if DB_PLACE_HOST leads there'],
    ],
    [
      'not of copies that a platform starts by itself',
      {
        'server.js': listening(url),
        'k8s/a.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec: { template: { spec: { containers: [{ name: shop, image: shop }] } } }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: shop }
spec: { scaleTargetRef: { name: shop } }
`,
      },
      [],
    ],
    [
      'not of a single client',
      {
        'server.js': `${server}import { Client } from 'pg';\nexport const client = new Client({ connectionString: process.env.DATABASE_URL });\n`,
        'compose.yaml': compose(replicas(3), ''),
      },
      [],
    ],
    [
      'not of a store without such a limit',
      { 'server.js': `${server}import Redis from 'ioredis';\nexport const carts = new Redis('redis://carts');\n` },
      [],
    ],
  ])('%s', (_, files, expected) => {
    expect(budgetLines(see({ 'package.json': package_, ...files }))).toEqual(expected);
  });

  it('is what the configuration says', () => {
    const seen = see(
      {
        'package.json': package_,
        'server.js': listening(url),
        'compose.yaml': compose(replicas(3), command('-c max_connections=50')),
      },
      '{ "databases": { "orders-db": { "maxConnections": 400, "reserved": 20 } } }',
    );
    expect(budgetLines(seen)).toEqual(['orders-db 30 of 380 (second-instance.json:1): api 10 default × 1 × (3 + 0)']);
  });

  it('counts what an autoscaler and a roll-out add: 130 for ten pods of ten', () => {
    const manifests = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 25% } }
  template: { spec: { containers: [{ name: shop, image: shop }] } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop }
spec: { scaleTargetRef: { kind: Deployment, name: shop }, maxReplicas: 10 }
`;
    expect(
      budgetLines(see({ 'package.json': package_, 'server.js': listening(url), 'k8s/shop.yaml': manifests })),
    ).toEqual(['database_url 130 of 97 (not grounded): shop 10 default × 1 × (10 + 3)']);
  });
});
