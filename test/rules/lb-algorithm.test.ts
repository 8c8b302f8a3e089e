import { describe, expect, it } from 'vitest';
import { rule } from '../../src/rules/summaries/lb-algorithm.ts';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

const sockets = `# file: src/app.ts
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
const http = createServer();
const sockets = new WebSocketServer({ server: http });
sockets.on('connection', (socket) => socket.on('message', (text) => socket.send(String(text))));
http.listen(3000);
`;

const plain = `# file: src/app.ts
import express from 'express';
const app = express();
app.get('/', (request, response) => response.send('shop'));
app.listen(3000);
`;

const long = `# file: src/app.ts
import express from 'express';
import puppeteer from 'puppeteer';
const app = express();
app.get('/', (request, response) => response.send('shop'));
app.post('/reports', async (request, response) => {
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.goto(request.body.address);
  const file = await page.pdf();
  await browser.close();
  response.send(file);
});
app.listen(3000);
`;

const python = `# file: app.py
from fastapi import FastAPI, WebSocket
app = FastAPI()

@app.websocket("/live")
async def live(socket: WebSocket):
    await socket.accept()
    while True:
        await socket.send_text(await socket.receive_text())
`;

const mark = (column: number, length: number): string =>
  `#${' '.repeat(column - 1)}${'^'.repeat(length)} lb-algorithm\n`;

interface Parts {
  readonly method?: string;
  readonly servers?: string;
  readonly marked?: 'upstream' | 'method';
  readonly more?: string;
  readonly file?: string;
}

const twoServers = '    server shop-1:3000;\n    server shop-2:3000;\n';

function nginx({ method = '', servers = twoServers, marked, more = '', file = 'nginx.conf' }: Parts = {}): string {
  const chosen = method === '' ? '' : `    ${method};\n`;
  const name = method.split(' ')[0] ?? '';
  return `# file: ${file}
events {}
http {
${more}  upstream shops {
${marked === 'upstream' ? mark(2, 8) : ''}${chosen}${marked === 'method' ? mark(4, name.length) : ''}${servers}  }
  server {
    location / {
      proxy_pass http://shops;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
    }
  }
}
`;
}

const compose = (command = 'node src/app.ts', more = ''): string => `# file: compose.yaml
services:
  balancer:
    image: nginx:1.28
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
  shop-1: { build: ., command: ${command} }
  shop-2: { build: ., command: ${command} }
${more}`;

const front = `  edge:
    image: nginx:1.28
    volumes: ['./edge.conf:/etc/nginx/nginx.conf:ro']
# file: edge.conf
events {}
http {
  server {
    location / { proxy_pass http://balancer; }
  }
}
`;

interface Case {
  readonly name: string;
  readonly files: string;
  readonly says?: readonly string[];
  readonly silentWhen?: readonly [from: string, to: string];
}

const cases: readonly Case[] = [
  { name: 'requests that are all alike', files: plain + nginx() + compose() },
  { name: 'the fewest connections decide', files: sockets + nginx({ method: 'least_conn' }) + compose() },
  {
    name: 'two of which the less busy is taken',
    files: sockets + nginx({ method: 'random two least_conn' }) + compose(),
  },
  { name: 'pages are kept together', files: long + nginx({ method: 'hash $request_uri consistent' }) + compose() },
  { name: 'one server', files: sockets + nginx({ servers: '    server shop-1:3000;\n' }) + compose() },
  {
    name: 'the second server is for when the first one fails',
    files: sockets + nginx({ servers: '    server shop-1:3000;\n    server shop-2:3000 backup;\n' }) + compose(),
  },
  {
    name: 'somebody has weighed the servers',
    files: sockets + nginx({ servers: '    server shop-1:3000 weight=3;\n    server shop-2:3000;\n' }) + compose(),
  },
  { name: 'addresses of clients that come straight', files: plain + nginx({ method: 'ip_hash' }) + compose() },
  {
    name: 'the proxy in front says whose address it is',
    files:
      plain +
      nginx({ method: 'ip_hash', more: '  set_real_ip_from 10.0.0.0/8;\n  real_ip_header X-Forwarded-For;\n' }) +
      compose('node src/app.ts', front),
  },
  {
    name: 'an example',
    files:
      sockets +
      nginx({ file: 'examples/nginx.conf' }) +
      compose().replace('./nginx.conf', './other.conf').replace('image: nginx:1.28', 'image: haproxy:3'),
  },
  {
    name: 'sockets behind servers in turn',
    files: sockets + nginx({ marked: 'upstream' }) + compose(),
    says: ['Going round, `shops` gives a new copy of ', 'keeps sockets open (src/app.ts:', 'Write `least_conn;`'],
    silentWhen: ["sockets.on('connection'", "console.log('connection'"],
  },
  {
    name: 'sockets behind the copies of a service',
    files:
      sockets +
      nginx({ marked: 'upstream', servers: '    server shop:3000;\n' }) +
      `# file: compose.yaml
services:
  balancer:
    image: nginx:1.28
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
  shop:
    build: .
    command: node src/app.ts
    deploy: { replicas: 3 }
`,
    silentWhen: ['replicas: 3', 'replicas: 1'],
  },
  {
    name: 'sockets of Python',
    files: python + nginx({ marked: 'upstream' }) + compose('uvicorn app:app --port 3000'),
    says: ['keeps sockets open (app.py:'],
    silentWhen: ['@app.websocket("/live")\n', ''],
  },
  {
    name: 'requests of seconds beside short ones',
    files: long + nginx({ marked: 'upstream' }) + compose(),
    says: [
      'gives requests to copies that still work on a long one (src/app.ts:',
      'One of the requests behind it works for seconds',
    ],
    silentWhen: ['await puppeteer.launch()', 'pages()'],
  },
  {
    name: 'all addresses are that of a proxy in front',
    files: plain + nginx({ method: 'ip_hash', marked: 'method' }) + compose('node src/app.ts', front),
    says: ['`ip_hash` sends everybody to one server: all requests come from the address of edge.'],
    silentWhen: ['proxy_pass http://balancer', 'proxy_pass http://elsewhere'],
  },
  {
    name: 'so they are where the address is hashed',
    files:
      plain + nginx({ method: 'hash $remote_addr consistent', marked: 'method' }) + compose('node src/app.ts', front),
    says: ['`hash` sends everybody to one server'],
    silentWhen: ['$remote_addr consistent', '$http_x_forwarded_for consistent'],
  },
];

describe('lb-algorithm', () => {
  const own = (files: string) =>
    findingsIn(readMarkedFiles(files).files).filter(({ ruleId }) => ruleId === rule.info.id);

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { files, says }) => {
    const found = own(files);
    expect(found.map(({ file, range }) => ({ file, ...range }))).toEqual(
      readMarkedFiles(files).marks.map(({ file, start, end }) => ({ file, start, end })),
    );
    for (const { message, severity } of found) {
      expect(severity).toBe('note');
      expect(message.split(/(?<=\.)\s/)[0]?.length).toBeLessThanOrEqual(110);
      for (const part of says ?? []) expect(message).toContain(part);
    }
  });

  const flagged = cases.filter(({ silentWhen }) => silentWhen !== undefined);
  it.each(flagged.map((each) => [each.name, each] as const))('%s; silent without', (_name, { files, silentWhen }) => {
    const [from, to] = silentWhen ?? ['', ''];
    expect(files).toContain(from);
    expect(own(files.replaceAll(from, to))).toEqual([]);
  });
});
