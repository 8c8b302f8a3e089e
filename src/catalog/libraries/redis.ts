import type { Library, UsePattern } from '../types.ts';
import { argument, called, effect, method, option } from './wording.ts';

const modules = ['redis', '@redis/client'];

const use: Omit<UsePattern, 'call'> = {
  role: 'redis-client',
  options: argument(0),
  connects: {
    engine: 'redis',
    // Version 3 took the address as the first argument; later versions take it as `url`.
    address: [option(0, 'url'), argument(0)],
    host: ['socket.host', 'host'],
    environment: [],
  },
};

export const redis: Library = {
  id: 'redis',
  title: 'node-redis',
  packages: modules,
  types: [
    {
      type: 'redis.client',
      madeBy: [
        called(modules, 'createClient'),
        called(modules, 'createCluster'),
        called(modules, 'createClientPool'),
        method('redis.client', 'duplicate', 'connect'),
      ],
      declaredAs: [
        { modules, name: 'RedisClientType' },
        { modules, name: 'RedisClusterType' },
      ],
    },
  ],
  uses: ['createClient', 'createCluster', 'createClientPool'].map((name) => ({ ...use, call: called(modules, name) })),
  effects: [
    effect(
      'cache-write',
      method(
        'redis.client',
        'set',
        'setEx',
        'setNX',
        'mSet',
        'getSet',
        'hSet',
        'hIncrBy',
        'incr',
        'incrBy',
        'decr',
        'sAdd',
        'zAdd',
        'lPush',
        'rPush',
        'del',
        'expire',
      ),
      argument(0),
    ),
    effect('publish', method('redis.client', 'publish', 'xAdd'), argument(0)),
  ],
  citation: { title: 'node-redis: usage', url: 'https://github.com/redis/node-redis#usage' },
};
