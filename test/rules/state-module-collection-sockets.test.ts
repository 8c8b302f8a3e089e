import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

/** Boards that sockets open through a queue of work, and that a page counts. */
const boards = (queue: string, more = '', mark = '//    ^^^^^^ state-module-collection') => `
      // file: src/app.ts
      import express from 'express';
      import { Server } from 'socket.io';
      import { Line } from './line.ts';
      const boards = {};
      ${mark}
      const line = new Line();
      const app = express();
      const server = new Server(app.listen(3000));
      function open(socket) {
        line.add(socket.id, async () => {
          const name = socket.handshake.query.board;
          if (!boards[name]) boards[name] = { lines: [] };
          socket.on('draw', (stroke) => boards[name].lines.push(stroke));
        });
      }
      server.on('connection', open);
      app.get('/status', (req, res) => res.json({ open: Object.keys(boards).length }));
      ${more}
      // file: src/line.ts
      ${queue}
`;

const line = `
      export class Line {
        waiting = [];
        add(id, work) {
          const task = { id, work };
          this.waiting.push(task);
          this.next();
        }
        next() {
          const task = this.waiting.shift();
          if (task) task.work();
        }
      }
`;

/** Which session a socket has, kept by functions that get their key from the handlers of sockets. */
const bound = (asked: string, mark = '') => `
      // file: src/app.ts
      import express from 'express';
      import { Server } from 'socket.io';
      const sessionOf = new Map();
      ${mark}
      function bind(id, session) { sessionOf.set(id, session); }
      function find(id) { return sessionOf.get(id); }
      const server = new Server(express().listen(3000));
      server.on('connection', (socket) => {
        socket.on('open', (session) => bind(socket.id, session));
        socket.on('type', (other, text) => { const session = find(${asked}); if (session) session.write(text); });
      });
`;

/** Visitors under the id of their socket. */
const visitors = (more: string, key = 'socket.id') => `
      // file: src/app.ts
      import express from 'express';
      import { Server } from 'socket.io';
      const visitors = {};
      const app = express();
      const server = new Server(app.listen(3000));
      server.on('connection', (socket) => {
        visitors[${key}] = { name: null, since: socket.handshake.time };
        socket.on('name', (name) => { if (visitors[${key}]) visitors[${key}].name = name; });
      });
      ${more}
`;

/** Visitors whose coming and going stands in a queue of work, from which a timer takes it. */
const queued = (leaving: string, mark = '') => `
      // file: src/app.ts
      import express from 'express';
      import { Server } from 'socket.io';
      import { Line } from './line.ts';
      const members = {};
      ${mark}
      const line = new Line();
      const app = express();
      const server = new Server(app.listen(3000));
      function enter(socket) { line.add(socket.id, async () => { members[socket.id] = { id: socket.id, name: null }; }); }
      export function leave(socket) { line.add(socket.id, async () => { ${leaving} }); }
      server.on('connection', enter);
      // file: src/line.ts
      ${line}
`;

/** Calls that a socket opens and finds again by what it noted under its own id. */
const calls = (noted: string, more = '', mark = '') => `
      // file: src/app.ts
      import express from 'express';
      import { Server } from 'socket.io';
      import { randomUUID } from 'node:crypto';
      const calls = new Map();
      ${mark}
      const callOf = new Map();
      const server = new Server(express().listen(3000));
      function open(host) { const id = randomUUID(); calls.set(id, { host, waiting: [] }); return id; }
      function callBehind(key) { const id = callOf.get(key); return id ? calls.get(id) : null; }
      function waitingCalls(host) {
        const found = [];
        for (const call of calls.values()) if (call.host === host) found.push(call);
        return found;
      }
      server.on('connection', (socket) => {
        socket.on('open', (host) => callOf.set(${noted}, open(host)));
        socket.on('say', (text) => { const call = callBehind(${noted}); if (call) call.waiting.push(text); });
        ${more}
      });
`;
const listing = `socket.on('list', (host) => socket.emit('calls', waitingCalls(host)));`;
const underCalls = '//    ^^^^^ state-module-collection';

