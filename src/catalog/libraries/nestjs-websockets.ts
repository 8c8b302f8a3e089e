import type { Library } from '../types.ts';
import { sharedByAdapter, socketServer } from './socket-io.ts';
import { argument, called } from './wording.ts';

const modules = ['@nestjs/websockets'];
const platform = '@nestjs/platform-socket.io';

/** A gateway speaks through the server that the application makes for it, which is one of Socket.IO unless code chooses. */
export const nestjsWebsockets: Library = {
  id: 'nestjs-websockets',
  title: 'the gateways’ Socket.IO server',
  packages: modules,
  types: [],
  uses: [
    {
      call: called(modules, 'WebSocketGateway'),
      role: 'socket-server',
      options: argument(1),
      optionsMayLead: true,
      shared: sharedByAdapter,
      sockets: {
        ...socketServer,
        chosenBy: {
          method: 'useWebSocketAdapter',
          argument: argument(0),
          still: [{ modules: [platform], name: 'IoAdapter' }],
          usual: platform,
        },
        remedy: 'an adapter that all instances share, by a class that extends `IoAdapter`',
      },
    },
  ],
  effects: [],
  citation: {
    title: 'NestJS: adapters',
    url: 'https://docs.nestjs.com/websockets/adapter',
  },
};
