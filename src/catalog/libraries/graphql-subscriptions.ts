import type { CallPattern, Library, TrackedType } from '../types.ts';
import { argument, called, constructed, sharedByOption } from './wording.ts';

const type: TrackedType = 'graphql-subscriptions.pubsub';
/** Servers of before handed the class on. */
const modules = [
  'graphql-subscriptions',
  'graphql-yoga',
  'apollo-server',
  'apollo-server-express',
  'apollo-server-koa',
  'apollo-server-fastify',
  'apollo-server-hapi',
  'apollo-server-micro',
  'type-graphql',
];
const emitters: readonly CallPattern[] = ['EventEmitter', 'default'].map((name) => constructed(['events'], name));

export const graphqlSubscriptions: Library = {
  id: 'graphql-subscriptions',
  title: 'graphql-subscriptions',
  packages: ['graphql-subscriptions', 'apollo-server', 'apollo-server-express', 'graphql-yoga'],
  types: [
    {
      type,
      madeBy: [constructed(modules, 'PubSub')],
      declaredAs: ['PubSub', 'PubSubEngine'].map((name) => ({ modules, name })),
    },
  ],
  uses: [
    {
      call: constructed(modules, 'PubSub'),
      role: 'pub-sub',
      options: argument(0),
      shared: sharedByOption(['eventEmitter'], { stores: [...emitters, called(['events'], 'EventEmitter')] }),
      pubSub: {
        type,
        tells: ['publish'],
        hears: ['asyncIterator', 'asyncIterableIterator', 'subscribe'],
        surely: ['asyncIterator', 'asyncIterableIterator'],
        names: /pub_?sub/i,
        remedy: 'Use one that all instances share, such as `RedisPubSub` of `graphql-redis-subscriptions`.',
      },
    },
  ],
  effects: [],
  citation: {
    title: 'graphql-subscriptions: getting started',
    url: 'https://github.com/apollographql/graphql-subscriptions#getting-started-with-your-first-subscription',
    quote:
      "It only works if you have a single instance of your server and doesn't scale beyond a couple of connections.",
  },
};
