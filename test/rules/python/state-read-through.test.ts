import { rule } from '../../../src/rules/stateless/state-module-collection.ts';
import { checkRule } from '../check-rule.ts';

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

checkRule(rule, [
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
    name: 'marks of what is done already, where the answer is another one then',
    files: asked(
      'set()',
      `
        if id in kept:
            return "twice"
        note(id)
        kept.add(id)
        return "once"`,
      '^^^^^^^ state-module-collection',
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
