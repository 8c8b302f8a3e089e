import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOf, startNode, startNodeService } from './node-programs.ts';
import { folderWith, missingModules, startService } from './python-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from './redis-server.ts';
import { snippetText } from './snippet-rows.ts';

const skipping = isRedisInstalled() ? '' : ' (SKIPPED: there is no redis-server on this machine)';
const ending = { listen: "app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });" };

const nodes = [
  {
    id: 'rate-limit-per-ip',
    server: `import express from 'express';
import { signInLimiter } from './limit.js';
const app = express();
app.get('/', (request, response) => response.end());
app.get('/limited', signInLimiter, (request, response) => response.end());
app.listen(Number(process.env.PORT), '127.0.0.1');
`,
  },
  {
    id: 'rate-limit-per-ip-fastify',
    // Nobody waits for the registration, and the routes are limited all the same; those beside them are not.
    server: `import fastify from 'fastify';
import { limitSignIn } from './limit.js';
const app = fastify();
app.register(limitSignIn(async (routes) => {
  routes.get('/limited', async () => 'ok');
}), { prefix: '' });
app.get('/', async () => 'ok');
${ending.listen}
`,
  },
  {
    id: 'rate-limit-koa',
    server: `import Koa from 'koa';
import { limitOrders } from './limit.js';
const app = new Koa();
app.use(async (context, next) => {
  context.body = 'ok';
  if (context.path === '/limited') await limitOrders(context, next);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
`,
  },
  {
    id: 'rate-limit-hono',
    server: `import { createServer } from 'node:http';
import { Hono } from 'hono';
import { limitKeys } from './limit.js';
const app = new Hono();
app.get('/', (context) => context.text('ok'));
app.get('/limited', limitKeys, () => new Response('ok'));
createServer(async (request, response) => {
  const answer = await app.request(request.url);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}).listen(Number(process.env.PORT), '127.0.0.1');
`,
  },
] as const;

const pythons = [
  {
    id: 'rate-limit-per-ip-flask',
    module: 'flask_limiter',
    app: `from flask import Flask
from limit import limiter, sign_in_limit
app = Flask(__name__)
limiter.init_app(app)

@app.get("/")
def index():
    return "ok"

@app.get("/limited")
@sign_in_limit
def limited():
    return "ok"
`,
    start: (port: number) => ['-m', 'flask', '--app', 'app', 'run', '--port', String(port)],
  },
  {
    id: 'rate-limit-per-ip-fastapi',
    module: 'fastapi',
    app: `from fastapi import Depends, FastAPI
from limit import sign_in_limit
app = FastAPI()

@app.get("/")
async def index():
    return "ok"

@app.get("/limited", dependencies=[Depends(sign_in_limit)])
async def limited():
    return "ok"
`,
    start: (port: number) => ['-m', 'uvicorn', 'app:app', '--port', String(port)],
  },
  {
    id: 'rate-limit-django',
    module: 'django',
    app: `import sys
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="of a test")
from limit import limited

def answer(*_args, **_named):
    return HttpResponse("ok")

class One(View):
    get = answer

@method_decorator(limited, name="dispatch")
class Two(View):
    get = answer

@method_decorator(limited, name="dispatch")
class Three(View):
    get = answer

urlpatterns = [
    path("", answer),
    path("limited", limited(answer)),
    path("one", limited(One.as_view())),
    path("two", Two.as_view()),
    path("three/<int:number>", Three.as_view()),
]
if __name__ == "__main__":
    execute_from_command_line(sys.argv)
`,
    start: (port: number) => ['app.py', 'runserver', '--noreload', String(port)],
  },
] as const;

/** What answers tell by their headers: how many are left, and on a refusal when to come again. */
async function tells(url: string): Promise<void> {
  const [first, second, third] = [await fetch(url), await fetch(url), await fetch(url)];
  expect([first, second, third].map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(leftIn(first.headers)).toBe(1);
  expect(leftIn(second.headers)).toBe(0);
  expect(Number(third.headers.get('Retry-After'))).toBeGreaterThan(0);
}

function leftIn(headers: Headers): number {
  const named = headers.get('x-ratelimit-remaining') ?? /\br=(\d+)/.exec(headers.get('RateLimit') ?? '')?.[1];
  return Number(named ?? Number.NaN);
}

const values = { limit: '2', seconds: '3600', minutes: '60', window: 'hour' };

describe.skipIf(skipping !== '')(`what limiters tell clients${skipping}`, () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await redisServer();
    await redis.start();
  });

  afterAll(() => redis.stop());

  it.each(nodes)('$id', { timeout: 30_000 }, async ({ id, server }) => {
    const limit = snippetText(id, 'javascript', { ...values, prefix: id });
    const files = { 'package.json': '{ "type": "module" }', 'server.js': server, 'limit.js': limit };
    const service = await startNodeService(files, 'server.js', { REDIS_URL: redis.url });
    await tells(`${service.url}/limited`);
    expect(leftIn((await fetch(service.url)).headers)).toBeNaN();
    await service.stop();
  });

  it.each(pythons)('$id', { timeout: 60_000 }, async ({ id, module, app, start }) => {
    if (missingModules([module]).length > 0) return;
    const folder = folderWith({ 'app.py': app, 'limit.py': snippetText(id, 'python', { ...values, prefix: id }) });
    const service = await startService(folder.path, start, { REDIS_URL: redis.url });
    await tells(`${service.url}/limited`);
    if (module === 'django') {
      for (const path of ['one', 'two', 'three/1']) await tells(`${service.url}/${path}`);
      // The same route with another argument.
      expect((await fetch(`${service.url}/three/2`)).status).toBe(429);
    }
    await service.stop();
    folder.remove();
  });

  it('rate-limit-nest: a guard of any route that knows the user by then', { timeout: 30_000 }, async () => {
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };
    const { code } = transformSync(snippetText('rate-limit-nest', 'typescript', values), { loader: 'ts', tsconfigRaw });
    const main = `import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { ModuleRef, NestFactory } from '@nestjs/core';
import { CallerGuard, RateLimitModule } from './limit.js';
class Orders { list() {} }
class OrdersModule {}
Module({ providers: [Orders] })(OrdersModule);
class Root {}
Module({ imports: [RateLimitModule, OrdersModule] })(Root);
const app = await NestFactory.createApplicationContext(Root, { logger: false });
const guard = await app.select(OrdersModule).get(ModuleRef).create(CallerGuard);
await guard.onModuleInit();
async function asks(user) {
  const told = {};
  const response = { header: (name, value) => { told[name] = value; } };
  const context = {
    getHandler: () => Orders.prototype.list, getClass: () => Orders, getType: () => 'http',
    switchToHttp: () => ({ getRequest: () => ({ user, ip: '::1', headers: {} }), getResponse: () => response }),
  };
  const passes = await guard.canActivate(context).catch((error) => error.getStatus());
  console.log(user?.id ?? 'nobody', passes, told['X-RateLimit-Remaining'] ?? '', 'Retry-After' in told);
}
for (const user of [{ id: 'ada' }, { id: 'ada' }, { id: 'ada' }, { id: 'ben' }, undefined]) await asks(user);
process.exit(0);
`;
    const files = { 'package.json': '{ "type": "module" }', 'limit.js': code, 'main.js': main };
    const { said } = await endOf(startNode(files, 'main.js', { REDIS_URL: redis.url }));
    expect(said.trim().split('\n')).toEqual([
      'ada true 1 false',
      'ada true 0 false',
      'ada 429  true',
      'ben true 1 false',
      'nobody true 1 false',
    ]);
  });
});
