import { describe, expect, it } from 'vitest';
import { rule } from '../../src/rules/summaries/lb-sticky-hides-state.ts';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

const app = (imports: string, body: string): string => `// file: src/app.ts
import express from 'express';
${imports}
const app = express();
${body}
app.listen(3000);
`;

const sessions = app(
  `import session from 'express-session';`,
  `app.use(session({ secret: process.env.SESSION_SECRET }));
app.post('/sign-in', (request, response) => { request.session.user = request.body.user; response.send('welcome'); });
app.get('/me', (request, response) => response.json(request.session.user));`,
);

const carts = app(
  '',
  `const carts = new Map();
app.post('/carts/:id', (request, response) => { carts.set(request.params.id, request.body); response.send('kept'); });
app.get('/carts/:id', (request, response) => response.json(carts.get(request.params.id)));`,
);

const python = `# file: app.py
from flask import Flask, request
app = Flask(__name__)
carts = {}
@app.post("/carts/<id>")
def keep(id):
    carts[id] = request.json
    return "kept"
@app.get("/carts/<id>")
def show(id):
    return carts[id]
# file: requirements.txt
flask
`;

const clean = app('', `app.get('/', (request, response) => response.send('shop'));`);

const compose = (replicas = 3, command = 'node src/app.ts'): string => `# file: compose.yaml
services:
  balancer:
    image: nginx:1.28
    volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']
  shop:
    build: .
    command: ${command}
    deploy: { replicas: ${replicas} }
`;

const proxy = (method: string, marked = '', file = 'nginx/nginx.conf'): string => `# file: ${file}
events {}
http {
  upstream shop {
    ${method};
${marked}    server shop:3000;
  }
  server {
    location / {
      proxy_pass http://shop;
    }
  }
}
`;

const service = (affinity: string, marked = ''): string => `# file: k8s/shop.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - { name: shop, image: registry.example.com/shop:1, command: ["node", "src/app.ts"] }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
${marked}spec:
  selector: { app: shop }
  sessionAffinity: ${affinity}
  ports: [{ port: 80 }]
`;

const polling = app(
  `import session from 'express-session';
import { createServer } from 'node:http';
import { Server } from 'socket.io';`,
  `const server = createServer(app);
const io = new Server(server);
io.on('connection', (socket) => socket.on('say', (text) => io.emit('said', text)));
app.use(session({ secret: process.env.SESSION_SECRET }));
app.post('/sign-in', (request, response) => { request.session.user = request.body.user; response.send('welcome'); });
app.get('/me', (request, response) => response.json(request.session.user));
server.listen(3000);`,
);

interface StickyCase {
  readonly name: string;
  readonly files: string;
  readonly says?: readonly string[];
  readonly related?: readonly string[];
  /** A change that makes a found case silent. */
  readonly silentWhen?: readonly (readonly [from: string, to: string])[];
}

const mark = (length: number): string => `#   ${'^'.repeat(length)} lb-sticky-hides-state\n`;

const cases: readonly StickyCase[] = [
  { name: 'nothing is kept on one instance', files: clean + proxy('ip_hash') + compose() },
  { name: 'the fewest connections choose', files: sessions + proxy('least_conn') + compose() },
  { name: 'pages are spread over caches', files: sessions + proxy('hash $request_uri consistent') + compose() },
  {
    name: 'each connection goes another way',
    files: sessions + proxy('hash $remote_addr$remote_port consistent') + compose(),
  },
  { name: 'one instance alone', files: sessions + proxy('ip_hash') + compose(1) },
  { name: 'clients that poll need it', files: polling + proxy('ip_hash') + compose() },
  { name: 'an example', files: sessions + proxy('ip_hash', '', 'docs/nginx.conf') + compose() },
  { name: 'a Service without affinity', files: sessions + service('None') },
  {
    name: 'sessions behind a hash of addresses',
    files: sessions + proxy('ip_hash', mark(7)) + compose(),
    says: [
      '`ip_hash` hides 1 thing that only one instance knows, until that instance goes: sessions.',
      'Mend that first',
    ],
    related: ['src/app.ts:4'],
    silentWhen: [['ip_hash', 'least_conn']],
  },
  {
    name: 'a map behind a hash of addresses by hand',
    files: carts + proxy('hash $remote_addr consistent', mark(4)) + compose(),
    says: ['`hash` hides 1 thing'],
    silentWhen: [['hash $remote_addr consistent', 'hash $request_uri']],
  },
  {
    name: 'a cookie that nginx sets',
    files: sessions + proxy('sticky cookie shop', mark(6)) + compose(),
    says: ['`sticky` hides'],
    silentWhen: [['app.use(session({ secret: process.env.SESSION_SECRET }));', '']],
  },
  {
    name: 'an application in Python',
    files: python + proxy('ip_hash', mark(7)) + compose(3, 'flask run'),
    says: ['`ip_hash` hides 1 thing'],
    silentWhen: [['carts[id] = request.json', 'print(request.json)']],
  },
  {
    name: 'a Service that goes by addresses',
    files: sessions + service('ClientIP', `#                 ${'^'.repeat(4)} lb-sticky-hides-state\n`),
    says: ['`sessionAffinity` hides 1 thing'],
    silentWhen: [['ClientIP', 'None']],
  },
  {
    name: 'several servers of one name each',
    files:
      sessions +
      proxy('ip_hash', mark(7)).replace('server shop:3000;', 'server shop:3000;\n    server shop-2:3000;') +
      compose(),
    silentWhen: [['    ip_hash;\n', '']],
  },
];

describe('lb-sticky-hides-state', () => {
  const own = (files: string) =>
    findingsIn(readMarkedFiles(files).files).filter(({ ruleId }) => ruleId === rule.info.id);

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { files, says, related }) => {
    const { marks } = readMarkedFiles(files);
    const found = own(files);
    expect(found.map(({ file, range }) => `${file}:${range.start.line}`)).toEqual(
      marks.filter(({ ruleId }) => ruleId === rule.info.id).map(({ file, start }) => `${file}:${start.line}`),
    );
    for (const { message, severity } of found) {
      expect(severity).toBe('note');
      for (const part of says ?? []) expect(message).toContain(part);
    }
    if (related !== undefined)
      expect(found[0]?.related.map(({ file, range }) => `${file}:${range.start.line + 1}`)).toEqual(
        expect.arrayContaining([...related]),
      );
  });

  const flagged = cases.filter(({ files }) => readMarkedFiles(files).marks.length > 0);
  it.each(flagged.map((each) => [each.name, each] as const))('%s; silent without', (_name, { files, silentWhen }) => {
    expect(silentWhen).toBeDefined();
    const changed = (silentWhen ?? []).reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replaceAll(from, to);
    }, files);
    expect(own(changed)).toEqual([]);
  });
});
