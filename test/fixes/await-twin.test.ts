import { describe, expect, it } from 'vitest';
import { startNodeService } from '../patterns/node-programs.ts';
import { folderWith, missingModules, startService } from '../patterns/python-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['sync-block-in-handler', 'await-twin'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

const signUp = (hash: string, head = "import bcrypt from 'bcrypt';") => `${head}
import express from 'express';

const app = express();
app.post('/sign-up', express.json(), async (request, response) => {
  const hash = ${hash};
  response.json({ hash });
});
app.listen(3000);
`;

const fastapi = (body: string, head = '', more = '') => `import requests
import time
from fastapi import FastAPI
${head}
app = FastAPI()

${more}
@app.get("/rates")
async def rates():
    ${body}
`;

const python = (body: string, head?: string, more?: string): Files => ({
  'requirements.txt': 'fastapi\nrequests\n',
  'app.py': fastapi(body, head, more),
});

describe('await-twin', () => {
  it('awaits the twin of bcrypt', async () => {
    const after = await apply({ 'app.ts': signUp('bcrypt.hashSync(request.body.password, 12)') });
    expect(after['app.ts']).toBe(signUp('await bcrypt.hash(request.body.password, 12)'));
    const not = await apply({ 'app.ts': signUp('!bcrypt.compareSync(request.body.password, known)') });
    expect(not['app.ts']).toBe(signUp('!(await bcrypt.compare(request.body.password, known))'));
  });

  it('puts the answer in parentheses where something is asked of it, and awaits what takes a callback', async () => {
    const head = 'const crypto = require("crypto")';
    const files = {
      'app.js': signUp('crypto.pbkdf2Sync(request.body.password, salt, 210000, 32, "sha512").toString("hex")', head),
    };
    const after = await apply({
      'app.js': files['app.js'].replace("import express from 'express';", 'const express = require("express")'),
    });
    expect(after['app.js']).toContain('const { promisify } = require("node:util")');
    expect(after['app.js']).toContain(
      'const hash = (await promisify(crypto.pbkdf2)(request.body.password, salt, 210000, 32, "sha512")).toString("hex");',
    );
  });

  it('carries the wait to a function that calls another from another file', async () => {
    const files = {
      'app.ts': `import express from 'express';
import { hashed } from './hashed.js';

const app = express();
app.post('/sign-up', express.json(), async (request, response) => {
  response.json({ hash: hashed(request.body.password).slice(7) });
});
app.listen(3000);
`,
      'hashed.ts': `import bcrypt from 'bcrypt';

export function hashed(password: string): string {
  return bcrypt.hashSync(password, 12);
}
`,
    };
    const after = await apply(files);
    expect(after['app.ts']).toContain('response.json({ hash: (await hashed(request.body.password)).slice(7) });');
    expect(after['hashed.ts']).toContain(`export async function hashed(password: string): Promise<string> {
  return await bcrypt.hash(password, 12);
}`);
  });

  it('puts a call of Python on a thread, and lets asyncio sleep', async () => {
    const after = await apply(
      python(
        'time.sleep(2)\n    answer = requests.get(\n        "https://rates.example/today",\n        timeout=10,\n    )\n    return answer.json()',
      ),
    );
    expect(after['app.py']).toContain(`import asyncio
import requests
`);
    expect(after['app.py']).toContain(`    await asyncio.sleep(2)
    answer = await asyncio.to_thread(
        requests.get,
        "https://rates.example/today",
        timeout=10,
    )
    return answer.json()
`);
  });

  it('asks the answer of a thread', async () => {
    const after = await apply(python('return requests.get("https://rates.example/today", timeout=10).json()'));
    expect(after['app.py']).toContain(
      '    return (await asyncio.to_thread(requests.get, "https://rates.example/today", timeout=10)).json()\n',
    );
  });

  it('puts a function of Python on a thread that cannot wait itself', async () => {
    const more = 'def today():\n    return requests.get("https://rates.example/today").json()\n\n';
    const after = await apply(python('return today()', '', more));
    expect(after['app.py']).toContain('    return await asyncio.to_thread(today)\n');
    expect(after['app.py']).toContain('    return requests.get("https://rates.example/today").json()\n');
  });

  it.each([
    [
      'a handler that cannot wait',
      signUp('bcrypt.hashSync(request.body.password, 12)').replace('async (request', '(request'),
      'may not wait for it',
    ],
    [
      'a name of a module',
      signUp('hashSync(request.body.password, 12)', "import { hashSync } from 'bcrypt';"),
      'Only a call of a module as a whole',
    ],
    [
      'a command',
      signUp('execSync(`zip ${request.body.name}`)', "import { execSync } from 'node:child_process';"),
      'Only a call of a module as a whole',
    ],
    [
      'a callback between',
      signUp('request.body.all.map((one) => bcrypt.hashSync(one, 12))'),
      /may not wait|cannot wait|No function/,
    ],
  ])('refuses %s', async (_, text, reason) => {
    const said = await reasonAgainst({ 'app.ts': text }, rule, fix);
    if (typeof reason === 'string') expect(said).toContain(reason);
    else expect(said).toMatch(reason);
  });

  it('refuses where a function that cannot wait calls it as well', async () => {
    const files = {
      'app.ts': `import bcrypt from 'bcrypt';
import express from 'express';

function hashed(password: string) {
  return bcrypt.hashSync(password, 12);
}
const app = express();
app.post('/sign-up', express.json(), async (request, response) => {
  response.json({ hash: hashed(request.body.password) });
});
app.post('/reset', express.json(), (request, response) => {
  response.json({ hash: hashed(request.body.password) });
});
app.listen(3000);
`,
    };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('What calls `hashed` here cannot wait for it. (app.ts:12)'),
    });
  });
});

