import type { Library, UsePattern } from '../types.ts';
import { argument, effect, made, method } from './wording.ts';

const modules = ['ioredis'];

const use: Omit<UsePattern, 'call'> = {
  role: 'redis-client',
  options: { kind: 'from', position: 0 },
  connects: { engine: 'redis', address: [argument(0)], host: ['host'], environment: [] },
};

const makers = ['default', 'Redis', 'Cluster', 'Valkey'].map((name) => made(modules, name));

export const ioredis: Library = {
  id: 'ioredis',
  title: 'ioredis',
  packages: modules,
  types: [
    {
      type: 'ioredis.client',
      madeBy: [...makers, method('ioredis.client', 'duplicate')],
      declaredAs: [
        { modules, name: 'default' },
        { modules, name: 'Redis' },
        { modules, name: 'Cluster' },
      ],
    },
  ],
  uses: makers.map((call) => ({ ...use, call })),
  effects: [
    effect(
      'cache-write',
      method(
        'ioredis.client',
        'set',
        'setex',
        'psetex',
        'setnx',
        'mset',
        'getset',
        'hset',
        'hmset',
        'hincrby',
        'incr',
        'incrby',
        'decr',
        'sadd',
        'zadd',
        'lpush',
        'rpush',
        'del',
        'expire',
      ),
      argument(0),
    ),
    effect('publish', method('ioredis.client', 'publish', 'xadd'), argument(0)),
  ],
  citation: {
    title: 'ioredis: connect to Redis',
    url: 'https://github.com/redis/ioredis#connect-to-redis',
  },
};
