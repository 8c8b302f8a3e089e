import { describe, expect, it } from 'vitest';
import { applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['state-module-collection', 'shared-mapping'];

const files = (app: string, command = 'gunicorn -w 4 app:app'): Files => ({
  'app.py': app,
  'requirements.txt': 'flask\n',
  'compose.yaml': `services:\n  web:\n    build: .\n    command: ${command}\n    deploy: { replicas: 3 }\n`,
});

/** Orders that one request puts in and another asks for, with what else stands in the program. */
const shop = ({
  above = '',
  made = 'orders = {}',
  put = 'orders[number] = {"item": request.form["item"], "count": 1}',
  ask = 'order = orders.get(number)\n    return {"order": order}',
  more = '',
} = {}): string => `import secrets
from flask import Flask, abort, request
${above}
app = Flask(__name__)
${made}


@app.post("/orders")
def place():
    number = secrets.token_hex(8)
    ${put}
    return {"number": number}


@app.get("/orders/<number>")
def order(number):
    ${ask}
${more}`;

const against = async (app: string, wanted = rule) => {
  const said = await reasonAgainst(files(app), wanted, fix).catch((error: Error) => error.message);
  return said.slice(0, 300);
};

describe('a dictionary of entries stays where it cannot be carried', () => {
  it.each([
    [
      'is filled only where nothing was',
      shop({
        put: 'number = request.form["number"]\n    if number in orders:\n        abort(409)\n    orders[number] = {"item": request.form["item"]}',
      }),
      'another request may come between',
    ],
    [
      'is counted up by way of a name',
      shop({
        put: 'number = request.form["number"]\n    before = orders.get(number, 0)\n    orders[number] = before + 1',
      }),
      'another request may come between',
    ],
    [
      'is asked by one that a setter calls',
      shop({
        put: 'number = request.form["number"]\n    check(number)\n    orders[number] = {"item": request.form["item"]}',
        more: '\n\ndef check(number):\n    if number in orders:\n        abort(409)\n',
      }),
      'another request may come between',
    ],
    [
      'is asked and taken out',
      shop({ ask: 'order = orders.get(number)\n    orders.pop(number, None)\n    return {"order": order}' }),
      'another request may come between',
    ],
    [
      'is changed in place',
      shop({ ask: 'orders[number]["seen"] = True\n    return orders[number]' }),
      'changed in place',
    ],
    [
      'is asked whether it is empty',
      shop({ ask: 'if not orders:\n        abort(404)\n    return {"order": orders.get(number)}' }),
      /handed on|form that/,
    ],
    [
      'stands in a text',
      shop({ ask: 'print(f"{orders}")\n    return {"order": orders.get(number)}' }),
      /handed on|form that/,
    ],
    ['is given out whole', shop({ ask: 'return {"all": orders, "order": orders.get(number)}' }), /handed on|form that/],
    [
      'is gone through',
      shop({ ask: 'return {"all": list(orders.values()), "o": orders.get(number)}' }),
      'gone through',
    ],
    ['is counted', shop({ ask: 'return {"n": len(orders), "o": orders.get(number)}' }), 'gone through or counted'],
    ['is copied', shop({ ask: 'return {"n": orders.copy(), "o": orders.get(number)}' }), /copy|handed on/],
    [
      'makes its entries',
      shop({ above: 'from collections import defaultdict', made: 'orders = defaultdict(dict)' }),
      'more than an empty',
    ],
    [
      'is put anew',
      shop({ more: '\n\n@app.post("/reset")\ndef reset():\n    global orders\n    orders = {}\n    return "ok"\n' }),
      'handed on or replaced',
    ],
    ['keeps what is not known', shop({ put: 'orders[number] = load(request)' }), 'not known to be text'],
    ['keeps an object', shop({ above: 'class Order:\n    pass', put: 'orders[number] = Order()' }), 'an object'],
    [
      'keeps a member of an enumeration',
      shop({
        above: 'from enum import Enum\nclass Status(str, Enum):\n    OPEN = "open"',
        put: 'orders[number] = {"status": Status.OPEN}',
      }),
      /not known|an object/,
    ],
    [
      'keeps a moment',
      shop({ above: 'from datetime import datetime', put: 'orders[number] = {"at": datetime.now()}' }),
      'not known to be text',
    ],
    ['keeps a set', shop({ put: 'orders[number] = {"tags": {"a", "b"}}' }), 'an object, a set or bytes'],
    ['keeps a tuple', shop({ put: 'orders[number] = {"at": (1, 2)}' }), 'comes back from a store'],
    ['has numbers for keys', shop({ put: 'orders[len(number)] = {"item": "a"}' }), 'not known to be a text'],
    [
      'keeps what its caller changes afterwards',
      shop({
        put: 'order = {"item": "a"}\n    keep(number, order)\n    order["paid"] = True',
        more: '\n\ndef keep(number: str, order):\n    orders[number] = order\n',
      }),
      'who has it still',
    ],
    [
      'keeps what is given back and then changed',
      shop({
        put: 'order = begin(number)\n    order["paid"] = True',
        more: '\n\ndef begin(number: str):\n    order = {"item": "a"}\n    orders[number] = order\n    return order\n',
      }),
      'who has it still',
    ],
    [
      'is used by a clock too, which waits for nothing',
      shop({ more: '\n\ndef sweep():\n    for each in list(orders):\n        del orders[each]\n' }),
      'form that a store may answer otherwise',
    ],
    [
      'has a list of its entry shuffled',
      shop({
        above: 'import random',
        ask: 'random.shuffle(orders[number]["items"])\n    return {"order": orders.get(number)}',
      }),
      'changed in place',
    ],
    [
      'has an entry pushed to by a function that is imported',
      shop({
        above: 'from heapq import heappush',
        ask: 'found = orders[number]\n    heappush(found["items"], 1)\n    return found',
      }),
      'changed in place',
    ],
    [
      'is waited for under a lock of threads',
      `import secrets
import threading
from fastapi import FastAPI
app = FastAPI()
orders = {}
lock = threading.Lock()
@app.post("/orders")
async def place(item: str):
    number = secrets.token_hex(8)
    with lock:
        orders[number] = {"item": item}
    return {"number": number}
@app.get("/orders/{number}")
async def shown(number: str):
    return orders.get(number)
`,
      'in a form that cannot wait',
    ],
    [
      'is what a loop waits for',
      shop({ ask: 'while orders:\n        pass\n    return {"order": orders.get(number)}' }),
      /form that|handed on/,
    ],
    [
      'is spread into another',
      shop({ ask: 'every = {**orders}\n    return {"order": orders.get(number), "n": len(every)}' }),
      'gone through',
    ],
    [
      'is sorted by a class that nothing is seen to use',
      shop({ more: '\n\nclass Audit:\n    def all(self):\n        return sorted(orders, key=str)\n' }),
      /form that|handed on|gone through/,
    ],
  ] as const)('that %s', async (_, app, reason) => {
    const said = await against(app);
    expect(said).not.toContain('Nothing was said against');
    if (typeof reason === 'string') expect(said).toContain(reason);
    else expect(said).toMatch(reason);
  });

  it('that several objects have each', async () => {
    const app = shop({
      made: 'class Desk:\n    def __init__(self):\n        self.orders = {}\n\n\ndesk = Desk()\nspare = Desk()',
    }).replaceAll(/(?<!self\.)\borders\b(?=[[.])/g, 'desk.orders');
    expect(await against(app, 'state-singleton-field')).toMatch(/Several objects|finds nothing/);
  });

  it('that another file names behind an object whose class is not known', async () => {
    const app = shop({
      made: 'class Desk:\n    def __init__(self):\n        self.orders = {}\n\n\ndesk = Desk()',
      more: '\n\ndef audit(any_desk):\n    return any_desk.orders\n',
    }).replaceAll(/(?<!self\.)\borders\b(?=[[.])/g, 'desk.orders');
    expect(await against(app, 'state-singleton-field')).toContain('form that a store may answer otherwise');
  });
});

describe('a dictionary of entries becomes a shared mapping', () => {
  it('where functions do not wait, and stays until an entry is taken out', async () => {
    const { after } = await applyFix(files(shop()), rule, fix);
    expect(after['app.py']).toContain('orders = SharedMapping("web:orders", days=None)');
    expect(after['app.py']).toContain('orders[number] = {"item": request.form["item"], "count": 1}');
  });

  it('where one function takes out what no other asks about in the same step', async () => {
    const more =
      '\n\n@app.delete("/orders/<number>")\ndef cancel(number):\n    orders.pop(number, None)\n    return {}\n';
    const { after } = await applyFix(files(shop({ more })), rule, fix);
    expect(after['app.py']).toContain('days=None');
  });

  it('without an import that only its type needed, and under a lock that waits as well', async () => {
    const app = `import asyncio
import secrets
from typing import Dict

from fastapi import FastAPI

app = FastAPI()
orders: Dict[str, dict] = {}
lock = asyncio.Lock()


@app.post("/orders")
async def place(item: str):
    number = secrets.token_hex(8)
    async with lock:
        orders[number] = {"item": item}
    return {"number": number}


@app.get("/orders/{number}")
async def shown(number: str):
    return orders.get(number)
`;
    const { after } = await applyFix(files(app, 'uvicorn app:app --workers 4'), rule, fix);
    expect(after['app.py']).not.toContain('Dict');
    expect(after['app.py']).toContain('        await orders.put(number, {"item": item})');
  });

  it('in an object that every process makes once', async () => {
    const app = shop({
      made: 'class Desk:\n    def __init__(self):\n        self.orders: dict[str, dict] = {}\n\n\ndesk = Desk()',
    }).replaceAll(/(?<!self\.)\borders\b(?=[[.])/g, 'desk.orders');
    const { after } = await applyFix(files(app), 'state-singleton-field', fix);
    expect(after['app.py']).toContain('self.orders: SharedMapping = SharedMapping("web:Desk.orders", days=None)');
  });

  it('with `await` where functions wait', async () => {
    const app = `import secrets
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
orders = {}


class Order(BaseModel):
    item: str
    count: int


@app.post("/orders")
async def place(order: Order):
    number = secrets.token_hex(8)
    orders[number] = {"item": order.item, "count": order.count}
    return {"number": number}


@app.get("/orders/{number}")
async def shown(number: str):
    if number not in orders:
        raise HTTPException(404)
    return orders[number]
`;
    const { after } = await applyFix(files(app, 'uvicorn app:app --workers 4'), rule, fix);
    expect(after['app.py']).toContain('await orders.put(number, {"item": order.item, "count": order.count})');
    expect(after['app.py']).toContain('if not await orders.has(number):');
    expect(after['app.py']).toContain('return await orders.fetch(number)');
  });

  it('for codes that are asked for once, which go after a day', async () => {
    const app = `import secrets
from flask import Flask, abort, request

app = Flask(__name__)
codes = {}


@app.post("/code")
def send():
    codes[request.form["mail"]] = str(secrets.randbelow(10**6))
    return {}


@app.post("/sign-in")
def sign_in():
    code = codes.pop(request.form["mail"], None)
    if code is None or code != request.form["code"]:
        abort(401)
    return {"signed": True}
`;
    const { after } = await applyFix(files(app), 'auth-challenge-in-memory', fix);
    expect(after['app.py']).toContain('codes = SharedMapping("web:codes", days=1)');
  });

  it('from Django’s views', async () => {
    const django: Files = {
      'requirements.txt': 'django\n',
      'manage.py': 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      'shop/__init__.py': '',
      'shop/settings.py': 'ROOT_URLCONF = "shop.urls"\nDEBUG = False\n',
      'shop/wsgi.py':
        'import os\n\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
      'shop/urls.py':
        'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("orders", views.place), path("orders/<str:number>", views.shown)]\n',
      'shop/views.py': `import secrets

from django.http import JsonResponse

orders = {}


def place(request):
    number = secrets.token_hex(8)
    orders[number] = {"item": request.POST["item"]}
    return JsonResponse({"number": number})


def shown(request, number):
    return JsonResponse({"order": orders.get(number)})
`,
      'compose.yaml':
        'services:\n  web:\n    build: .\n    command: gunicorn -w 4 shop.wsgi:application\n    deploy: { replicas: 3 }\n',
    };
    const { after } = await applyFix(django, rule, fix);
    expect(after['shop/views.py']).toContain('from .shared_mapping import SharedMapping\n');
    expect(after['shop/views.py']).toContain('orders = SharedMapping("web:orders", days=None)');
  });
});
