import { rule } from '../../src/rules/stateless/pubsub-in-memory.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

/** A server of Apollo whose way of publishing is the interesting part. */
const apollo = (made: string, resolvers = orders): string => `
  // file: src/app.ts
  import { ApolloServer } from '@apollo/server';
  import { startStandaloneServer } from '@apollo/server/standalone';
  ${made}
  const resolvers = { ${resolvers} };
  const server = new ApolloServer({ typeDefs: '', resolvers });
  await startStandaloneServer(server, { listen: { port: 3000 } });
`;

const placed = `Mutation: { place: async (parent, order) => { await pubsub.publish('PLACED', { placed: order }); return order; } }`;
const heard = `Subscription: { placed: { subscribe: () => pubsub.asyncIterableIterator(['PLACED']) } }`;
const orders = `${placed}, ${heard}`;

const yoga = (made: string): string => `
  // file: src/app.ts
  import { createServer } from 'node:http';
  import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
  ${made}
  const schema = createSchema({
    typeDefs: '',
    resolvers: {
      Mutation: { place: (parent, order) => { pubSub.publish('placed', order); return order; } },
      Subscription: { placed: { subscribe: () => pubSub.subscribe('placed') } },
    },
  });
  createServer(createYoga({ schema })).listen(3000);
`;

const fastify = (subscription: string): string => `
  // file: src/app.ts
  import Fastify from 'fastify';
  import mercurius from 'mercurius';
  import redis from 'mqemitter-redis';
  const app = Fastify();
  const resolvers = {
    Mutation: { place: async (parent, order, { pubsub }) => { await pubsub.publish({ topic: 'PLACED', payload: order }); return order; } },
    Subscription: { placed: { subscribe: async (parent, given, { pubsub }) => pubsub.subscribe('PLACED') } },
  };
  app.register(mercurius, { schema: '', resolvers${subscription} });
  app.listen({ port: 3000 });
`;

const nestApplication = `
  // file: src/app.ts
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './app.module.ts';
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
`;

const nestResolver = `
  // file: src/orders.resolver.ts
  import { Inject } from '@nestjs/common';
  import { Mutation, Resolver, Subscription } from '@nestjs/graphql';
  import { PubSub } from 'graphql-subscriptions';
  @Resolver()
  export class OrdersResolver {
    constructor(@Inject('PUB_SUB') private readonly events: PubSub) {}
    @Mutation(() => String) place(order: string) { this.events.publish('placed', { placed: order }); return order; }
    @Subscription(() => String) placed() { return this.events.asyncIterator('placed'); }
  }
`;

const nestModule = (provider: string): string => `
  // file: src/app.module.ts
  import { Module } from '@nestjs/common';
  import { PubSub } from 'graphql-subscriptions';
  import { OrdersResolver } from './orders.resolver.ts';
  @Module({ providers: [OrdersResolver, ${provider}] })
  export class AppModule {}
`;

const channels = (layers: string, after = ''): string => `
  # file: shop/settings.py
  import os
  ROOT_URLCONF = "shop.urls"
  ${layers}
  # file: shop/asgi.py
  import os
  from channels.routing import ProtocolTypeRouter, URLRouter
  from django.core.asgi import get_asgi_application
  from django.urls import path
  from shop.consumers import Kitchen
  os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
  application = ProtocolTypeRouter({
      "http": get_asgi_application(),
      "websocket": URLRouter([path("kitchen/", Kitchen.as_asgi())]),
  })
  # file: shop/consumers.py
  from channels.generic.websocket import AsyncWebsocketConsumer
  class Kitchen(AsyncWebsocketConsumer):
      async def connect(self):
          await self.channel_layer.group_add("kitchen", self.channel_name)
          await self.accept()
      async def receive(self, text_data):
          await self.channel_layer.group_send("kitchen", {"type": "order", "order": text_data})
  ${after}
  # file: Procfile
  web: uvicorn --workers 4 shop.asgi:application
`;

const memoryLayer = `CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}`;

const local = `import { PubSub } from 'graphql-subscriptions'; const pubsub = new PubSub();`;

