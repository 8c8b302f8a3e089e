import { rule } from '../../../src/rules/stateless/state-module-counter.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

/** A service of Flask: what it declares, and its views. */
const flask = (declared: string, views: string): string => `
    # file: app.py
    import itertools
    import uuid
    import psycopg2
    from flask import Flask, request, jsonify
    database = psycopg2.connect("")
    ${declared}
    app = Flask(__name__)
    ${views}
    ${many}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a figure of requests',
    gate: 'role',
    files: flask(
      'served = 0',
      `@app.route("/orders")
    def orders():
        global served
        served += 1
        return jsonify(served=served)`,
    ),
  },
  {
    name: 'an id with chance in it',
    gate: 'role',
    files: flask(
      'counter = itertools.count(1)',
      `@app.route("/orders", methods=["POST"])
    def place():
        return jsonify(id=f"{uuid.uuid4()}-{next(counter)}")`,
    ),
  },
  {
    name: 'a name of the function alone, which the call gives up',
    gate: 'none',
    files: flask(
      '',
      `@app.route("/orders")
    def orders():
        number = 0
        number += 1
        return jsonify(id=number)`,
    ),
  },
  {
    name: 'a sequence that orders tasks of this process',
    gate: 'role',
    files: flask(
      'import heapq\n    tasks = []\n    order = itertools.count()',
      `@app.route("/tasks", methods=["POST"])
    def add():
        heapq.heappush(tasks, (1, next(order), request.json))
        return "ok"`,
    ),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a global that names a row',
    files: flask(
      `next_id = 1
  # ^^^^^^^ state-module-counter`,
      `@app.route("/orders", methods=["POST"])
    def place():
        global next_id
        order = {"id": next_id, "name": request.json["name"]}
        next_id += 1
        database.cursor().execute("INSERT INTO orders (id, name) VALUES (%s, %s)", (order["id"], order["name"]))
        return jsonify(order)`,
    ),
    expect: [{ severity: 'error', says: ['4 instances', 'from 1 on'] }],
    silentWhen: [{ name: 'no request leads there', replace: [['@app.route("/orders", methods=["POST"])\n', '']] }],
  },
  {
    name: 'a sequence of the language',
    files: flask(
      `numbers = itertools.count(1000)
  # ^^^^^^^ state-module-counter`,
      `@app.route("/orders", methods=["POST"])
    def place():
        return jsonify(order_number=f"ORD-{next(numbers):06d}")`,
    ),
    silentWhen: [
      {
        name: 'it is called something that names nothing',
        replace: [
          ['order_number', 'words'],
          ['numbers', 'texts'],
        ],
      },
    ],
  },
  {
    name: 'a field of an object of the module',
    files: flask(
      `class Store:
        def __init__(self):
            self.items = {}
            self.next_id = 1
         #       ^^^^^^^ state-module-counter
        def add(self, item):
            item_id = self.next_id
            self.next_id += 1
            self.items[item_id] = item
            return item_id
        def find(self, item_id):
            return self.items[item_id]
    store = Store()`,
      `@app.route("/items", methods=["POST"])
    def add():
        store.add(request.json)
        return "ok"
    @app.route("/items/<int:id>")
    def find(id):
        return store.find(id)`,
    ),
    silentWhen: [
      {
        name: 'each request makes one',
        replace: [
          ['store.add(request.json)', 'Store().add(request.json)'],
          ['return store.find(id)', 'return "none"'],
          ['    store = Store()\n', ''],
        ],
      },
    ],
  },
  {
    name: 'a field of the class',
    files: flask(
      `class Ticket:
        last_number = 0
     #  ^^^^^^^^^^^ state-module-counter
        def __init__(self):
            Ticket.last_number += 1
            self.number = Ticket.last_number`,
      `@app.route("/tickets", methods=["POST"])
    def take():
        ticket = Ticket()
        return jsonify(number=ticket.number)`,
    ),
    silentWhen: [{ name: 'nobody is told', replace: [['jsonify(number=ticket.number)', '"ok"']] }],
  },
  {
    name: 'a key of a dictionary that was sent',
    files: flask(
      `last_id = 0
  # ^^^^^^^ state-module-counter
    notes = []`,
      `@app.route("/notes", methods=["POST"])
    def add():
        global last_id
        last_id += 1
        note = request.get_json()
        note["id"] = last_id
        notes.append(note)
        return "ok"
    @app.route("/notes")
    def all():
        return jsonify(notes)`,
    ),
    silentWhen: [{ name: 'it gets no number', replace: [['note["id"] = last_id', 'note["id"] = uuid.uuid4()']] }],
  },
  {
    name: 'an attribute of a function',
    files: flask(
      `def next_number():
        next_number.last += 1
        return next_number.last
    next_number.last = 0
    ^^^^^^^^^^^^^^^^ state-module-counter`,
      `@app.route("/orders", methods=["POST"])
    def place():
        return jsonify(number=next_number())`,
    ),
    silentWhen: [{ name: 'it is a figure', replace: [['number=next_number()', 'ok=1']] }],
  },
];

checkRule(rule, [...silent, ...found]);
