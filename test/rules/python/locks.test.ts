import { rule } from '../../../src/rules/stateless/lock-in-process.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const flask = (declared: string, views: string): string => `
    # file: app.py
    import asyncio
    import threading
    import psycopg2
    from flask import Flask, request
    database = psycopg2.connect("")
    cursor = database.cursor()
    ${declared}
    app = Flask(__name__)
    ${views}
    ${many}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a lock around a table of this process',
    gate: 'role',
    files: flask(
      'lock = threading.Lock()\n    seen = {}',
      `@app.route("/seen/<name>")
    def see(name):
        with lock:
            seen[name] = 1
        return "ok"`,
    ),
  },
  {
    name: 'a model that is loaded once',
    gate: 'role',
    files: flask(
      'lock = threading.Lock()\n    model = None',
      `@app.route("/ask")
    def ask():
        global model
        with lock:
            if model is None:
                model = open("model.bin").read()
        return model`,
    ),
  },
  {
    name: 'a bound of several tasks',
    gate: 'none',
    files: flask(
      'bound = threading.Semaphore(4)',
      `@app.route("/buy/<id>", methods=["POST"])
    def buy(id):
        with bound:
            cursor.execute("SELECT stock FROM items WHERE id = %s", (id,))
            cursor.execute("UPDATE items SET stock = %s", (cursor.fetchone()[0] - 1,))
        return "ok"`,
    ),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a block that a lock of threads guards',
    files: flask(
      `stock_lock = threading.Lock()
  # ^^^^^^^^^^ lock-in-process`,
      `@app.route("/buy/<id>", methods=["POST"])
    def buy(id):
        with stock_lock:
            cursor.execute("SELECT stock FROM items WHERE id = %s", (id,))
            stock = cursor.fetchone()[0]
            cursor.execute("UPDATE items SET stock = %s WHERE id = %s", (stock - 1, id))
        return "ok"`,
    ),
    expect: [{ severity: 'error', says: ['Two can be behind `stock_lock` at once', '4 instances'] }],
    silentWhen: [
      { name: 'no request leads there', replace: [['@app.route("/buy/<id>", methods=["POST"])\n', '']] },
      { name: 'the rows are locked', replace: [['WHERE id = %s", (id,))', 'WHERE id = %s FOR UPDATE", (id,))']] },
      {
        name: 'the work stands outside',
        replace: [['        with stock_lock:\n', '        with stock_lock:\n            pass\n        if id:\n']],
      },
    ],
  },
  {
    name: 'a lock of tasks for each wallet',
    files: `
    # file: app.py
    import asyncio
    import asyncpg
    from fastapi import FastAPI
    app = FastAPI()
    pool = asyncpg.create_pool("")
    locks: dict[str, asyncio.Lock] = {}
  # ^^^^^ lock-in-process
    @app.post("/pay/{wallet}")
    async def pay(wallet: str, amount: int):
        if wallet not in locks:
            locks[wallet] = asyncio.Lock()
        async with locks[wallet]:
            balance = await pool.fetchval("SELECT balance FROM wallets WHERE id = $1", wallet)
            await pool.execute("UPDATE wallets SET balance = $1 WHERE id = $2", balance - amount, wallet)
    # file: compose.yaml
    services:
      web:
        build: .
        command: uvicorn app:app --workers 4`,
    silentWhen: [{ name: 'no request leads there', replace: [['@app.post("/pay/{wallet}")\n', '']] }],
  },
  {
    name: 'a lock in a field, taken and released',
    files: flask(
      `class Store:
        def __init__(self):
            self.guard = threading.RLock()
         #       ^^^^^ lock-in-process
        def take(self, id):
            self.guard.acquire()
            try:
                cursor.execute("SELECT stock FROM items WHERE id = %s", (id,))
                cursor.execute("UPDATE items SET stock = %s WHERE id = %s", (cursor.fetchone()[0] - 1, id))
            finally:
                self.guard.release()
    store = Store()`,
      `@app.route("/buy/<id>", methods=["POST"])
    def buy(id):
        store.take(id)
        return "ok"`,
    ),
    silentWhen: [
      {
        name: 'each request has its own',
        replace: [
          ['store.take(id)', 'Store().take(id)'],
          ['    store = Store()\n', ''],
        ],
      },
    ],
  },
  {
    name: 'a global mark',
    files: flask(
      `importing = False
  # ^^^^^^^^^ lock-in-process`,
      `@app.route("/import", methods=["POST"])
    def load():
        global importing
        if importing:
            return "busy", 409
        importing = True
        try:
            for item in request.json:
                cursor.execute("INSERT INTO items (name) VALUES (%s)", (item,))
        finally:
            importing = False
        return "ok"`,
    ),
    expect: [{ says: ['`importing` lets each instance run this at once'] }],
    silentWhen: [
      { name: 'nobody asks for it', replace: [['        if importing:\n            return "busy", 409\n', '']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
