import { rule } from '../../src/rules/stateless/crdt-server-local.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    notes:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

const hocuspocus = (extensions: string, more = ''): string => `
  // file: src/app.ts
  import { Server } from '@hocuspocus/server';
  import { Database } from '@hocuspocus/extension-database';
  ${more}
  const server = new Server({ port: 1234, extensions: [${extensions}] });
  server.listen();
`;
const database = 'new Database({ fetch: load, store: save })';

const sockets = (module: string): string => `
  // file: src/app.ts
  import http from 'node:http';
  import { WebSocketServer } from 'ws';
  import { setupWSConnection } from '${module}';
  const server = http.createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    setupWSConnection(socket, request);
  });
  server.listen(1234);
`;

const silent: readonly RuleCase[] = [
  {
    name: 'the Redis extension',
    gate: 'shared',
    files:
      hocuspocus(`${database}, new Redis({ host: 'redis' })`, "import { Redis } from '@hocuspocus/extension-redis';") +
      three,
  },
  {
    name: 'an extension of its own that extends it, in another file',
    gate: 'shared',
    files: `${hocuspocus(`${database}, shared`, "import { shared } from './shared.ts';")}
  // file: src/shared.ts
  import { Redis } from '@hocuspocus/extension-redis';
  class Shared extends Redis {}
  export const shared = new Shared({ host: 'redis' });
  ${three}`,
  },
  {
    name: 'an extension of its own that publishes what changes',
    gate: 'shared',
    files: `${hocuspocus(`${database}, shared`, "import { shared } from './shared.ts';")}
  // file: src/shared.ts
  import { Redis } from 'ioredis';
  const redis = new Redis(process.env.REDIS_URL);
  export const shared = { onChange: async ({ documentName, update }) => { await redis.publish(documentName, update); } };
  ${three}`,
  },
  {
    name: 'the balancer chooses by the document',
    gate: 'shared',
    files: `${hocuspocus(database)}${three}
  # file: nginx.conf
  http {
    upstream notes {
      hash $arg_document consistent;
      server notes:1234;
    }
    server { location / { proxy_pass http://notes; } }
  }`,
  },
  {
    name: 'only types of it',
    gate: 'none',
    files:
      hocuspocus(database)
        .replace('import { Server }', 'import type { Server }')
        .replace('new Server(', 'makeServer(') + three,
  },
  {
    name: 'the provider of a client',
    gate: 'none',
    files: sockets('y-websocket').replace('setupWSConnection }', 'WebsocketProvider as setupWSConnection }') + three,
  },
  {
    name: 'a package that shares documents in Redis',
    gate: 'shared',
    files:
      sockets('y-websocket/bin/utils').replace(
        'import http',
        "import { RedisPersistence } from 'y-redis';\n  import http",
      ) + three,
  },
  {
    name: 'only in development',
    gate: 'guard',
    files:
      sockets('y-websocket/bin/utils').replace(
        '    setupWSConnection(socket',
        "    if (process.env.NODE_ENV === 'development') setupWSConnection(socket",
      ) + three,
  },
  { name: 'a test', gate: 'scope', files: hocuspocus(database).replace('src/app.ts', 'test/app.ts') },
  {
    name: 'ShareDB with a pubsub',
    gate: 'shared',
    files: `
  // file: src/app.ts
  import http from 'node:http';
  import ShareDB from 'sharedb';
  import { pubsub } from './pubsub.ts';
  export const share = new ShareDB({ pubsub });
  http.createServer().listen(3000);
  // file: src/pubsub.ts
  import redisPubSub from 'sharedb-redis-pubsub';
  export const pubsub = redisPubSub(process.env.REDIS_URL);
  ${three}`,
  },
];

const withRedis = {
  name: 'the Redis extension is there',
  replace: [['@hocuspocus/extension-database', '@hocuspocus/extension-redis']],
} as const;

