import { describe, expect, it } from 'vitest';
import { endOf, startNode, startNodeService } from '../patterns/node-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['auth-ephemeral-secret', 'required-secret'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;
const manifest = '{\n  "name": "shop",\n  "type": "module",\n  "dependencies": { "express": "^5.0.0" }\n}\n';

const signing = (secret: string, more = '') => `import { randomBytes } from 'node:crypto';
import express from 'express';
import jwt from 'jsonwebtoken';
${more}
${secret}
const app = express();
app.post('/sign-in', (request, response) => response.send(jwt.sign({ user: request.body.user }, secret)));
app.get('/orders', (request, response) => response.send(jwt.verify(request.headers.authorization, secret)));
app.listen(3000);
`;

const flask = (secret: string) => `import os
from flask import Flask, session

app = Flask(__name__)
${secret}


@app.route("/")
def index():
    return session.get("name", "hello")


if __name__ == "__main__":
    app.run()
`;

describe('required-secret', () => {
  it('stops in production where the name is not set', async () => {
    const files = {
      'package.json': manifest,
      'server.ts': signing("const secret = process.env.JWT_SECRET ?? randomBytes(32).toString('hex'); // for tokens"),
    };
    const after = await apply(files);
    expect(after['server.ts']).toBe(
      signing(`const secret = process.env.JWT_SECRET ?? randomBytes(32).toString('hex'); // for tokens
if (process.env.NODE_ENV === 'production' && !process.env.JWT_SECRET) {
  throw new Error('Set JWT_SECRET to the same value on every instance.');
}`),
    );
    expect(after['.env.example']).toBe(
      '# Signs what users show again: the same value on every instance.\nJWT_SECRET=\n',
    );
  });

  it('gives a secret without a name the one that it is kept under', async () => {
    const files = {
      'package.json': manifest,
      'server.ts': signing("const secret = randomBytes(32).toString('hex');"),
    };
    const after = await apply(files);
    expect(after['server.ts']).toContain(`const secret = process.env.TOKEN_SECRET || randomBytes(32).toString('hex');
if (process.env.NODE_ENV === 'production' && !process.env.TOKEN_SECRET) {`);
    expect(after['.env.example']).toContain('TOKEN_SECRET=');
  });

  it('keeps brackets, quotes and the lack of semicolons, and stands before a call', async () => {
    const files = {
      'package.json': manifest,
      'tsconfig.json': '{ "compilerOptions": { "noPropertyAccessFromIndexSignature": true } }',
      'server.ts': `import { randomUUID } from "node:crypto"
import express from "express"
import session from "express-session"

const app = express()

// Sessions for all routes.
app.use(session({
  secret: process.env["SESSION_SECRET"] || process.env["OLD_SECRET"] || randomUUID(),
  store,
}))
app.get("/", (request, response) => response.send(request.session.user))
app.listen(3000)
`,
    };
    const after = await apply(files);
    expect(after['server.ts']).toContain(`const app = express()

if (process.env["NODE_ENV"] === "production" && !process.env["SESSION_SECRET"] && !process.env["OLD_SECRET"]) {
  throw new Error("Set SESSION_SECRET to the same value on every instance.")
}
// Sessions for all routes.
app.use(session({`);
  });

  it('speaks CommonJS inside of a function', async () => {
    const files = {
      'package.json': '{ "name": "shop", "dependencies": { "express": "^5.0.0" } }',
      'server.js': `const crypto = require('crypto');
const express = require('express');
const jwt = require('jsonwebtoken');

function start() {
    const tokenSecret = process.env.TOKEN_SECRET || crypto.randomBytes(16).toString('base64');
    const app = express();
    app.post('/sign-in', (request, response) => response.send(jwt.sign({ user: 1 }, tokenSecret)));
    app.get('/orders', (request, response) => response.send(jwt.verify(request.query.t, tokenSecret)));
    app.listen(3000);
}

start();
`,
    };
    expect((await apply(files))['server.js']).toContain(`
    if (process.env.NODE_ENV === 'production' && !process.env.TOKEN_SECRET) {
        throw new Error('Set TOKEN_SECRET to the same value on every instance.');
    }
    const app`);
  });

  it('says the same in Python, by the program’s own word for production', async () => {
    const files = {
      'requirements.txt': 'flask\n',
      'app.py': flask(
        "app.secret_key = os.environ.get('SECRET_KEY') or os.urandom(24)\nENV = os.environ.get('FLASK_ENV')",
      ),
    };
    const after = await apply(files);
    expect(after['app.py']).toContain(`app.secret_key = os.environ.get('SECRET_KEY') or os.urandom(24)
if (
    os.environ.get("FLASK_ENV") in ("production", "prod")
    and not os.environ.get("SECRET_KEY")
):
    raise RuntimeError("Set SECRET_KEY to the same value on every instance.")
`);
    expect(after['.env.example']).toBe(
      '# Signs what users show again: the same value on every instance.\nSECRET_KEY=\n',
    );
  });

  it('takes Flask’s key from the environment, and imports what it needs for it', async () => {
    const files = {
      'requirements.txt': 'flask\n',
      'app.py': flask('app.config["SECRET_KEY"] = secrets.token_hex(32)').replace('import os', 'import secrets'),
    };
    const after = await apply(files);
    expect(after['app.py']).toContain(`import os
import secrets
`);
    expect(after['app.py']).toContain(`app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
if (
    os.environ.get("APP_ENV") in ("production", "prod")
`);
    expect(after['.env.example']).toContain('APP_ENV=');
  });

  it.each([
    ['bytes that a cipher takes', signing('const secret = randomBytes(32);'), 'The secret is bytes here'],
    [
      'a secret that is put together',
      signing("const secret = 'v1-' + randomBytes(32).toString('hex');"),
      'put together with something else',
    ],
    [
      'a name that is read in another way',
      signing("const { JWT_SECRET } = process.env;\nconst secret = JWT_SECRET || randomBytes(32).toString('hex');"),
      'read in another way than from `process.env`',
    ],
  ])('refuses %s', async (_, server, reason) => {
    expect(await reasonAgainst({ 'package.json': manifest, 'server.ts': server }, rule, fix)).toContain(reason);
  });

  it('refuses where the environment is loaded only later', async () => {
    const files = {
      'package.json': manifest,
      'server.ts': `import express from 'express';\nimport dotenv from 'dotenv';\nimport { secret } from './secret.js';\nimport jwt from 'jsonwebtoken';\n
dotenv.config();
const app = express();
app.post('/sign-in', (request, response) => response.send(jwt.sign({ user: request.body.user }, secret)));
app.get('/orders', (request, response) => response.send(jwt.verify(request.headers.authorization, secret)));
app.listen(3000);
`,
      'secret.ts':
        "import { randomBytes } from 'node:crypto';\nexport const secret = process.env.JWT_SECRET ?? randomBytes(32).toString('hex');\n",
    };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('loaded only after'),
    });
  });
});

