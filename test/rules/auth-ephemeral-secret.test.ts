import { rule } from '../../src/rules/stateless/auth-ephemeral-secret.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A server that signs and checks tokens with `secret`. */
const tokens = (head: string, more = ''): string => `
  // file: src/app.ts
  import { createHash, randomBytes, randomUUID } from 'node:crypto';
  import { existsSync, readFileSync, writeFileSync } from 'node:fs';
  import express from 'express';
  import jwt from 'jsonwebtoken';
  import { nanoid } from 'nanoid';
${head}
  const app = express();
  app.post('/sign-in', (request, response) => response.send(jwt.sign({ user: request.body.user }, secret)));
  app.get('/orders', (request, response) => response.send(jwt.verify(request.headers.authorization, secret)));
  ${more}
  app.listen(3000);
`;

/** A service in Python that signs what it hands out with `KEY`. */
const python = (head: string): string => `
  # file: requirements.txt
  fastapi
  # file: shop/__init__.py
  # file: shop/settings.py
  from pydantic_settings import BaseSettings
  class Settings(BaseSettings):
      key: str = ''
  settings = Settings()
  # file: main.py
  import hashlib, hmac, os
  from fastapi import FastAPI
  app = FastAPI()
${head}
  @app.get('/link')
  def link(name: str):
      return {'link': name + hmac.new(KEY, name.encode(), hashlib.sha256).hexdigest()}
`;

/** A service in Python with a session, whose secret is put into its setting as it is made. */
const served = (command: string): string => `
      # file: requirements.txt
      flask
      # file: Dockerfile
      FROM python:3.12
      COPY . .
      CMD ${command}
      # file: app.py
      import secrets
      from flask import Flask, session
      app = Flask(__name__)
      app.secret_key = secrets.token_hex(16)
      #                        ^^^^^^^^^ auth-ephemeral-secret
      with open('started', 'w') as file:
          file.write('now')
      @app.get('/')
      def index():
          return session.get('name', 'hello')
`;

const compose = (environment: string): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        ${environment}
      deploy:
        replicas: 3
