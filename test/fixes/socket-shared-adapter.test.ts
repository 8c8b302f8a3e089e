import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { isRedisInstalled, type RedisServer, redisServer } from '../patterns/redis-server.ts';
import { answerTo, applyFix, type Files, findingsOf } from './apply.ts';
import { type NodeProgram, nodeProgram } from './node-program.ts';
import { packageOf, threeInstances } from './shop-files.ts';

const rule = 'socketio-no-adapter';
const fix = 'socket-shared-adapter';

const dependencies = { express: '^5.1.0', 'socket.io': '^4.8.1' };

const server = (
  made: string,
  head = "import { Server } from 'socket.io';",
) => `import { createServer } from 'node:http';
${head}

const web = createServer();
const io = ${made};
io.on('connection', (socket) => {
  socket.on('join', (room) => socket.join(room));
  socket.on('say', (room, text) => io.to(room).emit('said', text));
});
web.listen(3000);
`;

const filesWith = (made: string, overrides: Readonly<Record<string, string>> = {}): Files => ({
  'package.json': packageOf({ dependencies: { ...dependencies, ...overrides } }),
  'src/server.ts': server(made),
  ...threeInstances,
});

describe('socket-shared-adapter', () => {
  const written = [
    ['no options', 'new Server(web)', 'new Server(web, { adapter: createSocketAdapter() })'],
    [
      'options of several lines',
      "new Server(web, {\n  transports: ['websocket'],\n})",
      "new Server(web, {\n  transports: ['websocket'],\n  adapter: createSocketAdapter(),\n})",
    ],
    [
      'options that lead',
      "new Server({ transports: ['websocket'] })",
      "new Server({ transports: ['websocket'], adapter: createSocketAdapter() })",
    ],
    ['nothing at all', 'new Server()', 'new Server({ adapter: createSocketAdapter() })'],
  ] as const;

  it.each(written)('gives an adapter beside %s', async (_, made, expected) => {
    const { after, next } = await applyFix(filesWith(made), rule, fix);
    expect(after['src/server.ts']).toContain(expected);
    expect(after['src/server.ts']).toMatch(/import \{ createSocketAdapter \} from '\.\/socket-adapter(?:\.js)?';/);
    expect(after['package.json']).toContain('"@socket.io/redis-adapter": "^8.3.0"');
    expect(after['.env.example']).toContain('REDIS_URL=');
    expect(next).toBe('npm install');
    expect(await findingsOf(after, rule)).toEqual([]);
  });

  it('writes CommonJS for a server that is made by the module itself', async () => {
    const text = `const http = require("http")
const web = http.createServer()
const io = require("socket.io")(web)

io.on("connection", (socket) => {
  socket.on("say", (text) => io.emit("said", text))
})
web.listen(3000)
`;
    const files: Files = {
      'package.json': packageOf({
        type: 'commonjs',
        main: 'server.js',
        scripts: { start: 'node server.js' },
        dependencies,
      }),
      'server.js': text,
    };
    const { after } = await applyFix(files, rule, fix);
    expect(after['server.js']).toContain('require("socket.io")(web, { adapter: createSocketAdapter() })\n');
    expect(after['server.js']).toContain('const { createSocketAdapter } = require("./socket-adapter")\n');
    expect(after['socket-adapter.js']).toContain('const { createAdapter } = require("@socket.io/redis-adapter")\n');
  });

  it('requires its module before the server is made, where others are required at the end', async () => {
    const files: Files = {
      'package.json': packageOf({
        type: 'commonjs',
        main: 'server.js',
        scripts: { start: 'node server.js' },
        dependencies,
      }),
      'server.js': `const { createServer } = require('http');
const { Server } = require('socket.io');

class Sockets {
  constructor(web) {
    this.io = new Server(web);
    this.io.on('connection', (socket) => socket.broadcast.emit('here', socket.id));
  }
}
const web = createServer();
new Sockets(web);
web.listen(3000);

module.exports = { Sockets };
const orders = require('./orders');
`,
      'orders.js': 'module.exports = {};\n',
      ...threeInstances,
    };
    const { after } = await applyFix(files, rule, fix);
    expect(after['server.js']).toContain(
      "require('socket.io');\nconst { createSocketAdapter } = require('./socket-adapter');\n\nclass",
    );
  });

  it('stays in the folder that is compiled where a script at the root starts it', async () => {
    const files: Files = {
      'package.json': packageOf({
        type: undefined,
        main: 'index.js',
        scripts: { start: 'node index.js' },
        dependencies,
      }),
      'index.js': "require('./server/server');\n",
      'server/server.ts': server('new Server(web)'),
      ...threeInstances,
    };
    const { after } = await applyFix(files, rule, fix);
    expect(after['server/server.ts']).toContain("from './socket-adapter';");
    expect(Object.keys(after)).toContain('server/shared-redis.ts');
  });

  it('imports without an ending where TypeScript is compiled to CommonJS', async () => {
    const files = filesWith('new Server(web)');
    const { after } = await applyFix(
      { ...files, 'package.json': packageOf({ type: undefined, dependencies }) },
      rule,
      fix,
    );
    expect(after['src/server.ts']).toContain("from './socket-adapter';");
    expect(after['src/socket-adapter.ts']).toContain("from './shared-redis';");
  });

  it.each([
    ['redis', '^5.8.0', 'shared-redis'],
    ['ioredis', '^5.4.0', 'shared-ioredis'],
  ] as const)('speaks the %s that is there, and compiles', { timeout: 60_000 }, async (client, range, module) => {
    const { after } = await applyFix(filesWith('new Server(web)', { [client]: range }), rule, fix);
    const beside = Object.fromEntries(
      [module, 'socket-adapter'].map((name) => [`${name}.ts`, after[`src/${name}.ts`] ?? '']),
    );
    const text = after['src/server.ts'] ?? '';
    expect(compile('server.ts', text, beside)).toEqual([]);
    expect(JSON.parse(after['package.json'] ?? '')).toMatchObject({ dependencies: { [client]: range } });
  });

  it.each(['^2.5.0', '~3.1.2', '4.1.3'])('refuses socket.io %s', async (range) => {
    expect(await answerTo(filesWith('new Server(web)', { 'socket.io': range }), rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('update it to 4.8 first'),
    });
  });

  it('refuses where two servers would hear one another', async () => {
    const files = filesWith('new Server(web)');
    const text = `${files['src/server.ts']}new Server(createServer()).on('connection', (socket) => socket.broadcast.emit('here'));\n`;
    expect(await answerTo({ ...files, 'src/server.ts': text }, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('same channels. (src/server.ts:11)'),
    });
  });

  it('refuses a server that is made before the environment is loaded', async () => {
    const files = filesWith('new Server(web)', { dotenv: '^16.4.0' });
    const text = `${files['src/server.ts']?.replace('const web', "import dotenv from 'dotenv';\nconst web")}dotenv.config();\n`;
    expect(await answerTo({ ...files, 'src/server.ts': text }, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('loaded only after'),
    });
  });
});

