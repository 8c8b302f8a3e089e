import type { Library, UsePattern } from '../types.ts';
import { argument, effect, made, method, namedArgument } from './wording.ts';

const modules = ['redis', 'redis.asyncio', 'redis.client', 'aioredis'];
const makers = [
  'Redis',
  'StrictRedis',
  'from_url',
  'Redis.from_url',
  'StrictRedis.from_url',
  'RedisCluster',
  'asyncio.Redis',
  'asyncio.from_url',
  'asyncio.Redis.from_url',
];

const use: Omit<UsePattern, 'call'> = {
  role: 'redis-client',
  closesItself: true,
  options: namedArgument(),
  connects: { engine: 'redis', address: [argument(0), namedArgument('url')], host: ['host'], environment: [] },
  lifecycle: { open: [], close: ['close', 'aclose'] },
};

export const redisPy: Library = {
  id: 'redis-py',
  title: 'redis-py',
  packages: ['redis', 'aioredis'],
  types: [
    {
      type: 'redis-py.client',
      madeBy: makers.map((name) => made(modules, name)),
      declaredAs: [
        { modules, name: 'Redis' },
        { modules, name: 'StrictRedis' },
      ],
    },
    {
      type: 'redis-py.lock',
      madeBy: [
        ...['redis.lock', 'redis.asyncio.lock'].map((module) => made([module], 'Lock')),
        made(['redis'], 'lock.Lock'),
        method('redis-py.client', 'lock'),
      ],
      declaredAs: [],
    },
  ],
  uses: makers.map((name) => ({ ...use, call: made(modules, name) })),
  effects: [
    effect(
      'cache-write',
      method(
        'redis-py.client',
        'set',
        'setex',
        'setnx',
        'hset',
        'hmset',
        'incr',
        'incrby',
        'decr',
        'sadd',
        'zadd',
        'lpush',
        'rpush',
        'delete',
        'expire',
      ),
      argument(0),
    ),
    effect('publish', method('redis-py.client', 'publish', 'xadd'), argument(0)),
    effect('lock', method('redis-py.client', 'lock')),
    effect('lock', method('redis-py.lock', 'acquire')),
  ],
  citation: { title: 'redis-py: connecting', url: 'https://redis.readthedocs.io/en/stable/connections.html' },
};
