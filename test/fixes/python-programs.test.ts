import { afterEach, describe, expect, it } from 'vitest';
import {
  folderWith,
  missingModules,
  type RunningProgram,
  startPython,
  startService,
} from '../patterns/python-programs.ts';
import { isRedisInstalled, redisServer } from '../patterns/redis-server.ts';
import { objectServer } from '../patterns/s3-server.ts';
import { filesOf } from '../seed/workspace.ts';
import { applyFix, type Files } from './apply.ts';

const missing = [
  ...missingModules(['flask', 'fastapi', 'uvicorn', 'multipart', 'boto3', 'redis', 'rq']),
  ...(isRedisInstalled() ? [] : ['redis-server']),
];
const skipping = missing.length === 0 ? '' : ` (SKIPPED: there is no ${missing.join(', ')} on this machine)`;

const running: { readonly stop: () => Promise<void> }[] = [];
const folders: { readonly remove: () => void }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  for (const each of folders.splice(0)) each.remove();
});

const flask = (port: number) => ['-m', 'flask', '--app', 'app', 'run', '--port', String(port)];
const uvicorn = (port: number) => ['-m', 'uvicorn', 'main:app', '--port', String(port)];

/** Two processes of a program, each in a folder of its own, as two hosts have it. */
async function twice(
  files: Files,
  start: (port: number) => readonly string[],
  environment: Readonly<Record<string, string>>,
) {
  const services = [];
  for (let number = 0; number < 2; number++) {
    const folder = folderWith(files);
    folders.push(folder);
    const service = await startService(folder.path, start, environment);
    running.push(service);
    services.push({ ...service, folder: folder.path });
  }
  const [one, other] = services;
  if (one === undefined || other === undefined) throw new Error('Two processes must run.');
  return [one, other] as const;
}

function photo(field: string, name: string, content: string): FormData {
  const form = new FormData();
  form.append(field, new Blob([content]), name);
  return form;
}

const fastapiUploads: Files = {
  'requirements.txt': 'fastapi\n',
  'main.py': `import os
from pathlib import Path

import aiofiles
from fastapi import FastAPI, UploadFile
from fastapi.responses import FileResponse

app = FastAPI()
FOLDER = Path("uploads")


@app.post("/photos")
async def add(photo: UploadFile):
    async with aiofiles.open(FOLDER / photo.filename, "wb") as out:
        while chunk := await photo.read(1024):
            await out.write(chunk)
    return {"name": photo.filename}


@app.get("/photos/{name}")
async def get(name: str):
    path = os.path.join(FOLDER, name)
    return FileResponse(path, media_type="image/png", filename=name)
`,
};

describe(`programs that fixes have mended${skipping}`, () => {
  it('are run where CI is set', () => {
    if (process.env['CI']) expect(missing, 'packages must be installed where CI is set').toEqual([]);
  });

  const withBucket = (url: string) => ({
    APP_ENV: 'production',
    UPLOAD_BUCKET: 'photos',
    S3_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });

  it.skipIf(missing.length > 0)(
    'the upload of the seed is found on the other process',
    { timeout: 60_000 },
    async () => {
      const files = Object.fromEntries(filesOf('never-1-wrong/python'));
      const { after } = await applyFix(files, 'upload-local-disk', 'upload-object-storage');
      const server = await objectServer();
      running.push(server);
      const [one, other] = await twice(after, flask, withBucket(server.url));
      expect((await fetch(`${other.url}/logo`)).status).toBe(404);
      const put = await fetch(`${one.url}/logo`, { method: 'POST', body: photo('logo', '../../x.png', 'the logo') });
      expect(put.status).toBe(201);
      expect([...server.objects.keys()]).toEqual(['photos/tmp/logo']);
      const got = await fetch(`${other.url}/logo`);
      expect([got.status, await got.text()]).toEqual([200, 'the logo']);
    },
  );

  it.skipIf(missing.length > 0)(
    'an upload of FastAPI is found on the other process, with its name and kind',
    { timeout: 60_000 },
    async () => {
      const { after } = await applyFix(fastapiUploads, 'upload-local-disk', 'upload-object-storage');
      const mended = { ...after, 'main.py': after['main.py']?.replace('import aiofiles\n', '') ?? '' };
      const server = await objectServer();
      running.push(server);
      const [one, other] = await twice(mended, uvicorn, withBucket(server.url));
      const content = 'a large picture'.repeat(20_000);
      await fetch(`${one.url}/photos`, { method: 'POST', body: photo('photo', '../é.png', content) });
      expect([...server.objects.keys()]).toEqual(['photos/uploads/é.png']);
      const got = await fetch(`${other.url}/photos/é.png`);
      expect(got.headers.get('content-type')).toBe('image/png');
      expect(got.headers.get('content-disposition')).toContain("filename*=utf-8''%C3%A9.png");
      expect(await got.text()).toBe(content);
      expect((await fetch(`${other.url}/photos/none.png`)).status).toBe(404);
    },
  );

  const slow = `import time


def create_report():
    time.sleep(6)
    return {"lines": 3}
`;
  const fastapiReport: Files = {
    'requirements.txt': 'fastapi\n',
    'reports.py': slow.replace('create_report()', 'create_report(year)').replace('"lines": 3', '"year": year'),
    'main.py': `from fastapi import FastAPI

from reports import create_report

app = FastAPI()


@app.post("/reports/{year}")
async def report(year: int):
    return create_report(year)
`,
  };
  const reports = [
    {
      name: 'of the seed',
      files: { ...Object.fromEntries(filesOf('never-4-wrong/python')), 'reports.py': slow },
      start: flask,
      ask: (url: string) => fetch(`${url}/generate-report`),
      result: { lines: 3 },
    },
    {
      name: 'of FastAPI',
      files: fastapiReport,
      start: uvicorn,
      ask: (url: string) => fetch(`${url}/reports/2026`, { method: 'POST' }),
      result: { year: 2026 },
    },
  ];

  it.skipIf(missing.length > 0).each(reports)(
    'the report $name is answered at once and told by the other process',
    { timeout: 90_000 },
    async ({ files, start, ask, result }) => {
      const { after } = await applyFix(files, 'long-work-in-handler', 'work-to-queue');
      const redis = await redisServer();
      await redis.start();
      running.push(redis);
      const [one, other] = await twice(after, start, { APP_ENV: 'production', REDIS_URL: redis.url });
      const worker: RunningProgram = startPython(one.folder, ['/usr/bin/rq', 'worker', '--url', redis.url, 'work'], {});
      running.push(worker);
      const asked = performance.now();
      const begun = await ask(one.url);
      expect(performance.now() - asked).toBeLessThan(1000);
      expect(begun.status).toBe(202);
      const { status_url: address, status } = (await begun.json()) as { status_url: string; status: string };
      expect(status).toBe('processing');
      const states: unknown[] = [];
      for (let tries = 0; tries < 120; tries++) {
        const told = (await (await fetch(other.url + address)).json()) as { status: string; result?: unknown };
        if (told.status !== states.at(-1)) states.push(told.status);
        if (told.status === 'done') expect(told.result).toEqual(result);
        if (told.status !== 'processing') break;
        await new Promise((done) => setTimeout(done, 250));
      }
      expect(states).toEqual(['processing', 'done']);
      expect((await fetch(`${other.url}${address.replace(/[^/]+$/, 'nobody')}`)).status).toBe(404);
    },
  );
});
