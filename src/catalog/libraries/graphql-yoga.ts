import type { Library } from '../types.ts';
import { argument, called, sharedByOption } from './wording.ts';

const modules = ['graphql-yoga', '@graphql-yoga/node', '@graphql-yoga/common', '@graphql-yoga/subscription'];

export const graphqlYoga: Library = {
  id: 'graphql-yoga',
  title: 'GraphQL Yoga',
  packages: modules,
  types: [],
  uses: [
    {
      call: called(modules, 'createPubSub'),
      role: 'pub-sub',
      options: argument(0),
      shared: sharedByOption(['eventTarget']),
      pubSub: {
        tells: ['publish'],
        hears: ['subscribe'],
        surely: [],
        names: /pub_?sub/i,
        remedy:
          'Give it an `eventTarget` that all instances share, such as that of `@graphql-yoga/redis-event-target`.',
      },
    },
  ],
  effects: [],
  citation: {
    title: 'GraphQL Yoga: distributed pub/sub for production',
    url: 'https://the-guild.dev/graphql/yoga-server/docs/features/subscriptions#distributed-pubsub-for-production',
  },
};