const found: readonly RuleCase[] = [
  {
    name: 'a database keeps documents for later',
    files:
      hocuspocus(database).replace(
        '  server.listen',
        '  //                 ^^^^^^ crdt-server-local\n  server.listen',
      ) + three,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: [
          'Edits made on one instance never reach',
          'Each of 3 instances (compose.yaml:6)',
          '`@hocuspocus/extension-redis`',
        ],
      },
    ],
    silentWhen: [withRedis],
  },
  {
    name: 'nothing says how many run',
    files: hocuspocus(database).replace(
      '  server.listen',
      '  //                 ^^^^^^ crdt-server-local\n  server.listen',
    ),
    expect: [{ severity: 'warning', situation: 'assumed' }],
    silentWhen: [withRedis],
  },
  {
    name: 'one that is declared',
    files:
      hocuspocus(database).replace(
        '  server.listen',
        '  //                 ^^^^^^ crdt-server-local\n  server.listen',
      ) + three.replace('replicas: 3', 'replicas: 1'),
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: [withRedis],
  },
  {
    name: 'configured as before version 3',
    files: `
  // file: src/app.ts
  import { Server } from '@hocuspocus/server';
  import { Database } from '@hocuspocus/extension-database';
  const server = Server.configure({ port: 1234, extensions: [new Database({ fetch: load })] });
  //                    ^^^^^^^^^ crdt-server-local
  server.listen();
  ${three}`,
    silentWhen: [withRedis],
  },
  {
    name: 'behind a server of Express',
    files: `
  // file: src/app.ts
  import { Hocuspocus } from '@hocuspocus/server';
  import express from 'express';
  const documents = new Hocuspocus({ extensions: [] });
  //                    ^^^^^^^^^^ crdt-server-local
  const app = express();
  app.get('/', (request, response) => response.end());
  app.listen(3000);
  ${three}`,
    silentWhen: [
      {
        name: 'nothing listens',
        replace: [
          ['app.listen(3000);', ''],
          ['src/app.ts', 'test/app.ts'],
        ],
      },
    ],
  },
  {
    name: 'the server of y-websocket',
    files:
      sockets('y-websocket/bin/utils').replace(
        'request);\n  });',
        'request);\n  //^^^^^^^^^^^^^^^^^ crdt-server-local\n  });',
      ) + three,
    expect: [{ severity: 'error', says: ['`@y/hub`'] }],
    silentWhen: [
      {
        name: 'documents are shared in Redis',
        replace: [['import http', "import { RedisPersistence } from 'y-redis';\nimport http"]],
      },
    ],
  },
  {
    name: 'handed on to be called',
    files:
      sockets('y-websocket/bin/utils').replace(
        /sockets\.on\('connection', [^;]*;\s*\}\);/,
        "sockets.on('connection', setupWSConnection);\n  //      ^^ crdt-server-local",
      ) + three,
    expect: [{ severity: 'error' }],
    silentWhen: [
      { name: 'another function is', replace: [["'connection', setupWSConnection", "'connection', greet"]] },
    ],
  },
  {
    name: 'the newer package of it',
    files:
      sockets('@y/websocket-server/utils').replace(
        'request);\n  });',
        'request);\n  //^^^^^^^^^^^^^^^^^ crdt-server-local\n  });',
      ) + three,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'nothing connects', replace: [['setupWSConnection(socket, request)', 'socket.close()']] }],
  },
  {
    name: 'ShareDB without a pubsub',
    files: `
  // file: src/app.ts
  import http from 'node:http';
  import ShareDB from 'sharedb';
  import mongo from 'sharedb-mongo';
  export const share = new ShareDB({ db: mongo(process.env.MONGO_URL) });
  //                       ^^^^^^^ crdt-server-local
  http.createServer().listen(3000);
  ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it has one', replace: [['{ db:', '{ pubsub: shared(), db:']] }],
  },
  {
    name: 'rooms of Python',
    files: `
  # file: app.py
  from fastapi import FastAPI
  from pycrdt.websocket import WebsocketServer
  documents = WebsocketServer()
  #           ^^^^^^^^^^^^^^^ crdt-server-local
  app = FastAPI()
  # file: compose.yaml
  services:
    notes:
      build: .
      command: uvicorn app:app --workers 4
      deploy: { replicas: 1 }`,
    expect: [{ severity: 'error', says: ['Each of 4 instances'] }],
    silentWhen: [{ name: 'it stands in a test', replace: [['# file: app.py', '# file: tests/app.py']] }],
  },
];

checkRule(rule, [...silent, ...found]);
