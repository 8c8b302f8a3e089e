import type { Citation, Library, UsePattern } from '../types.ts';
import { argument, called, constructed, effect, method, reading } from './wording.ts';

const modules = ['mongodb'];

const citation: Citation = {
  title: 'MongoDB Node.js driver: connection pools',
  url: 'https://www.mongodb.com/docs/drivers/node/current/connect/connection-options/connection-pools/',
  quote: 'maxPoolSize: The maximum number of connections in a pool. Default: 100',
};

const use: Omit<UsePattern, 'call'> = {
  role: 'database-pool',
  options: argument(1),
  pool: { maximum: ['maxPoolSize'], parameters: ['maxPoolSize'], defaultMaximum: 100, citation },
  connects: { engine: 'mongodb', address: [argument(0)], host: [], environment: [] },
};

export const mongodb: Library = {
  id: 'mongodb',
  title: 'MongoDB driver',
  packages: modules,
  types: [
    {
      type: 'mongodb.client',
      madeBy: [constructed(modules, 'MongoClient'), called(modules, 'MongoClient.connect')],
      declaredAs: [{ modules, name: 'MongoClient' }],
    },
    { type: 'mongodb.database', madeBy: [method('mongodb.client', 'db')], declaredAs: [{ modules, name: 'Db' }] },
    {
      type: 'mongodb.collection',
      madeBy: [method('mongodb.database', 'collection')],
      declaredAs: [{ modules, name: 'Collection' }],
    },
  ],
  uses: [
    { ...use, call: constructed(modules, 'MongoClient') },
    { ...use, call: called(modules, 'MongoClient.connect') },
  ],
  effects: [
    reading({ by: 'choice', at: argument(0) }, method('mongodb.collection', 'find')),
    effect(
      'database-write',
      method(
        'mongodb.collection',
        'insertOne',
        'insertMany',
        'updateOne',
        'updateMany',
        'replaceOne',
        'deleteOne',
        'deleteMany',
        'bulkWrite',
        'findOneAndUpdate',
        'findOneAndReplace',
        'findOneAndDelete',
      ),
    ),
    effect(
      'database-read',
      method('mongodb.collection', 'findOne', 'aggregate', 'countDocuments', 'distinct', 'estimatedDocumentCount'),
    ),
    effect('transaction', method('mongodb.client', 'withSession')),
  ],
  citation,
};
