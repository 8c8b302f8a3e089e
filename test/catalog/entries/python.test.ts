import { describe, expect, it } from 'vitest';
import { linked } from '../../link/linked.ts';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** `VERB /path: handlers`, in order of place. */
  readonly routes: readonly string[];
  /** `moment: function`, of entries that answer no route, sorted. */
  readonly entries: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'Flask: blueprints under their prefixes, functions around requests, class-based views',
    files: {
      'app.py':
        'from flask import Flask\nfrom flask.views import MethodView\nfrom orders import orders\napp = Flask(__name__)\napp.register_blueprint(orders, url_prefix="/shop")\n@app.route("/")\ndef home(): pass\n@app.before_request\ndef count(): pass\n@app.errorhandler(404)\ndef missing(error): pass\nclass Cart(MethodView):\n    def get(self): pass\n    def helper(self): pass\ndef late(): pass\napp.add_url_rule("/late", view_func=late)\n',
      'orders.py':
        'from flask import Blueprint\norders = Blueprint("orders", __name__, url_prefix="/orders")\n@orders.post("/<id>")\ndef place(id): pass\n',
    },
    routes: ['GET /: home', 'ANY /late: late', 'POST /shop/orders/<id>: place'],
    entries: ['request: Cart.get', 'request: count', 'request: missing'],
  },
  {
    name: 'FastAPI: routers under their prefixes, dependencies, sockets, work behind the response, the start',
    files: {
      'app/__init__.py': '',
      'app/main.py':
        'from fastapi import BackgroundTasks, Depends, FastAPI\nfrom .routers import orders\nasync def started(app): pass\napp = FastAPI(lifespan=started)\napp.include_router(orders.router, prefix="/shop")\ndef session(): pass\ndef bill(): pass\n@app.get("/")\nasync def home(tasks: BackgroundTasks, db=Depends(session)):\n    tasks.add_task(bill)\n@app.on_event("shutdown")\ndef stop(): pass\n',
      'app/routers/orders.py':
        'from fastapi import APIRouter\nrouter = APIRouter(prefix="/orders")\n@router.put("/{id}")\nasync def place(id: str): pass\n@router.websocket("/live")\nasync def live(socket): pass\n',
    },
    routes: ['GET /: home', 'PUT /shop/orders/{id}: place', 'ANY /shop/orders/live: live'],
    entries: ['boot: started', 'request: bill', 'request: session', 'shutdown: stop'],
  },
  {
    name: 'Django: tables of routes by name and by text, views by class, REST views; commands are none',
    files: {
      'shop/__init__.py': '',
      'shop/urls.py':
        'from django.urls import path, re_path\nfrom . import views\nurlpatterns = [path("a", views.first), re_path("b", "shop.views.second")]\n',
      'shop/views.py':
        'from rest_framework import viewsets\nfrom django.views.generic import ListView\ndef first(request): pass\ndef second(request): pass\ndef third(request): pass\nclass Orders(ListView):\n    def get_queryset(self): pass\nclass Carts(viewsets.ModelViewSet):\n    def create(self, request): pass\n    def other(self): pass\n',
      'shop/management/commands/run.py':
        'from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def handle(self): pass\n',
    },
    routes: ['ANY a: first', 'ANY b: second'],
    entries: ['request: Carts.create', 'request: Orders.get_queryset'],
  },
  {
    name: 'Celery and RQ: tasks by decorator and by name',
    files: {
      'tasks.py':
        'from celery import Celery, shared_task\nfrom rq import Queue\napp = Celery("shop")\nqueue = Queue()\n@app.task\ndef first(): pass\n@app.task(bind=True)\ndef second(self): pass\n@shared_task\ndef third(): pass\ndef fourth(): pass\nqueue.enqueue(fourth)\n',
    },
    routes: [],
    entries: ['queue: first', 'queue: fourth', 'queue: second', 'queue: third'],
  },
  {
    name: 'Starlette: routes in lists below others, endpoints by name, classes of sockets',
    files: {
      'app.py':
        'from starlette.applications import Starlette\nfrom starlette.endpoints import WebSocketEndpoint\nfrom starlette.routing import Mount, Route\ndef place(request): pass\ndef show(request): pass\nclass Live(WebSocketEndpoint):\n    def on_receive(self, socket, data): pass\n    def helper(self): pass\napp = Starlette(routes=[Mount("/shop", routes=[Route("/a", place), Route("/b", endpoint=show)])])\n',
    },
    routes: ['ANY /a: place', 'ANY /b: show'],
    entries: ['socket: Live.on_receive'],
  },
  {
    name: 'FastAPI: routes that are added by call, with what answers by place and by name',
    files: {
      'app.py':
        'from fastapi import APIRouter, FastAPI\nrouter = APIRouter()\napp = FastAPI()\napp.include_router(router)\ndef place(): pass\ndef show(): pass\ndef live(): pass\ndef failed(request, error): pass\nrouter.add_api_route("/a", place)\nrouter.add_api_route("/b", endpoint=show, summary=failed)\nrouter.add_api_websocket_route("/c", live)\napp.add_exception_handler(404, failed)\n',
    },
    routes: ['GET /a: place', 'GET /b: show', 'ANY /c: live'],
    entries: ['request: failed'],
  },
  {
    name: 'Flask: what extensions ask for each request, and events of sockets',
    files: {
      'app.py':
        'from flask import Flask\nfrom flask_jwt_extended import JWTManager\nfrom flask_login import LoginManager\nfrom flask_socketio import SocketIO\napp = Flask(__name__)\nlogin = LoginManager()\njwt = JWTManager(app)\nsocketio = SocketIO(app)\n@login.user_loader\ndef load(id): pass\n@jwt.token_in_blocklist_loader\ndef is_revoked(header, payload): pass\n@jwt.expired_token_loader\ndef told(header, payload): pass\n@socketio.on("join")\ndef join(data): pass\n@socketio.event\ndef leave(): pass\n',
    },
    routes: [],
    entries: ['request: is_revoked', 'request: load', 'socket: join', 'socket: leave'],
  },
  {
    name: 'Django: views through classes between, and what they are put together with',
    files: {
      'shop/__init__.py': '',
      'shop/base.py':
        'from django.contrib.auth.mixins import LoginRequiredMixin\nfrom django.views.generic.list import ListView\nclass Base(LoginRequiredMixin, ListView):\n    def get_context_data(self): pass\nclass Searching:\n    def get_queryset(self): pass\n    def get_context_data(self): pass\nclass Forgotten:\n    def get(self): pass\n',
      'shop/views.py':
        'from .base import Base, Searching\nclass Orders(Base, Searching):\n    def get_object(self): pass\n    def other(self): pass\n',
    },
    routes: [],
    entries: ['request: Base.get_context_data', 'request: Orders.get_object', 'request: Searching.get_queryset'],
  },
  {
    name: 'Flask: classes whose public methods answer, with those that they are put together of; events by the names of methods',
    files: {
      'app.py':
        'from flask import Flask\nfrom flask_classful import FlaskView, route\nfrom flask_socketio import Namespace\napp = Flask(__name__)\nclass Listing:\n    def index(self): pass\n    def _rows(self): pass\nclass Base(FlaskView):\n    def before_request(self, name): pass\n    @classmethod\n    def register(cls, app): pass\n    @property\n    def title(self): pass\nclass Orders(Listing, Base):\n    @route("/late", methods=["POST"])\n    def late(self): pass\n    def _row(self): pass\n    @staticmethod\n    def shown(row): pass\nclass Live(Namespace):\n    def on_join(self, data): pass\n    def told(self): pass\n',
    },
    routes: [],
    entries: ['request: Base.before_request', 'request: Listing.index', 'request: Orders.late', 'socket: Live.on_join'],
  },
  {
    name: 'Flask: views that an extension registers by their class',
    files: {
      'app.py':
        'from flask_admin import BaseView, expose\nclass Orders(BaseView):\n    @expose("/")\n    def index(self): pass\n    def rows(self): pass\n',
    },
    routes: [],
    entries: ['request: Orders.index'],
  },
];

describe('entries of Python', () => {
  it.each(cases)('$name', ({ files, routes, entries }) => {
    const graph = linked(files);
    const title = (key: string) => graph.functions.get(key)?.title ?? '?';
    const told = graph.routes.map(({ verb, path, handlers }) => {
      const names = handlers.map((key) => graph.functions.get(key)?.fact.name ?? '?');
      return `${verb ?? 'ANY'} ${path}: ${names.join(' ')}`;
    });
    expect(told.sort()).toEqual([...routes].sort());
    const others = graph.entries.filter(({ route }) => route === null);
    expect(others.map((entry) => `${entry.moment}: ${title(entry.function)}`).sort()).toEqual(entries);
  });
});
