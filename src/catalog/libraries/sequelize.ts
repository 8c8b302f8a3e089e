import { scriptDrivers } from '../drivers.ts';
import type { Citation, ConnectPattern, Library, UsePattern } from '../types.ts';
import { argument, byStatement, called, constructed, effect, method, option, reading } from './wording.ts';

const modules = ['sequelize', 'sequelize-typescript', '@sequelize/core'];
const nest = ['@nestjs/sequelize'];

const citation: Citation = {
  title: 'Sequelize: connection pool',
  url: 'https://sequelize.org/docs/v6/other-topics/connection-pool/',
  quote:
    "If you're connecting to the database from multiple processes, you'll have to create one instance per process, but each instance should have a maximum connection pool size of such that the total maximum size is respected.",
};

const connects: ConnectPattern = {
  engine: 'postgres',
  drivers: scriptDrivers,
  engineFrom: {
    options: ['dialect'],
    values: {
      postgres: 'postgres',
      mysql: 'mysql',
      mariadb: 'mysql',
      mssql: 'mssql',
      sqlite: 'sqlite',
      oracle: null,
      db2: null,
      snowflake: null,
    },
  },
  address: [argument(0), option(0, 'url', 'uri')],
  host: ['host'],
  environment: [],
};

const use: Omit<UsePattern, 'call' | 'options'> = {
  role: 'database-pool',
  pool: {
    maximum: ['pool.max'],
    parameters: [],
    defaultMaximum: 5,
    idles: { minimum: ['pool.min'], timeout: ['pool.idle'] },
    citation,
  },
  connects,
  // https://sequelize.org/docs/v6/other-topics/read-replication/
  replicas: {
    options: ['replication.read'],
    exceptWhen: { options: ['query.useMaster'], values: ['true'] },
  },
  databaseFile: {
    options: ['storage', 'uri'],
    arguments: [argument(0)],
    names: 'address',
    when: { options: ['dialect'], values: ['sqlite'] },
  },
};

export const sequelize: Library = {
  id: 'sequelize',
  title: 'Sequelize',
  packages: [...modules, ...nest],
  commitsEach: ['sequelize.client'],
  types: [
    {
      type: 'sequelize.client',
      madeBy: [constructed(modules, 'Sequelize'), constructed(modules, 'default')],
      declaredAs: [{ modules, name: 'Sequelize' }],
    },
    {
      type: 'sequelize.model',
      madeBy: [method('sequelize.client', 'define'), method('sequelize.client', 'model')],
      declaredAs: [
        { modules, name: 'ModelStatic' },
        { modules, name: 'ModelCtor' },
      ],
    },
  ],
  uses: [
    // The options are the last argument, behind an address or behind database, user and password.
    { ...use, call: constructed(modules, 'Sequelize'), options: { kind: 'from', position: 0 } },
    { ...use, call: constructed(modules, 'default'), options: { kind: 'from', position: 0 } },
    { ...use, call: called(nest, 'SequelizeModule.forRoot'), options: argument(0) },
    {
      ...use,
      call: called(nest, 'SequelizeModule.forRootAsync'),
      options: option(0, 'useFactory'),
      connects: { ...connects, address: [option(0, 'useFactory.uri')] },
    },
    // Without an option it only makes tables that are missing: https://sequelize.org/docs/v6/core-concepts/model-basics/#model-synchronization
    {
      call: method('sequelize.client', 'sync'),
      role: 'start-task',
      options: argument(0),
      startTask: { what: 'changes of tables', locks: false, when: { options: ['alter', 'force'], values: [true] } },
    },
  ],
  effects: [
    reading(
      { by: 'options', at: argument(0), limits: ['limit', 'offset', 'group'], choosing: ['where'] },
      method('sequelize.model', 'findAll'),
    ),
    reading(byStatement, method('sequelize.client', 'query'), argument(0)),
    effect('transaction', method('sequelize.client', 'transaction')),
    effect(
      'database-write',
      method(
        'sequelize.model',
        'create',
        'bulkCreate',
        'update',
        'upsert',
        'destroy',
        'increment',
        'decrement',
        'findOrCreate',
      ),
    ),
    effect('database-read', method('sequelize.model', 'findOne', 'findByPk', 'findAndCountAll', 'count')),
  ],
  fromPrimary: { steps: [], options: ['useMaster', 'transaction'], advice: 'read it with `useMaster: true`' },
  citation,
};
