import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/types.ts';
import { pythonLoader } from '../../src/host/load-python.ts';

const compose = 'services:\n  shop:\n    build: .\n    deploy:\n      replicas: 3\n';
const manifest = JSON.stringify({
  name: 'shop',
  main: 'src/server.js',
  scripts: { start: 'node src/server.js' },
  dependencies: { express: '^5.1.0', '@acme/kit': '^1.0.0', 'node-cron': '^4.0.0', pg: '^8.0.0' },
});

async function engineOf(files: Readonly<Record<string, string>>, libraries: readonly object[]): Promise<Engine> {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-26', loadPython: pythonLoader() });
  const all = { 'compose.yaml': compose, 'second-instance.json': JSON.stringify({ libraries }), ...files };
  await engine.change(Object.entries(all).map(([path, text]) => ({ path, text })));
  return engine;
}

const toldIn = (engine: Engine): readonly string[] =>
  engine
    .analysis()
    .findings.filter(({ ruleId }) => ruleId !== 'unsafe-scale')
    .map(({ ruleId, severity, range }) => `${ruleId} ${severity} ${range.start.line + 1}`);

const session = { language: 'typescript', module: '@acme/kit', call: 'createSession', is: 'session' };
const withStore = { ...session, sharedWhen: { option: 'store' } };

const app = (line: string): Readonly<Record<string, string>> => ({
  'package.json': manifest,
  'src/server.js': [
    "import express from 'express';",
    "import { createSession, limit, once, notify } from '@acme/kit';",
    "import cron from 'node-cron';",
    "import pg from 'pg';",
    'const app = express();',
    'const pool = new pg.Pool();',
    line,
    "app.post('/sign-in', (request, response) => { request.session.user = request.body.name; response.send('welcome'); });",
    "app.get('/me', (request, response) => response.send(request.session.user));",
    'const server = app.listen(3000);',
    "process.on('SIGTERM', () => server.close());",
  ].join('\n'),
});

describe('a session of the user’s own', () => {
  const cases: readonly {
    readonly name: string;
    readonly line: string;
    readonly libraries: readonly object[];
    readonly told: readonly string[];
  }[] = [
    { name: 'nobody told of it', line: 'app.use(createSession({}));', libraries: [], told: [] },
    {
      name: 'a shared store is given',
      line: 'app.use(createSession({ store: redisStore() }));',
      libraries: [withStore],
      told: [],
    },
    {
      name: 'another call of the same package',
      line: 'app.use(notify({}));',
      libraries: [withStore],
      told: [],
    },
    {
      name: 'the same name from another package',
      line: 'app.use(createSession({}));',
      libraries: [{ ...session, module: '@acme/other' }],
      told: [],
    },
    {
      name: 'no store',
      line: 'app.use(createSession({}));',
      libraries: [withStore],
      told: ['session-memory-store error 7'],
    },
    {
      name: 'nothing can share it',
      line: 'app.use(createSession({ store: redisStore() }));',
      libraries: [session],
      told: ['session-memory-store error 7'],
    },
    {
      name: 'options behind another argument, as said',
      line: 'app.use(createSession(app, { store: redisStore() }));',
      libraries: [{ ...withStore, options: 2 }],
      told: [],
    },
    {
      name: 'options behind another argument, without a store',
      line: 'app.use(createSession(app, {}));',
      libraries: [{ ...withStore, options: 2 }],
      told: ['session-memory-store error 7'],
    },
  ];
  test.each(cases)('$name', async ({ line, libraries, told }) => {
    const engine = await engineOf(app(line), libraries);
    expect(toldIn(engine)).toEqual(told);
    // That nobody imports the other package is told as well.
    const unknown = libraries.filter((one) => !Object.values(one).includes('@acme/kit'));
    expect(engine.analysis().problems).toHaveLength(unknown.length);
  });
});

test('a limiter of the user’s own, with its number', async () => {
  const limiter = {
    language: 'javascript',
    module: '@acme/kit',
    call: 'limit',
    is: 'rate-limiter',
    sharedWhen: { option: 'store' },
  };
  const line = "app.use('/sign-in', limit({ limit: 5, windowMs: 60000 }));";
  const engine = await engineOf(app(line), [limiter]);
  expect(engine.analysis().findings.find(({ ruleId }) => ruleId === 'ratelimit-memory-store')?.message).toContain(
    '5 sign-in tries a minute are really up to 15',
  );
  const shared = await engineOf(app("app.use('/sign-in', limit({ limit: 5, store }));"), [limiter]);
  expect(toldIn(shared)).toEqual([]);
});

test('mails, jobs and locks of the user’s own decide what a schedule does', async () => {
  const own = (call: string, is: string) => ({ language: 'javascript', module: '@acme/kit', call, is });
  const mail = "cron.schedule('0 7 * * *', async () => { await notify('report'); });";
  const locked = "cron.schedule('0 7 * * *', async () => { await once('report'); await notify('report'); });";
  expect(toldIn(await engineOf(app(mail), []))).toEqual([]);
  expect(toldIn(await engineOf(app(mail), [own('notify', 'mail')]))).toEqual(['cron-in-process error 7']);
  expect(toldIn(await engineOf(app(locked), [own('notify', 'mail')]))).toEqual(['cron-in-process error 7']);
  expect(toldIn(await engineOf(app(locked), [own('notify', 'mail'), own('once', 'lock')]))).toEqual([]);
});

