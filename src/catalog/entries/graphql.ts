import type { Framework, TrackedType } from '../types.ts';
import { argument, entry, exported, made, method, option } from './wording.ts';

const id = 'graphql';
const apollo = [
  '@apollo/server',
  'apollo-server',
  'apollo-server-express',
  'apollo-server-fastify',
  'apollo-server-koa',
];
const mercurius = ['mercurius'];
const typeGraphql = ['type-graphql'];
/** The package of before that brings a server of its own. */
const alone: TrackedType = 'graphql.server';

export const graphql: Framework = {
  id,
  title: 'GraphQL servers',
  packages: [...apollo, 'graphql-yoga', '@graphql-tools/schema', ...mercurius, ...typeGraphql],
  types: [{ type: alone, madeBy: [made(['apollo-server'], 'ApolloServer')], declaredAs: [] }],
  entries: [
    entry(id, 'request', made(apollo, 'ApolloServer'), option(0, 'resolvers', 'context')),
    entry(
      id,
      'request',
      made(['graphql-yoga', '@graphql-tools/schema'], 'makeExecutableSchema'),
      option(0, 'resolvers'),
    ),
    entry(id, 'request', made(['graphql-yoga'], 'createSchema'), option(0, 'resolvers')),
    entry(id, 'request', made(['graphql-yoga'], 'createYoga'), option(0, 'context')),
    entry(
      id,
      'request',
      { kind: 'given', methods: ['register'], argument: argument(0), modules: mercurius, name: 'default' },
      option(1, 'resolvers', 'loaders', 'context'),
    ),
    ...['Query', 'Mutation', 'Subscription', 'FieldResolver'].map((name) => ({
      kind: 'decorator' as const,
      framework: id,
      decorator: exported(typeGraphql, name),
      classDecorators: [exported(typeGraphql, 'Resolver')],
      moment: 'request' as const,
    })),
  ],
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [made(['@apollo/server/standalone'], 'startStandaloneServer'), method(alone, 'listen')],
  citation: {
    title: 'Apollo Server: resolvers',
    url: 'https://www.apollographql.com/docs/apollo-server/data/resolvers',
  },
};
