import { rule } from '../../src/rules/long-work/sync-block-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const server = (body: string, more = ''): string => `
  // file: src/app.ts
  import { execSync, exec } from 'node:child_process';
  import { pbkdf2Sync, scryptSync, generateKeyPairSync } from 'node:crypto';
  import { readFileSync } from 'node:fs';
  import { gzipSync } from 'node:zlib';
  import bcrypt from 'bcrypt';
  import express from 'express';
  import multer from 'multer';
  const upload = multer({ storage: multer.memoryStorage() });
  const app = express();
${body}
  app.listen(3000);
${more}
`;

const python = (body: string): string => `
  # file: requirements.txt
  fastapi
  # file: app.py
  import asyncio
  import time
  import subprocess
  import requests
  from fastapi import FastAPI, BackgroundTasks
  from starlette.concurrency import run_in_threadpool
  app = FastAPI()
${body}
`;

const silent: readonly RuleCase[] = [
  {
    name: 'the key is derived while the process starts',
    files: server(`
  const key = scryptSync(process.env.SECRET, 'salt', 32);
  app.get('/', (request, response) => response.json({ length: key.length }));`),
    gate: 'moment',
  },
  {
    name: 'the first request derives the key for all later ones',
    files: server(`
  let key = null;
  function keyOf() {
    if (!key) key = scryptSync(process.env.SECRET, 'salt', 32);
    return key;
  }
  app.get('/', (request, response) => response.json({ length: keyOf().length }));`),
    gate: 'role',
  },
  {
    name: 'a function of the workspace whose name ends alike',
    files: server(`
  function hashSync(text) { return text.length; }
  app.post('/sign-in', (request, response) => response.json({ hash: hashSync(request.body.password) }));`),
    gate: 'none',
  },
  {
    name: 'its twin that does not hold the thread',
    files: server(`
  app.post('/sign-in', async (request, response) => {
    response.json({ ok: await bcrypt.compare(request.body.password, request.user.hash) });
  });`),
    gate: 'none',
  },
  {
    name: 'few rounds are over at once',
    files: server(`
  const rounds = 1;
  app.post('/name', (request, response) => response.json({ name: pbkdf2Sync(request.body.name, 'x', rounds, 8, 'sha1') }));`),
    gate: 'none',
  },
  {
    name: 'keys on a curve are there at once',
    files: server(`
  app.post('/keys', (request, response) => response.json(generateKeyPairSync('ed25519')));`),
    gate: 'none',
  },
  {
    name: 'a small text is compressed, a template is read',
    files: server(`
  app.get('/small', (request, response) => response.end(gzipSync('hello')));
  app.get('/page', (request, response) => response.end(readFileSync('page.html')));`),
    gate: 'none',
  },
  {
    name: 'a worker of a queue has nobody else to answer',
    files: `
  // file: src/worker.ts
  import { execSync } from 'node:child_process';
  import { Worker } from 'bullmq';
  new Worker('pages', async (job) => { execSync('render ' + job.data.id); });
  `,
    gate: 'moment',
  },
  {
    name: 'a command that takes seconds belongs into a worker, which another rule says',
    files: server(`
  app.post('/convert', (request, response) => {
    execSync('ffmpeg -i in.mov out.mp4');
    response.end();
  });`),
    gate: 'none',
  },
  {
    name: 'only after something failed',
    files: server(`
  app.post('/orders', async (request, response) => {
    try {
      await request.order.place();
    } catch (error) {
      execSync('report-crash ' + error);
    }
    response.end();
  });`),
    gate: 'role',
  },
  {
    name: 'a command that is the same each time, or only looks for a program',
    files: server(`
  app.get('/version', (request, response) => {
    response.json({ commit: String(execSync('git log -1 --format=%H')), tool: String(execSync('which ' + request.query.tool)) });
  });`),
    gate: 'none',
  },
  {
    name: 'only outside production',
    files: server(`
  app.get('/version', (request, response) => {
    if (process.env.NODE_ENV === 'development') response.json({ commit: String(execSync('git show ' + request.query.of)) });
    else response.end();
  });`),
    gate: 'guard',
  },
  {
    name: 'a platform that gives each request a process of its own',
    files: `
  // file: package.json
  { "name": "sign", "dependencies": { "bcrypt": "6", "aws-lambda": "1" } }
  // file: serverless.yml
  service: sign
  provider:
    name: aws
    runtime: nodejs22.x
  functions:
    sign:
      handler: src/sign.handler
  // file: src/sign.ts
  import bcrypt from 'bcrypt';
  export const handler = async (event) => ({ ok: bcrypt.compareSync(event.body, process.env.HASH) });
  `,
    gate: 'topology',
  },
  {
    name: 'what awaits it works on the same thread, too',
    files: server(`
  app.post('/sign-in', (request, response) => response.json({ ok: bcrypt.compareSync(request.body.password, 'x') }));`).replace(
      "from 'bcrypt'",
      "from 'bcryptjs'",
    ),
    gate: 'none',
  },
  {
    name: 'a test',
    files: server(`
  app.post('/sign-in', (request, response) => response.json({ ok: bcrypt.compareSync(request.body.password, 'x') }));`).replace(
      'src/app.ts',
      'test/app.ts',
    ),
    gate: 'scope',
  },
  {
    name: 'a plain function gets a thread of its own',
    files: python(`
  @app.get('/prices')
  def prices():
      return requests.get('https://prices.example/all').json()`),
    gate: 'moment',
  },
  {
    name: 'the call is put on a thread',
    files: python(`
  def fetch():
      return requests.get('https://prices.example/all').json()
  @app.get('/prices')
  async def prices():
      return await run_in_threadpool(fetch)`),
    gate: 'moment',
  },
  {
    name: 'what waits lets others run',
    files: python(`
  @app.get('/later')
  async def later():
      await asyncio.sleep(5)
      time.sleep(0)
      return {}`),
    gate: 'none',
  },
  {
    name: 'each request of this framework has a thread, asynchronous or not',
    files: `
  # file: requirements.txt
  flask
  # file: app.py
  import requests
  from flask import Flask
  app = Flask(__name__)
  @app.get('/prices')
  async def prices():
      return requests.get('https://prices.example/all').json()
  app.run()
  `,
    gate: 'moment',
  },
  {
    name: 'Python: a plain generator that an answer streams, which another thread goes through',
    files: python(`
  from fastapi.responses import StreamingResponse

  def frames():
      while True:
          time.sleep(1)
          yield b'frame'

  @app.get('/frames')
  async def stream():
      return StreamingResponse(frames(), media_type='text/plain')`),
    gate: 'moment',
  },
];

const noRoute = (path: string) => ({
  name: 'nobody asks for it',
  replace: [[`app.post('${path}', `, 'app.ignore(']] as const,
});

const found: readonly RuleCase[] = [
  {
    name: 'Python: a plain generator that the handler goes through itself',
    files: python(`
  def lines():
      for page in range(3):
          yield requests.get(f'http://prices/{page}').text
          #              ^^^ sync-block-in-handler

  @app.get('/prices')
  async def prices():
      found = []
      for line in lines():
          found.append(line)
      return found`),
    silentWhen: [{ name: 'it has a thread of its own', replace: [['async def', 'def']] }],
  },
  {
    name: 'a password is checked',
    files: server(`
  app.post('/sign-in', (request, response) => {
    response.json({ ok: bcrypt.compareSync(request.body.password, request.user.hash) });
    //                         ^^^^^^^^^^^ sync-block-in-handler
  });`),
    expect: [
      {
        severity: 'note',
        situation: 'always',
        says: [
          'While POST /sign-in checks a password, its process answers nobody else.',
          'Until `bcrypt.compareSync` is done',
          'Use `compare`',
        ],
      },
    ],
    silentWhen: [noRoute('/sign-in'), { name: 'it is awaited', replace: [['compareSync', 'compare']] }],
  },
  {
    name: 'a key is derived in another file',
    files: server(
      `
  app.post('/notes', (request, response) => response.json(seal(request.body)));`,
      `
  // file: src/seal.ts
  import crypto from 'node:crypto';
  export function seal(note) {
    const key = crypto.scryptSync(process.env.SECRET, note.salt, 32);
    //                 ^^^^^^^^^^ sync-block-in-handler
    return key.toString('hex');
  }`,
    ).replace("import express from 'express';", "import express from 'express';\n  import { seal } from './seal.ts';"),
    expect: [{ severity: 'note', says: ['While POST /notes derives a key'] }],
    silentWhen: [noRoute('/notes')],
  },
  {
    name: 'many rounds, by a name',
    files: server(`
  const rounds = 600_000;
  app.post('/sign-up', (request, response) => {
    response.json({ hash: pbkdf2Sync(request.body.password, 'salt', rounds, 64, 'sha512') });
    //                    ^^^^^^^^^^ sync-block-in-handler
  });`),
    silentWhen: [{ name: 'few rounds', replace: [['600_000', '10']] }],
  },
  {
    name: 'a pair of keys is made',
    files: server(`
  app.post('/keys', (request, response) => response.json(generateKeyPairSync('rsa', { modulusLength: 4096 })));
  //                                                     ^^^^^^^^^^^^^^^^^^^ sync-block-in-handler`),
    silentWhen: [{ name: 'keys on a curve', replace: [["'rsa'", "'ed25519'"]] }],
  },
  {
    name: 'a command runs',
    files: server(`
  app.post('/check', (request, response) => {
    const words = execSync('dig +short ' + request.body.name).toString();
    //            ^^^^^^^^ sync-block-in-handler
    response.json({ words });
  });`),
    expect: [{ says: ['runs a command', 'Use `exec`'] }],
    silentWhen: [noRoute('/check')],
  },
  {
    name: 'an upload is compressed',
    files: server(`
  app.post('/backups', upload.single('backup'), (request, response) => {
    response.end(gzipSync(request.file.buffer));
    //           ^^^^^^^^ sync-block-in-handler
  });`),
    silentWhen: [{ name: 'a text of the service', replace: [['request.file.buffer', "'hello'"]] }],
  },
  {
    name: 'an upload is read whole from where it was put',
    files: server(`
  app.post('/imports', upload.single('rows'), (request, response) => {
    const { path } = request.file;
    const rows = readFileSync(path, 'utf8').split('\\n');
    //           ^^^^^^^^^^^^ sync-block-in-handler
    response.json({ rows: rows.length });
  });`),
    silentWhen: [{ name: 'a file of the service', replace: [['request.file;', 'settings;']] }],
  },
  {
    name: 'a message of a socket',
    files: `
  // file: src/app.ts
  import http from 'node:http';
  import { spawnSync } from 'node:child_process';
  import { WebSocketServer } from 'ws';
  const server = http.createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (text) => socket.send(spawnSync('lookup', [String(text)]).stdout));
    //                                         ^^^^^^^^^ sync-block-in-handler
  });
  server.listen(3000);
  `,
    silentWhen: [{ name: 'nobody listens', replace: [["sockets.on('connection', ", 'sockets.ignore(']] }],
  },
  {
    name: 'another service is waited for in an asynchronous handler',
    files: python(`
  @app.get('/prices')
  async def prices():
      return requests.get('https://prices.example/all').json()
      #               ^^^ sync-block-in-handler`),
    expect: [{ severity: 'warning', says: ['While GET /prices waits for another service', '`httpx.AsyncClient`'] }],
    silentWhen: [{ name: 'a plain function', replace: [['async def prices', 'def prices']] }],
  },
  {
    name: 'a sleep in a function that an asynchronous handler calls',
    files: python(`
  def settle():
      time.sleep(2)
      #    ^^^^^ sync-block-in-handler
  @app.post('/orders')
  async def place():
      settle()
      return {}`),
    silentWhen: [
      { name: 'it is put on a thread', replace: [['      settle()', '      await asyncio.to_thread(settle)']] },
    ],
  },
  {
    name: 'a command in work behind the answer, which runs on the same thread',
    files: python(`
  async def tidy(folder):
      subprocess.run(['tidy', folder])
      #          ^^^ sync-block-in-handler
  @app.post('/folders')
  async def make(tasks: BackgroundTasks):
      tasks.add_task(tidy, 'pictures')
      return {}`),
    silentWhen: [{ name: 'a plain function', replace: [['async def tidy', 'def tidy']] }],
  },
];

checkRule(rule, [...silent, ...found]);
