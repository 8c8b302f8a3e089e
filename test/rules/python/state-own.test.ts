import { checkRules } from '../check-rule.ts';
import { fieldRules, moduleRules } from '../kept-rules.ts';

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

/** An object of a class `Desk` that all requests ask, with its methods and the two views that lead to them. */
const desk = (base: string, methods: string) => `
    # file: app.py
    import threading
    from flask import Flask, request
    app = Flask(__name__)
    class Desk${base}:
        def __init__(self):
            self.notes = {}
${methods}
    desk = Desk()
    @app.post("/notes/<id>")
    def place(id):
        return desk.put(id, request.form["text"])
    @app.get("/notes/<id>")
    def show(id):
        return str(desk.find(id))
    ${many}`;

const putAndFind = `
        def put(self, id, text):
            self.notes[id] = text
            return "ok"
        def find(self, id):
            return self.notes.get(id)`;

checkRules(fieldRules, [
  {
    name: 'entries under what stands for an object of this process',
    files: desk(
      '',
      `
        def put(self, id, text):
            answer = Answer(text)
            mark = weakref.ref(answer, self.find)
            self.notes[mark] = id
            return answer
        def find(self, mark):
            return self.notes.get(mark)`,
    ).replace('import threading', 'import threading\n    import weakref\n    from answers import Answer'),
    gate: 'role',
  },
  { name: 'fields that each thread has for itself', files: desk('(threading.local)', putAndFind), gate: 'lifetime' },
  {
    name: 'fields of a class behind one that each thread has for itself',
    files: desk('(Own)', putAndFind).replace(
      '    class Desk',
      '    class Own(threading.local):\n        pass\n    class Desk',
    ),
    gate: 'lifetime',
  },
  {
    name: 'an object that hangs on what the thread has for itself',
    files: `
    # file: app.py
    from threading import local
    from flask import Flask, request
    app = Flask(__name__)
    own = local()
    class Desk:
        def __init__(self):
            self.notes = {}
        def put(self, id, text):
            self.notes[id] = text
        def find(self, id):
            return self.notes.get(id)
    def desk():
        if not hasattr(own, "desk"):
            own.desk = Desk()
        return own.desk
    @app.post("/notes/<id>")
    def place(id):
        desk().put(id, request.form["text"])
        return "ok"
    @app.get("/notes/<id>")
    def show(id):
        return str(desk().find(id))
    ${many}`,
  },
  {
    name: 'the field of an object that all threads share',
    files: desk('', putAndFind).replace(
      'self.notes = {}',
      'self.notes = {}\n #               ^^^^^ state-singleton-field',
    ),
    silentWhen: [{ name: 'each thread has it for itself', replace: [['class Desk:', 'class Desk(threading.local):']] }],
  },
  {
    name: 'entries that are only changed where one is found, in a dictionary that begins empty',
    files: desk(
      '',
      `
        def put(self, id, text):
            if id not in self.notes:
                return "unknown"
            self.notes[id] = text
            return "ok"
        def find(self, id):
            return self.notes.get(id)`,
    ),
    gate: 'role',
  },
  {
    name: 'entries that are changed where one is found, and that another method puts in',
    files: desk(
      '',
      `
        def put(self, id, text):
            if id not in self.notes:
                return self.begin(id)
            self.notes[id] = text
            return "ok"
        def begin(self, id):
            self.notes[id] = request.form["first"]
            return "begun"
        def find(self, id):
            return self.notes.get(id)`,
    ).replace('self.notes = {}', 'self.notes = {}\n #               ^^^^^ state-singleton-field'),
    silentWhen: [{ name: 'nothing puts one in', replace: [['self.notes[id] = request.form["first"]', 'print(id)']] }],
  },
  {
    name: 'a registry that the first request fills from the classes of the program',
    files: `
    # file: app.py
    from flask import Flask
    app = Flask(__name__)
    class Shape:
        known = {}
        are_known = False
        def __init__(self, name):
            self.name = name
        def draw(self):
            return self.name
        @classmethod
        def find(cls, name):
            if not cls.are_known:
                for kind in cls.__subclasses__():
                    made = kind()
                    cls.known[made.name] = made
                cls.are_known = True
            return cls.known[name]
    class Circle(Shape):
        def __init__(self):
            super().__init__("circle")
    @app.get("/shapes/<name>")
    def show(name):
        return Shape.find(name).draw()
    ${many}`,
    gate: 'role',
  },
  {
    name: 'a registry that is filled once by what makes it, before it is asked',
    files: `
    # file: app.py
    from importlib.metadata import entry_points
    from flask import Flask
    app = Flask(__name__)
    class Readers:
        def __init__(self):
            self.found: list[type] = []
        def look(self):
            for point in entry_points(group="shop.readers"):
                self.found.append(point.load())
        def fitting(self, name):
            for reader in self.found:
                if reader.fits(name):
                    return reader
            return None
    readers = None
    is_complete = False
    def all_readers():
        global readers, is_complete
        if readers is None:
            readers = Readers()
        if not is_complete:
            readers.look()
            is_complete = True
        return readers
    @app.get("/read/<name>")
    def read(name):
        return str(all_readers().fitting(name))
    @app.get("/fits/<name>")
    def fits(name):
        return str(all_readers().fitting(name) is not None)
    ${many}`,
    gate: 'role',
  },
  {
    name: 'lists of one piece of work, which each call empties first',
    files: `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    class Outline:
        def __init__(self):
            self.marks = []
        def clear_all(self):
            self.marks = []
        def read(self, text):
            for word in text.split():
                self.marks.append(word)
        def longest(self):
            return max(self.marks, key=len)
    class Reader:
        def __init__(self):
            self.outline = Outline()
        def run(self, text):
            self.outline.clear_all()
            self.outline.read(text)
            return self.outline.longest()
    reader = Reader()
    @app.post("/longest")
    def longest():
        return reader.run(request.form["text"])
    @app.post("/last")
    def last():
        return reader.run(request.form["line"])
    ${many}`,
    gate: 'role',
  },
  {
    name: 'lists that one request empties and fills and another asks',
    files: `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    class Outline:
        def __init__(self):
            self.marks = []
 #               ^^^^^ state-singleton-field
        def clear_all(self):
            self.marks = []
        def read(self, text):
            for word in text.split():
                self.marks.append(word)
        def longest(self):
            return max(self.marks, key=len)
    outline = Outline()
    @app.post("/read")
    def read():
        outline.clear_all()
        outline.read(request.form["text"])
        return "ok"
    @app.get("/longest")
    def longest():
        return outline.longest()
    ${many}`,
    silentWhen: [
      {
        name: 'whoever asks empties it first',
        replace: [['return outline.longest()', 'outline.clear_all(); outline.read("a b"); return outline.longest()']],
      },
    ],
  },
]);

