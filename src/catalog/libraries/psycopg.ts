import type { Citation, Library, PoolPattern, UsePattern } from '../types.ts';
import { argument, byStatement, called, effect, made, method, namedArgument, reading } from './wording.ts';

const citation: Citation = {
  title: 'psycopg: connection pools',
  url: 'https://www.psycopg.org/psycopg3/docs/advanced/pool.html',
};

const connects: NonNullable<UsePattern['connects']> = {
  engine: 'postgres',
  address: [argument(0), namedArgument('dsn', 'conninfo')],
  host: ['host'],
  environment: ['PGHOST', 'DATABASE_URL'],
};

function pool(maximum: readonly string[], defaultMaximum: number): PoolPattern {
  return { maximum, parameters: [], defaultMaximum, citation };
}

/** https://www.psycopg.org/docs/usage.html#transactions-control: "by default […] a new transaction is started" */
const beginning: NonNullable<UsePattern['connects']> = { ...connects, beginsTransactions: true };

function pooled(modules: readonly string[], name: string, size: PoolPattern): UsePattern {
  return {
    call: made(modules, name),
    role: 'database-pool',
    options: namedArgument(),
    pool: size,
    connects: modules.includes('asyncpg') ? connects : beginning,
    lifecycle: { open: ['open'], close: ['close', 'closeall'] },
  };
}

/** Drivers for PostgreSQL and MySQL: pools, and connections that are opened one by one. */
export const psycopg: Library = {
  id: 'psycopg',
  title: 'psycopg',
  packages: ['psycopg', 'psycopg2', 'psycopg_pool', 'asyncpg'],
  commitsEach: ['asyncpg.pool'],
  types: [
    {
      type: 'psycopg.connection',
      madeBy: [called(['psycopg', 'psycopg2', 'asyncpg'], 'connect')],
      declaredAs: [],
      chains: [],
    },
    { type: 'psycopg.cursor', madeBy: [method('psycopg.connection', 'cursor')], declaredAs: [] },
    {
      type: 'asyncpg.pool',
      madeBy: [called(['asyncpg'], 'create_pool')],
      declaredAs: [{ modules: ['asyncpg', 'asyncpg.pool'], name: 'Pool' }],
    },
  ],
  uses: [
    pooled(['psycopg_pool'], 'ConnectionPool', pool(['max_size'], 4)),
    pooled(['psycopg_pool'], 'AsyncConnectionPool', pool(['max_size'], 4)),
    pooled(['asyncpg'], 'create_pool', pool(['max_size'], 10)),
    ...['psycopg', 'psycopg2', 'asyncpg'].map((module) => ({
      call: called([module], 'connect'),
      role: 'database-client' as const,
      // Both close what nobody holds any more; asyncpg leaves that to the loop, which may be gone by then.
      ...(module !== 'asyncpg' && { closesItself: true as const }),
      options: namedArgument(),
      connects: module === 'asyncpg' ? connects : beginning,
      lifecycle: { open: [], close: ['close'] },
    })),
    {
      call: called(['pymysql', 'MySQLdb', 'mysql.connector', 'aiomysql'], 'connect'),
      role: 'database-client',
      closesItself: true,
      options: namedArgument(),
      connects: { ...connects, engine: 'mysql', address: [], environment: ['MYSQL_HOST'] },
      lifecycle: { open: [], close: ['close'] },
    },
  ],
  sessionCalls: [{ call: method('psycopg.connection', 'add_listener'), feature: 'listen' }],
  effects: [
    effect('database-read', method('psycopg.cursor', 'fetchone', 'executemany'), argument(0)),
    reading(byStatement, method('psycopg.cursor', 'execute'), argument(0)),
    reading({ by: 'earlier' }, method('psycopg.cursor', 'fetchall')),
    effect('database-read', method('psycopg.connection', 'fetchrow', 'fetchval'), argument(0)),
    reading(byStatement, method('psycopg.connection', 'execute', 'fetch'), argument(0)),
    effect('database-read', method('asyncpg.pool', 'fetchrow', 'fetchval'), argument(0)),
    reading(byStatement, method('asyncpg.pool', 'execute', 'fetch'), argument(0)),
  ],
  citation,
};
