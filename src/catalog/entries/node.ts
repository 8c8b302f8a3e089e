import type { CallPattern, Framework, TrackedType } from '../types.ts';
import { argument, argumentsFrom, entry, exported, made, method } from './wording.ts';

const id = 'node';
const http = ['http', 'https', 'http2'];
const server: TrackedType = 'node.server';
const receives = ['node.request', 'node.response'];

/** A function of the runtime that is a global and an export of a module, too. */
function everywhere(global: string, modules: readonly string[], name: string): readonly CallPattern[] {
  return [{ kind: 'global', name: global }, made(modules, name)];
}

const onProcess = ['on', 'once'].flatMap((name) => everywhere(`process.${name}`, ['process'], name));
/** Signals and events that announce the end of a process. */
const endings = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'beforeExit', 'exit'];

export const node: Framework = {
  id,
  title: 'Node.js',
  packages: [],
  types: [
    {
      type: server,
      madeBy: [made(http, 'createServer'), made(http, 'Server'), made(['http2'], 'createSecureServer')],
      declaredAs: [exported(http, 'Server')],
      chains: ['on', 'once', 'listen'],
    },
    { type: 'node.request', madeBy: [], declaredAs: [exported(http, 'IncomingMessage')] },
    { type: 'node.response', madeBy: [], declaredAs: [exported(http, 'ServerResponse')], speaks: ['write'] },
    {
      type: 'node.socket-server',
      madeBy: [made(['net', 'tls'], 'createServer')],
      declaredAs: [exported(['net', 'tls'], 'Server')],
      chains: ['on', 'once', 'listen'],
    },
  ],
  entries: [
    ...['createServer', 'createSecureServer'].map((name) =>
      entry(id, 'request', made(http, name), argumentsFrom(0), { receives }),
    ),
    entry(id, 'request', method(server, 'on'), argument(1), {
      receives,
      only: { argument: argument(0), values: ['request'] },
    }),
    entry(id, 'socket', method(server, 'on'), argument(1), {
      only: { argument: argument(0), values: ['upgrade', 'connection'] },
    }),
    // What a server of TLS asks of the application when a client comes back: https://nodejs.org/api/tls.html#event-newsession
    ...[server, 'node.socket-server'].map((type) =>
      entry(id, 'socket', method(type, 'on'), argument(1), {
        only: { argument: argument(0), values: ['newSession', 'resumeSession', 'OCSPRequest'] },
      }),
    ),
    entry(id, 'socket', made(['net', 'tls'], 'createServer'), argumentsFrom(0)),
    ...everywhere('setInterval', ['timers'], 'setInterval').map((call) =>
      entry(id, 'timer', call, argument(0), { every: argument(1) }),
    ),
    ...everywhere('setTimeout', ['timers'], 'setTimeout').map((call) =>
      entry(id, 'timer', call, argument(0), { after: argument(1) }),
    ),
    ...onProcess.map((call) =>
      entry(id, 'shutdown', call, argument(1), { only: { argument: argument(0), values: endings } }),
    ),
    ...onProcess.map((call) =>
      entry(id, 'queue', call, argument(1), { only: { argument: argument(0), values: ['message'] } }),
    ),
  ],
  singletons: [],
  answers: [method('node.response', 'end', 'write', 'writeHead', 'flushHeaders')],
  listeners: [method(server, 'listen'), method('node.socket-server', 'listen')],
  endsAtOnce: true,
  citation: { title: 'Node.js: HTTP', url: 'https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener' },
};
