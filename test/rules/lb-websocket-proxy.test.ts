import { rule } from '../../src/rules/load-balancing/lb-websocket-proxy.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const plain = `# file: src/app.ts
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
const server = createServer();
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => socket.on('message', (text) => socket.send(text)));
server.listen(3000);
`;

const polling = (options = ''): string => `# file: src/app.ts
import { createServer } from 'node:http';
import { Server } from 'socket.io';
const server = createServer();
const io = new Server(server${options});
io.on('connection', (socket) => socket.on('message', (text) => socket.emit('answer', text)));
server.listen(3000);
`;

const quiet = `# file: src/app.ts
import express from 'express';
const app = express();
app.get('/', (request, response) => response.send('shop'));
app.listen(3000);
`;

const python = `# file: main.py
from fastapi import FastAPI, WebSocket
app = FastAPI()
@app.websocket("/live/{room}")
async def live(socket: WebSocket, room: str):
    await socket.accept()
    await socket.send_text(room)
# file: requirements.txt
fastapi
uvicorn
`;

const compose = (command = 'node src/app.ts', more = '', image = 'nginx:1.28'): string => `# file: compose.yaml
services:
  balancer:
    image: ${image}
    volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']
  shop:
    build: .
    command: ${command}
${more}`;

const served = 'uvicorn main:app';
const lines =
  '      proxy_http_version 1.1;\n      proxy_set_header Upgrade $http_upgrade;\n      proxy_set_header Connection "upgrade";\n';
const mark = '#     ^^^^^^^^^^ lb-websocket-proxy\n';

const location = (path: string, inside = '', marked = '', pass = 'http://shop:3000'): string =>
  `    location ${path} {\n      proxy_pass ${pass};\n${marked}${inside}    }\n`;

const proxy = (...locations: readonly string[]): string =>
  `# file: nginx/nginx.conf\nevents {}\nhttp {\n  server {\n    listen 80;\n${locations.join('')}  }\n}\n`;

const silent: readonly RuleCase[] = [
  { name: 'all three lines', files: plain + proxy(location('/', lines)) + compose(), gate: 'none' },
  { name: 'nobody speaks WebSocket', files: quiet + proxy(location('/')) + compose(), gate: 'none' },
  {
    name: 'a location of its own lets them through',
    files: plain + proxy(location('/'), location('/live', lines)) + compose(),
    gate: 'none',
  },
  {
    name: 'only another path comes to the program',
    files: python + proxy(location('/api/', '', '', 'http://shop:3000')) + compose(served),
    gate: 'none',
  },
  {
    name: 'the path of Socket.IO does not come through nginx',
    files: polling() + proxy(location('/api/')) + compose(),
    gate: 'none',
  },
  {
    name: 'another program is behind it',
    files: plain + proxy(location('/', '', '', 'http://pages:80')) + compose(),
    gate: 'none',
  },
  {
    name: 'what the location lacks may stand in another file',
    files: plain + proxy(location('/', '      include proxy_params;\n')) + compose(),
    gate: 'guard',
  },
  {
    name: 'a pattern leads there as well',
    files: plain + proxy(location('/'), location('~ ^/live')) + compose(),
    gate: 'guard',
  },
  {
    name: 'another location lets them through to an address that nobody can place',
    files: plain + proxy(location('/'), location('/live', lines, '', 'http://127.0.0.1:3000')) + compose(),
    gate: 'guard',
  },
  {
    name: 'a template that no container is seen to read',
    files:
      plain +
      proxy(location('/')).replace('nginx/nginx.conf', 'templates/nginx.conf') +
      compose()
        .replace(/ {4}volumes.*\n/, '')
        .replace('nginx:1.28', 'redis:7'),
    gate: 'scope',
  },
  {
    name: 'the time is longer than that between pings',
    files: polling() + proxy(location('/', `${lines}      proxy_read_timeout 60s;\n`)) + compose(),
    gate: 'none',
  },
  {
    name: 'the program pings more often than usual',
    files:
      polling(', { pingInterval: 5000 }') + proxy(location('/', `${lines}      proxy_read_timeout 20s;\n`)) + compose(),
    gate: 'none',
  },
  {
    name: 'nginx speaks HTTP/1.1 by itself from 1.29.7 on',
    files:
      plain +
      proxy(location('/', lines.replace('      proxy_http_version 1.1;\n', ''))) +
      compose(undefined, undefined, 'nginx:1.30'),
    gate: 'none',
  },
];

