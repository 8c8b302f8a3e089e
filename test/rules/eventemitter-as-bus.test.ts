import { rule } from '../../src/rules/stateless/eventemitter-as-bus.ts';
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
const made = '  export const bus = new EventEmitter();';
const mark = '\n  //                     ^^^^^^^^^^^^ eventemitter-as-bus';

/** Streams of events over HTTP, beside a route that emits. */
const shop = (marked: boolean, { listen = '', emit = '', more = '' } = {}): string => `
  // file: src/bus.ts
  import { EventEmitter } from 'node:events';
${made}${marked ? mark : ''}
  // file: src/app.ts
  import express from 'express';
  import { bus } from './bus.ts';
  const app = express();
  app.get('/stream', (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    ${listen || "bus.on('order', (order) => response.write(`data: ${order.id}\\n\\n`));"}
  });
  app.post('/orders', (request, response) => {
    ${emit || "bus.emit('order', request.body);"}
    response.end();
  });
  app.listen(3000);
${more}`;

const chat = (marked: boolean, before = 'new EventEmitter()'): string => `
  // file: src/app.ts
  import http from 'node:http';
  import EventEmitter from 'node:events';
  import mitt from 'mitt';
  import { WebSocketServer } from 'ws';
  const lines = ${before};
${marked ? `  //${' '.repeat(before.startsWith('new') ? 16 : 12)}${'^'.repeat(before.startsWith('new') ? 12 : 4)} eventemitter-as-bus` : ''}
  const server = http.createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    const tell = (line) => socket.send(line);
    lines.on('line', tell);
    socket.on('message', (line) => lines.emit('line', String(line)));
  });
  server.listen(3000);
`;

const silent: readonly RuleCase[] = [
  {
    name: 'listeners that only write down what happened',
    gate: 'role',
    files: shop(false, { listen: "bus.on('order', (order) => console.log(order.id));" }) + three,
  },
  {
    name: 'another event',
    gate: 'role',
    files: shop(false, { emit: "bus.emit('invoice', request.body);" }) + three,
  },
  {
    name: 'every instance hears it from Redis and tells its own users',
    gate: 'role',
    files: `${shop(false, { emit: "redis.publish('orders', JSON.stringify(request.body));" })}
  // file: src/hear.ts
  import { Redis } from 'ioredis';
  import { bus } from './bus.ts';
  const subscriber = new Redis();
  subscriber.subscribe('orders');
  subscriber.on('message', (channel, text) => bus.emit('order', JSON.parse(text)));
  ${three}`.replace(
      "import { bus } from './bus.ts';\n  const app",
      "import { bus } from './bus.ts';\n  import './hear.ts';\n  const app",
    ),
  },
  {
    name: 'what is emitted here first comes to all others through Redis',
    gate: 'shared',
    files:
      shop(false, { emit: "bus.emit('order', request.body); redis.publish('orders', JSON.stringify(request.body));" })
        .replace(
          '  app.listen(3000);',
          `  const redis = new Redis();
  const subscriber = redis.duplicate();
  subscriber.subscribe('orders');
  subscriber.on('message', (channel, text) => bus.emit('order', JSON.parse(text)));
  app.listen(3000);`,
        )
        .replace(
          "import express from 'express';",
          "import express from 'express';\n  import { Redis } from 'ioredis';",
        ) + three,
  },
  {
    name: 'an emitter of one request',
    gate: 'none',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { EventEmitter } from 'node:events';
  const app = express();
  app.get('/stream', (request, response) => {
    const progress = new EventEmitter();
    progress.on('step', (step) => response.write(step));
    progress.emit('step', 'one');
    response.end();
  });
  app.listen(3000);
  ${three}`,
  },
  {
    name: 'what a request tells itself',
    gate: 'role',
    files:
      shop(false, {
        listen: "bus.once('done', (text) => response.write(text)); bus.emit('done', 'yes');",
        emit: 'save(request.body);',
      }) + three,
  },
  {
    name: 'a clock emits on every instance',
    gate: 'role',
    files:
      shop(false, { emit: 'save(request.body);', more: '' }).replace(
        '  app.listen(3000);',
        "  setInterval(() => bus.emit('order', { id: 1 }), 1000);\n  app.listen(3000);",
      ) + three,
  },
  {
    name: 'what is made where there is no Redis alone',
    gate: 'guard',
    files: (shop(false) + three).replace(
      'export const bus = new EventEmitter();',
      "import { SharedBus } from '@shop/bus';\n  export const bus = process.env.REDIS_URL ? new SharedBus() : new EventEmitter();",
    ),
  },
  { name: 'a test', gate: 'scope', files: (shop(false) + three).replaceAll('src/', 'test/') },
];

const listenElsewhere = { name: 'no user listens', replace: [['response.write(`data', 'log(`data']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'a stream of events to a browser',
    files: shop(true) + three,
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          'What POST /orders emits never reaches users connected to another instance.',
          'Each of 3 instances (compose.yaml:6) calls only its own listeners.',
          'Redis pub/sub',
        ],
      },
    ],
    silentWhen: [listenElsewhere, { name: 'nobody emits', replace: [['bus.emit(', 'bus.rawListeners(']] }],
  },
  {
    name: 'nothing says how many run',
    files: shop(true),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances what POST /orders emits'] }],
    silentWhen: [listenElsewhere],
  },
  {
    name: 'one is declared',
    files: shop(true) + three.replace('3', '1'),
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: [listenElsewhere],
  },
  {
    name: 'a listener with a name, for a socket whose messages are emitted',
    files: chat(true) + three,
    silentWhen: [{ name: 'it tells nobody', replace: [['socket.send(line)', 'note(line)']] }],
  },
  {
    name: 'an emitter of another package',
    files: chat(true, 'mitt()') + three,
    silentWhen: [{ name: 'it tells nobody', replace: [['socket.send(line)', 'note(line)']] }],
  },
  {
    name: 'a function of another file emits, under a name for each user',
    files:
      shop(true, {
        listen: 'bus.on(`orders:${request.query.user}`, (order) => response.write(order.id));',
        emit: 'place(request.body);',
        more: `
  // file: src/place.ts
  import { bus } from './bus.ts';
  export function place(order) { bus.emit(\`orders:\${order.user}\`, order); }
`,
      }).replace(
        "import { bus } from './bus.ts';\n  const app",
        "import { bus } from './bus.ts';\n  import { place } from './place.ts';\n  const app",
      ) + three,
    silentWhen: [{ name: 'it is not called', replace: [['place(request.body);', 'ignore(request.body);']] }],
  },
];

checkRule(rule, [...silent, ...found]);