const silent: readonly RuleCase[] = [
  {
    name: 'under the socket itself, which nobody elsewhere holds',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { WebSocketServer } from 'ws';
      const names = new Map();
      const app = express();
      const server = new WebSocketServer({ server: app.listen(3000) });
      server.on('connection', (socket) => {
        names.set(socket, { since: Date.now() });
        socket.on('message', (text) => tell(socket, text));
      });
      function tell(socket, text) {
        const known = names.get(socket);
        if (known === undefined) throw new Error('nobody');
        socket.send(known.since + text);
      }
    `,
  },
  {
    name: 'a queue of work lets each socket ask for its own entry',
    gate: 'role',
    files: queued('if (members[socket.id]) delete members[socket.id];'),
  },
  { name: 'a socket asks for what it noted under its own id', gate: 'role', files: calls('socket.id') },
  {
    name: 'a queue takes out what it was given, and calls something else',
    files: boards(line.replace('task.work()', 'task.id'), '', ''),
  },
  { name: 'each socket asks for its own entry alone', gate: 'role', files: visitors('') },
  {
    name: 'a function gets the id of the socket from each of its callers',
    gate: 'role',
    files: bound('socket.id'),
  },
  {
    name: 'a timer asks for the entries of the sockets that its process has',
    gate: 'role',
    files: visitors(`
      function look(socket) { if (!visitors[socket.id]) socket.disconnect(true); }
      setInterval(() => { for (const socket of server.sockets.sockets.values()) look(socket); }, 5000);`),
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a queue of work asks for the entries of others',
    files: queued('socket.emit("members", Object.values(members));', '//    ^^^^^^^ state-module-collection'),
    silentWhen: [
      {
        name: 'it asks for its own',
        replace: [
          ['socket.emit("members", Object.values(members));', 'if (members[socket.id]) delete members[socket.id];'],
        ],
      },
    ],
  },
  {
    name: 'a listener of the same connection goes over what others opened',
    files: calls('socket.id', listing, underCalls),
    expect: [{ says: ['waitingCalls may not find'] }],
    silentWhen: [{ name: 'it does not', replace: [[listing, '']] }],
  },
  {
    name: 'the listener that goes over all is named before one that may ask for its own',
    files: calls(
      'socket.id',
      `socket.on('hold', (id) => { if (!calls.get(id)) socket.emit('failed'); }); ${listing}`,
      underCalls,
    ),
    expect: [{ says: ['waitingCalls may not find'] }],
    silentWhen: [{ name: 'nothing is opened', replace: [['calls.set(id, { host, waiting: [] });', '']] }],
  },
  {
    name: 'a queue of work runs what a socket gave it, which asks for what others opened',
    files: boards(line),
    expect: [{ severity: 'warning', says: ['a function in open'] }],
    silentWhen: [{ name: 'no socket leads to it', replace: [["server.on('connection', open);", '']] }],
  },
  {
    name: 'the queue calls what it takes out by itself',
    files: boards(
      line
        .replace('const task = { id, work };', '')
        .replace('push(task)', 'push(work)')
        .replace('task.work()', 'task()'),
    ),
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'no socket leads to it', replace: [["server.on('connection', open);", '']] }],
  },
  {
    name: 'one of the callers asks under an id that a client sends',
    files: bound('other', '//    ^^^^^^^^^ state-module-collection'),
    silentWhen: [{ name: 'it asks under the id of its own socket', replace: [['find(other)', 'find(socket.id)']] }],
  },
  {
    name: 'a request asks for the entries of all sockets',
    files: visitors(`app.get('/visitors/:id', (req, res) => res.json(visitors[req.params.id]));`).replace(
      'const visitors = {};',
      `const visitors = {};\n      //    ^^^^^^^^ state-module-collection`,
    ),
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'nobody asks', replace: [['app.get(', 'void (']] }],
  },
  {
    name: 'a page of figures is all that misses an entry',
    files: visitors(`app.get('/status', (req, res) => res.json({ all: Object.values(visitors) }));`).replace(
      'const visitors = {};',
      `const visitors = {};\n      //    ^^^^^^^^ state-module-collection`,
    ),
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'nobody asks', replace: [['app.get(', 'void (']] }],
  },
  {
    name: 'sockets come back under a name of their own',
    files: visitors('', 'socket.handshake.auth.user').replace(
      'const visitors = {};',
      `const visitors = {};\n      //    ^^^^^^^^ state-module-collection`,
    ),
    silentWhen: [{ name: 'it is the id of the socket', replace: [['socket.handshake.auth.user', 'socket.id']] }],
  },
];

checkRules(moduleRules, [...silent, ...flagged]);
