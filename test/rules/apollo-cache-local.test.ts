import { rule } from '../../src/rules/caching/apollo-cache-local.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    api:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

const server = (options: string, more = ''): string => `
  // file: src/app.ts
  import { ApolloServer } from '@apollo/server';
  import { startStandaloneServer } from '@apollo/server/standalone';
  import responseCachePlugin from '@apollo/server-plugin-response-cache';
  import { typeDefs, resolvers } from '@shop/schema';
  ${more}
  const server = new ApolloServer({ typeDefs, resolvers, ${options} });
  //                 ^^^^^^^^^^^^ apollo-cache-local
  await startStandaloneServer(server, { context: async () => ({}) });
`;
const quiet = (options: string, more = ''): string =>
  server(options, more).replace('  //                 ^^^^^^^^^^^^ apollo-cache-local\n', '');

const before = (context: string, more = ''): string => `
  // file: src/app.ts
  import { ApolloServer } from 'apollo-server';
  import { typeDefs, resolvers } from '@shop/schema';
  import { Movies } from './movies.ts';
  ${more}
  const server = new ApolloServer({ typeDefs, resolvers, ${context} });
  //                 ^^^^^^^^^^^^ apollo-cache-local
  server.listen();
  // file: src/movies.ts
  import { RESTDataSource } from 'apollo-datasource-rest';
  export class Movies extends RESTDataSource {
    movie(id) { return this.get('movies/' + id); }
  }
`;

const newer = (made: string): string => `
  // file: src/app.ts
  import { ApolloServer } from '@apollo/server';
  import { startStandaloneServer } from '@apollo/server/standalone';
  import { typeDefs, resolvers } from '@shop/schema';
  import { Movies } from './movies.ts';
  const server = new ApolloServer({ typeDefs, resolvers });
  //                 ^^^^^^^^^^^^ apollo-cache-local
  await startStandaloneServer(server, { context: async () => ({ movies: ${made} }) });
  // file: src/movies.ts
  import { RESTDataSource } from '@apollo/datasource-rest';
  export class Movies extends RESTDataSource {
    async movie(id) { return this.get('movies/' + id); }
  }
`;
const without = (text: string): string => text.replace(/ {2}\/\/ +\^+ apollo-cache-local\n/, '');

const silent: readonly RuleCase[] = [
  { name: 'nothing keeps answers', gate: 'role', files: quiet('') + three },
  {
    name: 'a cache in Redis',
    gate: 'shared',
    files:
      quiet(
        'cache: new KeyvAdapter(new Keyv({ store: new KeyvRedis(process.env.REDIS_URL) })), plugins: [responseCachePlugin()]',
        "import { KeyvAdapter } from '@apollo/utils.keyvadapter';\n  import Keyv from 'keyv';\n  import KeyvRedis from '@keyv/redis';",
      ) + three,
  },
  {
    name: 'options that cannot be read',
    gate: 'shared',
    files: quiet('...options(), plugins: [responseCachePlugin()]', "import { options } from '@shop/options';") + three,
  },
  {
    name: 'a cache of its own for the plugin',
    gate: 'role',
    files: quiet('plugins: [responseCachePlugin({ cache: shared })]', "import { shared } from '@shop/cache';") + three,
  },
  {
    name: 'a source that each request makes for itself, with a cache of its own',
    gate: 'role',
    files: without(newer('new Movies()')) + three,
  },
  {
    name: 'a test',
    gate: 'scope',
    files: quiet('plugins: [responseCachePlugin()]').replace('src/app.ts', 'test/app.ts'),
  },
  {
    name: 'a cache of Redis for the sources of before',
    gate: 'shared',
    files:
      without(
        before(
          'cache: new RedisCache(), dataSources: () => ({ movies: new Movies() })',
          "import { RedisCache } from 'apollo-server-cache-redis';",
        ),
      ) + three,
  },
  {
    name: 'Redis in production, memory elsewhere',
    gate: 'guard',
    files:
      quiet(
        'cache: shared ? shared : new InMemoryLRUCache(), plugins: [responseCachePlugin()]',
        "import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';\n  import { shared } from '@shop/cache';",
      ) + three,
  },
];

const noPlugin = { name: 'nothing keeps answers', replace: [['responseCachePlugin()', 'logging']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'the plugin that keeps whole answers',
    files: server('plugins: [responseCachePlugin()]') + three,
    expect: [
      {
        severity: 'note',
        situation: 'many',
        says: ['Each instance works out answers', 'Each of 3 instances (compose.yaml:6)', '`KeyvAdapter`'],
        related: ['src/app.ts:6'],
      },
    ],
    silentWhen: [
      noPlugin,
      {
        name: 'it has a cache of its own',
        replace: [['responseCachePlugin()', 'responseCachePlugin({ cache: shared })']],
      },
    ],
  },
  {
    name: 'nothing says how many run',
    files: server('plugins: [responseCachePlugin()]'),
    expect: [{ severity: 'note', situation: 'assumed', says: ['With 2 instances each works out'] }],
    silentWhen: [noPlugin],
  },
  {
    name: 'one that is declared',
    files: server('plugins: [responseCachePlugin()]') + three.replace('replicas: 3', 'replicas: 1'),
    expect: [{ severity: 'note', situation: 'one', says: ['With a second instance'] }],
    silentWhen: [noPlugin],
  },
  {
    name: 'a cache with a bound is memory, too',
    files: server("cache: 'bounded', plugins: [responseCachePlugin()]") + three,
    expect: [{ confidence: 'high', related: ['src/app.ts:6', 'src/app.ts:6'] }],
    silentWhen: [noPlugin],
  },
  {
    name: 'a cache in memory that is given',
    files:
      server(
        'cache: new InMemoryLRUCache({ maxSize: 1000 }), plugins: [responseCachePlugin()]',
        "import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';",
      ) + three,
    expect: [{ confidence: 'high' }],
    silentWhen: [noPlugin],
  },
  {
    name: 'sources that always have the cache of the server',
    files: before('dataSources: () => ({ movies: new Movies() })') + three,
    expect: [{ severity: 'note', related: ['src/movies.ts:2'] }],
    silentWhen: [{ name: 'they keep nothing', replace: [['extends RESTDataSource', 'extends Fetching']] }],
  },
  {
    name: 'sources that are handed the cache of the server',
    files: newer('new Movies({ cache: server.cache })') + three,
    expect: [{ severity: 'note', related: ['src/movies.ts:2'] }],
    silentWhen: [{ name: 'they are handed nothing', replace: [['{ cache: server.cache }', '']] }],
  },
  {
    name: 'a module of Nest',
    files: `
  // file: src/app.module.ts
  import { Module } from '@nestjs/common';
  import { GraphQLModule } from '@nestjs/graphql';
  import { ApolloDriver } from '@nestjs/apollo';
  import responseCachePlugin from '@apollo/server-plugin-response-cache';
  @Module({ imports: [GraphQLModule.forRoot({ driver: ApolloDriver, plugins: [responseCachePlugin()] })] })
  //                                ^^^^^^^ apollo-cache-local
  export class AppModule {}
  // file: src/app.ts
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './app.module.ts';
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
  ${three}`,
    expect: [{ severity: 'note' }],
    silentWhen: [
      { name: 'a cache is given', replace: [['driver: ApolloDriver,', 'driver: ApolloDriver, cache: shared(),']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
