import { checkRules } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

/** A decorator of the program's own around three functions, one of which fills a dictionary. */
const notes = (filling: string, mark: string) => `
  # file: requirements.txt
  flask
  # file: app.py
  import functools
  from flask import Flask, request
  app = Flask(__name__)
  notes = {}
  ${mark}
  def signed_in(func):
      @functools.wraps(func)
      def wrapper(*args, **kwargs):
          if not request.headers.get("x-user"):
              return "no", 401
          return func(*args, **kwargs)
      return wrapper
  @app.get("/about")
  @signed_in
  def about():
      return "about"
  ${filling}
  @signed_in
  def put(id):
      notes[id] = request.form["text"]
      return "kept"
  @app.get("/notes/<id>")
  @signed_in
  def show(id):
      return notes.get(id, "")
  app.run()
`;

/** The same, where the wrapper hands the function to a decorator of a library. */
const handedOn = (files: string): string =>
  files
    .replace('import functools', 'import functools\n  from guards import login_required')
    .replace('return func(*args, **kwargs)', 'return login_required(func)(*args, **kwargs)');

checkRules(moduleRules, [
  {
    name: 'a wrapper that hands its function to a library leads to no other function with the same decorator',
    gate: 'moment',
    files: handedOn(notes('', '')),
  },
  {
    name: 'a wrapper that hands its function to a library leaves the way of the route as it is',
    files: handedOn(notes('@app.post("/notes/<id>")', '^^^^^ state-module-collection')),
    silentWhen: [{ name: 'it has no route', replace: [['@app.post("/notes/<id>")', '']] }],
  },
  {
    name: 'a wrapper leads to the function that it was made around, and not to others with the same decorator',
    gate: 'moment',
    files: notes('', ''),
  },
  {
    name: 'the route of a decorated function leads to it',
    files: notes('@app.post("/notes/<id>")', '^^^^^ state-module-collection'),
    silentWhen: [{ name: 'it has no route', replace: [['@app.post("/notes/<id>")', '']] }],
  },
]);
