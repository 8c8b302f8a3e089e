import { checkRules } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

/** A function that asks a collection for what one view wants, and fills it where nothing is there. */
const asked = (start: string, body: string, mark = '') => `
    # file: app.py
    import secrets
    from flask import Flask, request
    from places import look_up, note
    app = Flask(__name__)
    kept = ${start}
    ${mark}
    def answer(id):
${body}
    def is_there(id):
${body}
    @app.get("/one/<id>")
    def one(id):
        return str(answer(id))
    @app.get("/two/<id>")
    def two(id):
        return str(is_there(id))
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const found = `
        if id in kept:
            return kept[id]
        result = True
        for part in look_up(id):
            if part.late:
                result = False
        kept[id] = result
        return result`;

checkRules(moduleRules, [
  { name: 'an answer that is found out anew where it is not there', files: asked('{}', found), gate: 'role' },
  {
    name: 'a mark of what exists, from a function that only asks',
    gate: 'role',
    files: asked(
      'set()',
      `
        if id in kept:
            return True
        if not look_up(id):
            return False
        kept.add(id)
        return True`,
    ).replace('def answer', 'def has_one'),
  },
  {
    name: 'objects that are complete once they are made, and go where one is there',
    gate: 'role',
    files: `
    # file: app.py
    from flask import Flask, request
    from words import all_words
    app = Flask(__name__)
    class Speller:
        def __init__(self, id):
            self.words = []
            self.learn(id)
        def learn(self, id):
            self.words.append(id)
        def says(self, text):
            return text in self.words
    spellers = {}
    @app.get("/spell/<id>")
    def spell(id):
        if id not in spellers:
            spellers[id] = Speller(id)
        return str(spellers[id].says(request.args["text"]))
    @app.delete("/spell/<id>")
    def close(id):
        if id in spellers:
            del spellers[id]
        return "closed"
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`,
  },
  {
    name: 'results that an object keeps in a field of its own, too',
    gate: 'role',
    files: `
    # file: app.py
    from flask import Flask
    from tables import make_table
    app = Flask(__name__)
    tables = {}
    class View:
        def open(self, id):
            self.table = tables.get(id)
            if self.table is None:
                self.table = make_table(id)
                tables[id] = self.table
            return self.table
    @app.get("/tables/<id>")
    def one(id):
        return str(View().open(id))
    @app.get("/rows/<id>")
    def rows(id):
        return str(tables[id])
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`,
  },
  {
    name: 'marks of what is done already, where the answer is another one then',
    files: asked(
      'set()',
      `
        if id in kept:
            return "twice"
        note(id)
        kept.add(id)
        return "once"`,
      '^^^^^^^ state-dedupe-in-memory',
    )
      .replaceAll('kept', 'handled')
      .replace('    ^^^^^^^', '#   ^^^^^^^'),
    silentWhen: [
      {
        name: 'nobody marks one',
        replace: [['handled.add(id)', 'note(id)']],
      },
    ],
  },
  {
    name: 'an answer that chance makes',
    files: asked(
      '{}',
      `
        if id in kept:
            return kept[id]
        result = secrets.token_hex()
        kept[id] = result
        return result`,
      '#^^^^ state-module-collection',
    ).replace('    #^^^^', '   #^^^^'),
    silentWhen: [
      {
        name: 'it is looked up',
        replace: [['secrets.token_hex()', 'look_up(id)']],
      },
    ],
  },
]);
