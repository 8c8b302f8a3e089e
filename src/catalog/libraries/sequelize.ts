import type { Citation, Library } from '../types.ts';
import { argument, constructed, effect, method, option } from './wording.ts';

const modules = ['sequelize', 'sequelize-typescript', '@sequelize/core'];

const citation: Citation = {
  title: 'Sequelize: connection pool',
  url: 'https://sequelize.org/docs/v6/other-topics/connection-pool/',
  quote:
    "If you're connecting to the database from multiple processes, you'll have to create one instance per process, but each instance should have a maximum connection pool size of such that the total maximum size is respected.",
};

export const sequelize: Library = {
  id: 'sequelize',
  title: 'Sequelize',
  packages: modules,
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
  uses: ['Sequelize', 'default'].map((name) => ({
    call: constructed(modules, name),
    role: 'database-pool',
    // The options are the last argument, behind an address or behind database, user and password.
    options: { kind: 'from', position: 0 },
    pool: { maximum: ['pool.max'], parameters: [], defaultMaximum: 5, citation },
    connects: {
      engine: 'postgres',
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
      address: [argument(0), option(0, 'url')],
      host: ['host'],
      environment: [],
    },
  })),
  effects: [
    effect('database-read', method('sequelize.client', 'query'), argument(0)),
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
    effect('database-read', method('sequelize.model', 'findAll', 'findOne', 'findByPk', 'findAndCountAll', 'count')),
  ],
  citation,
};
