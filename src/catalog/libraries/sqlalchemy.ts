import { pythonDrivers } from '../drivers.ts';
import type { Citation, Library, PoolPattern, UsePattern } from '../types.ts';
import { argument, called, effect, made, method, namedArgument, noted, reading } from './wording.ts';

const modules = ['sqlalchemy', 'sqlalchemy.ext.asyncio', 'sqlmodel', 'sqlalchemy.engine'];

const citation: Citation = {
  title: 'SQLAlchemy: connection pooling',
  url: 'https://docs.sqlalchemy.org/en/20/core/pooling.html#sqlalchemy.pool.QueuePool',
  quote:
    'pool_size can be set to 0 to indicate no size limit […] The total number of simultaneous connections the pool will allow is pool_size + max_overflow.',
};

/** Five connections that stay and ten beyond them. */
const pool: PoolPattern = {
  maximum: ['pool_size'],
  parameters: [],
  defaultMaximum: 5,
  beyond: { options: ['max_overflow'], defaultMaximum: 10 },
  unless: ['poolclass'],
  citation,
};

const engine: Omit<UsePattern, 'call'> = {
  role: 'database-pool',
  options: namedArgument(),
  pool,
  connects: {
    engine: 'postgres',
    drivers: pythonDrivers,
    beginsTransactions: true,
    address: [argument(0), namedArgument('url')],
    host: [],
    environment: [],
  },
  databaseFile: { options: ['url'], arguments: [argument(0)], names: 'address' },
  lifecycle: { open: [], close: ['dispose'] },
};

const reads = ['query', 'execute', 'scalars', 'exec', 'stream'];
const single = ['scalar', 'get'];
const writes = ['bulk_save_objects', 'commit', 'flush'];
/** What the session keeps in mind until it is flushed. */
const kept = ['add', 'add_all', 'delete', 'merge'];

/** What a query goes on with while all rows are meant, and what keeps them few. */
const wholeSteps = ['all', 'order_by', 'join', 'outerjoin', 'options', 'with_entities'];
const fewSteps = ['filter', 'filter_by', 'first', 'first_or_404', 'get', 'get_or_404', 'count', 'limit', 'paginate'];

export const sqlalchemy: Library = {
  id: 'sqlalchemy',
  title: 'SQLAlchemy',
  packages: ['sqlalchemy', 'sqlmodel', 'flask_sqlalchemy'],
  types: [
    {
      type: 'sqlalchemy.engine',
      madeBy: ['create_engine', 'create_async_engine'].map((name) => called(modules, name)),
      declaredAs: [
        { modules, name: 'Engine' },
        { modules, name: 'AsyncEngine' },
      ],
    },
    {
      type: 'sqlalchemy.connection',
      madeBy: [method('sqlalchemy.engine', 'connect', 'begin'), method('sqlalchemy.session', 'connection')],
      declaredAs: [
        { modules, name: 'Connection' },
        { modules, name: 'AsyncConnection' },
      ],
    },
    {
      type: 'sqlalchemy.factory',
      madeBy: [called(['sqlalchemy.orm'], 'sessionmaker'), called(['sqlalchemy.ext.asyncio'], 'async_sessionmaker')],
      declaredAs: [
        { modules: ['sqlalchemy.orm'], name: 'sessionmaker' },
        { modules: ['sqlalchemy.ext.asyncio'], name: 'async_sessionmaker' },
      ],
    },
    {
      type: 'sqlalchemy.session',
      madeBy: [
        made(['sqlalchemy.orm', 'sqlmodel', 'sqlalchemy.ext.asyncio'], 'Session'),
        made(['sqlalchemy.ext.asyncio'], 'AsyncSession'),
        // A factory is called, or begins: `Session = sessionmaker(engine)`, then `with Session() as session`.
        method('sqlalchemy.factory', '', 'begin'),
        // A registry stands for the session of its thread, and gives it when it is called.
        called(['sqlalchemy.orm'], 'scoped_session'),
        called(['sqlalchemy.ext.asyncio'], 'async_scoped_session'),
        method('sqlalchemy.session', ''),
      ],
      declaredAs: [
        { modules: ['sqlalchemy.orm', 'sqlmodel'], name: 'Session' },
        { modules: ['sqlalchemy.ext.asyncio', 'sqlmodel.ext.asyncio.session'], name: 'AsyncSession' },
      ],
    },
    {
      type: 'sqlalchemy.flask',
      madeBy: [called(['flask_sqlalchemy'], 'SQLAlchemy')],
      declaredAs: [],
    },
  ],
  uses: [
    // An engine that nobody holds any more is collected at once, and closes what its pool held; the asynchronous one cannot.
    { ...engine, call: called(modules, 'create_engine'), closesItself: true },
    { ...engine, call: called(modules, 'create_async_engine') },
    {
      call: called(['flask_sqlalchemy'], 'SQLAlchemy'),
      role: 'database-client',
      options: namedArgument(),
      databaseFile: { options: [], arguments: [], names: 'address', settings: ['SQLALCHEMY_DATABASE_URI'] },
    },
  ],
  effects: [
    reading({ by: 'steps' }, method('sqlalchemy.session', ...reads), argument(0)),
    effect('database-read', method('sqlalchemy.session', ...single), argument(0)),
    effect('database-write', method('sqlalchemy.session', ...writes)),
    noted('database-write', method('sqlalchemy.session', ...kept)),
    reading({ by: 'steps' }, method('sqlalchemy.connection', 'execute', 'scalars', 'stream'), argument(0)),
    effect('database-read', method('sqlalchemy.connection', 'scalar', 'exec_driver_sql'), argument(0)),
    effect(
      'database-read',
      method('sqlalchemy.flask', 'session.get', 'session.scalar', 'get_or_404', 'paginate'),
      argument(0),
    ),
    reading(
      { by: 'steps' },
      method('sqlalchemy.flask', 'session.query', 'session.execute', 'session.scalars'),
      argument(0),
    ),
    // A class that extends `db.Model` asks for its own rows: `Order.query.all()`.
    reading({ by: 'steps' }, method('sqlalchemy.flask', ...wholeSteps.map((name) => `Model.query.${name}`))),
    effect('database-read', method('sqlalchemy.flask', ...fewSteps.map((name) => `Model.query.${name}`))),
    effect('database-write', method('sqlalchemy.flask', 'session.commit', 'session.flush')),
    noted('database-write', method('sqlalchemy.flask', ...kept.map((name) => `session.${name}`))),
    effect('transaction', method('sqlalchemy.session', 'begin')),
    effect('transaction', method('sqlalchemy.engine', 'begin')),
    noted('database-read', called(['sqlalchemy.future'], 'select')),
  ],
  citation,
};
