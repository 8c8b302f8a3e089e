import { rule } from '../../src/rules/stateless/socketio-no-adapter.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

const python = `
  # file: Procfile
  web: gunicorn -w 4 shop.app:app
`;

const handled = `io.on('connection', (socket) => {
    socket.on('order', (order) => io.to('kitchen').emit('order', order));
  });`;

/** A server of sockets whose set-up is the interesting part; orders reach everybody in the kitchen. */
const server = (imports: string, setUp: string, behind = handled): string => `
  // file: src/app.ts
  import { createServer } from 'node:http';
  import { Server } from 'socket.io';
  ${imports}
  const web = createServer();
  ${setUp}
  ${behind}
  web.listen(3000);
`;

const redisAdapter = `import { createAdapter } from '@socket.io/redis-adapter';
  import { createClient } from 'redis';
  const publisher = createClient({ url: process.env.REDIS_URL });
  const subscriber = publisher.duplicate();`;

const gateway = (body: string): string => `
  // file: src/orders.gateway.ts
  import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
  import { Server, Socket } from 'socket.io';
  @WebSocketGateway({ namespace: 'orders' })
  ${body}
`;

const nest = (main: string): string => `
  // file: src/app.ts
  import { NestFactory } from '@nestjs/core';
  import { IoAdapter } from '@nestjs/platform-socket.io';
  import { AppModule } from './app.module.ts';
  ${main}
  // file: src/app.module.ts
  import { Module } from '@nestjs/common';
  import { OrdersGateway } from './orders.gateway.ts';
  @Module({ providers: [OrdersGateway] })
  export class AppModule {}
`;

const plainMain = `const app = await NestFactory.create(AppModule);
  app.useWebSocketAdapter(new IoAdapter(app));
  await app.listen(3000);`;

const ordersGateway = `export class OrdersGateway {
    @WebSocketServer() server: Server;
    @SubscribeMessage('order') place(client: Socket, order: object) { this.server.emit('order', order); }
  }`;