describe('required-secret, run', () => {
  const server = signing("const secret = process.env.JWT_SECRET ?? randomBytes(32).toString('hex');").replace(
    'listen(3000)',
    'listen(process.env.PORT)',
  );
  const files = { 'package.json': manifest, 'server.js': server };
  const signIn = async (url: string) => (await fetch(`${url}/sign-in`, { method: 'POST' })).text();
  const orders = async (url: string, token: string) =>
    (await fetch(`${url}/orders`, { headers: { authorization: token } })).ok;

  it('lets two instances take each other’s tokens, or stops', async () => {
    const body = { ...files, 'server.js': server.replace('request.body.user', '1') };
    const production = { NODE_ENV: 'production' };
    const apart = [
      await startNodeService(body, 'server.js', production),
      await startNodeService(body, 'server.js', production),
    ];
    expect(await orders(apart[1]?.url ?? '', await signIn(apart[0]?.url ?? ''))).toBe(false);
    const after = await apply(body);
    const stopped = await endOf(startNode(after, 'server.js', { ...production, PORT: '0' }));
    expect(stopped.code).toBe(1);
    expect(stopped.said).toContain('Set JWT_SECRET to the same value on every instance.');
    const alone = await startNodeService(after, 'server.js', {});
    expect(await orders(alone.url, await signIn(alone.url))).toBe(true);
    const set = { ...production, JWT_SECRET: 'one-for-all' };
    const both = [await startNodeService(after, 'server.js', set), await startNodeService(after, 'server.js', set)];
    expect(await orders(both[1]?.url ?? '', await signIn(both[0]?.url ?? ''))).toBe(true);
    for (const each of [...apart, alone, ...both]) await each.stop();
  }, 60_000);
});
