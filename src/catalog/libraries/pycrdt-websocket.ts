import type { Library } from '../types.ts';
import { made, namedArgument, neverShared } from './wording.ts';

const modules = ['pycrdt.websocket', 'pycrdt_websocket', 'ypy_websocket'];

/** Its rooms are a dictionary of the server. */
export const pycrdtWebsocket: Library = {
  id: 'pycrdt-websocket',
  title: 'pycrdt-websocket',
  packages: ['pycrdt', 'pycrdt_websocket', 'ypy_websocket'],
  types: [],
  uses: [
    {
      call: made(modules, 'WebsocketServer'),
      role: 'shared-documents',
      options: namedArgument(),
      shared: neverShared,
      remedy: 'Send all users of a document to one instance, by a hash of its address.',
    },
  ],
  effects: [],
  citation: {
    title: 'pycrdt-websocket: server',
    url: 'https://y-crdt.github.io/pycrdt-websocket/usage/server/',
  },
};
