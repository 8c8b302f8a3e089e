import { scriptDrivers } from '../drivers.ts';
import type { Citation, ConnectPattern, Library, UsePattern } from '../types.ts';
import { argument, byStatement, called, constructed, effect, method, option, reading } from './wording.ts';

const modules = ['typeorm'];

const citation: Citation = {
  title: 'TypeORM: data source options',
  url: 'https://typeorm.io/docs/data-source/data-source-options/#common-data-source-options',
  quote: 'poolSize - Configure maximum number of active connections in the pool.',
};

const connects: ConnectPattern = {
  engine: 'postgres',
  drivers: { ...scriptDrivers, mongodb: 'mongodb' },
  engineFrom: {
    options: ['type'],
    values: {
      postgres: 'postgres',
      mysql: 'mysql',
      mariadb: 'mysql',
      mssql: 'mssql',
      mongodb: 'mongodb',
      sqlite: 'sqlite',
      'better-sqlite3': 'sqlite',
      sqljs: 'sqlite',
      cockroachdb: null,
      oracle: null,
      'aurora-postgres': null,
      'aurora-mysql': null,
      spanner: null,
    },
  },
  address: [option(0, 'url')],
  host: ['host'],
  environment: [],
};

const use: Omit<UsePattern, 'call'> = {
  role: 'database-pool',
  options: argument(0),
  // Without a size of its own the driver's default holds, which is 10 for pg, mysql2 and mssql alike.
  pool: {
    maximum: ['poolSize', 'extra.max', 'extra.connectionLimit', 'extra.poolSize'],
    parameters: [],
    defaultMaximum: 10,
    citation,
  },
  connects,
  // https://typeorm.io/docs/data-source/multiple-data-sources/#replication
  replicas: {
    options: ['replication.slaves'],
    exceptWhen: { options: ['replication.defaultMode'], values: ['master'] },
  },
  // https://github.com/typeorm/typeorm/issues/4588: nothing keeps two from doing so at the same time.
  startTask: {
    what: 'migrations',
    locks: false,
    when: { options: ['migrationsRun', 'synchronize'], values: [true] },
  },
  databaseFile: {
    options: ['database'],
    arguments: [],
    names: 'path',
    when: { options: ['type'], values: ['sqlite', 'better-sqlite3'] },
  },
};

export const typeorm: Library = {
  id: 'typeorm',
  title: 'TypeORM',
  packages: ['typeorm', '@nestjs/typeorm'],
  commitsEach: ['typeorm.source'],
  types: [
    {
      type: 'typeorm.source',
      madeBy: [constructed(modules, 'DataSource'), called(modules, 'createConnection')],
      declaredAs: [
        { modules, name: 'DataSource' },
        { modules, name: 'Connection' },
      ],
    },
    {
      type: 'typeorm.repository',
      madeBy: [
        method('typeorm.source', 'getRepository', 'getTreeRepository', 'getMongoRepository'),
        method('typeorm.manager', 'getRepository'),
        called(modules, 'getRepository'),
      ],
      declaredAs: [
        { modules, name: 'Repository' },
        { modules, name: 'TreeRepository' },
        { modules, name: 'MongoRepository' },
      ],
    },
    {
      type: 'typeorm.manager',
      madeBy: [called(modules, 'getManager')],
      declaredAs: [{ modules, name: 'EntityManager' }],
    },
  ],
  uses: [
    { ...use, call: constructed(modules, 'DataSource') },
    { ...use, call: called(modules, 'createConnection') },
    { ...use, call: called(['@nestjs/typeorm'], 'TypeOrmModule.forRoot') },
    {
      ...use,
      call: called(['@nestjs/typeorm'], 'TypeOrmModule.forRootAsync'),
      options: option(0, 'useFactory'),
      connects: { ...connects, address: [option(0, 'useFactory.url')] },
    },
  ],
  effects: [
    reading(byStatement, method('typeorm.source', 'query'), argument(0)),
    effect('transaction', method('typeorm.source', 'transaction', 'manager.transaction')),
    effect('transaction', method('typeorm.manager', 'transaction')),
    ...(
      [
        ['typeorm.repository', 0],
        ['typeorm.manager', 1],
      ] as const
    ).flatMap(([type, position]) => [
      reading(byStatement, method(type, 'query'), argument(0)),
      reading(
        { by: 'options', at: argument(position), limits: ['take', 'skip'], choosing: ['where'] },
        method(type, 'find'),
      ),
      reading({ by: 'choice', at: argument(position) }, method(type, 'findBy')),
      effect(
        'database-write',
        method(
          type,
          'save',
          'insert',
          'update',
          'upsert',
          'delete',
          'remove',
          'softDelete',
          'softRemove',
          'restore',
          'increment',
          'decrement',
          'clear',
        ),
      ),
      effect(
        'database-read',
        method(type, 'findOne', 'findOneBy', 'findOneOrFail', 'findAndCount', 'count', 'countBy', 'exists'),
      ),
    ]),
  ],
  fromPrimary: {
    steps: ['queryRunner', 'manager'],
    options: ['transaction'],
    advice: 'read it through a query runner of `master`',
  },
  citation,
};
