import { afterEach, describe, expect, it } from 'vitest';
import {
  compileErrors,
  folderWith,
  missingModules,
  type RunningProgram,
  startPython,
  startService,
  styleErrors,
} from '../patterns/python-programs.ts';
import { isRedisInstalled, redisServer } from '../patterns/redis-server.ts';
import { filesOf } from '../seed/workspace.ts';
import { applyFix, type Files } from './apply.ts';

const missing = [
  ...missingModules(['flask', 'gunicorn', 'fastapi', 'uvicorn', 'redis']),
  ...(isRedisInstalled() ? [] : ['redis-server']),
];
const skipping = missing.length === 0 ? '' : ` (SKIPPED: there is no ${missing.join(', ')} on this machine)`;

const running: RunningProgram[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

const waiting = `import secrets

from fastapi import FastAPI, HTTPException, Request

app = FastAPI()
sessions = {}


@app.post("/login")
async def login(request: Request, user: str):
    session_id = secrets.token_hex(16)
    sessions[session_id] = {"user": user}
    return {"session": session_id}


@app.get("/me/{session_id}")
async def me(session_id: str):
    if session_id not in sessions:
        raise HTTPException(401)
    return {"user": sessions[session_id]["user"]}


@app.post("/logout/{session_id}")
async def logout(session_id: str):
    if session_id in sessions:
        del sessions[session_id]
    return {"gone": sessions.pop(session_id, None) is None}

`;

interface Program {
  readonly name: string;
  readonly rule: string;
  readonly files: Files;
  readonly start: (port: number) => readonly string[];
}

const compose = (command: string): string =>
  `services:\n  web:\n    build: .\n    command: ${command}\n    deploy: { replicas: 2 }\n`;

const programs: readonly Program[] = [
  {
    name: 'a class’s sessions under gunicorn',
    rule: 'state-singleton-field',
    files: {
      'requirements.txt': 'flask\ngunicorn\n',
      ...Object.fromEntries(filesOf('always-1-wrong/python')),
      'compose.yaml': compose('gunicorn app:app'),
    },
    start: (port) => ['-m', 'gunicorn', '-b', `127.0.0.1:${port}`, 'app:app'],
  },
  {
    name: 'a module’s sessions that are awaited under uvicorn',
    rule: 'state-module-collection',
    files: {
      'app.py': waiting,
      'requirements.txt': 'fastapi\nuvicorn\n',
      'compose.yaml': compose('uvicorn app:app'),
    },
    start: (port) => ['-m', 'uvicorn', 'app:app', '--port', String(port)],
  },
];

/** Signs in on one of two processes, and asks the other who is there. */
async function askedOfTwo(files: Files, start: Program['start'], redis: string) {
  const folder = folderWith(files);
  const services = [];
  for (let number = 0; number < 2; number++) {
    const service = await startService(folder.path, start, { REDIS_URL: redis, APP_ENV: 'production' });
    running.push(service);
    services.push(service.url);
  }
  const [first = '', second = ''] = services;
  const body = new URLSearchParams({ user: 'ada' });
  const signedIn = await fetch(`${first}/login?user=ada`, { method: 'POST', body });
  const { session } = (await signedIn.json()) as { session: string };
  const ask = async () => {
    const answer = await fetch(`${second}/me/${session}`);
    return answer.status === 200 ? await answer.json() : answer.status;
  };
  return { ask, first, session, remove: folder.remove };
}

describe(`Sessions that are carried to Redis${skipping}`, () => {
  it('are tested where CI is set', () => {
    if (process.env['CI']) expect(missing, 'packages must be installed where CI is set').toEqual([]);
  });

  it.skipIf(missing.length > 0).each(programs)(
    '$name: who signs in on one process is signed in on the other',
    { timeout: 60_000 },
    async ({ rule, files, start }) => {
      const redis = await redisServer();
      await redis.start();
      const before = await askedOfTwo(files, start, redis.url);
      expect(await before.ask()).toBe(401);
      before.remove();

      const { after } = await applyFix(files, rule, 'shared-mapping');
      expect(compileErrors(after)).toBe('');
      expect(styleErrors(after['shared_mapping.py'] ?? '')).toBe('');
      const fixed = await askedOfTwo(after, start, redis.url);
      expect(await fixed.ask()).toEqual({ user: 'ada' });
      if (files['app.py']?.includes('/logout') === true) {
        await fetch(`${fixed.first}/logout/${fixed.session}`, { method: 'POST' });
        expect(await fixed.ask()).toBe(401);
      }
      // Whether somebody is signed in is never guessed.
      await redis.stop();
      expect(await fixed.ask()).toBe(500);
      fixed.remove();
    },
  );

  it.skipIf(missing.length > 0)(
    'stop at the start of production where no Redis is named, and stay in memory in development',
    { timeout: 60_000 },
    async () => {
      const [{ files, rule, start }] = programs as readonly [Program];
      const { after } = await applyFix(files, rule, 'shared-mapping');
      const folder = folderWith(after);
      const stopped = startPython(folder.path, ['-c', 'import app'], { APP_ENV: 'production' });
      running.push(stopped);
      const status = await new Promise((done) => stopped.process.once('close', done));
      expect(status).toBe(1);
      expect(stopped.said()).toContain('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1');
      const alone = await startService(folder.path, start, { APP_ENV: 'production', ALLOW_SINGLE_INSTANCE: '1' });
      running.push(alone);
      const body = new URLSearchParams({ user: 'ada' });
      const { session } = (await (await fetch(`${alone.url}/login`, { method: 'POST', body })).json()) as {
        session: string;
      };
      expect(await (await fetch(`${alone.url}/me/${session}`)).json()).toEqual({ user: 'ada' });
      folder.remove();
    },
  );
});
