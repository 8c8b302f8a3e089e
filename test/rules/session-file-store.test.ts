import { rule } from '../../src/rules/stateless/session-file-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const compose = (replicas: number, more = ''): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.js
      deploy:
        replicas: ${replicas}
${more}
`;
const three = compose(3);

const head = `
  // file: package.json
  { "name": "shop", "main": "src/app.js", "dependencies": { "express": "4", "express-session": "1" } }
  // file: src/app.js
  const express = require('express');
  const session = require('express-session');`;

const routes = `
  app.post('/sign-in', (request, response) => { request.session.user = request.body.name; response.end(); });
  app.get('/orders', (request, response) => response.send(request.session.user));
  app.listen(3000);`;

/** An application of Express with these lines before its routes. */
const express = (setUp: string, after = routes): string => `${head}
  const app = express();
  ${setUp}
${after}
`;

const inFiles = `const FileStore = require('session-file-store')(session);
  app.use(session({ secret: 'x', store: new FileStore() }));`;
const inFilesFound = `${inFiles}
  //      ^^^^^^^ session-file-store`;

const inServer = {
  name: 'a shared store is given',
  replace: [['store: new FileStore(', 'store: createSharedStore(']],
} as const;

/** Settings of Flask-Session, and what a route keeps. */
const flask = (settings: string, mark = '', imports = ''): string => `
  # file: app.py
  from flask import Flask, request, session
  from flask_session import Session
  ${imports}
  app = Flask(__name__)
  ${settings}
  Session(app)
${mark}
  @app.post("/cart")
  def change():
      session["cart"] = request.form["cart"]
      return "ok"
  # file: compose.yaml
  services:
    web:
      build: .
      command: gunicorn -w 4 app:app
      deploy: { replicas: 3 }`;
const flaskMark = '  ^^^^^^^ session-file-store';

/** A sign-in of Flask-Login, and by what a later request says who is there. */
const signedIn = (loader: string, mark = ''): string => `
  # file: app.py
  from flask import Flask, request
  from flask_session import Session
  from flask_login import LoginManager, login_user, current_user
  from auth import user_by_token, user_by_id
  app = Flask(__name__)
  app.config["SESSION_TYPE"] = "filesystem"
  Session(app)
${mark}
  logins = LoginManager(app)
  ${loader}
  @app.post("/sign-in")
  def sign_in():
      login_user(user_by_token(request.form["token"]))
      return "ok"
  @app.get("/me")
  def me():
      return current_user.name
  # file: auth.py
  def user_by_token(token):
      return token
  def user_by_id(key):
      return key
  # file: compose.yaml
  services:
    web:
      build: .
      command: gunicorn -w 4 app:app
      deploy: { replicas: 3 }`;
const byHeader = `@logins.request_loader
  def from_header(incoming):
      return user_by_token(incoming.headers.get("Authorization"))`;
const bySession = `@logins.user_loader
  def from_session(key):
      return user_by_id(key)`;

const django = (settings: string, command = 'gunicorn shop.wsgi:application', replicas = 3): string => `
  # file: requirements.txt
  Django==5.2
  # file: shop/wsgi.py
  import os
  from django.core.wsgi import get_wsgi_application
  os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
  application = get_wsgi_application()
  # file: shop/urls.py
  from django.contrib.auth.views import LoginView
  from django.urls import path
  urlpatterns = [path("login/", LoginView.as_view())]
  # file: compose.yaml
  services:
    web:
      build: .
      command: ${command}
      deploy: { replicas: ${replicas} }
  # file: shop/settings.py
  ROOT_URLCONF = "shop.urls"
${settings}`;
const toDatabase = { name: 'they lie in the database', replace: [['backends.file', 'backends.db']] } as const;

