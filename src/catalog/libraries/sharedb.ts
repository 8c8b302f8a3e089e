import type { Library } from '../types.ts';
import { argument, constructed, sharedByOption } from './wording.ts';

const modules = ['sharedb'];

export const sharedb: Library = {
  id: 'sharedb',
  title: 'ShareDB',
  packages: modules,
  types: [],
  uses: [
    {
      call: constructed(modules, 'default'),
      role: 'shared-documents',
      options: argument(0),
      shared: sharedByOption(['pubsub'], { stores: [constructed(modules, 'MemoryPubSub')] }),
      remedy: 'Give it a `pubsub` that instances share, such as `sharedb-redis-pubsub`.',
    },
  ],
  effects: [],
  citation: {
    title: 'ShareDB: pub/sub',
    url: 'https://share.github.io/sharedb/pub-sub',
    quote: 'To communicate with more than one ShareDB instance, a pub/sub adapter should be configured.',
  },
};