const installed = isRedisInstalled();
const skipping = installed ? '' : ' (SKIPPED: there is no redis-server on this machine)';

/** Prints every message that one of its sockets is sent. */
const talking = (extra: Readonly<Record<string, string>>): Files => ({
  'package.json': `${JSON.stringify({ name: 'shop', type: 'module', main: 'server.js', dependencies: { ...dependencies, ...extra } })}\n`,
  'server.js': `import { createServer } from 'node:http';
import { Server } from 'socket.io';

const web = createServer((request, response) => {
  if (request.url === '/say') io.emit('said', 'hello');
  response.end();
});
const io = new Server(web, { transports: ['websocket'] });
web.listen(Number(process.env.PORT), () => console.log('listening'));
`,
});

let redis: RedisServer;
let program: NodeProgram | null = null;

beforeEach(async () => {
  redis = await redisServer();
});

afterEach(async () => {
  program?.end();
  program = null;
  await redis.stop();
});

/** Whether a socket of one instance hears what another says. */
async function isHeard(at: string, said: string): Promise<boolean> {
  const { io } = await import('socket.io-client');
  const socket = io(at, { transports: ['websocket'] });
  await new Promise<void>((done) => socket.on('connect', done));
  const heard = new Promise<boolean>((done) => {
    socket.on('said', () => done(true));
    setTimeout(() => done(false), 2000);
  });
  expect((await fetch(`${said}/say`)).status).toBe(200);
  try {
    return await heard;
  } finally {
    socket.disconnect();
  }
}

describe(`sockets of two instances${skipping}`, () => {
  const clients = [
    ['redis', {}],

    ['ioredis', { ioredis: '^5.4.0' }],
  ] as const;

  it('are tested where CI is set', () => {
    if (process.env['CI']) expect(installed, 'redis-server must be installed where CI is set').toBe(true);
  });

  it.skipIf(!installed)('miss what the other says, before the fix', { timeout: 60_000 }, async () => {
    program = nodeProgram(talking({}));
    const [one, other] = [await program.start('server.js', {}), await program.start('server.js', {})];
    expect(await isHeard(one, one)).toBe(true);
    expect(await isHeard(one, other)).toBe(false);
  });

  it.skipIf(!installed).each(clients)(
    'hear one another, and go on while %s is down',
    { timeout: 90_000 },
    async (_, extra) => {
      await redis.start();
      const { after } = await applyFix(talking(extra), rule, fix);
      program = nodeProgram(after);
      const environment = { REDIS_URL: redis.url };
      const [one, other] = [
        await program.start('server.js', environment),
        await program.start('server.js', environment),
      ];
      expect(await isHeard(one, other)).toBe(true);
      await redis.stop();
      expect(await isHeard(one, one)).toBe(true);
      expect(await isHeard(one, other)).toBe(false);
      await redis.start();
      let tries = 0;
      while (!(await isHeard(one, other)) && tries < 10) tries++;
      expect(tries).toBeLessThan(10);
    },
  );

  it('stay alone in development, and stop production', { timeout: 60_000 }, async () => {
    const { after } = await applyFix(talking({}), rule, fix);
    program = nodeProgram(after);
    const one = await program.start('server.js', {});
    expect(await isHeard(one, one)).toBe(true);
    const said = await program.complaint('server.js', { NODE_ENV: 'production' });
    expect(said).toContain('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1');
  });

  it.skipIf(!installed).each(clients)('come up before their Redis does: %s', { timeout: 90_000 }, async (_, extra) => {
    const { after } = await applyFix(talking(extra), rule, fix);
    program = nodeProgram(after);
    const environment = { REDIS_URL: redis.url };
    const [one, other] = [await program.start('server.js', environment), await program.start('server.js', environment)];
    expect(await isHeard(one, one)).toBe(true);
    await redis.start();
    let tries = 0;
    while (!(await isHeard(one, other)) && tries < 10) tries++;
    expect(tries).toBeLessThan(10);
  });
});
