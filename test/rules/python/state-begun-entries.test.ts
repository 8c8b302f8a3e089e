import { checkRules } from '../check-rule.ts';
import { fieldRules, moduleRules } from '../kept-rules.ts';

/** A dictionary that begins an entry for whoever asks, with what one view puts in and another shows. */
const talk = (start: string, put: string, show: string, mark = '') => `
    # file: app.py
    import importlib
    from collections import defaultdict
    from flask import Flask, request
    app = Flask(__name__)
    said = ${start}
    ${mark}
    @app.post("/rooms/<room>")
    def say(room):
        ${put}
        return "ok"
    @app.get("/rooms/<room>")
    def show(room):
        ${show}
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const put = 'said[room].append(request.form["text"])';
const shown = 'return ", ".join(said[room])';
const marked = '#^^^^ state-module-collection';
const atStart = (text: string) => text.replace('    #^^^^', '   #^^^^');

checkRules(moduleRules, [
  {
    name: 'entries that nobody asks for again',
    files: talk('defaultdict(list)', put, 'return "nothing"'),
    gate: 'role',
  },
  {
    name: 'entries that begin as something else than a dictionary that makes them',
    files: talk('{}', put, shown),
  },
  {
    name: 'modules of the program, by their names',
    gate: 'role',
    files: talk('{}', 'said[room] = importlib.import_module(room)', 'return said[room].text()'),
  },
  {
    name: 'what is appended to an entry that begins by being asked for',
    files: atStart(talk('defaultdict(list)', put, shown, marked)),
    silentWhen: [{ name: 'it is only looked at', replace: [['.append(request.form["text"])', '.copy()']] }],
  },
  {
    name: 'what is set in an entry that begins by being asked for',
    files: atStart(talk('defaultdict(dict)', 'said[room].update(request.form)', 'return str(said[room])', marked)),
    silentWhen: [{ name: 'nothing is put in', replace: [['.update(request.form)', '.copy()']] }],
  },
  {
    name: 'an entry that only gets one more name, beside one that comes in',
    files: atStart(
      talk(
        '{}',
        'said["last"] = said.get(room, "")\n        said[room] = request.form["text"]',
        'return said[room]',
        marked,
      ),
    ),
    expect: [{ related: ['app.py:9', 'app.py:6', 'app.py:13'] }],
    silentWhen: [{ name: 'nothing else comes in', replace: [['said[room] = request.form["text"]', 'pass']] }],
  },
]);

checkRules(fieldRules, [
  {
    name: 'what is appended in a field whose entries begin by being asked for',
    files: `
    # file: app.py
    from collections import defaultdict
    from flask import Flask, request
    app = Flask(__name__)
    class Desk:
        def __init__(self):
            self.said = defaultdict(list)
            #    ^^^^ state-singleton-field
        def put(self, room, text):
            self.said[room].append(text)
        def all(self, room):
            return self.said[room]
    desk = Desk()
    @app.post("/rooms/<room>")
    def say(room):
        desk.put(room, request.form["text"])
        return "ok"
    @app.get("/rooms/<room>")
    def show(room):
        return str(desk.all(room))
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`,
    silentWhen: [
      { name: 'each thread has it', replace: [['class Desk:', 'import threading\n    class Desk(threading.local):']] },
    ],
  },
]);

const behindSwitch = (shared: string) => `
    # file: app.py
    from fastapi import FastAPI
    from parts import holder
    app = FastAPI()
    outcomes = {}
    def is_cache_there():
        return isinstance(getattr(holder.CACHE, "is_shared", None), bool)
    async def outcome_of(id):
        if not is_cache_there():
            return outcomes.get(id)
        return ${shared}.get(id)
    async def keep(id, text):
        if not is_cache_there():
            outcomes[id] = text
            return
        ${shared}.set(id, text)
    @app.post("/runs/{id}")
    async def run(id: str, text: str):
        await keep(id, text)
        return {}
    @app.get("/runs/{id}")
    async def show(id: str):
        return await outcome_of(id)
    # file: compose.yaml
    services:
      web:
        build: .
        command: uvicorn app:app --workers 4`;

checkRules(moduleRules, [
  {
    name: 'what stands in where a cache that is waited for is not there',
    files: behindSwitch('await holder.CACHE'),
    gate: 'guard',
  },
]);
