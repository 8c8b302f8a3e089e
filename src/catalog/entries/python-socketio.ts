import type { Framework, TrackedType } from '../types.ts';
import { argumentsFrom, entry, exported, made, method } from './wording.ts';

const id = 'python-socketio';
const modules = ['socketio'];
const server: TrackedType = 'python-socketio.server';

export const pythonSocketio: Framework = {
  id,
  title: 'python-socketio',
  packages: modules,
  sharesThread: true,
  types: [
    {
      type: server,
      madeBy: [made(modules, 'Server'), made(modules, 'AsyncServer'), made(['fastapi_socketio'], 'SocketManager')],
      declaredAs: [exported(modules, 'Server'), exported(modules, 'AsyncServer')],
    },
  ],
  entries: [
    // The function stands behind the event's name; `event` is given the function alone, with and without parentheses.
    entry(id, 'socket', method(server, 'on'), argumentsFrom(1)),
    entry(id, 'socket', method(server, 'event'), argumentsFrom(0)),
    {
      kind: 'class',
      framework: id,
      implements: [exported(modules, 'Namespace'), exported(modules, 'AsyncNamespace')],
      decorators: [],
      // https://python-socketio.readthedocs.io/en/stable/server.html#class-based-namespaces: events go to methods with the prefix `on_`.
      methods: ['on_*'],
      moment: 'socket',
    },
  ],
  singletons: [],
  listeners: [made(modules, 'ASGIApp'), made(modules, 'WSGIApp')],
  citation: {
    title: 'python-socketio: the server',
    url: 'https://python-socketio.readthedocs.io/en/stable/server.html',
  },
};