const silent: readonly RuleCase[] = [
  {
    name: 'a store of a server',
    gate: 'shared',
    files: express(`app.use(session({ secret: 'x', store: createSharedStore() }));`) + three,
  },
  {
    name: 'memory, which another rule tells',
    gate: 'none',
    files: express(`app.use(session({ secret: 'x' }));`) + three,
  },
  {
    name: 'files for developers, a server in production',
    gate: 'guard',
    files:
      express(`const FileStore = require('session-file-store')(session);
  const { RedisStore } = require('connect-redis');
  const store = process.env.REDIS_URL ? new RedisStore({ client }) : new FileStore();
  app.use(session({ secret: 'x', store }));`) + three,
  },
  {
    name: 'only outside production',
    gate: 'guard',
    files:
      express(`const FileStore = require('session-file-store')(session);
  if (process.env.NODE_ENV !== 'production') app.use(session({ secret: 'x', store: new FileStore() }));`) + three,
  },
  {
    name: 'nobody keeps anything in the session',
    gate: 'role',
    files: express(inFiles, '\n  app.listen(3000);') + three,
  },
  {
    name: 'a server of a test',
    gate: 'scope',
    files: express(inFiles).replaceAll('src/app.js', 'test/app.js'),
  },
  {
    name: 'a class of the workspace with the same name',
    gate: 'shared',
    files:
      express(`const { FileStore } = require('./stores');
  app.use(session({ secret: 'x', store: new FileStore() }));`) +
      three +
      `
  // file: src/stores.js
  class FileStore {}
  module.exports = { FileStore };`,
  },
  {
    name: 'one instance with a volume that outlives it',
    gate: 'topology',
    files: express(inFiles) + compose(1, "      volumes: ['sessions:/app/sessions']\n  volumes:\n    sessions:"),
  },
  {
    name: 'a volume that all hosts see',
    gate: 'shared',
    files: `${express(inFiles.replace('new FileStore()', "new FileStore({ path: '/data/sessions' })"))}
  # file: Dockerfile
  FROM node:24
  CMD ["node", "src/app.js"]
  # file: deploy/shop.yaml
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: shop }
  spec:
    replicas: 3
    selector: { matchLabels: { app: shop } }
    template:
      metadata: { labels: { app: shop } }
      spec:
        containers:
          - name: shop
            image: shop
            volumeMounts: [{ name: data, mountPath: /data }]
        volumes: [{ name: data, persistentVolumeClaim: { claimName: shop-data } }]
  ---
  apiVersion: v1
  kind: PersistentVolumeClaim
  metadata: { name: shop-data }
  spec:
    accessModes: [ReadWriteMany]
`,
  },
  { name: 'Flask-Session with Redis', gate: 'shared', files: flask('app.config["SESSION_TYPE"] = "redis"') },
  {
    name: 'a cache of a server behind cachelib',
    gate: 'shared',
    files: flask(
      'app.config["SESSION_TYPE"] = "cachelib"\n  app.config["SESSION_CACHELIB"] = RedisCache(host="redis")',
      '',
      'from cachelib import RedisCache',
    ),
  },
  {
    name: 'a cache in memory behind cachelib, which another rule tells',
    gate: 'none',
    files: flask(
      'app.config["SESSION_TYPE"] = "cachelib"\n  app.config["SESSION_CACHELIB"] = SimpleCache()',
      '',
      'from cachelib import SimpleCache',
    ),
  },
  {
    name: 'a sign-in that each request proves by its own header, so that nobody reads the session',
    gate: 'role',
    files: signedIn(byHeader),
  },
  {
    name: 'Flask chooses by the environment',
    gate: 'guard',
    files: flask(`if request:
      app.config["SESSION_TYPE"] = "redis"
  else:
      app.config["SESSION_TYPE"] = "filesystem"`),
  },
  {
    name: 'Django in its database',
    gate: 'shared',
    files: django('  SESSION_ENGINE = "django.contrib.sessions.backends.db"'),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a folder of files',
    files: express(inFilesFound) + three,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: ['signed out whenever another instance answers', 'local files', 'Each of 3 instances (compose.yaml:6)'],
      },
    ],
    silentWhen: [inServer, { name: 'no session is kept', replace: [['request.session.user', 'request.body.user']] }],
  },
  {
    name: 'nothing says how many run',
    files: express(inFilesFound),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances'] }],
    silentWhen: [inServer],
  },
  {
    name: 'one that is declared',
    files: express(inFilesFound) + compose(1),
    expect: [{ severity: 'warning', situation: 'one-at-deploy' }],
    silentWhen: [inServer],
  },
  {
    name: 'a folder in a volume that nobody knows to be shared',
    files: express(inFilesFound) + compose(3, "      volumes: ['sessions:/app/sessions']\n  volumes:\n    sessions:"),
    expect: [{ severity: 'note', confidence: 'medium' }],
    silentWhen: [inServer],
  },
  {
    name: 'a volume for something else',
    files: express(inFilesFound) + compose(3, "      volumes: ['uploads:/app/uploads']\n  volumes:\n    uploads:"),
    expect: [{ severity: 'error' }],
    silentWhen: [inServer],
  },
  {
    name: 'a factory that is called elsewhere, by the options of another file',
    files: `${head}
  const options = require('./options');
  const app = express();
  app.use(session(options));
 //       ^^^^^^^ session-file-store
${routes}
  // file: src/options.js
  const session = require('express-session');
  const makeStore = require('session-file-store');
  const FileStore = makeStore(session);
  module.exports = { secret: 'x', store: new FileStore({ path: './data', ttl: 3600 }) };
  ${three}`,
    expect: [{ related: ['src/options.js:4'] }],
    silentWhen: [
      { name: 'it makes another store', replace: [["require('session-file-store')", "require('connect-pg-simple')"]] },
    ],
  },
  {
    name: 'a database in a file',
    files:
      express(`const SQLiteStore = require('connect-sqlite3')(session);
  app.use(session({ secret: 'x', store: new SQLiteStore({ db: 'sessions.db', dir: './var' }) }));
 //       ^^^^^^^ session-file-store`) + three,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'a shared store is given', replace: [['new SQLiteStore(', 'createSharedStore(']] }],
  },
  {
    name: 'a database that was opened before, in TypeScript',
    files: `
  // file: src/app.ts
  import Database from 'better-sqlite3';
  import SqliteStoreFactory from 'better-sqlite3-session-store';
  import express from 'express';
  import session from 'express-session';
  const SqliteStore = SqliteStoreFactory(session);
  const app = express();
  app.use(session({ secret: 'x', store: new SqliteStore({ client: new Database('sessions.db') }) }));
 //       ^^^^^^^ session-file-store
${routes}
  ${three.replace('app.js', 'app.ts')}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'a shared store is given', replace: [['new SqliteStore(', 'createSharedStore(']] }],
  },
  {
    name: 'Fastify with a store of Express',
    files: `
  // file: src/app.js
  const fastify = require('fastify');
  const session = require('@fastify/session');
  const FileStore = require('session-file-store')(session);
  const app = fastify();
  app.register(session, { secret: 'x', store: new FileStore() });
 //   ^^^^^^^^ session-file-store
  app.post('/sign-in', async (request) => { request.session.user = request.body.name; });
  app.get('/me', async (request) => request.session.user);
  app.listen({ port: 3000 });
  ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [inServer],
  },
  {
    name: 'Koa',
    files: `
  // file: src/app.js
  const Koa = require('koa');
  const session = require('koa-generic-session');
  const FileStore = require('koa-generic-session-file');
  const app = new Koa();
  app.use(session({ store: new FileStore() }));
 //       ^^^^^^^ session-file-store
  app.use(async (context) => { context.session.user = context.query.name; context.body = context.session.user; });
  app.listen(3000);
  ${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [inServer],
  },
  {
    name: 'Flask-Session in a folder',
    files: flask('app.config["SESSION_TYPE"] = "filesystem"', flaskMark),
    expect: [{ severity: 'error', says: ['(`cart`)', '3 instances'] }],
    silentWhen: [{ name: 'they stand in Redis', replace: [['"filesystem"', '"redis"']] }],
  },
  {
    name: 'a sign-in that the session carries to the next request',
    files: signedIn(bySession, flaskMark),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'a header carries it', replace: [[bySession, byHeader]] }],
  },
  {
    name: 'a sign-in that the session carries beside a header',
    files: signedIn(`${bySession}\n  ${byHeader}`, flaskMark),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'only a header carries it', replace: [[`${bySession}\n  `, '']] }],
  },
  {
    name: 'what cachelib is without a cache',
    files: flask('app.config["SESSION_TYPE"] = "cachelib"', flaskMark),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'they stand in a database', replace: [['"cachelib"', '"sqlalchemy"']] }],
  },
  {
    name: 'another application of the workspace that stands in Redis',
    files: `${flask('app.config["SESSION_TYPE"] = "filesystem"', flaskMark, 'import panel')}
  # file: panel.py
  from flask import Flask
  panel = Flask(__name__)
  panel.config["SESSION_TYPE"] = "redis"`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'this one does', replace: [['"filesystem"', '"redis"']] }],
  },
  {
    name: 'Django in files',
    files: django(`  SESSION_ENGINE = "django.contrib.sessions.backends.file"
  ^^^^^^^^^^^^^^ session-file-store`),
    expect: [{ severity: 'error', says: ['local files', '3 instances'] }],
    silentWhen: [toDatabase],
  },
  {
    name: 'Django in a cache of files',
    files: django(`  SESSION_ENGINE = "django.contrib.sessions.backends.cache"
  ^^^^^^^^^^^^^^ session-file-store
  CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": "/var/cache/shop"}}`),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'they lie in the database', replace: [['backends.cache"', 'backends.db"']] }],
  },
  {
    name: 'files of one host that many processes share',
    files: django(
      `  SESSION_ENGINE = "django.contrib.sessions.backends.file"
  ^^^^^^^^^^^^^^ session-file-store`,
      'gunicorn -w 4 shop.wsgi:application',
      1,
    ),
    expect: [{ severity: 'warning', situation: 'one-at-deploy' }],
    silentWhen: [toDatabase],
  },
];

checkRule(rule, [...silent, ...found]);
