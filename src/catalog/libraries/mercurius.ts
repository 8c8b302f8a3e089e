import type { Library, PubSub, SharedWhen } from '../types.ts';
import { argument, called, made, option, sharedByOption } from './wording.ts';

/** Subscriptions are off unless they are asked for; `true` asks for an emitter in memory. */
const shared: SharedWhen = {
  ...sharedByOption(['subscription.emitter', 'subscription.pubsub'], { stores: [made(['mqemitter'], 'default')] }),
  onlyWhenGiven: ['subscription'],
  exceptWhen: { options: ['subscription'], values: [false] },
};

const pubSub: PubSub = {
  tells: ['publish'],
  hears: ['subscribe'],
  surely: [],
  names: /pub_?sub/i,
  remedy: 'Give `subscription` an `emitter` that all instances share, such as one of `mqemitter-redis`.',
};

export const mercurius: Library = {
  id: 'mercurius',
  title: 'mercurius',
  packages: ['mercurius'],
  types: [],
  uses: [
    {
      call: { kind: 'given', methods: ['register'], argument: argument(0), modules: ['mercurius'], name: 'default' },
      role: 'pub-sub',
      options: argument(1),
      shared,
      pubSub,
    },
    // A driver of Nest hands the same options on; no other driver has one of that name.
    {
      call: called(['@nestjs/graphql'], 'GraphQLModule.forRoot'),
      role: 'pub-sub',
      options: argument(0),
      shared,
      pubSub,
    },
    {
      call: called(['@nestjs/graphql'], 'GraphQLModule.forRootAsync'),
      role: 'pub-sub',
      options: option(0, 'useFactory'),
      shared,
      pubSub,
    },
  ],
  effects: [],
  citation: {
    title: 'mercurius: subscriptions',
    url: 'https://mercurius.dev/#/docs/subscriptions',
  },
};
