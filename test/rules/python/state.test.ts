import { checkRules, type RuleCase } from '../check-rule.ts';
import { fieldRules, moduleRules } from '../kept-rules.ts';

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

/** The state of a module, changed by a view of Flask. */
function flask(name: string, declared: string, view: string, more: Partial<RuleCase> = {}): RuleCase {
  return {
    name,
    files: `
    # file: app.py
    from flask import Flask, g, request, session
    ${declared}
    app = Flask(__name__)
    @app.route("/carts/<id>", methods=["POST"])
    def place(id):
        ${view}
    ${many}`,
    ...more,
  };
}

const hits: readonly RuleCase[] = [
  {
    name: 'a dictionary of sessions in Flask',
    files: `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    sessions = {}
 #  ^^^^^^^^ state-module-collection
    @app.route("/login", methods=["POST"])
    def login():
        sessions[request.form["user"]] = request.form["token"]
        return "ok"
    @app.route("/me/<user>")
    def me(user):
        return sessions[user]
    ${many}`,
    expect: [{ severity: 'error', says: ['4 instances'] }],
    silentWhen: [{ name: 'nothing calls the view', replace: [['@app.route("/login", methods=["POST"])\n', '']] }],
  },
  {
    name: 'a list of messages in FastAPI, changed by a function of another module',
    files: `
    # file: shop/main.py
    from fastapi import FastAPI
    from . import chat
    app = FastAPI()
    app.include_router(chat.router, prefix="/chat")
    # file: shop/__init__.py
    # file: shop/chat.py
    from fastapi import APIRouter
    from .store import keep, history
    router = APIRouter()
    @router.post("/{room}")
    async def send(room: str, text: str):
        keep(room, text)
    @router.get("/{room}")
    async def read(room: str):
        return history(room)
    # file: shop/store.py
    from collections import defaultdict
    messages: dict[str, list[str]] = defaultdict(list)
 #  ^^^^^^^^ state-module-collection
    def keep(room, text):
        messages[room] += [text]
    def history(room):
        return messages.get(room, [])
    # file: compose.yaml
    services:
      api:
        build: .
        command: uvicorn shop.main:app --host 0.0.0.0 --workers 3`,
    expect: [{ says: ['3 instances'] }],
    silentWhen: [{ name: 'the router is not asked', replace: [['@router.post("/{room}")\n', '']] }],
  },
  {
    name: 'a set of online users, changed by a local decorator',
    files: `
    # file: app.py
    from functools import wraps
    from flask import Flask, request
    app = Flask(__name__)
    online_users = set()
 #  ^^^^^^^^^^^^ state-module-collection
    def seen(view):
        @wraps(view)
        def inner(*args, **kwargs):
            online_users.add(request.form["user"])
            return view(*args, **kwargs)
        return inner
    @app.route("/")
    @seen
    def home():
        return "ok"
    @app.route("/online/<user>")
    def online(user):
        return str(user in online_users)
    ${many}`,
    silentWhen: [{ name: 'the decorator is taken away', replace: [['    @seen\n', '']] }],
  },
  {
    name: 'orders in Django, by a table of routes',
    files: `
    # file: manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    # file: shop/__init__.py
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    # file: shop/wsgi.py
    import os
    from django.core.wsgi import get_wsgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    application = get_wsgi_application()
    # file: shop/urls.py
    from django.urls import include, path
    urlpatterns = [path("orders/", include("shop.orders.urls"))]
    # file: shop/orders/__init__.py
    # file: shop/orders/urls.py
    from django.urls import path
    from . import views
    urlpatterns = [path("place", views.place), path("<int:id>", views.OrderView.as_view())]
    # file: shop/orders/views.py
    from django.views import View
    from django.http import JsonResponse
    orders = {}
 #  ^^^^^^ state-module-collection
    def place(request):
        orders[request.POST["id"]] = request.POST["total"]
        return JsonResponse({})
    class OrderView(View):
        def get(self, request, id):
            return JsonResponse({"total": orders.get(id)})
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn --workers=4 shop.wsgi:application`,
    silentWhen: [{ name: 'no route leads to the view', replace: [['path("place", views.place), ', '']] }],
  },
  {
    name: 'tries that a nested function counts',
    files: `
    # file: app.py
    from flask import Flask, request
    from collections import Counter
    def create_app():
        app = Flask(__name__)
        login_attempts = Counter()
 #      ^^^^^^^^^^^^^^ ratelimit-handrolled
        @app.post("/login")
        def login():
            login_attempts[request.remote_addr] += 1
            if login_attempts[request.remote_addr] > 5:
                return "no", 429
            return "ok"
        return app
    app = create_app()
    ${many}`,
    silentWhen: [{ name: 'the view is not registered', replace: [['@app.post("/login")\n', '']] }],
  },
];

