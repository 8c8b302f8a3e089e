import type { Library, UsePattern } from '../types.ts';
import { argument, called, neverShared } from './wording.ts';

const modules = [
  'y-websocket/bin/utils',
  'y-websocket/bin/utils.js',
  'y-websocket/bin/utils.cjs',
  '@y/websocket-server/utils',
];

const use: Omit<UsePattern, 'call'> = {
  role: 'shared-documents',
  options: null,
  shared: neverShared,
  sharedBy: ['y-redis', '@y/redis', '@y/hub'],
  remedy: 'Use a server that instances share, such as `@y/hub`, or send all users of a document to one instance.',
};

/** The documents of its server are a map of the module; persistence keeps them for later and tells nobody. */
export const yWebsocket: Library = {
  id: 'y-websocket',
  title: 'y-websocket',
  packages: ['y-websocket', '@y/websocket-server'],
  types: [],
  uses: [
    { ...use, call: called(modules, 'setupWSConnection') },
    // `sockets.on('connection', setupWSConnection)`.
    {
      ...use,
      call: { kind: 'given', methods: ['on', 'ws'], argument: argument(1), modules, name: 'setupWSConnection' },
    },
  ],
  effects: [],
  citation: {
    title: 'y-websocket-server',
    url: 'https://github.com/yjs/y-websocket-server',
    quote: 'This repository implements a basic server that you can adopt to your specific use-case.',
  },
};
