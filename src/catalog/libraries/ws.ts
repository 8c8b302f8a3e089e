import type { Library } from '../types.ts';
import { made } from './wording.ts';

const modules = ['ws'];

/** A server of WebSockets, which holds the connections of its process in `clients` and knows no way to those of others. */
export const wsServer: Library = {
  id: 'ws',
  title: 'ws',
  packages: modules,
  types: [],
  uses: ['WebSocketServer', 'Server', 'WebSocket.Server'].map((name) => ({
    call: made(modules, name),
    role: 'socket-server',
    options: { kind: 'position', position: 0 },
  })),
  effects: [],
  citation: { title: 'ws: server broadcast', url: 'https://github.com/websockets/ws#server-broadcast' },
};
