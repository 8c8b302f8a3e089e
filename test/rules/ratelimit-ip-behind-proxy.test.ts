import { rule } from '../../src/rules/rate-limiting/ratelimit-ip-behind-proxy.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** nginx in front of three of the shop. */
const front = (command = 'node src/app.ts', replicas = 3): string => `
  # file: compose.yaml
  services:
    proxy:
      image: nginx:1.28
      volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
    shop:
      build: .
      command: ${command}
      deploy:
        replicas: ${replicas}
  # file: nginx.conf
  events {}
  http { server { location / { proxy_pass http://shop:3000; } } }
`;

const express = (limiter: string, more = '', head = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import rateLimit from 'express-rate-limit';
  ${head}
  const app = express();
  ${more}
  const limiter = rateLimit(${limiter});
  //              ^^^^^^^^^ ratelimit-ip-behind-proxy
  app.use('/login', limiter);
  app.post('/login', (req, res) => res.send('hi'));
  app.listen(3000);
`;
const quiet = (text: string): string => text.replace(/\n[^\n]*\^{3,}[^\n]*/g, '');
const five = '{ windowMs: 60_000, limit: 5 }';

const fastify = (made: string, options = '{ max: 5 }'): string => `
  // file: src/app.ts
  import rateLimit from '@fastify/rate-limit';
  import Fastify from 'fastify';
  const app = Fastify(${made});
  await app.register(rateLimit, ${options});
  //        ^^^^^^^^ ratelimit-ip-behind-proxy
  app.post('/login', async () => 'hi');
  await app.listen({ port: 3000, host: '0.0.0.0' });
`;

const nest = (more = '', guard = ''): string => `
  // file: src/app.ts
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './app.module.ts';
  const app = await NestFactory.create(AppModule);
  ${more}
  await app.listen(3000);
  // file: src/app.module.ts
  import { Controller, Module, Post } from '@nestjs/common';
  import { APP_GUARD } from '@nestjs/core';
  import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
  ${guard}
  @Controller() class Login { @Post('login') login() { return 'hi'; } }
  @Module({
    imports: [ThrottlerModule.forRoot([{ ttl: 60000, limit: 5 }])],
    //                        ^^^^^^^ ratelimit-ip-behind-proxy
    controllers: [Login],
    providers: [{ provide: APP_GUARD, useClass: ${guard === '' ? 'ThrottlerGuard' : 'Guard'} }],
  })
  export class AppModule {}
`;

const flask = (key: string, more = ''): string => `
  # file: requirements.txt
  flask
  flask-limiter
  # file: app.py
  from flask import Flask, session
  from flask_limiter import Limiter
  from flask_limiter.util import get_remote_address
  ${more}
  app = Flask(__name__)
  limiter = Limiter(${key}, app=app, default_limits=["5 per minute"])
  #         ^^^^^^^ ratelimit-ip-behind-proxy
  @app.post("/login")
  def login():
      return "hi"
`;
const gunicorn = front('gunicorn -b 0.0.0.0:3000 app:app');

const silent: readonly RuleCase[] = [
  { name: 'no proxy is seen', gate: 'topology', files: quiet(express(five)) },
  {
    name: 'Express is told how many proxies there are',
    gate: 'role',
    files: quiet(express(five, `app.set('trust proxy', 1);`)) + front(),
  },
  {
    name: 'a setting tells it',
    gate: 'role',
    files: quiet(express(five, `app.set('trust proxy', process.env.PROXIES);`)) + front(),
  },
  {
    name: 'another file of the program says it',
    gate: 'role',
    files: `${quiet(express(five, 'prepare(app);', `import { prepare } from './prepare.ts';`))}
      // file: src/prepare.ts
      export function prepare(app) { app.set('trust proxy', 'loopback, uniquelocal'); }
      ${front()}`,
  },
  {
    name: 'it counts by user',
    gate: 'role',
    files: quiet(express('{ limit: 5, keyGenerator: (req) => req.user.id }')) + front(),
  },
  {
    name: 'its options come from where nobody can read them',
    gate: 'role',
    files: quiet(express('options', '', `import { options } from '@shop/limits';`)) + front(),
  },
  {
    name: 'nothing mentions the limiter',
    gate: 'scope',
    files: quiet(express(five)).replace(`app.use('/login', limiter);`, '') + front(),
  },
  { name: 'Fastify trusts the proxy', gate: 'role', files: quiet(fastify('{ trustProxy: 1 }')) + front() },
  {
    name: 'Fastify counts by a header of its own',
    gate: 'role',
    files: quiet(fastify('', `{ max: 5, keyGenerator: (request) => request.headers['x-key'] }`)) + front(),
  },
  {
    name: 'a guard of Nest chooses what is counted',
    gate: 'role',
    files:
      quiet(
        nest(
          '',
          `class Guard extends ThrottlerGuard { async getTracker(request) { return request.headers['x-user']; } }`,
        ),
      ) + front(),
  },
  { name: 'Nest trusts the proxy', gate: 'role', files: quiet(nest(`app.set('trust proxy', 1);`)) + front() },
  {
    name: 'Flask is wrapped for its proxy',
    gate: 'role',
    files: quiet(flask('get_remote_address', 'from werkzeug.middleware.proxy_fix import ProxyFix')) + gunicorn,
  },
  {
    name: 'Flask counts by session',
    gate: 'role',
    files: quiet(flask('lambda: session["user"]')) + gunicorn,
  },
  {
    name: 'nginx stands before another service',
    gate: 'topology',
    files: quiet(express(five)) + front().replace('http://shop:3000', 'http://pages:80'),
  },
];

const trust = `app.set('trust proxy', 1);`;

const flagged: readonly RuleCase[] = [
  {
    name: 'every address in the header is believed',
    files: quiet(express(five, `app.set('trust proxy', true);`)).replace(
      `app.set('trust proxy', true);`,
      `app.set('trust proxy', true);\n  //  ^^^ ratelimit-ip-behind-proxy`,
    ),
    expect: [{ severity: 'note', says: ['Whoever asks may choose the address'] }],
    silentWhen: [
      { name: 'one proxy is believed', replace: [[`'trust proxy', true`, `'trust proxy', 1`]] },
      { name: 'it counts by something else', replace: [['limit: 5', 'limit: 5, keyGenerator: (req) => req.user.id']] },
    ],
  },
  {
    name: 'it is switched on behind nginx',
    files:
      quiet(express(five, `app.enable('trust proxy');`)).replace(
        `app.enable('trust proxy');`,
        `app.enable('trust proxy');\n  //  ^^^^^^ ratelimit-ip-behind-proxy`,
      ) + front(),
    silentWhen: [{ name: 'it is one proxy', replace: [[`app.enable('trust proxy')`, `app.set('trust proxy', 1)`]] }],
  },
  {
    name: 'Fastify believes every address in the header',
    files: quiet(fastify('{ trustProxy: true }')).replace(
      'Fastify({ trustProxy: true });',
      'Fastify({ trustProxy: true });\n  //                    ^^^^^^^^^^ ratelimit-ip-behind-proxy',
    ),
    silentWhen: [{ name: 'one proxy is believed', replace: [['trustProxy: true', 'trustProxy: 1']] }],
  },
  {
    name: 'Express behind nginx',
    files: express(five) + front(),
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          'All users share one limit: behind `proxy` every request seems to come from the proxy.',
          'Each of 3 instances',
          "Say how many proxies stand in front: `app.set('trust proxy', 1)` for one.",
        ],
        symbol: 'limiter address',
      },
    ],
    silentWhen: [
      { name: 'it trusts the proxy', replace: [['const app = express();', `const app = express(); ${trust}`]] },
      { name: 'no proxy is there', replace: [['proxy_pass http://shop:3000;', 'root /pages;']] },
    ],
  },
  {
    name: 'Express is told that there is none',
    files: express(five, `app.set('trust proxy', false);`) + front(),
    silentWhen: [{ name: 'there is one', replace: [["'trust proxy', false", "'trust proxy', 1"]] }],
  },
  {
    name: 'one instance is declared',
    files: express(five) + front('node src/app.ts', 1),
    expect: [{ severity: 'note' }],
    silentWhen: [
      { name: 'it counts by user', replace: [['limit: 5', 'limit: 5, keyGenerator: (req) => req.user.id']] },
    ],
  },
  {
    name: 'an upstream of nginx leads to it',
    files:
      express(five) +
      front()
        .replace('http { server', 'http { upstream shops { least_conn; server shop:3000; } server')
        .replace('http://shop:3000', 'http://shops'),
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'it leads elsewhere', replace: [['server shop:3000', 'server pages:80']] }],
  },
  {
    name: 'options spread from a constant',
    files: express('{ ...base, limit: 5 }', '', 'const base = { windowMs: 60_000 };') + front(),
    silentWhen: [
      {
        name: 'the constant says what is counted',
        replace: [['{ windowMs: 60_000 }', '{ windowMs: 60_000, keyGenerator: (req) => req.user.id }']],
      },
    ],
  },
  {
    name: 'two limiters of one program are told once',
    files:
      express(five, '', '').replace(
        `app.post('/login'`,
        `app.use('/codes', rateLimit({ limit: 3 }));\n  app.post('/codes', (req, res) => res.end());\n  app.post('/login'`,
      ) + front(),
    silentWhen: [
      { name: 'it trusts the proxy', replace: [['const app = express();', `const app = express(); ${trust}`]] },
    ],
  },
  {
    name: 'the limiter of another file, by its named export',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { limit } from './limit.ts';
      const app = express();
      app.post('/login', limit, (req, res) => res.send('hi'));
      app.listen(3000);
      // file: src/limit.ts
      import { rateLimit } from 'express-rate-limit';
      export const limit = rateLimit({ limit: 5 });
      //                   ^^^^^^^^^ ratelimit-ip-behind-proxy
      ${front()}`,
    silentWhen: [
      { name: 'it trusts the proxy', replace: [['const app = express();', `const app = express(); ${trust}`]] },
    ],
  },
  {
    name: 'Fastify behind nginx',
    files: fastify('') + front(),
    expect: [{ says: ['`Fastify({ trustProxy: 1 })` for one'] }],
    silentWhen: [{ name: 'it trusts the proxy', replace: [['Fastify()', 'Fastify({ trustProxy: 1 })']] }],
  },
  {
    name: 'Nest behind nginx',
    files: nest() + front(),
    silentWhen: [
      {
        name: 'the limit of each user is chosen',
        replace: [['limit: 5 }', 'limit: 5, getTracker: (request) => request.user.id }']],
      },
    ],
  },
  {
    name: 'Flask behind nginx',
    files: flask('get_remote_address') + gunicorn,
    expect: [{ says: ['ProxyFix'] }],
    silentWhen: [
      { name: 'it counts by session', replace: [['Limiter(get_remote_address', 'Limiter(lambda: session["user"]']] },
    ],
  },
  {
    name: 'Flask-Limiter of version 2, whose key is named',
    files: flask('key_func=get_remote_address') + gunicorn,
    silentWhen: [{ name: 'no proxy is there', replace: [['proxy_pass http://shop:3000;', 'root /pages;']] }],
  },
];

checkRule(rule, [...silent, ...flagged]);