`;

const silent: readonly RuleCase[] = [
  { name: 'from the environment alone', files: tokens('  const secret = process.env.JWT_SECRET;'), gate: 'none' },
  { name: 'a text', files: tokens(`  const secret = process.env.JWT_SECRET ?? 'change me';`), gate: 'none' },
  {
    name: 'a program that throws without it',
    files: tokens(
      `  if (!process.env.JWT_SECRET) throw new Error('JWT_SECRET is missing');\n  const secret = process.env.JWT_SECRET || randomBytes(32).toString('hex');`,
    ),
    gate: 'guard',
  },
  {
    name: 'a program that ends without it in production',
    files: tokens(
      `  if (process.env.NODE_ENV === 'production' && !process.env.JWT_SECRET) process.exit(1);\n  const secret = process.env.JWT_SECRET || randomBytes(32).toString('hex');`,
    ),
    gate: 'guard',
  },
  {
    name: 'a schema that lists it',
    files: tokens(
      `  import { z } from 'zod';\n  z.object({ JWT_SECRET: z.string() }).parse(process.env);\n  const secret = process.env.JWT_SECRET || randomUUID();`,
    ),
    gate: 'guard',
  },
  {
    name: 'made only outside production',
    files: tokens(
      `  const secret = process.env.NODE_ENV === 'production' ? process.env.JWT_SECRET : randomBytes(32).toString('hex');`,
    ),
    gate: 'guard',
  },
  {
    name: 'made under a condition outside production',
    files: tokens(
      `  let secret = process.env.JWT_SECRET;\n  if (process.env.NODE_ENV !== 'production') {\n    secret = randomBytes(32).toString('hex');\n  }`,
    ),
    gate: 'guard',
  },
  {
    name: 'written where the next start finds it',
    files: tokens(
      `  function load() {\n    if (existsSync('secret')) return readFileSync('secret', 'utf8');\n    const made = randomBytes(32).toString('hex');\n    writeFileSync('secret', made);\n    return made;\n  }\n  const secret = load();`,
    ),
    gate: 'none',
  },
  {
    name: 'written when it is made',
    files: tokens(
      `  const made = () => {\n    const text = randomBytes(32).toString('hex');\n    writeFileSync('secret', text);\n    return text;\n  };\n  const secret = made();`,
    ),
    gate: 'shared',
  },
  {
    name: 'what a database holds comes first',
    files: tokens(
      `  import { Pool } from 'pg';\n  let secret = randomBytes(32).toString('hex');\n  const kept = await new Pool().query('SELECT secret FROM settings');\n  if (kept.rows.length > 0) secret = kept.rows[0].secret;`,
    ),
    gate: 'none',
  },
  {
    name: 'the default of a setting',
    files: `
      // file: src/app.ts
      import express from 'express';
      import cookieSession from 'cookie-session';
      import { settings } from './settings.ts';
      const app = express();
      app.use(cookieSession({ secret: settings.cookies.secret }));
      app.get('/', (request, response) => response.send(request.session.cart));
      app.listen(3000);
      // file: src/settings.ts
      import { randomUUID } from 'node:crypto';
      export const settings = { cookies: { secret: randomUUID() } };
    `,
    gate: 'role',
  },
  {
    name: 'the default of a class of settings',
    files: `
      // file: src/app.ts
      import express from 'express';
      import jwt from 'jsonwebtoken';
      import { settings } from './settings.ts';
      const app = express();
      app.get('/', (request, response) => response.send(jwt.sign({}, settings.secret)));
      app.listen(3000);
      // file: src/settings.ts
      import { randomUUID } from 'node:crypto';
      class Settings {
        secret = randomUUID();
      }
      export const settings = new Settings();
    `,
    gate: 'role',
  },
  {
    name: 'a check that nobody is to pass',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { expressjwt } from 'express-jwt';
      const app = express();
      const nobody = () => expressjwt({ secret: String(Math.random()), algorithms: ['HS256'] });
      app.get('/closed', nobody(), (request, response) => response.end());
      app.listen(3000);
    `,
    gate: 'role',
  },
  {
    name: 'one for each webhook, which is kept with it',
    files: `
      // file: src/app.ts
      import { createHmac, randomBytes } from 'node:crypto';
      import express from 'express';
      const made = () => randomBytes(32).toString('hex');
      made();
      const app = express();
      app.post('/hooks', (request, response) => {
        const secret = made();
        response.json({ secret, code: createHmac('sha256', secret).update('hello').digest('hex') });
      });
      app.listen(3000);
    `,
    gate: 'moment',
  },
  {
    name: 'the second of several, by which nothing is signed',
    files: `
      // file: src/app.ts
      import { randomUUID } from 'node:crypto';
      import cookieSession from 'cookie-session';
      import express from 'express';
      const app = express();
      app.use(cookieSession({ keys: [process.env.KEY, randomUUID()] }));
      app.get('/', (request, response) => response.send(request.session.cart));
      app.listen(3000);
    `,
    gate: 'none',
  },
  {
    name: 'it stands in where the maker of the object gives none',
    files: `
      // file: src/app.ts
      import { createHmac, randomBytes } from 'node:crypto';
      import express from 'express';
      const fallback = randomBytes(32);
      class Signer {
        constructor(secret) { this.key = secret || fallback; }
        sign(text) { return createHmac('sha256', this.key).update(text).digest('hex'); }
      }
      const signer = new Signer();
      const app = express();
      app.get('/link', (request, response) => response.send(signer.sign(request.query.order)));
      app.listen(3000);
    `,
    gate: 'role',
  },
  {
    name: 'set by the manifest',
    files: tokens(`  const secret = process.env.JWT_SECRET ?? randomUUID();`) + compose('JWT_SECRET: from-the-vault'),
    gate: 'shared',
  },
  {
    name: 'set by a manifest that takes it from elsewhere',
    files: tokens(`  const secret = process.env.JWT_SECRET ?? randomUUID();`) + compose('JWT_SECRET: ${JWT_SECRET}'),
    gate: 'shared',
  },
  {
    name: 'made while a request is answered',
    files: `
      // file: src/app.ts
      import { randomBytes } from 'node:crypto';
      import express from 'express';
      import jwt from 'jsonwebtoken';
      const app = express();
      app.get('/link', (request, response) => {
        const once = randomBytes(16).toString('hex');
        response.send(jwt.sign({ link: 1 }, once) + once);
      });
      app.listen(3000);
    `,
    gate: 'moment',
  },
  {
    name: 'random, but no secret',
    files: tokens(
      `  const instance = randomUUID();\n  const secret = process.env.JWT_SECRET;`,
      `app.get('/id', (request, response) => response.send(instance));`,
    ),
    gate: 'none',
  },
  {
    name: 'two texts are signed to be compared',
    files: `
      // file: src/app.ts
      import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
      import express from 'express';
      const key = randomBytes(32);
      function isSame(a, b) {
        const one = createHmac('sha256', key).update(a).digest();
        const other = createHmac('sha256', key).update(b).digest();
        return timingSafeEqual(one, other);
      }
      const app = express();
      app.get('/', (request, response) => response.send(isSame(request.headers['x-key'], process.env.KEY)));
      app.listen(3000);
    `,
    gate: 'role',
  },
  {
    name: 'a function signs two texts to compare them',
    files: `
      # file: requirements.txt
      fastapi
      # file: main.py
      import hashlib, hmac, os
      from fastapi import FastAPI
      app = FastAPI()
      KEY = os.urandom(32)
      def mark(text):
          return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()
      @app.post('/same')
      def same(one: str, other: str):
          return {'same': mark(one) == mark(other)}
    `,
    gate: 'role',
  },
  {
    name: 'an object of settings comes first',
    files: python(`
  from shop.settings import settings
  FALLBACK = os.urandom(32)
  KEY = settings.key.encode() if settings.key else FALLBACK`),
    gate: 'role',
  },
  {
    name: 'an object of settings comes first, and chance has no name',
    files: python(`
  from shop.settings import settings
  KEY = settings.key.encode() if settings.key else os.urandom(32)`),
    gate: 'role',
  },
  {
    name: 'what a file holds comes first, and a helper writes it',
    files: python(`
  def read(place):
      with open(place) as file:
          return file.read().strip()
  def load():
      if os.environ.get('KEY'):
          return os.environ.get('KEY')
      kept = read('key')
      if kept:
          return kept
      return publish(os.urandom(32))
  def publish(key):
      with os.fdopen(os.open('key', os.O_WRONLY), 'wb') as file:
          file.write(key)
      return key
  KEY = load()`),
    gate: 'shared',
  },
  {
    name: 'a test',
    files:
      tokens('  const secret = process.env.JWT_SECRET;') +
      `
      // file: test/tokens.test.ts
      import { randomBytes } from 'node:crypto';
      import jwt from 'jsonwebtoken';
      jwt.sign({}, randomBytes(8).toString('hex'));
    `,
    gate: 'scope',
  },
];

