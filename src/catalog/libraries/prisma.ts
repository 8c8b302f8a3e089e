import type { Citation, Library, UsePattern } from '../types.ts';
import { argument, byStatement, called, constructed, effect, method, option, reading } from './wording.ts';

const modules = ['@prisma/client', '@prisma/client/edge'];

const poolCitation: Citation = {
  title: 'Prisma 6: connection pool',
  url: 'https://www.prisma.io/docs/v6/orm/prisma-client/setup-and-configuration/databases-connections/connection-pool',
  quote:
    'The default number of connections (pool size) is calculated with the following formula: num_physical_cpus * 2 + 1',
};

const adapterCitation: Citation = {
  title: 'Prisma: connection pool of driver adapters',
  url: 'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections/connection-pool',
  quote:
    'Driver adapters rely on the Node.js driver you supply, so connection pooling defaults (and configuration) now come from the driver itself.',
};

const client: Pick<UsePattern, 'call' | 'options' | 'connects' | 'lifecycle' | 'databaseFile'> = {
  call: constructed(modules, 'PrismaClient'),
  options: argument(0),
  // It connects by itself with the first query.
  lifecycle: { open: [], close: ['$disconnect'] },
  // https://www.prisma.io/docs/orm/overview/databases/sqlite
  databaseFile: {
    options: [],
    arguments: [],
    names: 'address',
    // An adapter opens the file, or something else, by itself.
    bySchema: { providers: ['sqlite'], unless: ['adapter', 'accelerateUrl'] },
  },
  connects: {
    engine: 'postgres',
    address: [option(0, 'datasourceUrl', 'datasources.db.url')],
    host: [],
    environment: ['DATABASE_URL'],
    // The schema names the engine.
    drivers: { '@prisma/adapter-pg': 'postgres', '@prisma/adapter-mariadb': 'mysql' },
  },
};

const writes = [
  'create',
  'createMany',
  'createManyAndReturn',
  'update',
  'updateMany',
  'updateManyAndReturn',
  'upsert',
  'delete',
  'deleteMany',
].map((name) => `*.${name}`);

const reads = ['findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow', 'count', 'aggregate', 'groupBy'].map(
  (name) => `*.${name}`,
);

export const prisma: Library = {
  id: 'prisma',
  title: 'Prisma',
  lazy: true,
  packages: ['@prisma/client', '@prisma/adapter-pg', '@prisma/adapter-mariadb', '@prisma/extension-read-replicas'],
  commitsEach: ['prisma.client'],
  types: [
    {
      type: 'prisma.client',
      madeBy: [constructed(modules, 'PrismaClient'), method('prisma.client', '$extends')],
      declaredAs: [
        { modules, name: 'PrismaClient' },
        { modules, name: 'Prisma.TransactionClient' },
      ],
    },
  ],
  uses: [
    {
      ...client,
      role: 'database-pool',
      // From version 7 on a client does not start without an adapter, which makes the pool: one without is older.
      versions: '<7 || unknown',
      // The number of cores is the machine's, so that of one core is the least that can be; it is never overstated.
      pool: {
        maximum: [],
        parameters: ['connection_limit'],
        defaultMaximum: 3,
        byCores: true,
        unless: ['adapter', 'accelerateUrl'],
        citation: poolCitation,
      },
    },
    { ...client, role: 'database-client', versions: '>=7' },
    {
      call: constructed(['@prisma/adapter-pg'], 'PrismaPg'),
      role: 'database-pool',
      options: argument(0),
      pool: { maximum: ['max'], parameters: ['max'], defaultMaximum: 10, citation: adapterCitation },
      connects: {
        engine: 'postgres',
        address: [option(0, 'connectionString')],
        host: ['host'],
        environment: ['PGHOST'],
      },
    },
    {
      call: constructed(['@prisma/adapter-mariadb'], 'PrismaMariaDb'),
      role: 'database-pool',
      options: argument(0),
      pool: { maximum: ['connectionLimit'], parameters: [], defaultMaximum: 10, citation: adapterCitation },
      connects: { engine: 'mysql', address: [argument(0)], host: ['host'], environment: [] },
    },
  ],
  effects: [
    effect('database-write', method('prisma.client', ...writes)),
    effect('database-read', method('prisma.client', ...reads)),
    reading(
      { by: 'options', at: argument(0), limits: ['take', 'skip', 'cursor', 'distinct'], choosing: ['where'] },
      method('prisma.client', '*.findMany'),
    ),
    effect('database-write', method('prisma.client', '$executeRaw', '$executeRawUnsafe'), argument(0)),
    reading(byStatement, method('prisma.client', '$queryRaw', '$queryRawUnsafe'), argument(0)),
    effect('transaction', method('prisma.client', '$transaction')),
  ],
  // https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/read-replicas
  replicatedBy: [called(['@prisma/extension-read-replicas'], 'readReplicas')],
  fromPrimary: { steps: ['$primary', '$transaction'], options: [], advice: 'read it with `$primary()`' },
  citation: poolCitation,
};