const silent: readonly RuleCase[] = [
  {
    name: 'an adapter is set on the server',
    gate: 'shared',
    files: `${server(redisAdapter, `const io = new Server(web); io.adapter(createAdapter(publisher, subscriber));`)}${three}`,
  },
  {
    name: 'an adapter is an option',
    gate: 'shared',
    files: `${server(redisAdapter, `const io = new Server(web, { adapter: createAdapter(publisher, subscriber) });`)}${three}`,
  },
  {
    name: 'an adapter is an option of a server that is given options alone',
    gate: 'shared',
    files: `${server(
      redisAdapter,
      `const options = { adapter: createAdapter(publisher, subscriber) };
       const io = new Server(options); io.attach(web);`,
    )}${three}`,
  },
  {
    name: 'another file sets the adapter on what it is given',
    gate: 'shared',
    files: `${server(`import { join } from './join.ts';`, `const io = new Server(web); await join(io);`)}
      // file: src/join.ts
      ${redisAdapter}
      export async function join(held) {
        await Promise.all([publisher.connect(), subscriber.connect()]);
        held.adapter(createAdapter(publisher, subscriber));
      }
      ${three}`,
  },
  {
    name: 'an adapter is set where an address is given',
    gate: 'guard',
    files: `${server(
      redisAdapter,
      `const io = new Server(web);
       if (process.env.REDIS_URL) io.adapter(createAdapter(publisher, subscriber));`,
    )}${three}`,
  },
  {
    name: 'the options are spread from what cannot be read',
    gate: 'shared',
    files: `${server(`import { socketOptions } from '@shop/settings';`, `const io = new Server(web, { ...socketOptions });`)}${three}`,
  },
  {
    name: 'every message answers the socket that asked',
    gate: 'role',
    files: `${server(
      '',
      `const io = new Server(web);`,
      `io.on('connection', (socket) => {
        socket.emit('welcome');
        socket.on('price', (id, answer) => { answer(id); io.to(socket.id).emit('price', id); });
      });`,
    )}${three}`,
  },
  {
    name: 'every instance looks by a clock and tells its own sockets',
    gate: 'role',
    files: `${server(
      `import pg from 'pg'; const pool = new pg.Pool();`,
      `const io = new Server(web);`,
      `setInterval(async () => { io.emit('count', await pool.query('SELECT count(*) FROM orders')); }, 1000);`,
    )}${three}`,
  },
  {
    name: 'a broker tells every instance, which tells its own sockets',
    gate: 'role',
    files: `${server(
      `import Redis from 'ioredis'; const listener = new Redis(process.env.REDIS_URL);`,
      `const io = new Server(web);`,
      `listener.subscribe('orders');
       listener.on('message', (channel, order) => io.emit('order', order));`,
    )}${three}`,
  },
  {
    name: 'what is sent is meant for sockets of this instance alone',
    gate: 'role',
    files: `${server(
      '',
      `const io = new Server(web);`,
      `io.on('connection', (socket) => { socket.on('leave', () => io.local.emit('left')); });`,
    )}${three}`,
  },
  {
    name: 'a client of a server elsewhere',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { io } from 'socket.io-client';
      const socket = io('https://orders.example.com');
      const app = express();
      app.post('/orders', (request, response) => { socket.emit('order', request.body); response.end(); });
      app.listen(3000);
      ${three}`,
  },
  {
    name: 'an emitter that speaks through Redis and holds no sockets',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Emitter } from '@socket.io/redis-emitter';
      import { createClient } from 'redis';
      const io = new Emitter(createClient());
      const app = express();
      app.post('/orders', (request, response) => { io.to('kitchen').emit('order', request.body); response.end(); });
      app.listen(3000);
      ${three}`,
  },
  {
    name: 'a class of the workspace is called Server',
    gate: 'none',
    files: `${server('', `const io = new Server(web);`).replace("'socket.io'", "'./server.ts'")}
      // file: src/server.ts
      export class Server { on() {} to() { return this; } emit() {} }
      ${three}`,
  },
  {
    name: 'the server is made in a test',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      express().listen(3000);
      // file: test/sockets.test.ts
      import { Server } from 'socket.io';
      const io = new Server(3001);
      io.on('connection', (socket) => socket.broadcast.emit('joined'));
      ${three}`,
  },
  {
    name: 'a class of the application gives the gateways their adapter',
    gate: 'shared',
    files: `${nest(`import { SharedAdapter } from './shared.adapter.ts';
      const app = await NestFactory.create(AppModule);
      app.useWebSocketAdapter(new SharedAdapter(app));
      await app.listen(3000);`)}
      ${gateway(ordersGateway)}
      // file: src/shared.adapter.ts
      import { IoAdapter } from '@nestjs/platform-socket.io';
      ${redisAdapter}
      export class SharedAdapter extends IoAdapter {
        createIOServer(port, options) {
          const server = super.createIOServer(port, options);
          server.adapter(createAdapter(publisher, subscriber));
          return server;
        }
      }
      ${three}`,
  },
  {
    name: 'the gateways stand on another server of sockets',
    gate: 'shared',
    files: `${nest(`import { WsAdapter } from '@nestjs/platform-ws';
      const app = await NestFactory.create(AppModule);
      app.useWebSocketAdapter(new WsAdapter(app));
      await app.listen(3000);`)}${gateway(ordersGateway)}${three}`,
  },
  {
    name: 'the application of Flask is given a queue when it comes',
    gate: 'shared',
    files: `
      # file: shop/app.py
      from flask import Flask
      from shop.sockets import socketio
      app = Flask(__name__)
      socketio.init_app(app, message_queue=app.config["QUEUE"])
      # file: shop/sockets.py
      from flask_socketio import SocketIO
      socketio = SocketIO()
      @socketio.on("order")
      def order(data):
          socketio.emit("order", data)
      ${python}`,
  },
  {
    name: 'a manager in Redis is given where an address is',
    gate: 'guard',
    files: `
      # file: shop/app.py
      import os
      import socketio
      manager = socketio.AsyncRedisManager(os.environ["REDIS_URL"]) if os.environ.get("REDIS_URL") else None
      sio = socketio.AsyncServer(client_manager=manager)
      app = socketio.ASGIApp(sio)
      @sio.event
      async def order(sid, data):
          await sio.emit("order", data)
      ${python}`,
  },
  {
    name: 'handlers in Python answer who asked',
    gate: 'role',
    files: `
      # file: shop/app.py
      import socketio
      sio = socketio.AsyncServer()
      app = socketio.ASGIApp(sio)
      @sio.event
      async def price(sid, data):
          await sio.emit("price", data, to=sid)
          await sio.emit("price", data, sid)
      ${python}`,
  },
  {
    name: 'handlers of Flask answer who asked',
    gate: 'role',
    files: `
      # file: shop/app.py
      from flask import Flask, request
      from flask_socketio import SocketIO, emit
      app = Flask(__name__)
      socketio = SocketIO(app)
      @socketio.on("price")
      def price(data):
          emit("price", data)
          socketio.emit("price", data, to=request.sid)
      ${python}`,
  },
];

const asAdapter = {
  name: 'an adapter is set',
  replace: [['const io = new Server(web);', 'const io = new Server(web); io.adapter(shared);']],
} as const;

const flagged: readonly RuleCase[] = [
  {
    name: 'a room is told what one socket sent',
    files: `
      // file: src/app.ts
      import { createServer } from 'node:http';
      import { Server } from 'socket.io';
      const web = createServer();
      const io = new Server(web, { cors: { origin: '*' } });
      //             ^^^^^^ socketio-no-adapter
      io.on('connection', (socket) => {
        socket.on('order', (order) => io.to('kitchen').emit('order', order));
      });
      web.listen(3000);
      ${three}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'medium',
        says: [
          'A message sent by one instance never reaches users connected to the others.',
          'Each of 3 instances (compose.yaml:6) knows only its own sockets and rooms.',
          '@socket.io/redis-adapter',
        ],
        related: ['src/app.ts:6'],
      },
    ],
    silentWhen: [
      { name: 'the socket that sent it is answered', replace: [["io.to('kitchen')", 'io.to(socket.id)']] },
      { name: 'an adapter is an option', replace: [["{ cors: { origin: '*' } }", '{ adapter: shared }']] },
    ],
  },
  {
    name: 'a socket speaks to all others, and nothing says how many instances run',
    files: `
      // file: src/app.js
      const web = require('http').createServer();
      const io = require('socket.io')(web);
      //         ^^^^^^^^^^^^^^^^^^^^ socketio-no-adapter
      io.on('connection', (socket) => {
        socket.on('move', (move) => socket.broadcast.emit('move', move));
      });
      web.listen(3000);
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances a message sent by one'] }],
    silentWhen: [{ name: 'it answers', replace: [['socket.broadcast.emit', 'socket.emit']] }],
  },
  {
    name: 'a route tells everybody through what the application keeps under a name',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createServer } from 'node:http';
      import { Server } from 'socket.io';
      import { orders } from './orders.ts';
      const app = express();
      const web = createServer(app);
      app.set('io', new Server(web));
      //                ^^^^^^ socketio-no-adapter
      app.use(orders);
      web.listen(3000);
      // file: src/orders.ts
      import { Router } from 'express';
      export const orders = Router();
      orders.post('/orders', (request, response) => {
        request.app.get('io').emit('order', request.body);
        response.end();
      });
      ${three}`,
    expect: [{ severity: 'error', related: ['src/orders.ts:4'] }],
    silentWhen: [
      { name: 'no route tells anybody', replace: [["request.app.get('io').emit('order', request.body);", '']] },
    ],
  },
  {
    name: 'the server lies in a field, and a route leads to it',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createServer } from 'node:http';
      import { Live } from './live.ts';
      const app = express();
      const web = createServer(app);
      const live = new Live(web);
      app.post('/orders', (request, response) => { live.tell(request.body); response.end(); });
      web.listen(3000);
      // file: src/live.ts
      import { Server } from 'socket.io';
      export class Live {
        private readonly io: Server;
        constructor(web) { this.io = new Server(web); }
        //                               ^^^^^^ socketio-no-adapter
        tell(order) { this.io.sockets.emit('order', order); }
      }
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [
      { name: 'an adapter is set', replace: [['new Server(web);', 'new Server(web); this.io.adapter(shared);']] },
    ],
  },
  {
    name: 'what leads to the message is not seen',
    files: `
      // file: src/app.ts
      import { createServer } from 'node:http';
      import { Server } from 'socket.io';
      import { watch } from '@shop/orders';
      const web = createServer();
      const io = new Server(web);
      //             ^^^^^^ socketio-no-adapter
      const tell = { saved(order) { io.emit('order', order); } };
      watch(tell);
      web.listen(3000);
      ${three}`,
    expect: [{ severity: 'note' }],
    silentWhen: [asAdapter],
  },
  {
    name: 'an adapter that joins the processes of one host, on three hosts',
    files: `
      // file: src/app.ts
      import { createServer } from 'node:http';
      import { createAdapter } from '@socket.io/cluster-adapter';
      import { Server } from 'socket.io';
      const web = createServer();
      const io = new Server(web);
      //             ^^^^^^ socketio-no-adapter
      io.adapter(createAdapter());
      io.on('connection', (socket) => { socket.on('order', (order) => io.emit('order', order)); });
      web.listen(3000);
      ${three}`,
    expect: [{ severity: 'warning', says: ['sent by one host'], related: ['src/app.ts:6', 'src/app.ts:7'] }],
    silentWhen: [
      { name: 'the adapter is one in Redis', replace: [['@socket.io/cluster-adapter', '@socket.io/redis-adapter']] },
    ],
  },
  {
    name: 'one instance is declared',
    files: `
      // file: src/app.ts
      import { createServer } from 'node:http';
      import { Server } from 'socket.io';
      const web = createServer();
      const io = new Server(web);
      //             ^^^^^^ socketio-no-adapter
      io.on('connection', (socket) => { socket.on('order', async () => { await io.in('kitchen').fetchSockets(); }); });
      web.listen(3000);
      ${three.replace('replicas: 3', 'replicas: 1')}`,
    expect: [{ severity: 'note', situation: 'one', says: ['With a second instance'] }],
    silentWhen: [asAdapter],
  },
  {
    name: 'gateways of Nest, told once',
    files: `${nest(plainMain)}
      // file: src/orders.gateway.ts
      import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
      import { Server, Socket } from 'socket.io';
        @WebSocketGateway({ namespace: 'orders' })
      // ^^^^^^^^^^^^^^^^ socketio-no-adapter
      export class OrdersGateway {
        @WebSocketServer() server: Server;
        @SubscribeMessage('order') place(client: Socket, order: object) { this.server.emit('order', order); }
      }
      @WebSocketGateway({ namespace: 'stock' })
      export class StockGateway {}
      ${three}`,
    expect: [{ severity: 'error', says: ['IoAdapter'] }],
    silentWhen: [
      {
        name: 'the platform is not that of Socket.IO',
        replace: [
          ['app.useWebSocketAdapter(new IoAdapter(app));', ''],
          ["import { IoAdapter } from '@nestjs/platform-socket.io';", ''],
        ],
      },
      { name: 'it answers who asked', replace: [['this.server.emit', 'client.emit']] },
    ],
  },
  {
    name: 'Flask tells everybody, in four processes',
    files: `
      # file: shop/app.py
      from flask import Flask
      from flask_socketio import SocketIO, emit
      app = Flask(__name__)
      socketio = SocketIO(app, cors_allowed_origins="*")
      #          ^^^^^^^^ socketio-no-adapter
      @socketio.on("order")
      def order(data):
          emit("order", data, broadcast=True)
      ${python}`,
    expect: [{ severity: 'error', says: ['message_queue', 'Each of 4 instances'] }],
    silentWhen: [
      { name: 'a queue is given', replace: [['cors_allowed_origins="*"', 'message_queue="redis://cache"']] },
      { name: 'it answers who asked', replace: [[', broadcast=True', '']] },
    ],
  },
  {
    name: 'a route of Flask tells a room, and the application is given no queue',
    files: `
      # file: shop/app.py
      from flask import Flask
      from shop.sockets import socketio
      app = Flask(__name__)
      socketio.init_app(app, cors_allowed_origins="*")
      @app.route("/orders", methods=["POST"])
      def place():
          socketio.emit("order", {}, to="kitchen")
          return "", 204
      # file: shop/sockets.py
      from flask_socketio import SocketIO
      socketio = SocketIO()
      #          ^^^^^^^^ socketio-no-adapter
      ${python}`,
    expect: [{ severity: 'error', related: ['shop/app.py:7'] }],
    silentWhen: [{ name: 'a queue is given', replace: [['cors_allowed_origins="*"', 'message_queue=url']] }],
  },
  {
    name: 'a route of Flask tells a socket whose id a row keeps, through a static method',
    files: `
      # file: shop/app.py
      from flask import Flask, request
      from flask.views import MethodView
      from shop.rows import cook_of
      from shop.sockets import socketio
      app = Flask(__name__)
      socketio.init_app(app)
      class Orders(MethodView):
          def post(self, order):
              return self._tell(cook_of(order))
          @staticmethod
          def _tell(cook):
              socketio.emit("order", {}, to=cook.sid)
              return "", 204
      app.add_url_rule("/orders", view_func=Orders.as_view("orders"))
      # file: shop/rows.py
      def cook_of(order):
          return order.cook
      # file: shop/sockets.py
      from flask_socketio import SocketIO
      socketio = SocketIO()
      #          ^^^^^^^^ socketio-no-adapter
      ${python}`,
    expect: [{ severity: 'error', related: ['shop/app.py:12'] }],
    silentWhen: [{ name: 'it answers who asked', replace: [['to=cook.sid', 'to=request.sid']] }],
  },
  {
    name: 'an asynchronous server in Python tells a room',
    files: `
      # file: shop/app.py
      import socketio
      sio = socketio.AsyncServer(async_mode="asgi")
      #              ^^^^^^^^^^^ socketio-no-adapter
      app = socketio.ASGIApp(sio)
      @sio.on("order")
      async def order(sid, data):
          await sio.emit("order", data, room="kitchen", skip_sid=sid)
      # file: Procfile
      web: uvicorn --workers 4 shop.app:app
    `,
    expect: [{ severity: 'error', says: ['client_manager'] }],
    silentWhen: [
      {
        name: 'a manager is given',
        replace: [['async_mode="asgi"', 'client_manager=socketio.AsyncRedisManager(url)']],
      },
      { name: 'it answers who asked', replace: [['room="kitchen", skip_sid=sid', 'room=sid']] },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);