/** Notes under the id of a visit, which hangs on what a run sets for itself. */
const visits = (notes: string, id: string, more: string) => `
    # file: app.py
    from contextvars import ContextVar
    from uuid import uuid4
    from flask import Flask, request
    from lazy import Proxy
    app = Flask(__name__)
    class Visit:
        def __init__(self, id, user):
            self.id = id
            self.user = user
        def saved(self):
            return notes.get(self.id) or {}
    class Current:
        def __init__(self, visit):
            self.visit = visit
    current = ContextVar("current")
    context = Proxy(current.get)
    ${notes}
    def put(text):
        notes[context.visit.id] = text
    @app.post("/bot")
    def bot():
        visit_id = ${id}
        visit = Visit(id=visit_id, user=1)
        current.set(Current(visit=visit))
        put(request.form["text"])
        return visit.saved()
    ${more}
    ${many}`;
const askedLater = `@app.get("/notes/<id>")
    def show(id):
        return str(notes.get(id))`;
const marked = `notes = {}
 #  ^^^^^ state-module-collection`;

checkRules(moduleRules, [
  {
    name: 'entries under an id that the same run has made up',
    files: visits('notes = {}', 'str(uuid4())', ''),
    gate: 'role',
  },
  {
    name: 'entries under an id that was made up, which a later request brings',
    files: visits(marked, 'str(uuid4())', askedLater),
    silentWhen: [{ name: 'nothing puts one in', replace: [['notes[context.visit.id] = text', 'print(text)']] }],
  },
  {
    name: 'entries under an id that the request brings',
    files: visits(marked, 'request.form["id"]', ''),
    silentWhen: [{ name: 'the run makes it up', replace: [['request.form["id"]', 'str(uuid4())']] }],
  },
  {
    name: 'a cache of what is known of code, dumped by another view',
    files: `
    # file: app.py
    import inspect
    from flask import Flask
    app = Flask(__name__)
    shop_code_cache = {}
    def described(names):
        for name in names:
            if name not in shop_code_cache:
                try:
                    shop_code_cache[name] = {"doc": inspect.getdoc(names[name]), "name": str(name)}
                except Exception:
                    shop_code_cache[name] = {"doc": "", "name": str(name)}
            yield shop_code_cache[name]
    @app.get("/described")
    def describe():
        return list(described(globals()))
    @app.get("/code")
    def dump():
        return dict(shop_code_cache)
    ${many}`,
    gate: 'role',
  },
  {
    name: 'a cache of codes that are sent and asked for again',
    files: `
    # file: app.py
    import secrets
    from flask import Flask, request
    app = Flask(__name__)
    code_cache = {}
 #  ^^^^^^^^^^ auth-challenge-in-memory
    @app.post("/send")
    def send():
        code_cache[request.form["mail"]] = secrets.token_hex(3)
        return "sent"
    @app.post("/check")
    def check():
        if code_cache.get(request.form["mail"]) != request.form["code"]:
            return "no", 403
        return "ok"
    ${many}`,
    silentWhen: [
      {
        name: 'they stand in Redis',
        replace: [['code_cache[request.form["mail"]] = secrets.token_hex(3)', 'redis.set(1, 2)']],
      },
    ],
  },
  {
    name: 'what the first request fills for the process',
    files: `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    plans = {}
 #  ^^^^^ state-module-collection
    is_filled = False
    @app.post("/plans")
    def place():
        global is_filled
        if not is_filled:
            plans[request.form["name"]] = request.form["price"]
            is_filled = True
        return "ok"
    @app.get("/plans/<name>")
    def show(name):
        return str(plans.get(name))
    ${many}`,
    silentWhen: [
      {
        name: 'the program says what goes in',
        replace: [['plans[request.form["name"]] = request.form["price"]', 'plans["small"] = 1; plans[str(2)] = 3']],
      },
    ],
  },
]);
