import { rule } from '../../src/rules/connections/db-client-per-request.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A service of FastAPI with a function that makes a client, and the routes that are given. */
const service = (routes: string, maker = 'return redis.asyncio.Redis(host="cache")', marks = ''): string => `
  # file: requirements.txt
  fastapi
  redis
  # file: clients.py
  import redis.asyncio
  def connect():
      ${maker}
${marks}
  # file: app.py
  import redis
  from fastapi import Depends, FastAPI, WebSocket
  from fastapi.responses import StreamingResponse
  from clients import connect
  from users import current_user, require_admin
  app = FastAPI()
${routes}
`;

const mark = '      #                    ^^^^^ db-client-per-request';

const stream = `
  @app.get('/events')
  async def events():
      async def lines():
          client = connect()
          try:
              while True:
                  line = await client.lpop('lines')
                  yield line
          finally:
              await client.close()
      return StreamingResponse(lines())`;

const silent: readonly RuleCase[] = [
  { name: 'a stream that goes round with it', gate: 'lifetime', files: service(stream) },
  {
    name: 'a socket that goes round with it',
    gate: 'lifetime',
    files: service(`
  @app.websocket('/lines')
  async def lines(socket: WebSocket):
      await socket.accept()
      client = connect()
      while True:
          await socket.send_text(await client.lpop('lines'))`),
  },
  {
    name: 'a probe that is given back what it asks',
    gate: 'role',
    files: service(
      `
  @app.get('/ready')
  def ready():
      client = connect()
      client.ping()
      return 'ok'`,
      'return redis.Redis(host="cache")',
    ).replace('import redis.asyncio', 'import redis'),
  },
  {
    name: 'a route that asks for an administrator by what it depends on',
    gate: 'role',
    files: service(`
  @app.get('/statistics')
  async def statistics(user=Depends(require_admin)):
      client = connect()
      return await client.get('statistics')`),
  },
  {
    name: 'a route that leaves where nobody of the staff asks',
    gate: 'role',
    files: service(`
  @app.get('/statistics')
  async def statistics(user=Depends(current_user)):
      if not user.is_staff:
          return 'no'
      client = connect()
      return await client.get('statistics')`),
  },
  {
    name: 'a handler that a decorator keeps for administrators',
    gate: 'role',
    files: `
      # file: requirements.txt
      flask
      redis
      # file: app.py
      import redis
      from flask import Flask
      from users import admins_only
      app = Flask(__name__)
      @app.get('/statistics')
      @admins_only
      def statistics():
          return redis.Redis(host='cache').get('statistics')
    `,
  },
];

/** Shops that each have an engine, of which a request makes another one and does with it what is given. */
const shops = (keeps: string): string => `
  # file: requirements.txt
  flask
  sqlalchemy
  psycopg2-binary
  # file: app.py
  from flask import Flask, request
  from sqlalchemy import create_engine
  app = Flask(__name__)
  shops = {}
  class Shop:
      def __init__(self, name):
          self.name = name
          self.engine = create_engine('postgresql://orders-db/shop')
          #             ^^^^^^^^^^^^^ db-client-per-request
      def count(self):
          return len(self.name)
  @app.post('/shops')
  def add():
      ${keeps}
      return 'ok'
`;

const kept = { name: 'it is made at the start', replace: [['connect()', 'shared']] } as const;

const hits: readonly RuleCase[] = [
  {
    name: 'an object of the request keeps it',
    files: shops("shop = Shop(request.form['name'])"),
    silentWhen: [
      {
        name: 'the object is put into a table',
        replace: [["shop = Shop(request.form['name'])", "shops[request.form['name']] = Shop(request.form['name'])"]],
      },
    ],
  },
  {
    name: 'a table of the request is none that stays',
    files: shops("own = {}; own[request.form['name']] = Shop(request.form['name'])"),
    silentWhen: [{ name: 'it stays', replace: [['own = {}; own[', 'shops[']] }],
  },
  {
    name: 'any other route',
    files: service(
      `
  @app.get('/statistics')
  async def statistics(user=Depends(current_user)):
      client = connect()
      return await client.get('statistics')`,
      undefined,
      mark,
    ),
    expect: [{ severity: 'note', says: ['GET /statistics'] }],
    silentWhen: [kept],
  },
  {
    name: 'a dependency that is a generator and ends with the request',
    files: service(
      `
  async def cache():
      client = connect()
      yield client
      await client.close()
  @app.get('/prices')
  async def prices(client=Depends(cache)):
      return await client.get('prices')`,
      undefined,
      mark,
    ),
    silentWhen: [kept],
  },
  {
    name: 'a route that administrators and others see',
    files: service(
      `
  @app.get('/prices')
  async def prices(user=Depends(current_user)):
      client = connect()
      if user.is_staff:
          return 'all'
      return await client.get('prices')`,
      undefined,
      mark,
    ),
    silentWhen: [kept],
  },
  {
    name: 'a route that asks and then reads',
    files: service(
      `
  @app.get('/prices')
  async def prices():
      client = connect()
      await client.ping()
      return await client.get('prices')`,
      undefined,
      mark,
    ),
    silentWhen: [kept],
  },
];

checkRule(rule, [...silent, ...hits]);
