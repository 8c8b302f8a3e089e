import { afterEach, describe, expect, it } from 'vitest';
import {
  compileErrors,
  folderWith,
  missingModules,
  type RunningProgram,
  startService,
  styleErrors,
} from '../patterns/python-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from '../patterns/redis-server.ts';
import { answerTo, applyFix, type Files, findingsOf } from './apply.ts';

const rule = 'socketio-no-adapter';
const fix = 'socket-shared-adapter';

const manifests = {
  'compose.yaml': 'services:\n  shop:\n    build: .\n    deploy:\n      replicas: 3\n',
  Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n',
};

const flask = (made: string, rest = '', head = ''): string => `${head}from flask import Flask
from flask_socketio import SocketIO, emit

app = Flask(__name__)
${made}


@socketio.on("order")
def order(data):
    emit("order", data, broadcast=True)
${rest}`;

const filesWith = (app: string, more: Files = {}): Files => ({
  'requirements.txt': 'flask\nflask-socketio\n',
  'app.py': app,
  ...manifests,
  ...more,
});

describe('Flask-SocketIO', () => {
  const written = [
    [
      'the application',
      flask('socketio = SocketIO(app)'),
      'socketio = SocketIO(app, message_queue=shared_redis_url())\n',
    ],
    [
      'options of several lines',
      flask('socketio = SocketIO(\n    app,\n    async_mode="threading",\n)'),
      '    async_mode="threading",\n    message_queue=shared_redis_url(),\n)\n',
    ],
    [
      'an application that is given later',
      flask('socketio = SocketIO(async_mode="threading")', '\n\nsocketio.init_app(app)\n'),
      'socketio.init_app(app, message_queue=shared_redis_url())\n',
    ],
    [
      'gevent that is patched',
      flask('socketio = SocketIO(app, async_mode="gevent")', '', 'from gevent import monkey\n\nmonkey.patch_all()\n\n'),
      'SocketIO(app, async_mode="gevent", message_queue=shared_redis_url())\n',
    ],
  ] as const;

  it.each(written)('is given its queue beside %s', async (_, app, expected) => {
    const { after, next } = await applyFix(filesWith(app), rule, fix);
    expect(after['app.py']).toContain(expected);
    expect(after['app.py']).toContain('from shared_redis import shared_redis_url\n');
    expect(after['requirements.txt']).toBe('flask\nflask-socketio\nredis\n');
    expect(after['.env.example']).toContain('REDIS_URL=');
    expect(next).toBe('pip install -r requirements.txt');
    expect(compileErrors({ 'app.py': after['app.py'] ?? '', 'shared_redis.py': after['shared_redis.py'] ?? '' })).toBe(
      '',
    );
    expect(await findingsOf(after, rule)).toEqual([]);
    if (!app.includes('patch_all')) expect(styleErrors(after['app.py'] ?? '')).toBe('');
  });

  it('uses the module that a limiter brought', async () => {
    const limited = flask(
      'socketio = SocketIO(app)\nlimiter = Limiter(get_remote_address, app=app)',
      '\n\n@app.route("/sign-in", methods=["POST"])\n@limiter.limit("5 per minute")\ndef sign_in():\n    return "welcome"\n',
    ).replace(
      'from flask_socketio',
      'from flask_limiter import Limiter\nfrom flask_limiter.util import get_remote_address\nfrom flask_socketio',
    );
    const first = await applyFix(
      filesWith(limited, { 'requirements.txt': 'flask\nflask-limiter\nflask-socketio\n' }),
      'ratelimit-memory-store',
      'ratelimit-shared-store',
    );
    const { after } = await applyFix(first.after, rule, fix);
    expect(Object.keys(after).filter((path) => path.includes('shared_redis'))).toEqual(['shared_redis.py']);
    expect(after['app.py']?.match(/import shared_redis_url/g)).toHaveLength(1);
  });

  const refused = [
    ['no application anywhere', flask('socketio = SocketIO()'), {}, 'is given its application'],
    [
      'an application here and there',
      flask('socketio = SocketIO()', '\n\nsocketio.init_app(app)\nsocketio.init_app(Flask("other"))\n'),
      {},
      'here and elsewhere. (app.py:14)',
    ],
    ['gevent that nothing patches', flask('socketio = SocketIO(app, async_mode="gevent")'), {}, 'patches sockets'],
    [
      'eventlet that the server would choose',
      flask('socketio = SocketIO(app)'),
      { 'requirements.txt': 'eventlet\nflask\nflask-socketio\n' },
      'patches sockets',
    ],
  ] as const;

  it.each(refused)('refuses %s', async (_, app, more, reason) => {
    const answer = await answerTo(filesWith(app, more), rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining(reason) });
  });
});

