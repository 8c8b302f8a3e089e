import { rule } from '../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const rest = `
  # file: requirements.txt
  fastapi
  slowapi
  flask
  flask-limiter
  # file: compose.yaml
  services:
    shop:
      build: .
      command: uvicorn --app-dir src app:app
      deploy:
        replicas: 2
`;

/** A service with a limiter in a module of its own, and what stands in the application's module. */
const shop = (options: string, imports: string, statements: string): string => `
  # file: src/limits.py
  from slowapi import Limiter
  from slowapi.util import get_remote_address
  limiter = Limiter(key_func=get_remote_address${options})
  # file: src/app.py
  from fastapi import FastAPI, Request
  from slowapi.errors import RateLimitExceeded
  from limits import limiter
  ${imports}
  app = FastAPI()
  app.state.limiter = limiter
  ${statements}
  @app.get('/prices')
  def prices(request: Request, session):
      return session.query(Price).limit(20).all()
  ${rest}`;

const told = (files: string): string =>
  files.replace(/(limiter = )Limiter(.*)/, '$1Limiter$2\n  #         ^^^^^^^ ratelimit-memory-store');

const role = 'role';

/** Limiters that nothing gives a limit. */
const silent: readonly RuleCase[] = [
  { name: 'no limit for all and no route that asks', gate: role, files: shop('', '', '') },
  { name: 'an empty list of limits', gate: role, files: shop(', default_limits=[]', '', '') },
  {
    name: 'limits for all that no middleware applies',
    gate: role,
    files: shop(", default_limits=['5/minute']", '', ''),
  },
  {
    name: 'a limiter of Flask that is only put onto the application',
    gate: role,
    files: `
      # file: src/app.py
      from flask import Flask
      from flask_limiter import Limiter
      app = Flask(__name__)
      limiter = Limiter(lambda: 'ip', app=app)
      @app.post('/login')
      def login():
          return 'welcome'
      ${rest.replace('uvicorn --app-dir src app:app', 'gunicorn --chdir src app:app')}`,
  },
];

const shared = {
  name: 'a storage is given',
  replace: [['key_func=', "storage_uri='redis://cache', key_func="]],
} as const;

const hits: readonly RuleCase[] = [
  {
    name: 'a route asks for a limit',
    files: told(
      shop(
        '',
        '',
        "@app.post('/login')\n  @limiter.limit('5/minute')\n  def login(request: Request):\n      return 'welcome'",
      ),
    ),
    expect: [{ says: ['5 sign-in tries a minute are really up to 10'] }],
    silentWhen: [shared, { name: 'the route asks for none', replace: [["@limiter.limit('5/minute')", '']] }],
  },
  {
    name: 'a limit is put around a function that is at hand',
    files: told(shop('', 'from routes import routes', 'limiter.limit(rate)(routes)')),
    silentWhen: [shared, { name: 'it is not', replace: [['limiter.limit(rate)(routes)', '']] }],
  },
  {
    name: 'a middleware applies the limits for all',
    files: told(shop(", default_limits=['5/minute']", 'from slowapi.middleware import SlowAPIMiddleware', '')),
    silentWhen: [shared, { name: 'there are none', replace: [["['5/minute']", '[]']] }],
  },
  {
    name: 'the limits for all cannot be read',
    files: told(shop(', default_limits=given', 'from slowapi.middleware import SlowAPIMiddleware', '')),
    silentWhen: [shared],
  },
  {
    name: 'a setting holds the limits for all',
    files: `
      # file: src/app.py
      from flask import Flask
      from flask_limiter import Limiter
      app = Flask(__name__)
      app.config['RATELIMIT_DEFAULT'] = '5 per minute'
      limiter = Limiter(lambda: 'ip', app=app)
      #         ^^^^^^^ ratelimit-memory-store
      @app.post('/login')
      def login():
          return 'welcome'
      ${rest.replace('uvicorn --app-dir src app:app', 'gunicorn --chdir src app:app')}`,
    silentWhen: [{ name: 'nothing does', replace: [["app.config['RATELIMIT_DEFAULT'] = '5 per minute'", '']] }],
  },
  {
    name: 'code counts by itself',
    files: told(shop('', '', 'app.state.limiter.limiter.hit(rate)')),
    silentWhen: [shared, { name: 'it does not', replace: [['app.state.limiter.limiter.hit(rate)', '']] }],
  },
];

checkRule(rule, [...silent, ...hits]);
