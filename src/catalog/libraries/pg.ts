import type { Citation, Library, PoolPattern } from '../types.ts';
import { argument, byStatement, constructed, method, option, reading } from './wording.ts';

const modules = ['pg', 'pg-pool'];
const plugins = ['@fastify/postgres', 'fastify-postgres'];

const citation: Citation = {
  title: 'node-postgres: pool sizing',
  url: 'https://node-postgres.com/guides/pool-sizing',
  quote:
    "you'll need to think a bit about the max parameter of your pool across all services and all instances of all services which are connecting to your Postgres server.",
};

const pool: PoolPattern = {
  maximum: ['max', 'poolSize'],
  parameters: ['max'],
  defaultMaximum: 10,
  keeping: ['min', 'idleTimeoutMillis', 'connectionTimeoutMillis', 'maxUses', 'maxLifetimeSeconds', 'allowExitOnIdle'],
  citation,
};

const connects = {
  engine: 'postgres',
  address: [option(0, 'connectionString')],
  host: ['host'],
  environment: ['PGHOST'],
} as const;

/** `query` may read or write: its SQL stands in the call's facts. */
export const pg: Library = {
  id: 'pg',
  title: 'node-postgres',
  packages: modules,
  commitsEach: ['pg.pool', 'pg.client'],
  types: [
    {
      type: 'pg.pool',
      madeBy: [constructed(modules, 'Pool'), constructed(['pg-pool'], 'default')],
      declaredAs: [
        { modules, name: 'Pool' },
        { modules: ['pg-pool'], name: 'default' },
      ],
    },
    {
      type: 'pg.client',
      madeBy: [constructed(['pg'], 'Client'), method('pg.pool', 'connect')],
      declaredAs: [
        { modules: ['pg'], name: 'Client' },
        { modules: ['pg'], name: 'PoolClient' },
      ],
    },
  ],
  uses: [
    {
      call: constructed(['pg'], 'Pool'),
      role: 'database-pool',
      options: argument(0),
      pool,
      connects,
      lifecycle: { open: [], close: ['end'], failure: 'error' },
    },
    {
      call: constructed(['pg-pool'], 'default'),
      role: 'database-pool',
      options: argument(0),
      pool,
      connects,
      lifecycle: { open: [], close: ['end'], failure: 'error' },
    },
    {
      call: constructed(['pg'], 'Client'),
      role: 'database-client',
      options: argument(0),
      connects: { ...connects, address: [argument(0), option(0, 'connectionString')] },
      shareable: 'Pool',
      lifecycle: { open: ['connect'], close: ['end'], failure: 'error' },
    },
    {
      // The plugin hands its options to a pool of its own.
      call: { kind: 'given', methods: ['register'], argument: argument(0), modules: plugins, name: 'default' },
      role: 'database-pool',
      options: argument(1),
      pool,
      connects: { ...connects, address: [option(1, 'connectionString')] },
    },
  ],
  effects: [
    reading(byStatement, method('pg.pool', 'query'), argument(0)),
    reading(byStatement, method('pg.client', 'query'), argument(0)),
  ],
  citation,
};
