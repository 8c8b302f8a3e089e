import type { Framework, TrackedType } from '../types.ts';
import { argument, entry, exported, made, method } from './wording.ts';

const id = 'socket.io';
const modules = ['socket.io'];
const server: TrackedType = 'socket.io.server';
const socket: TrackedType = 'socket.io.socket';
/** Members and methods that narrow who is meant and lead on to `emit`; what stands behind `local` is meant for one instance. */
const narrowing = ['to', 'in', 'except', 'volatile', 'compress', 'timeout'];
const servers = [made(modules, 'Server'), made(modules, 'default'), made(modules, 'listen')];

export const socketIo: Framework = {
  id,
  title: 'Socket.IO',
  packages: modules,
  types: [
    {
      type: server,
      madeBy: servers,
      declaredAs: [exported(modules, 'Server'), exported(modules, 'Namespace')],
      chains: ['of', 'on', 'use', 'sockets', ...narrowing],
    },
    {
      type: socket,
      madeBy: [],
      declaredAs: [exported(modules, 'Socket')],
      chains: ['on', 'once', 'use', 'broadcast', ...narrowing],
      speaks: ['emit', 'send'],
    },
  ],
  entries: [
    entry(id, 'socket', method(server, 'on', 'once'), argument(1), {
      receives: [socket],
      only: { argument: argument(0), values: ['connection', 'connect'] },
    }),
    entry(id, 'socket', method(server, 'use'), argument(0), { receives: [socket] }),
    entry(id, 'socket', method(socket, 'on', 'once'), argument(1)),
    entry(id, 'socket', method(socket, 'use', 'onAny', 'prependAny'), argument(0)),
  ],
  singletons: [],
  // Made with a port it listens by itself; made with a server it answers where that one listens.
  listeners: [method(server, 'listen', 'attach'), ...servers],
  citation: {
    title: 'Socket.IO: using multiple nodes',
    url: 'https://socket.io/docs/v4/using-multiple-nodes/',
  },
};