/** How long a request for nothing takes while another is worked on. */
async function waiting(url: string): Promise<number> {
  const work = fetch(`${url}/work`);
  await new Promise((done) => setTimeout(done, 200));
  const asked = performance.now();
  await fetch(`${url}/`);
  const took = performance.now() - asked;
  await work;
  return took;
}

describe('await-twin, run', () => {
  it('lets Node answer others meanwhile', async () => {
    const files: Files = {
      'package.json': '{ "type": "module" }',
      'app.js': `import crypto from 'node:crypto';
import express from 'express';
const app = express();
app.get('/work', async (request, response) => {
  response.send(crypto.pbkdf2Sync(request.url, 'salt', 800_000, 32, 'sha512').toString('hex'));
});
app.get('/', (request, response) => response.send('up'));
app.listen(process.env.PORT);
`,
    };
    const before = await startNodeService(files, 'app.js', {});
    const after = await startNodeService(await apply(files), 'app.js', {});
    const [blocked, free] = [await waiting(before.url), await waiting(after.url)];
    expect(free).toBeLessThan(blocked / 2);
    for (const each of [before, after]) await each.stop();
  }, 60_000);

  const missing = missingModules(['fastapi', 'uvicorn']);
  it.skipIf(missing.length > 0)(
    'lets FastAPI answer others meanwhile',
    async () => {
      const files: Files = {
        'requirements.txt': 'fastapi\n',
        'app.py': `import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/work")
async def work(seconds: str = "2"):
    return subprocess.run(["sleep", seconds]).returncode


@app.get("/")
async def up():
    return "up"
`,
      };
      const start = async (body: Files) => {
        const folder = folderWith(body);
        const words = (port: number) => ['-m', 'uvicorn', '--port', String(port), 'app:app'];
        return startService(folder.path, words, {});
      };
      const before = await start(files);
      const after = await start(await apply(files));
      const [blocked, free] = [await waiting(before.url), await waiting(after.url)];
      expect(free).toBeLessThan(blocked / 2);
      for (const each of [before, after]) await each.stop();
    },
    60_000,
  );
});
