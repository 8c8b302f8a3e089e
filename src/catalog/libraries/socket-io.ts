import type { Polling } from '../sockets.ts';
import type { CallPattern, Library, SharedWhen, SocketServer, TrackedType } from '../types.ts';
import { argument, called, constructed, effect, made, method, sharedByOption } from './wording.ts';

const modules = ['socket.io'];
const server: TrackedType = 'socket.io.server';
const socket: TrackedType = 'socket.io.socket';

/** Adapters that join the processes of one host and know nothing of other hosts. */
const onHost: readonly CallPattern[] = [
  called(['@socket.io/cluster-adapter'], 'createAdapter'),
  called(['@socket.io/cluster-adapter'], 'createShardedAdapter'),
];

/** An adapter is given as an option, or to any server or namespace afterwards. */
export const sharedByAdapter: SharedWhen = {
  ...sharedByOption(['adapter'], { stores: [constructed(['socket.io-adapter'], 'Adapter')] }),
  elsewhere: [{ call: method(server, 'adapter'), gives: argument(0) }],
  onHost,
};

/** Clients begin by HTTP long polling: https://socket.io/docs/v4/how-it-works/#upgrade-mechanism */
export const polling: Polling = {
  option: 'transports',
  connection: 'websocket',
  requests: 'polling',
  clients: ['socket.io-client'],
  processes: {
    // Source: https://socket.io/docs/v4/cluster-adapter/ and https://socket.io/docs/v4/pm2/
    keptBy: ['@socket.io/sticky', '@socket.io/pm2', 'sticky-session'],
    remedy: 'Add `@socket.io/sticky` to the cluster, or let server and clients use WebSocket alone.',
  },
};

/** Workers of one server for Python take connections as they come, and nothing can keep clients with one of them. */
export const workersPolling: Polling = {
  ...polling,
  processes: {
    keptBy: [],
    remedy: 'Run one worker a server, several servers behind a balancer that keeps each client, or WebSocket alone.',
  },
};

export const socketServer: SocketServer = {
  polling,
  speaks:
    /(?:^|[._])(?:io|socketio|sockets|broadcast|(?:to|in|except|of)\(.*\)|get\('(?:io|socketio|socket\.io)'\))\.(?:emit|fetchSockets)$/i,
  narrows: ['to', 'in'],
  fallsBack: { path: '/socket.io/', pathOption: 'path', pingSeconds: 25, pingOptions: ['pingInterval'] },
  remedy: 'an adapter that all instances share, such as `@socket.io/redis-adapter`',
};

export const socketIoServer: Library = {
  id: 'socket-io',
  title: 'Socket.IO',
  packages: modules,
  types: [],
  uses: ['Server', 'default', 'listen'].map((name) => ({
    call: made(modules, name),
    role: 'socket-server',
    options: argument(1),
    optionsMayLead: true,
    shared: sharedByAdapter,
    sockets: socketServer,
  })),
  effects: [
    effect(
      'broadcast',
      method(
        server,
        'emit',
        'send',
        'write',
        'emitWithAck',
        'serverSideEmit',
        'fetchSockets',
        'allSockets',
        'socketsJoin',
        'socketsLeave',
        'disconnectSockets',
      ),
    ),
    effect('broadcast', method(socket, 'to', 'in'), argument(0)),
    effect(
      'broadcast',
      method(
        socket,
        'except',
        'broadcast.emit',
        'broadcast.send',
        'broadcast.volatile.emit',
        'volatile.broadcast.emit',
      ),
    ),
  ],
  citation: {
    title: 'Socket.IO: adapter',
    url: 'https://socket.io/docs/v4/adapter/',
    quote:
      'When scaling to multiple Socket.IO servers, you will need to replace the default in-memory adapter by another implementation, so the events are properly routed to all clients.',
  },
};
