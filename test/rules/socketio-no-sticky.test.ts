import { rule } from '../../src/rules/stateless/socketio-no-sticky.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** nginx in front of three, with an upstream or without. */
const front = (inside = '', command = 'node src/app.ts', copies = '3'): string => `
  # file: compose.yaml
  services:
    proxy:
      image: nginx:1.28
      volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
    chat:
      build: .
      command: ${command}
      deploy:
        replicas: ${copies}
  # file: nginx.conf
  events {}
  http {
    upstream chats { ${inside} server chat:3000; }
    server { location / { proxy_pass http://chats; } }
  }
`;
/** HAProxy in front of three. */
const haproxy = (inside = ''): string => `
  # file: compose.yaml
  services:
    proxy:
      image: haproxy:3.2
      volumes: ['./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro']
    chat:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
  # file: haproxy.cfg
  frontend web
    default_backend chats
  backend chats
    mode http
    ${inside}
    server-template chat 3 chat:3000 check
`;
const direct = front().replace('upstream chats {  server chat:3000; }', '').replace('http://chats', 'http://chat:3000');

const chat = (options = '{ adapter }', more = ''): string => `
  // file: src/app.ts
  import { createServer } from 'node:http';
  import { adapter } from '@chat/adapter';
  import { Server } from 'socket.io';
  const http = createServer();
  const io = new Server(http, ${options});
  //             ^^^^^^ socketio-no-sticky
  io.on('connection', (socket) => socket.on('say', (text) => io.emit('said', text)));
  ${more}
  http.listen(3000);
`;
const quiet = (text: string): string => text.replace(/\n[^\n]*\^{3,}[^\n]*/g, '');

const flask = (options = ''): string => `
  # file: requirements.txt
  flask
  flask-socketio
  # file: app.py
  from flask import Flask
  from flask_socketio import SocketIO
  app = Flask(__name__)
  chats = SocketIO(app, message_queue="redis://cache"${options})
  #       ^^^^^^^^ socketio-no-sticky
  @chats.on("say")
  def say(text):
      chats.emit("said", text)
`;
/** PM2 starts as many as its file says, which share the port. */
const pm2 = (instances: string): string => `
  // file: ecosystem.config.cjs
  module.exports = { apps: [{ name: 'chat', script: 'src/app.ts', instances: ${instances}, exec_mode: 'cluster' }] };
`;
const manifest = (dependencies: string): string => `
  # file: package.json
  { "name": "chat", "dependencies": { ${dependencies} } }
`;
const procfile = (workers: number): string => `
  # file: Procfile
  web: gunicorn -k eventlet -w ${workers} -b 0.0.0.0:3000 app:app
`;
const gunicorn = 'gunicorn -k eventlet -w 1 -b 0.0.0.0:3000 app:app';

/** One of them, and nothing in front. */
const alone = `
  # file: compose.yaml
  services:
    chat:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 1
`;

const silent: readonly RuleCase[] = [
  {
    name: 'a gateway of Nest whose program chooses plain WebSockets',
    gate: 'role',
    files: `
      // file: package.json
      { "name": "chat", "dependencies": { "@nestjs/websockets": "11", "@nestjs/platform-ws": "11" } }
      // file: src/app.ts
      import { NestFactory } from '@nestjs/core';
      import { WsAdapter } from '@nestjs/platform-ws';
      import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
      @WebSocketGateway()
      export class Chats {
        @SubscribeMessage('say')
        say(text: string) { return text; }
      }
      const app = await NestFactory.create({ module: Chats, providers: [Chats] });
      app.useWebSocketAdapter(new WsAdapter(app));
      await app.listen(3000);
    `,
  },
  {
    name: 'the upstream goes by the address of the client',
    gate: 'topology',
    files: quiet(chat()) + front('ip_hash;'),
  },
  {
    name: 'HAProxy goes by the address of the client',
    gate: 'topology',
    files: quiet(chat()) + haproxy('balance source'),
  },
  {
    name: 'HAProxy gives clients a cookie',
    gate: 'topology',
    files: quiet(chat()) + haproxy('cookie SRV insert indirect nocache'),
  },
  {
    name: 'the upstream goes by a hash of the address',
    gate: 'topology',
    files: quiet(chat()) + front('hash $remote_addr consistent;'),
  },
  { name: 'the upstream sets a cookie', gate: 'topology', files: quiet(chat()) + front('sticky cookie chat;') },
  {
    name: 'the server takes WebSockets alone',
    gate: 'role',
    files: quiet(chat(`{ adapter, transports: ['websocket'] }`)) + front(),
  },
  {
    name: 'what the server takes comes from where nobody can read it',
    gate: 'role',
    files:
      quiet(
        chat('{ ...options }', '').replace('const http', `import { options } from '@chat/options';\n  const http`),
      ) + front(),
  },
  { name: 'no balancer is seen, and one instance is declared', gate: 'topology', files: quiet(chat()) + alone },
  {
    name: 'all clients begin by WebSocket',
    gate: 'role',
    files: `${quiet(chat('{ adapter }', `import './bot.ts';`))}
      // file: src/bot.ts
      import { io } from 'socket.io-client';
      io('https://chat.example', { transports: ['websocket'] });
      ${front()}`,
  },
  {
    name: 'Flask-SocketIO behind a sticky upstream',
    gate: 'topology',
    files: quiet(flask()) + front('ip_hash;', gunicorn),
  },
  { name: 'one process of PM2', gate: 'topology', files: quiet(chat()) + pm2('1') + alone },
  {
    name: 'processes of PM2 that another package keeps clients with',
    gate: 'topology',
    files: quiet(chat()) + manifest('"socket.io": "4.8.1", "@socket.io/pm2": "5.4.0"') + pm2('4'),
  },
  {
    name: 'processes behind an upstream that keeps clients',
    gate: 'topology',
    files: quiet(chat()) + front('ip_hash;') + pm2('4'),
  },
  { name: 'one worker of gunicorn', gate: 'topology', files: quiet(flask()) + procfile(1) + alone },
  {
    name: 'a server of plain WebSockets has no sessions',
    gate: 'none',
    files: `
      // file: src/app.ts
      import { WebSocketServer } from 'ws';
      new WebSocketServer({ port: 3000 }).on('connection', (socket) => socket.send('hi'));
      ${front()}`,
  },
];