const readsIt = { name: 'the environment alone decides', replace: [['randomBytes(32)', 'process.env.OTHER']] as const };

const found: readonly RuleCase[] = [
  {
    name: 'always, with three instances declared',
    files:
      tokens(`  const secret = randomBytes(32).toString('hex');\n                 ^^^^^^^^^^^ auth-ephemeral-secret`) +
      compose('PORT: "3000"'),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: ['Every instance makes its own secret and rejects the tokens of the others.', 'Each of 3 instances'],
        related: ['src/app.ts:8', 'src/app.ts:9'],
      },
    ],
    silentWhen: [readsIt],
  },
  {
    name: 'where the environment does not say',
    files: tokens(
      `  const secret = process.env.JWT_SECRET || randomBytes(32).toString('hex');\n                                           ^^^^^^^^^^^ auth-ephemeral-secret`,
    ),
    expect: [
      {
        severity: 'warning',
        situation: 'assumed',
        says: ['Without JWT_SECRET, every instance makes its own secret', 'Refuse to start without JWT_SECRET'],
      },
    ],
    silentWhen: [readsIt],
  },
  {
    name: 'never an error where a name comes first',
    files:
      tokens(
        `  const secret = process.env.JWT_SECRET ?? nanoid();\n                                           ^^^^^^ auth-ephemeral-secret`,
      ) + compose('PORT: "3000"'),
    expect: [{ severity: 'warning', situation: 'many' }],
    silentWhen: [{ name: 'the manifest sets it', replace: [['PORT: "3000"', 'JWT_SECRET: kept']] }],
  },
  {
    name: 'a note where an example asks for it',
    files: `${tokens(
      `  const secret = process.env.JWT_SECRET ?? randomUUID();\n                                           ^^^^^^^^^^ auth-ephemeral-secret`,
    )}\n  # file: .env.example\n  JWT_SECRET=\n`,
    expect: [{ severity: 'note', related: ['src/app.ts:8', 'src/app.ts:9', '.env.example:1'] }],
    silentWhen: [{ name: 'a .env file sets it', replace: [['.env.example', '.env']] }],
  },
  {
    name: 'through a module of settings',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session from 'express-session';
      import RedisStore from 'connect-redis';
      import { settings } from './settings.ts';
      const app = express();
      app.use(session({ store: new RedisStore(), secret: settings.secret }));
      app.get('/', (request, response) => response.send(request.session.id));
      app.listen(3000);
      // file: src/settings.ts
      import crypto from 'node:crypto';
      export const settings = {
        secret: process.env.SESSION_SECRET || crypto.randomBytes(16).toString('base64'),
        //                                           ^^^^^^^^^^^ auth-ephemeral-secret
      };
    `,
    expect: [{ says: ['Without SESSION_SECRET, every instance makes its own secret and rejects the session cookies'] }],
    silentWhen: [{ name: 'it is a text', replace: [[`crypto.randomBytes(16).toString('base64')`, `'text'`]] }],
  },
  {
    name: 'in a list of keys and in a text',
    files: `
      // file: src/app.ts
      import { randomUUID } from 'node:crypto';
      import cookieSession from 'cookie-session';
      import express from 'express';
      const app = express();
      app.use(cookieSession({ keys: [\`shop-\${randomUUID()}\`] }));
      //                                     ^^^^^^^^^^ auth-ephemeral-secret
      app.get('/', (request, response) => response.send(request.session.cart));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'it is a text', replace: [['${randomUUID()}', 'kept']] }],
  },
  {
    name: 'in a field of the one service',
    files: `
      // file: src/app.ts
      import { randomBytes } from 'node:crypto';
      import express from 'express';
      import jwt from 'jsonwebtoken';
      class Tokens {
        private readonly secret = randomBytes(32);
        //                        ^^^^^^^^^^^ auth-ephemeral-secret
        sign(user) { return jwt.sign({ user }, this.secret); }
      }
      const signing = new Tokens();
      const app = express();
      app.post('/sign-in', (request, response) => response.send(signing.sign(request.body.user)));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'it is a text', replace: [['randomBytes(32);', `'text';`]] }],
  },
  {
    name: 'links that are signed by hand',
    files: `
      // file: src/app.ts
      import { createHmac, randomBytes } from 'node:crypto';
      import express from 'express';
      const key = randomBytes(32);
      //          ^^^^^^^^^^^ auth-ephemeral-secret
      const sign = (text) => createHmac('sha256', key).update(text).digest('hex');
      const app = express();
      app.get('/link', (request, response) => response.send(sign(request.query.order)));
      app.get('/order', (request, response) => response.send(sign(request.query.order) === request.query.code));
      app.listen(3000);
    `,
    expect: [{ says: ['rejects the signatures of the others'] }],
    silentWhen: [{ name: 'it is read', replace: [['randomBytes(32);', 'process.env.KEY;']] }],
  },
  {
    name: 'Flask',
    files: `
      # file: requirements.txt
      flask
      # file: app.py
      import os
      from flask import Flask, session
      app = Flask(__name__)
      app.secret_key = os.environ.get('SECRET_KEY', os.urandom(24).hex())
      #                                                ^^^^^^^ auth-ephemeral-secret
      @app.get('/')
      def index():
          return session.get('name', 'hello')
      app.run()
    `,
    expect: [{ says: ['Without SECRET_KEY, every instance makes its own secret and rejects the session cookies'] }],
    silentWhen: [
      { name: 'it is a text', replace: [['os.urandom(24).hex()', `'text'`]] },
      {
        name: 'nothing keeps a session',
        replace: [
          ["session.get('name', 'hello')", "'hello'"],
          ['Flask, session', 'Flask'],
        ],
      },
    ],
  },
  {
    name: 'a message that the next page shows',
    files: `
      # file: requirements.txt
      flask
      # file: app.py
      import os
      from flask import Flask, flash, redirect, render_template
      app = Flask(__name__)
      app.secret_key = os.urandom(24).hex()
      #                   ^^^^^^^ auth-ephemeral-secret
      @app.post('/orders')
      def order():
          flash('Your order is on its way')
          return redirect('/')
      app.run()
    `,
    silentWhen: [
      { name: 'the same answer shows it', replace: [["redirect('/')", "render_template('order.html')"]] },
      {
        name: 'nobody is told anything',
        replace: [
          ["flash('Your order is on its way')", 'pass'],
          ['flash, redirect', 'redirect'],
        ],
      },
    ],
  },
  {
    name: 'a message beside a mark that does not keep from leaving',
    files: `
      # file: requirements.txt
      flask
      # file: app.py
      import os
      import flask
      app = flask.Flask(__name__)
      app.secret_key = os.urandom(24).hex()
      #                   ^^^^^^^ auth-ephemeral-secret
      @app.post('/orders')
      def order():
          valid = True
          try:
              int(flask.request.form['count'])
          except ValueError:
              flask.flash('This is no number')
              valid = False
          if not valid:
              return flask.redirect('/')
          return flask.render_template('order.html')
      app.run()
    `,
    silentWhen: [{ name: 'it does', replace: [['if not valid:', 'if valid:']] }],
  },
  {
    name: 'a setting that is made up beside files that are written',
    files: served('gunicorn -w 4 app:app'),
    expect: [{ severity: 'error', says: ['Each of 4 instances'] }],
    silentWhen: [{ name: 'it is a text', replace: [['secrets.token_hex(16)', `'text'`]] }],
  },
  {
    name: 'processes that begin as copies of one share it, and hosts do not',
    files: served('gunicorn -w 4 --preload app:app'),
    expect: [{ severity: 'warning', says: ['With 2 instances'] }],
    silentWhen: [{ name: 'it is a text', replace: [['secrets.token_hex(16)', `'text'`]] }],
  },
  {
    name: 'a file of settings has all code loaded first',
    files: `${served('gunicorn -w 4 -c gunicorn.conf.py app:app')}
      # file: gunicorn.conf.py
      preload_app = True
    `,
    expect: [{ severity: 'warning', says: ['With 2 instances'] }],
    silentWhen: [{ name: 'it is a text', replace: [['secrets.token_hex(16)', `'text'`]] }],
  },
  {
    name: 'a server that loads first unless it is told not to',
    files: served('uwsgi --http :80 --processes 4 --module app:app'),
    expect: [{ severity: 'warning', says: ['With 2 instances'] }],
    silentWhen: [{ name: 'it is a text', replace: [['secrets.token_hex(16)', `'text'`]] }],
  },
  {
    name: 'a server that is told to load in each process',
    files: served('uwsgi --http :80 --lazy-apps --processes 4 --module app:app'),
    expect: [{ severity: 'error', says: ['Each of 4 instances'] }],
    silentWhen: [{ name: 'it is a text', replace: [['secrets.token_hex(16)', `'text'`]] }],
  },
  {
    name: 'a module of settings that binds it again where nothing is set',
    files: `
      # file: requirements.txt
      django
      # file: manage.py
      import os
      os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
      # file: shop/__init__.py
      # file: shop/settings.py
      import os, secrets
      ROOT_URLCONF = 'shop.urls'
      SECRET_KEY = os.environ.get('SECRET_KEY', '')
      if not SECRET_KEY:
          SECRET_KEY = secrets.token_urlsafe(50)
      #                        ^^^^^^^^^^^^^ auth-ephemeral-secret
      # file: shop/urls.py
      from django.urls import path
      from . import views
      urlpatterns = [path('', views.index)]
      # file: shop/views.py
      from django.http import HttpResponse
      def index(request):
          return HttpResponse('hello')
      # file: shop/wsgi.py
      import os
      from django.core.wsgi import get_wsgi_application
      os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
      application = get_wsgi_application()
      # file: Dockerfile
      FROM python:3.12
      COPY . .
      CMD gunicorn shop.wsgi
    `,
    expect: [{ says: ['Without SECRET_KEY, '] }],
    silentWhen: [{ name: 'it is a text', replace: [['secrets.token_urlsafe(50)', `'text'`]] }],
  },
  {
    name: 'Flask, beside clients that have a secret key of their own, started from a row of a table',
    files: `
      # file: requirements.txt
      flask
      # file: Procfile
      web: python -m shop
      # file: shop/__main__.py
      from dataclasses import dataclass
      from multiprocessing import Process
      from typing import Callable
      from shop.web import serve
      @dataclass
      class Service:
          name: str
          run: Callable
      services = {'web': Service(name='web', run=serve)}
      if __name__ == '__main__':
          for service in services.values():
              Process(target=service.run, name=service.name).start()
      # file: shop/web.py
      import os
      import secrets
      from flask import Flask, session
      from shop.pay import Pay, SECRET_KEY
      def serve():
          app = Flask(__name__)
          app.config['SECRET_KEY'] = os.environ.get('SHOP_KEY', secrets.token_hex(32))
          #                                                             ^^^^^^^^^ auth-ephemeral-secret
          @app.get('/')
          def home():
              session['seen'] = Pay(secret_key=SECRET_KEY).sign('seen')
              return session['seen']
          app.run()
      # file: shop/pay.py
      import os
      import hmac
      SECRET_KEY = os.environ['PAY_KEY']
      class Pay:
          def __init__(self, secret_key):
              self.secret_key = secret_key
          def sign(self, text):
              return hmac.new(self.secret_key, text).hexdigest()
    `,
    expect: [{ says: ['Without SHOP_KEY, ', 'session cookies'] }],
    silentWhen: [{ name: 'nothing starts it', replace: [[', run=serve)', ')']] }],
  },
  {
    name: 'FastAPI and a library of tokens',
    files: `
      # file: requirements.txt
      fastapi
      pyjwt
      # file: main.py
      import secrets
      import jwt
      from fastapi import FastAPI
      app = FastAPI()
      SECRET_KEY = secrets.token_urlsafe(32)
      #                    ^^^^^^^^^^^^^ auth-ephemeral-secret
      @app.post('/sign-in')
      def sign_in(user: str):
          return jwt.encode({'user': user}, SECRET_KEY, algorithm='HS256')
    `,
    expect: [{ confidence: 'high' }],
    silentWhen: [{ name: 'it is read', replace: [['secrets.token_urlsafe(32)', `__import__('os').environ['KEY']`]] }],
  },
  {
    name: 'a function takes the environment or makes one up',
    files: python(`
  def load():
      given = os.environ.get('KEY')
      if given:
          return given
      return os.urandom(32)
      #         ^^^^^^^ auth-ephemeral-secret
  KEY = load()`),
    expect: [{ says: ['Without KEY, every instance makes its own secret'] }],
    silentWhen: [
      { name: 'it may also be kept', replace: [['return given', "return given\n      if kept: return read('key')"]] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