const silences: readonly RuleCase[] = [
  flask('a table that is never changed', 'carts = {"a": 1}', 'return str(carts[id])', { gate: 'none' }),
  {
    name: 'a registry that a decorator fills when modules are imported',
    files: `
    # file: app.py
    from flask import Flask
    app = Flask(__name__)
    handlers = {}
    def register(name):
        def inner(function):
            handlers[name] = function
            return function
        return inner
    @register("place")
    def place(order):
        return order
    @app.route("/<name>")
    def run(name):
        return handlers[name](1)
    ${many}`,
  },
  flask('a local dictionary', '', 'carts = {}; carts[id] = 1; return str(carts)', { gate: 'none' }),
  flask('what belongs to the request', '', 'g.carts = {}; g.carts[id] = 1; session["id"] = id; return str(g.carts)', {
    gate: 'none',
  }),
  flask(
    'a variable of the context',
    'from contextvars import ContextVar\n    current = ContextVar("current", default={})',
    'current.set({id: 1}); return str(current.get())',
    { gate: 'none' },
  ),
  flask(
    'what belongs to the thread',
    'import threading\n    local = threading.local()',
    'local.carts = {id: 1}; return str(local.carts)',
    { gate: 'none' },
  ),
  {
    name: 'a pure function whose answers are kept',
    files: `
    # file: app.py
    from functools import lru_cache
    from flask import Flask
    app = Flask(__name__)
    @lru_cache(maxsize=100)
    def price(id):
        table = {}
        table[id] = 2
        return table[id]
    @app.route("/<id>")
    def show(id):
        return str(price(id))
    ${many}`,
    gate: 'none',
  },
  flask(
    'settings that are filled at import',
    'import os\n    limits = {}\n    limits[os.environ["NAME"]] = 5',
    'return str(limits[id])',
  ),
  {
    name: 'a dictionary that only a management command fills',
    files: `
    # file: shop/wsgi.py
    from django.core.wsgi import get_wsgi_application
    application = get_wsgi_application()
    # file: shop/__init__.py
    # file: shop/management/__init__.py
    # file: shop/management/commands/__init__.py
    # file: shop/management/commands/count.py
    from django.core.management.base import BaseCommand
    totals = {}
    class Command(BaseCommand):
        def handle(self, *args, **options):
            totals[options["name"]] = 1
            print(totals)`,
  },
  {
    name: 'sockets of this process',
    files: `
    # file: main.py
    from fastapi import FastAPI, WebSocket
    app = FastAPI()
    clients: dict[str, set[WebSocket]] = {}
    @app.websocket("/{room}")
    async def join(websocket: WebSocket, room: str):
        clients.setdefault(room, set()).add(websocket)
        for client in clients[room]:
            await client.send_text("hello")`,
  },
  {
    name: 'tasks in flight',
    files: `
    # file: main.py
    import asyncio
    from fastapi import FastAPI
    app = FastAPI()
    running = {}
    async def work(id): pass
    @app.post("/{id}")
    async def start(id: str):
        running[id] = asyncio.create_task(work(id))
    @app.get("/{id}")
    async def state(id: str):
        return running[id].done()`,
  },
];

checkRules(moduleRules, [...hits, ...silences]);

checkRules(fieldRules, [
  {
    name: 'the dictionary of a class, as in the seed',
    files: `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    class SessionManager:
        sessions = {}
 #      ^^^^^^^^ state-singleton-field
        def put(self, session_id, user):
            self.sessions[session_id] = user
        def get(self, session_id):
            return self.sessions.get(session_id)
    manager = SessionManager()
    @app.post("/login")
    def login():
        manager.put(request.form["id"], request.form["user"])
        return "ok"
    @app.get("/me/<id>")
    def me(id):
        return manager.get(id)
    ${many}`,
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'sessions stand in Redis',
        replace: [['self.sessions[session_id] = user', 'redis.set(session_id, user)']],
      },
    ],
  },
  {
    name: 'the field of one object',
    files: `
    # file: main.py
    from fastapi import FastAPI
    app = FastAPI()
    class Carts:
        def __init__(self):
            self.carts: dict[str, int] = {}
 #               ^^^^^ state-singleton-field
        def add(self, id, item):
            self.carts[id] = item
        def of(self, id):
            return self.carts[id]
    store = Carts()
    @app.post("/{id}")
    async def add(id: str, item: int):
        store.add(id, item)
    @app.get("/{id}")
    async def show(id: str):
        return store.of(id)`,
    silentWhen: [
      {
        name: 'each request makes its own',
        replace: [
          ['store.add(id', 'Carts().add(id'],
          ['store.of(id)', 'Carts().of(id)'],
          ['store = Carts()\n', 'store = None\n'],
        ],
      },
    ],
  },
  {
    name: 'fields of models, which each object has for itself',
    files: `
    # file: main.py
    from fastapi import FastAPI
    from pydantic import BaseModel
    app = FastAPI()
    class Order(BaseModel):
        items: list[str] = []
        def add(self, item):
            self.items.append(item)
    @app.post("/")
    async def place(order: Order):
        order.add("a")
        return order.items`,
  },
  {
    name: 'an object that each request makes',
    files: `
    # file: app.py
    from flask import Flask
    app = Flask(__name__)
    class Report:
        def __init__(self):
            self.rows = []
        def add(self, row):
            self.rows.append(row)
    @app.get("/")
    def report():
        made = Report()
        made.add(1)
        return str(made.rows)`,
  },
]);
