import { rule } from '../../../src/rules/connections/db-client-per-request.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** A page of Flask whose handler leads to a client of Redis, and modules beside it. */
const page = (handler: string, beside: string, names: string) => `
  # file: app.py
  from flask import Flask, current_app, request
  from settings import settings
  from shop import ${names}
  app = Flask(__name__)
  @app.post("/stores")
  def stores():
      ${handler}
  # file: settings.py
  from company_settings import load
  settings = load()
  # file: shop.py
  import os
  import psycopg2
  import redis
  from settings import settings
  ${beside.trim().replaceAll('\n', '\n  ')}
`;

const opened = `
def opened(host, port=6379):
    return redis.Redis(host=host, port=port)
`;

const engine = `
class Engine:
    def __init__(self, target):
        self.host = target.host
    def url(self):
        return f"redis://{self.host}"
    def by_url(self):
        return redis.Redis.from_url(self.url())
`;

const parts = `
class Engine:
    def __init__(self, target):
        self.host = target.host
        self.password = target.password
    def by_parts(self):
        return redis.Redis(host=self.host, password=self.password)
`;

const connector = `
class Store:
    @classmethod
    def from_parameters(cls, parameters):
        address = parameters.address()
        return cls(redis.Redis.from_url(address))
    def __init__(self, client):
        self.client = client
`;

const ofPage = (name: string, handler: string, beside: string, names: string): RuleCase => ({
  name,
  files: page(handler, beside, names),
  gate: 'role',
});

const silent: readonly RuleCase[] = [
  ofPage('a form says the host', 'return opened(request.form["host"]).get("n")', opened, 'opened'),
  ofPage('a form is asked for the host', 'return opened(request.form.get("host")).get("n")', opened, 'opened'),
  ofPage(
    'a form says the port, as a text',
    'return opened("cache", int(request.form.get("port"))).get("n")',
    opened,
    'opened',
  ),
  ofPage(
    'it is handed over by name, behind a name and a fallback',
    'host = request.args.get("host") or "cache"\n      return opened(port=6379, host=host).get("n")',
    opened,
    'opened',
  ),
  ofPage(
    'what is handed over says the address of itself',
    'return Store.from_parameters(read(request.json)).client.get("n")',
    `${connector}\ndef read(given): return load(given)`,
    'Store, read',
  ),
  ofPage(
    'an object for what the request picks',
    'return Engine(find(request.json["id"])).by_parts().get("n")',
    `${parts}\ndef find(id): return rows[id]`,
    'Engine, find',
  ),
  ofPage(
    'an object for what the request picks puts the address together',
    'return Engine(find(request.json["id"])).by_url().get("n")',
    `${engine}\ndef find(id): return rows[id]`,
    'Engine, find',
  ),
  ofPage(
    'the arguments are gathered first',
    'return reached({"host": request.json["host"]}).get("n")',
    `
def reached(options):
    return redis.Redis(**options)`,
    'reached',
  ),
  {
    name: 'a form of Django',
    gate: 'role',
    files: `
  # file: requirements.txt
  Django==4.2
  # file: shop/wsgi.py
  import os
  from django.core.wsgi import get_wsgi_application
  os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
  application = get_wsgi_application()
  # file: shop/settings.py
  ROOT_URLCONF = "shop.urls"
  # file: shop/urls.py
  from django.urls import path
  from shop import views
  urlpatterns = [path("check/", views.check)]
  # file: shop/views.py
  import MySQLdb
  from django.http import JsonResponse
  def check(request):
      host = request.POST.get("host", "")
      port = int(request.POST.get("port", "3306"))
      connection = MySQLdb.connect(host=host, port=port, user="reader")
      connection.cursor().execute("SELECT name FROM goods")
      return JsonResponse({})
  # file: compose.yaml
  services:
    web:
      build: .
      command: gunicorn shop.wsgi:application
`,
  },
];

const mark = (call: string) => `${'^'.repeat(call.length)} db-client-per-request`;

/** Puts the mark under a call that a text holds once. */
function marked(text: string, call: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const at = line.indexOf(`${call}(`);
      return at < 0 ? [line] : [line, `#${' '.repeat(at - 1)}${mark(call)}`];
    })
    .join('\n');
}

const flaggedPage = (name: string, handler: string, beside: string, names: string, call: string): RuleCase => ({
  name,
  files: page(handler, marked(beside.trim(), call), names),
  silentWhen: [{ name: 'no request leads to it', replace: [['@app.post("/stores")', '']] }],
});

const flagged: readonly RuleCase[] = [
  flaggedPage('a setting says the host', 'return opened(settings.host).get("n")', opened, 'opened', 'Redis'),
  flaggedPage(
    'a setting is asked for the host',
    'return opened(os.environ["CACHE_HOST"]).get("n")'.replace('os.environ', 'settings'),
    opened,
    'opened',
    'Redis',
  ),
  flaggedPage(
    'the request says how long to wait and what to call it',
    'return patient(request.args.get("name"), int(request.args.get("wait"))).get("n")',
    `
def patient(name, wait):
    return redis.Redis(host=os.environ["CACHE_HOST"], client_name=name, socket_timeout=wait)`,
    'patient',
    'Redis',
  ),
  flaggedPage(
    'the request only asks for an entry',
    'return one(request.json["id"])',
    `
def one(id):
    client = redis.Redis(host=settings.get("host"), port=int(settings.port))
    return client.get(id)`,
    'one',
    'Redis',
  ),
  flaggedPage(
    'the settings that are handed over say the address of themselves',
    'return Store.from_parameters(settings).client.get("n")',
    connector,
    'Store',
    'from_url',
  ),
  {
    name: 'settings that a framework hands to every request, and what hangs on the application',
    files: `
  # file: main.py
  import redis
  from fastapi import Depends, FastAPI, Request
  from company_settings import load
  app = FastAPI()
  def get_settings():
      return load()
  @app.get("/one")
  def one(settings=Depends(get_settings)):
      return redis.Redis.from_url(settings.url()).get("n")
#                        ^^^^^^^^ db-client-per-request
  @app.get("/two")
  def two(request: Request):
      return redis.Redis.from_url(request.app.state.address()).get("n")
#                        ^^^^^^^^ db-client-per-request
`,
    silentWhen: [
      {
        name: 'no request leads to it',
        replace: [
          ['@app.get("/one")', ''],
          ['@app.get("/two")', ''],
        ],
      },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);