const throughNow = (path: string): readonly [string, string][] => [
  [`location ${path} {\n`, `location ${path} {\n${lines}`],
];

const found: readonly RuleCase[] = [
  {
    name: 'a server of sockets behind a plain location',
    files: plain + proxy(location('/', '', mark)) + compose(),
    expect: [
      {
        severity: 'error',
        situation: 'no-program',
        confidence: 'medium',
        says: [
          'No WebSocket comes through `location /`, so that clients of shop cannot connect.',
          'shop takes WebSockets by ws (src/app.ts:5)',
          'Write `proxy_http_version 1.1;` `proxy_set_header Upgrade $http_upgrade;` `proxy_set_header Connection "upgrade";`',
        ],
        related: ['src/app.ts:5'],
        symbol: 'shop.upgrade',
      },
    ],
    silentWhen: [
      { name: 'the lines are there', replace: throughNow('/') },
      { name: 'nobody takes sockets', replace: [["sockets.on('connection'", "sockets.on('error'"]] },
    ],
  },
  {
    name: 'clients that fall back on polling',
    files: polling() + proxy(location('/', '', mark)) + compose(),
    expect: [{ severity: 'warning', confidence: 'high', says: ['so that clients of shop stay with polling'] }],
    silentWhen: [{ name: 'the lines are there', replace: throughNow('/') }],
  },
  {
    name: 'the location of Socket.IO alone, beside the rest',
    files: polling() + proxy(location('/'), location('/socket.io/', '', mark)) + compose(),
    silentWhen: [{ name: 'the lines are there', replace: throughNow('/socket.io/') }],
  },
  {
    name: 'a route of FastAPI',
    files: python + proxy(location('/live/', '', mark)) + compose(served),
    expect: [{ severity: 'error', confidence: 'high', says: ['No WebSocket comes through `location /live/`'] }],
    silentWhen: [{ name: 'the lines are there', replace: throughNow('/live/') }],
  },
  {
    name: 'a location whose path the address takes the place of',
    files: python + proxy(location('/api/', '', mark, 'http://shop:8000/')) + compose(served),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it leads to other paths', replace: [['http://shop:8000/;', 'http://shop:8000/orders/;']] }],
  },
  {
    name: 'the header without the connection',
    files:
      plain +
      proxy(location('/', '      proxy_http_version 1.1;\n      proxy_set_header Upgrade $http_upgrade;\n', mark)) +
      compose(),
    expect: [{ says: ['Write `proxy_set_header Connection "upgrade";` into'] }],
    silentWhen: [
      {
        name: 'the connection is passed on',
        replace: [
          ['Upgrade $http_upgrade;', 'Upgrade $http_upgrade;\n      proxy_set_header Connection $connection_upgrade;'],
        ],
      },
    ],
  },
  {
    name: 'an old nginx without the version',
    files: plain + proxy(location('/', lines.replace('      proxy_http_version 1.1;\n', ''), mark)) + compose(),
    expect: [{ says: ['Write `proxy_http_version 1.1;` into'] }],
    silentWhen: [{ name: 'a newer one runs', replace: [['nginx:1.28', 'nginx:1.30']] }],
  },
  {
    name: 'the headers of the location take the place of those around it',
    files:
      plain +
      proxy(
        `    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection "upgrade";\n`,
        location('/', '      proxy_set_header Host $host;\n', mark),
      ) +
      compose(),
    silentWhen: [{ name: 'it sets none', replace: [['      proxy_set_header Host $host;\n', '']] }],
  },
  {
    name: 'clients may ask the program itself',
    files: plain + proxy(location('/', '', mark)) + compose(undefined, "    ports: ['3000:3000']\n"),
    expect: [{ severity: 'note', says: ['clients that ask its own port are not concerned'] }],
    silentWhen: [{ name: 'the lines are there', replace: throughNow('/') }],
  },
  {
    name: 'a time that is over before the next ping',
    files:
      polling() +
      proxy(location('/', `${lines}      proxy_read_timeout 10s;\n#     ^^^^^^^^^^^^^^^^^^ lb-websocket-proxy\n`)) +
      compose(),
    expect: [
      {
        severity: 'error',
        says: ['Sockets on which nobody speaks for 10s are closed: shop pings every 25 s only.'],
        symbol: 'shop.read-timeout',
      },
    ],
    silentWhen: [{ name: 'it waits longer', replace: [['proxy_read_timeout 10s', 'proxy_read_timeout 2m']] }],
  },
];

checkRule(rule, [...silent, ...found]);