const sticky = {
  name: 'the upstream is sticky',
  replace: [['upstream chats {', 'upstream chats { ip_hash;']],
} as const;

const flagged: readonly RuleCase[] = [
  {
    name: 'two servers of one program are one thing to mend',
    files: chat(
      '{ adapter }',
      `const other = new Server(http, { adapter, path: '/old/' });\n  other.on('connection', (socket) => socket.emit('hi'));`,
    ),
    expect: [{ related: ['src/app.ts:7'] }],
    silentWhen: [
      {
        name: 'both take WebSockets alone',
        replace: [['{ adapter', `{ transports: ['websocket'], adapter`]],
      },
    ],
  },
  {
    name: 'nothing says how requests are shared',
    files: chat(),
    expect: [{ severity: 'note', says: ['unless each stays with one'] }],
    silentWhen: [
      { name: 'it takes WebSockets alone', replace: [['{ adapter }', `{ adapter, transports: ['websocket'] }`]] },
    ],
  },
  {
    name: 'round robin',
    files: chat() + front(),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: [
          'Clients that begin by polling get "Session ID unknown" whenever another instance answers.',
          'Each of 3 instances',
          'Let `proxy` keep each client with one instance',
        ],
        symbol: 'socket-io sessions',
      },
    ],
    silentWhen: [sticky],
  },
  {
    name: 'HAProxy gives each its turn',
    files: chat() + haproxy('balance roundrobin'),
    expect: [{ severity: 'error', related: ['haproxy.cfg:6'] }],
    silentWhen: [{ name: 'it goes by the client', replace: [['balance roundrobin', 'balance source']] }],
  },
  {
    name: 'the names of containers, which Docker gives in turn',
    files: chat() + direct,
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'the server takes WebSockets alone',
        replace: [['{ adapter }', `{ adapter, transports: ['websocket'] }`]],
      },
    ],
  },
  {
    name: 'least connections',
    files: chat() + front('least_conn;'),
    silentWhen: [{ name: 'an address chooses', replace: [['least_conn;', 'ip_hash;']] }],
  },
  {
    name: 'both ways are named',
    files: chat(`{ transports: ['polling', 'websocket'] }`) + front(),
    silentWhen: [{ name: 'one is', replace: [["['polling', 'websocket']", "['websocket']"]] }],
  },
  {
    name: 'one of two clients polls',
    files: `${chat('{ adapter }', `import './bot.ts';`)}
      // file: src/bot.ts
      import { io } from 'socket.io-client';
      io('https://chat.example', { transports: ['websocket'] });
      io('https://other.example');
      ${front()}`,
    silentWhen: [
      {
        name: 'it does not',
        replace: [["io('https://other.example')", "io('https://other.example', { transports: ['websocket'] })"]],
      },
    ],
  },
  {
    name: 'one instance is declared',
    files: chat() + front('', 'node src/app.ts', '1'),
    expect: [{ severity: 'note' }],
    silentWhen: [sticky],
  },
  {
    name: 'four processes of PM2 share the port',
    files: chat() + manifest('"socket.io": "4.8.1"') + pm2('4'),
    expect: [
      {
        severity: 'error',
        says: ['Clients that begin by polling get "Session ID unknown"', '4', 'Add `@socket.io/sticky` to the cluster'],
        related: ['ecosystem.config.cjs:1'],
      },
    ],
    silentWhen: [
      {
        name: 'it keeps clients',
        replace: [['"socket.io": "4.8.1"', '"socket.io": "4.8.1", "@socket.io/sticky": "1.0.4"']],
      },
    ],
  },
  {
    name: 'three workers of gunicorn',
    files: flask() + procfile(3),
    expect: [{ severity: 'error', says: ['Run one worker a server'], related: ['Procfile:1'] }],
    silentWhen: [
      { name: 'it is no server of sockets', replace: [['from flask_socketio import', 'from sockets import']] },
    ],
  },
  {
    name: 'Flask-SocketIO in three containers',
    files: flask() + front('', gunicorn),
    expect: [{ severity: 'error' }],
    silentWhen: [sticky],
  },
];

checkRule(rule, [...silent, ...flagged]);
