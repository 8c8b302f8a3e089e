import type { CallPattern, Framework, TrackedType } from '../types.ts';
import { argument, argumentsFrom, entry, made, method, named, verbs } from './wording.ts';

const id = 'fastapi';
const application: TrackedType = 'fastapi.application';
const router: TrackedType = 'fastapi.router';
const starlette = ['starlette.applications', 'starlette.routing'];

/** A middleware of its own kind is called with `scope`, `receive` and `send`; one of BaseHTTPMiddleware is asked to `dispatch`. */
const makesOne = ['__call__', 'dispatch'];

const makesApplication: readonly CallPattern[] = [
  made(['fastapi', 'fastapi.applications'], 'FastAPI'),
  made(['starlette.applications'], 'Starlette'),
];

/** FastAPI, and Starlette below it, whose routes stand in lists. */
export const fastapi: Framework = {
  id,
  title: 'FastAPI',
  packages: ['fastapi', 'starlette'],
  sharesThread: true,
  types: [
    { type: application, madeBy: makesApplication, declaredAs: [{ modules: ['fastapi'], name: 'FastAPI' }] },
    {
      type: router,
      madeBy: [made(['fastapi', 'fastapi.routing'], 'APIRouter'), made(['starlette.routing'], 'Router')],
      declaredAs: [{ modules: ['fastapi'], name: 'APIRouter' }],
      prefix: named('prefix'),
    },
    {
      type: 'fastapi.background',
      madeBy: [made(['fastapi', 'starlette.background'], 'BackgroundTasks')],
      declaredAs: [{ modules: ['fastapi', 'starlette.background', 'fastapi.background'], name: 'BackgroundTasks' }],
    },
    {
      type: 'fastapi.websocket',
      madeBy: [],
      declaredAs: [{ modules: ['fastapi', 'starlette.websockets', 'fastapi.websockets'], name: 'WebSocket' }],
      speaks: ['send_text', 'send_json', 'send_bytes', 'send'],
    },
    {
      type: 'fastapi.upload',
      // `photo: UploadFile = File(...)`: the default says that it is one.
      madeBy: [made(['fastapi', 'fastapi.param_functions'], 'File')],
      declaredAs: [{ modules: ['fastapi', 'starlette.datastructures', 'fastapi.datastructures'], name: 'UploadFile' }],
    },
  ],
  entries: [
    ...[application, router].flatMap((on) => [
      entry(id, 'request', method(on, ...verbs), argumentsFrom(1), { path: argument(0), verb: 'method' }),
      entry(id, 'request', method(on, 'api_route', 'route'), argumentsFrom(1), { path: argument(0), verb: 'methods' }),
      entry(id, 'request', method(on, 'add_api_route'), argument(1), { path: argument(0), verb: 'methods' }),
      entry(id, 'request', method(on, 'add_api_route'), named('endpoint'), { path: argument(0), verb: 'methods' }),
      // It takes classes, too, whose methods say what they answer.
      entry(id, 'request', method(on, 'add_route'), argument(1), { path: argument(0), verb: 'any' }),
      entry(id, 'request', method(on, 'add_route'), named('route'), { path: argument(0), verb: 'any' }),
      entry(id, 'socket', method(on, 'add_api_websocket_route', 'add_websocket_route'), argument(1), {
        path: argument(0),
        verb: 'any',
      }),
      entry(id, 'request', method(on, 'add_exception_handler'), argument(1)),
      entry(id, 'socket', method(on, 'websocket', 'websocket_route'), argumentsFrom(1), {
        path: argument(0),
        verb: 'any',
      }),
      entry(id, 'request', method(on, 'include_router'), argument(0), { path: named('prefix'), mounts: true }),
      entry(id, 'request', method(on, 'mount'), argument(1), { path: argument(0), mounts: true }),
      entry(id, 'request', method(on, 'middleware', 'exception_handler'), argumentsFrom(1)),
      entry(id, 'boot', method(on, 'on_event'), argumentsFrom(1), {
        only: { argument: argument(0), values: ['startup'] },
      }),
      entry(id, 'shutdown', method(on, 'on_event'), argumentsFrom(1), {
        only: { argument: argument(0), values: ['shutdown'] },
      }),
      entry(id, 'boot', method(on, 'add_event_handler'), argument(1)),
    ]),
    // https://www.starlette.io/middleware/: the class is given, and one object of it stands around the application.
    ...[
      method(application, 'add_middleware'),
      made(['starlette.middleware', 'fastapi.middleware'], 'Middleware'),
    ].flatMap((call) => [
      entry(id, 'request', call, { kind: 'named', names: ['middleware_class', 'cls'], position: 0 }, { makesOne }),
      entry(id, 'request', call, named('dispatch')),
    ]),
    ...makesApplication.map((call) => entry(id, 'boot', call, named('lifespan'))),
    ...['Depends', 'Security'].map((name) =>
      entry(id, 'request', made(['fastapi', 'fastapi.params', 'fastapi.param_functions'], name), argument(0), {
        gives: true,
      }),
    ),
    // What is added runs behind the response, in the same process.
    entry(id, 'request', method('fastapi.background', 'add_task'), argument(0)),
    entry(id, 'request', made(['starlette.background'], 'BackgroundTask'), argument(0)),
    entry(id, 'request', made(starlette, 'Route'), argument(1), { path: argument(0), verb: 'any' }),
    entry(id, 'request', made(starlette, 'Route'), named('endpoint'), { path: argument(0), verb: 'any' }),
    entry(id, 'socket', made(starlette, 'WebSocketRoute'), argument(1), { path: argument(0), verb: 'any' }),
    entry(id, 'socket', made(starlette, 'WebSocketRoute'), named('endpoint'), { path: argument(0), verb: 'any' }),
    {
      kind: 'class',
      framework: id,
      implements: [
        { modules: ['starlette.middleware.base'], name: 'BaseHTTPMiddleware' },
        { modules: ['starlette.endpoints'], name: 'HTTPEndpoint' },
      ],
      decorators: [],
      methods: [...verbs, 'dispatch'],
      moment: 'request',
    },
    {
      kind: 'class',
      framework: id,
      implements: [{ modules: ['starlette.endpoints'], name: 'WebSocketEndpoint' }],
      decorators: [],
      methods: ['on_connect', 'on_receive', 'on_disconnect'],
      moment: 'socket',
    },
  ],
  singletons: [],
  // An application answers as soon as it is made: uvicorn and its like call it without a line of code.
  listeners: [...makesApplication, made(['uvicorn'], 'run'), made(['uvicorn'], 'Server')],
  citation: {
    title: 'FastAPI: bigger applications',
    url: 'https://fastapi.tiangolo.com/tutorial/bigger-applications/',
  },
};
