import { checkRules } from '../check-rule.ts';
import { fieldRules, moduleRules } from '../kept-rules.ts';

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const table = `
    class Table:
        def __init__(self, id):
            self.orders = []
        def add(self, text):
            self.orders.append(text)
        def all(self):
            return ", ".join(self.orders)`;

/** One object for each key that requests bring, and two views that fill and ask it. */
const tables = (keep: string, start = '{}', mark = '') => `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    ${table}
    tables = ${start}
    ${mark}
    def table_of(id):
${keep}
    @app.post("/tables/<id>")
    def order(id):
        table_of(id).add(request.form["text"])
        return "ok"
    @app.get("/tables/<id>")
    def bill(id):
        return table_of(id).all()
    ${many}`;

const underKey = `
        if id not in tables:
            tables[id] = Table(id)
        return tables[id]`;

checkRules(fieldRules, [
  { name: 'a field of objects that are kept one for each key', files: tables(underKey), gate: 'lifetime' },
  {
    name: 'a field of objects that are kept in a list, one behind the other',
    gate: 'lifetime',
    files: tables(
      `
        for each in tables:
            if each.id == id:
                return each
        each = Table(id)
        tables.append(each)
        return each`,
      '[]',
    ),
  },
  {
    name: 'a field of the one object that is kept under a name that the program spells out',
    files: tables(underKey.replaceAll('tables[id]', 'tables["all"]').replace('id not in', '"all" not in')).replace(
      'self.orders = []',
      'self.orders = []\n #               ^^^^^^ state-singleton-field',
    ),
    silentWhen: [{ name: 'nothing is put in', replace: [['self.orders.append(text)', 'print(text)']] }],
  },
  {
    name: 'a field of objects that something handed over at the start makes whenever it pleases',
    gate: 'lifetime',
    files: `
    # file: app.py
    from flask import Flask, request
    from kitchen import every_evening, now
    app = Flask(__name__)
    ${table}
    def open_table():
        now(Table("evening"))
    every_evening(open_table)
    @app.post("/tables")
    def order():
        now().add(request.form["text"])
        return "ok"
    ${many}`,
  },
  {
    name: 'a field of objects that only a script of a developer makes at its start',
    gate: 'lifetime',
    files: `
    # file: tables.py
    ${table}
    # file: tools/try.py
    from tables import Table
    table = Table("try")
    # file: app.py
    from flask import Flask, request
    from tables import Table
    app = Flask(__name__)
    @app.post("/tables")
    def order():
        table: Table = request.table
        table.add(request.form["text"])
        return table.all()
    ${many}`,
  },
  {
    name: 'times that only say what this process may let go of',
    gate: 'role',
    files: `
    # file: app.py
    import time
    from flask import Flask, request
    app = Flask(__name__)
    class Desk:
        def __init__(self):
            self.seen = {}
        def put(self, id):
            self._prune()
            self.seen[id] = time.monotonic()
        def _prune(self):
            for id in list(self.seen):
                if self.seen[id] < time.monotonic() - 60:
                    self.seen.pop(id)
    desk = Desk()
    @app.post("/notes/<id>")
    def place(id):
        desk.put(id)
        return "ok"
    ${many}`,
  },
]);

checkRules(moduleRules, [
  {
    name: 'objects with a state of their own, one for each key',
    files: tables(underKey, '{}', '^^^^^^ state-module-collection').replace('    ^^^^^^ state', ' #  ^^^^^^ state'),
    silentWhen: [{ name: 'each is made anew', replace: [['tables[id] = Table(id)', 'return Table(id)']] }],
  },
  {
    name: 'locks that count who waits at them, each begun where it is asked for',
    gate: 'role',
    files: `
    # file: app.py
    import threading
    from flask import Flask, request
    from shop import sell
    app = Flask(__name__)
    class Turn:
        def __init__(self, lock):
            self.lock = lock
            self.waiting = 0
    account_locks = {}
    @app.post("/accounts/<id>")
    def pay(id):
        turn = account_locks.setdefault(id, Turn(threading.Lock()))
        turn.waiting += 1
        try:
            with turn.lock:
                return sell(id)
        finally:
            turn.waiting -= 1
            if turn.waiting == 0 and account_locks.get(id) is turn:
                account_locks.pop(id, None)
    ${many}`,
  },
  {
    name: 'locks, made for it and kept under keys',
    gate: 'role',
    files: `
    # file: app.py
    import threading
    from flask import Flask, request
    from shop import sell
    app = Flask(__name__)
    class Turn:
        def __init__(self):
            self.lock = threading.Lock()
            self.waiting = []
        def enter(self, who):
            self.waiting.append(who)
    account_locks = {}
    def turn_of(id):
        if id not in account_locks:
            account_locks[id] = Turn()
        return account_locks[id]
    @app.post("/accounts/<id>")
    def pay(id):
        turn_of(id).enter(request.form["who"])
        return sell(id)
    @app.delete("/accounts/<id>")
    def close(id):
        return sell(turn_of(id))
    ${many}`,
  },
]);

const follow = (ask: string) => `
    # file: app.py
    from fastapi import FastAPI, WebSocket
    app = FastAPI()
    class Talks:
        def __init__(self):
            self.by_id = {}
            #    ^^^^^ state-singleton-field
        def start(self, id):
            ${ask}
            self.by_id[id] = {"said": []}
        def say(self, id, text):
            self.by_id[id]["said"].append(text)
    talks = Talks()
    @app.websocket("/talk/{id}")
    async def talk(socket: WebSocket, id: str):
        talks.start(id)
        async for text in socket.iter_text():
            talks.say(id, text)
    ${many}`;

checkRules(fieldRules, [
  {
    name: 'where a socket that comes back asks, and not where the same socket finds what it put in',
    files: follow('if id in self.by_id: return "again"'),
    expect: [{ related: ['app.py:8', 'app.py:12', 'app.py:14', 'app.py:7'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [['self.by_id[id] = {"said": []}', 'pass']] }],
  },
]);