test('in Python, options are given by their names', async () => {
  const files = (given: string) => ({
    'requirements.txt': 'flask==3.1.0\nacme-kit==1.0\n',
    Procfile: 'web: gunicorn -w 4 shop:app\n',
    'shop.py': [
      'from flask import Flask, session',
      'from acme_kit import limit',
      'app = Flask(__name__)',
      `limit(app, ${given})`,
      '@app.post("/sign-in")',
      'def sign_in():',
      '    return "welcome"',
    ].join('\n'),
  });
  const own = {
    language: 'python',
    module: 'acme_kit',
    call: 'limit',
    is: 'rate-limiter',
    sharedWhen: { option: 'storage' },
  };
  expect(toldIn(await engineOf(files('per_minute=5'), [own]))).toEqual(['ratelimit-memory-store note 4']);
  expect(toldIn(await engineOf(files('storage="redis://redis"'), [own]))).toEqual([]);
});

test('a configuration that changes is followed', async () => {
  const engine = await engineOf(app('app.use(createSession({}));'), []);
  expect(toldIn(engine)).toEqual([]);
  await engine.change([{ path: 'second-instance.json', text: JSON.stringify({ libraries: [withStore] }) }]);
  expect(toldIn(engine)).toEqual(['session-memory-store error 7']);
  await engine.change([{ path: 'second-instance.json', text: null }]);
  expect(toldIn(engine)).toEqual([]);
});

describe('a library whose code lies in the same workspace', () => {
  const kit = {
    'packages/kit/package.json': JSON.stringify({ name: '@acme/kit', main: 'index.js' }),
    'packages/kit/index.js': [
      "import session from 'express-session';",
      "import { sharedStore } from './store.js';",
      "export const createSession = (options) => session({ secret: 'x', store: sharedStore(), ...options });",
      'export const notify = () => {};',
    ].join('\n'),
    'packages/kit/store.js': 'export const sharedStore = () => globalThis.store;',
  };
  const workspaceOf = (line: string): Readonly<Record<string, string>> => ({
    ...app(line),
    ...kit,
    'package.json': JSON.stringify({ ...JSON.parse(manifest), workspaces: ['packages/*'] }),
  });

  test('nobody told of it', async () => {
    expect(toldIn(await engineOf(workspaceOf('app.use(createSession({}));'), []))).toEqual([]);
  });

  test('the users’ word counts, and another call stays what it is', async () => {
    const told = await engineOf(workspaceOf('app.use(createSession({}));'), [withStore]);
    expect(toldIn(told)).toEqual(['session-memory-store error 7']);
    expect(toldIn(await engineOf(workspaceOf('app.use(notify({}));'), [withStore]))).toEqual([]);
  });

  test('taken as a whole', async () => {
    const whole = workspaceOf('app.use(kit.createSession({}));');
    const files = {
      ...whole,
      'src/server.js':
        whole['src/server.js']?.replace(/import \{.*\} from '@acme/, "import * as kit from '@acme") ?? '',
    };
    expect(toldIn(await engineOf(files, [withStore]))).toEqual(['session-memory-store error 7']);
  });
});

describe('a library that no code takes is told', () => {
  test.each([
    [
      'the module',
      { ...session, module: '@acme/kid' },
      '`libraries` names @acme/kid: no code of a service imports it. Did you mean `@acme/kit`?',
    ],
    [
      'the call',
      { ...session, call: 'createSesion' },
      '`libraries` names createSesion of @acme/kit: nothing of that name is imported from it. Did you mean `createSession`?',
    ],
  ])('%s', async (_name, entry, says) => {
    const engine = await engineOf(app('app.use(createSession({}));'), [entry]);
    expect(engine.analysis().problems.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
  });
});

describe('a bad entry is told, where it stands, with what may stand there', () => {
  const cases: readonly { readonly name: string; readonly entry: object; readonly says: string }[] = [
    {
      name: 'a kind that there is none of',
      entry: { ...session, is: 'sesion' },
      says: '`libraries[0].is` must be one of "session", "rate-limiter", "lock"',
    },
    {
      name: 'no call',
      entry: { language: 'python', module: 'acme', is: 'mail' },
      says: '`libraries[0]` lacks `call`. Add for example "call": "createSession".',
    },
    {
      name: 'who shares a mail',
      entry: { ...session, call: 'notify', is: 'mail', sharedWhen: { option: 'store' } },
      says: '`sharedWhen` has no effect where `is` is mail',
    },
    {
      name: 'options at 0',
      entry: { ...withStore, options: 0 },
      says: '`libraries[0].options` must be a whole number',
    },
  ];
  test.each(cases)('$name', async ({ entry, says }) => {
    const engine = await engineOf(app(''), [entry]);
    expect(engine.analysis().problems.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
  });
});
