import type { CallPattern, Library, TrackedType } from '../types.ts';
import { workersPolling } from './socket-io.ts';
import { effect, made, method, namedArgument, namedOrAt, sharedByOption } from './wording.ts';

const modules = ['socketio'];
const server: TrackedType = 'python-socketio.server';
const managers: readonly CallPattern[] = [made(modules, 'Manager'), made(modules, 'AsyncManager')];
const makes: readonly CallPattern[] = [
  made(modules, 'Server'),
  made(modules, 'AsyncServer'),
  made(['fastapi_socketio'], 'SocketManager'),
];

export const pythonSocketio: Library = {
  id: 'python-socketio',
  title: 'python-socketio',
  packages: ['python-socketio', 'python_socketio', 'socketio', 'fastapi-socketio', 'fastapi_socketio'],
  types: [],
  uses: makes.map((call) => ({
    call,
    role: 'socket-server',
    options: namedArgument(),
    shared: sharedByOption(['client_manager'], { stores: managers }),
    sockets: {
      polling: workersPolling,
      speaks: /(?:^|[._])(?:sio|socketio|socket_manager)\.(?:emit|send)$/,
      givesId: true,
      fallsBack: { path: '/socket.io/', pathOption: 'socketio_path', pingSeconds: 25, pingOptions: ['ping_interval'] },
      remedy: 'a `client_manager` that all instances share, such as `AsyncRedisManager`',
    },
  })),
  effects: [
    effect('broadcast', method(server, 'emit', 'send'), namedOrAt(2, 'to', 'room')),
    effect('broadcast', method(server, 'close_room')),
  ],
  citation: {
    title: 'python-socketio: using a message queue',
    url: 'https://python-socketio.readthedocs.io/en/stable/server.html#using-a-message-queue',
  },
};
