import type { Citation, Library } from '../types.ts';
import { argument, called, effect, method, option, reading } from './wording.ts';

const modules = ['mongoose'];

const citation: Citation = {
  title: 'Mongoose: connection options',
  url: 'https://mongoosejs.com/docs/connections.html#options',
  quote: 'maxPoolSize - The maximum number of sockets the MongoDB driver will keep open for this connection.',
};

const pool = { maximum: ['maxPoolSize', 'poolSize'], parameters: ['maxPoolSize'], defaultMaximum: 100, citation };
const connects = { engine: 'mongodb', address: [argument(0)], host: [], environment: [] } as const;

export const mongoose: Library = {
  id: 'mongoose',
  title: 'Mongoose',
  packages: ['mongoose', '@nestjs/mongoose'],
  types: [
    {
      type: 'mongoose.connection',
      madeBy: [called(modules, 'createConnection')],
      declaredAs: [{ modules, name: 'Connection' }],
    },
    {
      type: 'mongoose.model',
      madeBy: [called(modules, 'model'), method('mongoose.connection', 'model')],
      declaredAs: [{ modules, name: 'Model' }],
    },
    // A query gives the document that it asks for, and its own steps give the query: one of them is enough to follow both.
    {
      type: 'mongoose.document',
      row: true,
      madeBy: [
        method(
          'mongoose.model',
          '',
          'create',
          'hydrate',
          'findOne',
          'findById',
          'findOneAndUpdate',
          'findByIdAndUpdate',
          'findOneAndReplace',
        ),
      ],
      declaredAs: [{ modules, name: 'HydratedDocument' }],
      chains: ['exec', 'orFail', 'populate', 'select', 'session', 'set', 'sort'],
    },
  ],
  uses: [
    { call: called(modules, 'connect'), role: 'database-pool', options: argument(1), pool, connects, reuses: true },
    { call: called(modules, 'createConnection'), role: 'database-pool', options: argument(1), pool, connects },
    {
      call: called(['@nestjs/mongoose'], 'MongooseModule.forRoot'),
      role: 'database-pool',
      options: argument(1),
      pool,
      connects,
    },
    {
      call: called(['@nestjs/mongoose'], 'MongooseModule.forRootAsync'),
      role: 'database-pool',
      options: option(0, 'useFactory'),
      pool,
      connects: { ...connects, address: [option(0, 'useFactory.uri')] },
    },
  ],
  effects: [
    reading({ by: 'choice', at: argument(0) }, method('mongoose.model', 'find')),
    effect(
      'database-write',
      method(
        'mongoose.model',
        'create',
        'insertMany',
        'insertOne',
        'updateOne',
        'updateMany',
        'replaceOne',
        'deleteOne',
        'deleteMany',
        'bulkWrite',
        'bulkSave',
        'findOneAndUpdate',
        'findByIdAndUpdate',
        'findOneAndDelete',
        'findByIdAndDelete',
        'findOneAndReplace',
        'findOneAndRemove',
        'findByIdAndRemove',
        'update',
        'remove',
      ),
    ),
    // https://mongoosejs.com/docs/documents.html#updating-using-save
    effect('database-write', method('mongoose.document', 'save', 'deleteOne', 'updateOne', 'replaceOne', 'remove')),
    effect(
      'database-read',
      method('mongoose.model', 'findOne', 'findById', 'aggregate', 'countDocuments', 'distinct', 'exists'),
    ),
    effect('database-read', method('mongoose.document', 'exec')),
    effect('transaction', called(modules, 'startSession')),
  ],
  citation,
};
