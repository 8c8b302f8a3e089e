import type { EffectPattern, Library, TrackedType } from '../types.ts';
import { workersPolling } from './socket-io.ts';
import { called, effect, made, method, namedArgument, sharedByOption } from './wording.ts';

const modules = ['flask_socketio'];
const server: TrackedType = 'flask.socketio';
const audience = namedArgument('to', 'room');

/** Without an audience these answer the socket whose message is being handled. */
const answering: readonly EffectPattern[] = ['emit', 'send'].flatMap((name) => [
  { ...effect('broadcast', called(modules, name), audience), given: audience },
  {
    ...effect('broadcast', called(modules, name)),
    only: { arguments: [namedArgument('broadcast')], values: ['true'] },
  },
]);

export const flaskSocketio: Library = {
  id: 'flask-socketio',
  title: 'Flask-SocketIO',
  packages: ['flask_socketio', 'flask-socketio', 'Flask-SocketIO'],
  types: [],
  uses: [
    {
      call: made(modules, 'SocketIO'),
      role: 'socket-server',
      options: namedArgument(),
      shared: {
        ...sharedByOption(['message_queue', 'client_manager']),
        elsewhere: [{ call: method(server, 'init_app'), gives: namedArgument('message_queue', 'client_manager') }],
      },
      sockets: {
        polling: workersPolling,
        speaks: /(?:^|[._])(?:sio|socketio|socket_io)\.(?:emit|send)$/,
        fallsBack: { path: '/socket.io/', pathOption: 'path', pingSeconds: 25, pingOptions: ['ping_interval'] },
        remedy: 'a `message_queue` that all instances share, such as Redis',
      },
    },
  ],
  effects: [effect('broadcast', method(server, 'emit', 'send', 'close_room'), audience), ...answering],
  citation: {
    title: 'Flask-SocketIO: using multiple workers',
    url: 'https://flask-socketio.readthedocs.io/en/latest/deployment.html#using-multiple-workers',
  },
};