const silent: readonly RuleCase[] = [
  {
    name: 'one in Redis',
    gate: 'none',
    files: `${apollo(`import { RedisPubSub } from 'graphql-redis-subscriptions'; const pubsub = new RedisPubSub();`)}${three}`,
  },
  {
    name: 'a class of the workspace has the name',
    gate: 'none',
    files: `${apollo(`import { PubSub } from './pub-sub.ts'; const pubsub = new PubSub();`)}
      // file: src/pub-sub.ts
      export class PubSub { publish(topic, message) {} asyncIterableIterator(topics) { return []; } }
      ${three}`,
  },
  {
    name: 'a condition chooses one in Redis',
    gate: 'guard',
    files: `${apollo(
      `import { PubSub } from 'graphql-subscriptions';
       import { RedisPubSub } from 'graphql-redis-subscriptions';
       const pubsub = process.env.REDIS_URL ? new RedisPubSub({ connection: process.env.REDIS_URL }) : new PubSub();`,
    )}${three}`,
  },
  {
    name: 'a provider gives one of the workspace in Redis where there is one',
    gate: 'guard',
    files: `${nestApplication}${nestModule(
      `{ provide: 'PUB_SUB', inject: ['REDIS'], useFactory: (redis) => { if (redis) { return new SharedPubSub(redis); } return new PubSub(); } }`,
    )}${nestResolver}
      ${three}`,
  },
  { name: 'nobody subscribes', gate: 'role', files: `${apollo(local, placed)}${three}` },
  { name: 'nothing is published', gate: 'role', files: `${apollo(local, heard)}${three}` },
  {
    name: 'every instance publishes by a clock what it finds',
    gate: 'role',
    files: `${apollo(
      `${local} setInterval(() => pubsub.publish('PLACED', { placed: process.uptime() }), 1000);`,
      heard,
    )}${three}`,
  },
  {
    name: 'the emitter comes from a package that is not known',
    gate: 'shared',
    files: `${apollo(
      `import { PubSub } from 'graphql-subscriptions'; import { emitter } from '@shop/events';
       const pubsub = new PubSub({ eventEmitter: emitter });`,
    )}${three}`,
  },
  {
    name: 'it is made in a test',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      express().listen(3000);
      // file: test/orders.test.ts
      import { PubSub } from 'graphql-subscriptions';
      export const pubsub = new PubSub();
      ${three}`,
  },
  {
    name: 'an event target in Redis is given',
    gate: 'shared',
    files: `${yoga(
      `import { createRedisEventTarget } from '@graphql-yoga/redis-event-target';
       import { Redis } from 'ioredis';
       const eventTarget = createRedisEventTarget({ publishClient: new Redis(), subscribeClient: new Redis() });
       const pubSub = createPubSub({ eventTarget });`,
    )}${three}`,
  },
  {
    name: 'an emitter in Redis is given to mercurius',
    gate: 'shared',
    files: `${fastify(`, subscription: { emitter: redis({ host: 'cache' }) }`)}${three}`,
  },
  { name: 'mercurius without subscriptions', gate: 'shared', files: `${fastify('')}${three}` },
  {
    name: 'mercurius with subscriptions switched off',
    gate: 'shared',
    files: `${fastify(', subscription: false')}${three}`,
  },
  {
    name: 'channels in Redis',
    gate: 'shared',
    files: channels(
      `CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": ["cache"]}}}`,
    ),
  },
  {
    name: 'channels in memory for tests alone',
    files: channels(
      `DEBUG = os.environ.get("DEBUG") == "1"
  CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}}`,
      `# file: shop/settings_test.py
  from shop.settings import *
  ${memoryLayer}`,
    ),
  },
  {
    name: 'a layer that nobody sends through',
    gate: 'role',
    files: channels(memoryLayer).replace('self.channel_layer.group_send(', 'self.answer('),
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a mutation publishes and a subscription waits',
    files: `
      // file: src/app.ts
      import { ApolloServer } from '@apollo/server';
      import { startStandaloneServer } from '@apollo/server/standalone';
      import { PubSub } from 'graphql-subscriptions';
      const pubsub = new PubSub();
      //                 ^^^^^^ pubsub-in-memory
      const resolvers = {
        Mutation: {
          place: (parent, order) => {
            pubsub.publish('PLACED', { placed: order });
            return order;
          },
        },
        Subscription: { placed: { subscribe: () => pubsub.asyncIterableIterator(['PLACED']) } },
      };
      const server = new ApolloServer({ typeDefs: '', resolvers });
      await startStandaloneServer(server, { listen: { port: 3000 } });
      ${three}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: [
          'What one instance publishes never reaches those who subscribed on another.',
          'Each of 3 instances (compose.yaml:6) tells only its own subscribers.',
          'graphql-redis-subscriptions',
        ],
        related: ['src/app.ts:8'],
      },
    ],
    silentWhen: [
      {
        name: 'nobody subscribes',
        replace: [["Subscription: { placed: { subscribe: () => pubsub.asyncIterableIterator(['PLACED']) } },", '']],
      },
      {
        name: 'it is one in Redis',
        replace: [
          ["{ PubSub } from 'graphql-subscriptions'", "{ RedisPubSub as PubSub } from 'graphql-redis-subscriptions'"],
        ],
      },
    ],
  },
  {
    name: 'a module of its own, held under another name, in JavaScript',
    files: `
      // file: src/app.js
      const { ApolloServer } = require('apollo-server');
      const { orders } = require('./orders.js');
      new ApolloServer({ typeDefs: '', resolvers: orders }).listen();
      // file: src/orders.js
      const { bus } = require('./bus.js');
      exports.orders = {
        Mutation: { place: (parent, order) => { bus.publish('PLACED', { placed: order }); return order; } },
        Subscription: { placed: { subscribe: () => bus.asyncIterator(['PLACED']) } },
      };
      // file: src/bus.js
      const { PubSub } = require('apollo-server');
      exports.bus = new PubSub();
      //                ^^^^^^ pubsub-in-memory
      // file: src/main.js
      require('./app.js');
      ${three.replace('app.ts', 'main.js')}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'nothing is published', replace: [["bus.publish('PLACED', { placed: order });", '']] }],
  },
  {
    name: 'a value that Nest provides',
    files: `${nestApplication}
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { PubSub } from 'graphql-subscriptions';
      import { OrdersResolver } from './orders.resolver.ts';
      @Module({ providers: [OrdersResolver, { provide: 'PUB_SUB', useValue: new PubSub() }] })
      //                                                                        ^^^^^^ pubsub-in-memory
      export class AppModule {}
      ${nestResolver}
      ${three}`,
    expect: [{ severity: 'error', related: ['src/orders.resolver.ts:7'] }],
    silentWhen: [
      { name: 'nothing is published', replace: [["this.events.publish('placed', { placed: order });", '']] },
    ],
  },
  {
    name: 'Yoga without an event target, and nothing says how many instances run',
    files: `
      // file: src/app.ts
      import { createServer } from 'node:http';
      import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
      const pubSub = createPubSub();
      //             ^^^^^^^^^^^^ pubsub-in-memory
      const schema = createSchema({
        typeDefs: '',
        resolvers: {
          Mutation: { place: (parent, order) => { pubSub.publish('placed', order); return order; } },
          Subscription: { placed: { subscribe: () => pubSub.subscribe('placed') } },
        },
      });
      createServer(createYoga({ schema })).listen(3000);
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances', 'eventTarget'] }],
    silentWhen: [
      { name: 'a target is given', replace: [['createPubSub()', 'createPubSub({ eventTarget: shared })']] },
      { name: 'nobody subscribes', replace: [["pubSub.subscribe('placed')", '[]']] },
    ],
  },
  {
    name: 'mercurius with subscriptions in memory',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import mercurius from 'mercurius';
      const app = Fastify();
      const resolvers = {
        Mutation: { place: (parent, order, { pubsub }) => { pubsub.publish({ topic: 'PLACED', payload: order }); return order; } },
        Subscription: { placed: { subscribe: (parent, given, { pubsub }) => pubsub.subscribe('PLACED') } },
      };
      app.register(mercurius, { schema: '', resolvers, subscription: true });
      //  ^^^^^^^^ pubsub-in-memory
      app.listen({ port: 3000 });
      ${three}`,
    expect: [{ severity: 'error', says: ['mqemitter-redis'] }],
    silentWhen: [
      { name: 'subscriptions are off', replace: [['subscription: true', 'subscription: false']] },
      { name: 'an emitter is given', replace: [['subscription: true', 'subscription: { emitter: shared }']] },
    ],
  },
  {
    name: 'channels in memory, in four processes',
    files: `
      # file: shop/settings.py
      ROOT_URLCONF = "shop.urls"
      CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
      ^^^^^^^^^^^^^^ pubsub-in-memory
      # file: shop/asgi.py
      import os
      from django.core.asgi import get_asgi_application
      from shop.consumers import Kitchen
      os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
      application = get_asgi_application()
      # file: shop/consumers.py
      from channels.generic.websocket import AsyncWebsocketConsumer
      class Kitchen(AsyncWebsocketConsumer):
          async def connect(self):
              await self.channel_layer.group_add("kitchen", self.channel_name)
          async def receive(self, text_data):
              await self.channel_layer.group_send("kitchen", {"type": "order"})
      # file: Procfile
      web: uvicorn --workers 4 shop.asgi:application
    `,
    expect: [{ severity: 'error', confidence: 'high', says: ['Each of 4 instances', 'RedisChannelLayer'] }],
    silentWhen: [
      {
        name: 'the layer is in Redis',
        replace: [['channels.layers.InMemoryChannelLayer', 'channels_redis.core.RedisChannelLayer']],
      },
      {
        name: 'nobody joins the group',
        replace: [['self.channel_layer.group_add("kitchen", self.channel_name)', 'self.accept()']],
      },
    ],
  },
  {
    name: 'a view tells a group through a wrapper',
    files: `
      # file: shop/settings.py
      ROOT_URLCONF = "shop.urls"
      CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
      ^^^^^^^^^^^^^^ pubsub-in-memory
      # file: shop/asgi.py
      import os
      from django.core.asgi import get_asgi_application
      from shop.consumers import Kitchen
      os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
      application = get_asgi_application()
      # file: shop/urls.py
      from django.urls import path
      from shop.views import place
      urlpatterns = [path("orders/", place)]
      # file: shop/views.py
      from asgiref.sync import async_to_sync
      from channels.layers import get_channel_layer
      from django.http import HttpResponse
      def place(request):
          layer = get_channel_layer()
          async_to_sync(layer.group_send)("kitchen", {"type": "order"})
          return HttpResponse(status=204)
      # file: shop/consumers.py
      from channels.generic.websocket import WebsocketConsumer
      from asgiref.sync import async_to_sync
      class Kitchen(WebsocketConsumer):
          def connect(self):
              async_to_sync(self.channel_layer.group_add)("kitchen", self.channel_name)
      # file: Procfile
      web: uvicorn --workers 4 shop.asgi:application
    `,
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'no view tells anybody',
        replace: [['async_to_sync(layer.group_send)("kitchen", {"type": "order"})', 'pass']],
      },
    ],
  },
  {
    name: 'one instance is declared',
    files: `
      // file: src/app.ts
      import { ApolloServer } from '@apollo/server';
      import { startStandaloneServer } from '@apollo/server/standalone';
      import { PubSub } from 'graphql-subscriptions';
      const pubsub = new PubSub();
      //                 ^^^^^^ pubsub-in-memory
      const resolvers = {
        Mutation: { place: (parent, order) => { pubsub.publish('PLACED', { placed: order }); return order; } },
        Subscription: { placed: { subscribe: () => pubsub.asyncIterator('PLACED') } },
      };
      const server = new ApolloServer({ typeDefs: '', resolvers });
      await startStandaloneServer(server, { listen: { port: 3000 } });
      ${three.replace('replicas: 3', 'replicas: 1')}`,
    expect: [{ severity: 'note', situation: 'one', says: ['With a second instance'] }],
    silentWhen: [{ name: 'nothing is published', replace: [["pubsub.publish('PLACED', { placed: order });", '']] }],
  },
  {
    name: 'two in one program, told once',
    files: `
      // file: src/app.ts
      import { ApolloServer } from '@apollo/server';
      import { startStandaloneServer } from '@apollo/server/standalone';
      import { PubSub } from 'graphql-subscriptions';
      const orderPubSub = new PubSub();
      //                      ^^^^^^ pubsub-in-memory
      const stockPubSub = new PubSub();
      const resolvers = {
        Mutation: {
          place: (parent, order) => { orderPubSub.publish('PLACED', { placed: order }); stockPubSub.publish('LEFT', {}); return order; },
        },
        Subscription: { placed: { subscribe: () => orderPubSub.asyncIterator('PLACED') }, left: { subscribe: () => stockPubSub.asyncIterator('LEFT') } },
      };
      const server = new ApolloServer({ typeDefs: '', resolvers });
      await startStandaloneServer(server, { listen: { port: 3000 } });
      ${three}`,
    expect: [{ related: ['src/app.ts:8', 'src/app.ts:8', 'src/app.ts:5'] }],
    silentWhen: [{ name: 'nobody subscribes', replace: [['asyncIterator', 'nobody']] }],
  },
];

checkRule(rule, [...silent, ...flagged]);
