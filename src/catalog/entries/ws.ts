import type { Framework, TrackedType } from '../types.ts';
import { argument, entry, exported, made, method } from './wording.ts';

const id = 'ws';
const modules = ['ws'];
const server: TrackedType = 'ws.server';
const socket: TrackedType = 'ws.socket';
const names = ['WebSocketServer', 'Server', 'WebSocket.Server'];

export const ws: Framework = {
  id,
  title: 'ws',
  packages: modules,
  types: [
    {
      type: server,
      madeBy: names.map((name) => made(modules, name)),
      declaredAs: names.map((name) => exported(modules, name)),
      chains: ['on', 'once'],
      holds: { members: ['clients'], type: socket },
    },
    // A socket of a connection; clients that the program itself opens are another matter.
    { type: socket, madeBy: [], declaredAs: [], chains: ['on', 'once'], speaks: ['send'] },
  ],
  entries: [
    entry(id, 'socket', method(server, 'on', 'once'), argument(1), {
      receives: [socket],
      only: { argument: argument(0), values: ['connection'] },
    }),
    entry(id, 'socket', method(socket, 'on', 'once', 'addEventListener'), argument(1)),
  ],
  singletons: [],
  // Made with a port it listens by itself; made without one it answers on a server that listens.
  listeners: names.map((name) => made(modules, name)),
  citation: { title: 'ws: simple server', url: 'https://github.com/websockets/ws#simple-server' },
};
