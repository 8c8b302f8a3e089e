import { rule } from '../../src/rules/stateless/ws-registry-local.ts';
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

/** A server of WebSockets with users in `users`, and whatever else happens. */
const users = (
  more: string,
  { mark = '', put = 'users.set(request.url, socket);', begun = 'new Map()' } = {},
): string => `
  // file: src/app.ts
  import express from 'express';
  import { Redis } from 'ioredis';
  import { WebSocketServer } from 'ws';
  const app = express();
  const users = ${begun};
  ${mark}
  const server = new WebSocketServer({ server: app.listen(3000) });
  server.on('connection', (socket, request) => {
    ${put}
    socket.on('close', () => users.delete(request.url));
  });
  ${more}
`;
const onUsers = '//    ^^^^^ ws-registry-local';

/** Responses that stay open. */
const streams = (more: string, mark = '', put = 'streams.push(res);'): string => `
  // file: src/app.ts
  import express from 'express';
  const app = express();
  const streams = [];
  ${mark}
  app.get('/events', (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    ${put}
  });
  ${more}
  app.listen(3000);
`;
const onStreams = '//    ^^^^^^^ ws-registry-local';

const silent: readonly RuleCase[] = [
  {
    name: 'each socket hears only what it said itself',
    gate: 'role',
    files: `${users(`function answer(name, text) { users.get(name)?.send(text); }`, {
      put: `users.set(request.url, socket); socket.on('message', (text) => answer(request.url, text));`,
    })}${three}`,
  },
  {
    name: 'connections are closed, and nothing is sent',
    gate: 'role',
    files: `${users(`app.post('/ban', (req, res) => { users.get(req.body.name)?.close(); res.end(); });`)}${three}`,
  },
  {
    name: 'every instance asks by a clock whether its connections live',
    gate: 'role',
    files: `${users(`setInterval(() => { for (const socket of users.values()) socket.send('ping'); }, 30000);`)}${three}`,
  },
  {
    name: 'what Redis tells every instance is sent on',
    gate: 'shared',
    files: `${users(
      `const redis = new Redis();
       const heard = new Redis();
       function tell(text) { for (const socket of users.values()) socket.send(text); }
       await heard.subscribe('orders');
       heard.on('message', (channel, text) => tell(text));
       app.post('/orders', async (req, res) => { tell('now'); await redis.publish('orders', req.body.text); res.end(); });`,
    )}${three}`,
  },
  {
    name: 'a request streams into its own response through a table',
    gate: 'role',
    files: `${streams(
      `app.post('/chat', async (req, res) => { open.set(req.body.chat, res); await think(req.body); });
       const open = new Map();
       async function think({ chat }) { open.get(chat)?.write('a thought'); }`,
    )}${three}`,
  },
  {
    name: 'the process says farewell to its users when it ends',
    gate: 'role',
    files: `${users(`process.on('SIGTERM', () => { for (const socket of users.values()) socket.send('bye'); });`)}${three}`,
  },
  {
    name: 'what is kept are connections that the program opened itself',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { WebSocket } from 'ws';
      const app = express();
      const feeds = new Map();
      for (const name of ['a', 'b']) feeds.set(name, new WebSocket('wss://feeds.example/' + name));
      app.post('/ask', (req, res) => { feeds.get(req.body.feed)?.send(req.body.text); res.end(); });
      app.listen(3000);
      ${three}`,
  },
  {
    name: 'nothing leads to what would be sent',
    gate: 'moment',
    files: `${users(`export function tell(text) { for (const socket of users.values()) socket.send(text); }`)}${three}`,
  },
  {
    name: 'it is a test that sends',
    gate: 'role',
    files: `${users(`export { users };`)}
      // file: test/users.test.ts
      import { users } from '../src/app.ts';
      for (const socket of users.values()) socket.send('x');
      ${three}`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a route speaks to one user',
    files: `${users(
      `app.post('/tell', (req, res) => { const socket = users.get(req.body.name); if (socket) socket.send(req.body.text); res.end(); });`,
      { mark: onUsers },
    )}${three}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: [
          'What POST /tell sends never reaches users connected to another instance.',
          'Each of 3 instances (compose.yaml:6) holds only its own users in `users`.',
        ],
        symbol: 'users',
      },
    ],
    silentWhen: [{ name: 'no route leads there', replace: [["app.post('/tell'", "console.log('/tell'"]] }],
  },
  {
    name: 'what one socket says goes to all in a room',
    files: `${users('', {
      mark: onUsers,
      put: `let room = users.get('lobby');
        if (!room) { room = new Set(); users.set('lobby', room); }
        room.add(socket);
        socket.on('message', (text) => { for (const other of users.get('lobby') ?? []) other.send(text); });`,
    })}${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it goes back alone', replace: [['other.send(text)', 'socket.send(text)']] }],
  },
  {
    name: 'the server itself holds them',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { WebSocketServer } from 'ws';
      const app = express();
      const server = new WebSocketServer({ server: app.listen(3000) });
      //                 ^^^^^^^^^^^^^^^ ws-registry-local
      app.post('/orders', (req, res) => {
        server.clients.forEach((client) => { if (client.readyState === 1) client.send(req.body.text); });
        res.end();
      });
    `,
    expect: [
      { severity: 'warning', says: ['With 2 instances what POST /orders sends never reaches'], symbol: 'ws server' },
    ],
    silentWhen: [
      { name: 'a clock does it', replace: [["app.post('/orders', (req, res) => {", 'setInterval((req, res) => {']] },
    ],
  },
  {
    name: 'streams of events, each with a name, in an array',
    files: `${streams(
      `app.post('/orders', (req, res) => { streams.filter(({ name }) => name).forEach(({ res: out }) => out.write('data: 1')); res.end(); });`,
      onStreams,
      'streams.push({ name: req.query.name, res });',
    )}${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'nobody writes', replace: [["out.write('data: 1')", 'out.end()']] }],
  },
  {
    name: 'waiting requests are answered by the next one',
    files: `${streams(
      `app.post('/say', (req, res) => { while (streams.length > 0) streams.pop().json(req.body); res.end(); });`,
      onStreams,
    )}${three}`,
    silentWhen: [{ name: 'nobody waits', replace: [['streams.push(res);', 'res.end();']] }],
  },
  {
    name: 'guests of a class that holds the socket, in rooms of rooms, through a function that sends for all',
    files: `
      // file: src/app.ts
      import { WebSocketServer } from 'ws';
      class Guest { constructor(socket, request) { this.socket = socket; this.id = request.url; } }
      class Rooms {
        constructor() {
          this.rooms = {};
          //   ^^^^^ ws-registry-local
          this.server = new WebSocketServer({ port: 3000 });
          this.server.on('connection', (socket, request) => this.enter(new Guest(socket, request)));
        }
        enter(guest) {
          guest.socket.on('message', (text) => this.say(guest, text));
          if (!this.rooms[guest.room]) this.rooms[guest.room] = {};
          this.rooms[guest.room][guest.id] = guest;
          this.send(guest, 'welcome');
        }
        say(guest, text) { for (const id in this.rooms[guest.room]) this.send(this.rooms[guest.room][id], text); }
        send(guest, text) { guest.socket.send(text); }
      }
      new Rooms();
      ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'guests hear themselves alone',
        replace: [['this.send(this.rooms[guest.room][id], text)', 'this.send(guest, text)']],
      },
    ],
  },
  {
    name: 'sockets of Socket.IO under the names of users, besides its own rooms',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Server } from 'socket.io';
      const app = express();
      const server = new Server(app.listen(3000));
      const users = new Map();
      //    ^^^^^ ws-registry-local
      server.on('connection', (socket) => users.set(socket.handshake.auth.user, socket));
      app.post('/tell', (req, res) => { users.get(req.body.user)?.emit('told', req.body.text); res.end(); });
      ${three}`,
    silentWhen: [
      {
        name: 'it is sent by its room',
        replace: [['users.get(req.body.user)?.emit', 'server.to(req.body.user).emit']],
      },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);