describe('python-socketio', () => {
  const served = (imports: string, made: string, sign = 'async '): string => `${imports}

sio = ${made}


@sio.event
${sign}def order(sid, data):
    ${sign === '' ? '' : 'await '}sio.emit("order", data)


app = socketio.${sign === '' ? 'WSGIApp' : 'ASGIApp'}(sio)
`;
  const files = (app: string): Files => ({
    'requirements.txt': 'python-socketio\nuvicorn\n',
    'app.py': app,
    ...manifests,
    Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "app:app"]\n',
  });

  const written = [
    [
      'a server that awaits',
      served('import socketio', 'socketio.AsyncServer(async_mode="asgi")'),
      'socketio.AsyncRedisManager(shared_redis_url())',
    ],
    [
      'one that is imported by its name',
      served('import socketio\nfrom socketio import AsyncServer', 'AsyncServer(async_mode="asgi")'),
      'AsyncRedisManager(shared_redis_url())',
    ],
    ['one of threads', served('import socketio', 'socketio.Server()', ''), 'socketio.RedisManager(shared_redis_url())'],
  ] as const;

  it.each(written)('is given its manager: %s', async (_, app, expected) => {
    const { after } = await applyFix(files(app), rule, fix);
    expect(after['app.py']).toContain(expected);
    expect(after['app.py']).toContain(' if shared_redis_url() else None');
    expect(compileErrors({ 'app.py': after['app.py'] ?? '' })).toBe('');
  });
});

const lacking = [...missingModules(['flask_socketio', 'redis']), ...(isRedisInstalled() ? [] : ['redis-server'])];
const skipping = lacking.length === 0 ? '' : ` (SKIPPED: there is no ${lacking.join(', ')} on this machine)`;

const talking: Files = {
  'requirements.txt': 'flask\nflask-socketio\n',
  'app.py': `from flask import Flask
from flask_socketio import SocketIO

app = Flask(__name__)
socketio = SocketIO(app, async_mode="threading")


@app.get("/say")
def say():
    socketio.emit("said", "hello")
    return "said"
`,
};

/** Polls one instance, as clients do that have no other way, and tells whether it hears what the other says. */
async function isHeard(at: string, said: string): Promise<boolean> {
  const path = `${at}/socket.io/?EIO=4&transport=polling`;
  const sid = /"sid":"([^"]+)"/.exec(await (await fetch(path)).text())?.[1] ?? '';
  const own = `${path}&sid=${sid}`;
  await fetch(own, { method: 'POST', body: '40' });
  await fetch(own);
  const heard = fetch(own, { signal: AbortSignal.timeout(3000) }).then(
    async (answer) => (await answer.text()).includes('hello'),
    () => false,
  );
  await fetch(`${said}/say`);
  return heard;
}

let running: RunningProgram[] = [];
let folders: { readonly remove: () => void }[] = [];
let redis: RedisServer | null = null;

afterEach(async () => {
  for (const each of running) await each.stop();
  running = [];
  for (const folder of folders) folder.remove();
  folders = [];
  await redis?.stop();
  redis = null;
});

describe(`sockets of two instances in Python${skipping}`, () => {
  it('are tested where CI is set', () => {
    if (process.env['CI']) expect(lacking, 'these must be installed where CI is set').toEqual([]);
  });

  async function two(files: Files, environment: Readonly<Record<string, string>>): Promise<readonly [string, string]> {
    const folder = folderWith(files);
    folders.push(folder);
    const start = async () => {
      const service = await startService(
        folder.path,
        (port) => ['-c', `import app; app.socketio.run(app.app, port=${port}, allow_unsafe_werkzeug=True)`],
        environment,
      );
      running.push(service);
      return service.url;
    };
    return [await start(), await start()];
  }

  it.skipIf(lacking.length > 0)('hear one another after the fix alone', { timeout: 120_000 }, async () => {
    redis = await redisServer();
    await redis.start();
    const [one, other] = await two(talking, { REDIS_URL: redis.url });
    expect(await isHeard(one, one)).toBe(true);
    expect(await isHeard(one, other)).toBe(false);
    const { after } = await applyFix(talking, rule, fix);
    const [first, second] = await two(after, { REDIS_URL: redis.url, APP_ENV: 'production' });
    expect(await isHeard(first, second)).toBe(true);
    await redis.stop();
    // Nothing is heard, and nothing ends.
    expect(await isHeard(first, second)).toBe(false);
    await redis.start();
    let tries = 0;
    while (!(await isHeard(first, second)) && tries < 10) tries++;
    expect(tries).toBeLessThan(10);
  });

  it.skipIf(lacking.length > 0)('stay alone in development, and stop production', { timeout: 60_000 }, async () => {
    const { after } = await applyFix(talking, rule, fix);
    const [one] = await two(after, {});
    expect(await isHeard(one, one)).toBe(true);
    await expect(two(after, { APP_ENV: 'production' })).rejects.toThrow('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1');
  });
});
