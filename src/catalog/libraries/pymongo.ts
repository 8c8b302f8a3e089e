import type { Library } from '../types.ts';
import { argument, made, namedArgument } from './wording.ts';

export const pymongo: Library = {
  id: 'pymongo',
  title: 'PyMongo',
  packages: ['pymongo', 'motor'],
  types: [],
  uses: [made(['pymongo'], 'MongoClient'), made(['motor.motor_asyncio'], 'AsyncIOMotorClient')].map((call) => ({
    call,
    role: 'database-pool' as const,
    options: namedArgument(),
    pool: {
      maximum: ['maxPoolSize'],
      parameters: ['maxPoolSize'],
      defaultMaximum: 100,
      citation: {
        title: 'PyMongo: connection pools',
        url: 'https://www.mongodb.com/docs/languages/python/pymongo-driver/current/connect/connection-pools/',
      },
    },
    connects: { engine: 'mongodb' as const, address: [argument(0), namedArgument('host')], host: [], environment: [] },
    lifecycle: { open: [], close: ['close'] },
  })),
  effects: [],
  citation: { title: 'PyMongo', url: 'https://www.mongodb.com/docs/languages/python/pymongo-driver/current/' },
};
