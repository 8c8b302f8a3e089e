import type { Library, UsePattern } from '../types.ts';
import { argument, called, constructed, neverShared } from './wording.ts';

const modules = ['@hocuspocus/server'];
const use: Omit<UsePattern, 'call'> = {
  role: 'shared-documents',
  options: argument(0),
  shared: neverShared,
  sharedBy: ['@hocuspocus/extension-redis'],
  remedy:
    'Give it the `Redis` extension of `@hocuspocus/extension-redis`, or send all users of a document to one instance.',
};

/** Its databases keep documents for later; what is typed now goes to the sockets of the same process alone. */
export const hocuspocus: Library = {
  id: 'hocuspocus',
  title: 'Hocuspocus',
  packages: modules,
  types: [],
  uses: [
    { ...use, call: constructed(modules, 'Server') },
    { ...use, call: constructed(modules, 'Hocuspocus') },
    { ...use, call: called(modules, 'Server.configure') },
  ],
  effects: [],
  citation: {
    title: 'Hocuspocus: Redis',
    url: 'https://tiptap.dev/docs/hocuspocus/server/extensions/redis',
    quote:
      'Hocuspocus will propagate all received updates to all other instances using Redis and thus forward updates to all clients of all Hocuspocus instances.',
  },
};
