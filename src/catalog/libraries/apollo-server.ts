import type { CallPattern, Library, UsePattern } from '../types.ts';
import { argument, called, constructed, option, sharedByOption } from './wording.ts';

const servers = [
  '@apollo/server',
  'apollo-server',
  'apollo-server-express',
  'apollo-server-fastify',
  'apollo-server-hapi',
  'apollo-server-koa',
  'apollo-server-lambda',
];
const plugins = ['@apollo/server-plugin-response-cache', 'apollo-server-plugin-response-cache'];

const memory: readonly CallPattern[] = [
  constructed(['@apollo/utils.keyvaluecache', 'apollo-server-caching'], 'InMemoryLRUCache'),
];

const server: Omit<UsePattern, 'call' | 'options'> = {
  role: 'answering-server',
  shared: sharedByOption(['cache'], { stores: memory, values: ['bounded'] }),
  sharedBy: [
    '@apollo/utils.keyvadapter',
    'apollo-server-cache-redis',
    'apollo-server-cache-memcached',
    '@keyv/redis',
    '@keyv/memcache',
  ],
  keptAnswers: {
    sources: [
      { class: { modules: ['apollo-datasource-rest'], name: 'RESTDataSource' } },
      { class: { modules: ['@apollo/datasource-rest'], name: 'RESTDataSource' }, given: 'cache' },
    ],
  },
  remedy: 'Give it a `cache` that all instances share, such as `KeyvAdapter` over Redis.',
};

export const apolloServer: Library = {
  id: 'apollo-server',
  title: 'Apollo Server',
  packages: [...servers, ...plugins, '@nestjs/graphql'],
  types: [],
  uses: [
    { ...server, call: constructed(servers, 'ApolloServer'), options: argument(0) },
    { ...server, call: called(['@nestjs/graphql'], 'GraphQLModule.forRoot'), options: argument(0) },
    { ...server, call: called(['@nestjs/graphql'], 'GraphQLModule.forRootAsync'), options: option(0, 'useFactory') },
    {
      call: called(plugins, 'default'),
      role: 'answers-kept',
      options: argument(0),
      shared: sharedByOption(['cache'], { stores: memory }),
    },
  ],
  effects: [],
  citation: {
    title: 'Apollo Server: configuring cache backends',
    url: 'https://www.apollographql.com/docs/apollo-server/performance/cache-backends',
    quote:
      'Apollo Server uses an in-memory cache by default, but you can configure it to use a different backend, such as Redis or Memcached.',
  },
};
