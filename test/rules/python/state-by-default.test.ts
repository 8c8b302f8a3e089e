import { checkRules, type RuleCase } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

/** A function with a module's dictionary as the default of a parameter, and a view that calls it. */
const program = (call: string, parameter = 'store=pending', mark = '') => `
    # file: app.py
    from flask import Flask, jsonify, request
    app = Flask(__name__)
    pending = {}
${mark}
    def put(key, value, ${parameter}):
        store[key] = value
    @app.post("/orders/<id>")
    def order(id):
        ${call}
        return "ok"
    @app.get("/orders/<id>")
    def show(id):
        return jsonify(pending.get(id))
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const mark = '   #^^^^^^^ state-module-collection';
const uncalled = (call: string) => ({ name: 'nobody calls it', replace: [[call, 'print(id)']] }) as const;

const possible = (name: string, call: string, parameter?: string): RuleCase => ({
  name,
  files: program(call, parameter, mark),
  expect: [{ severity: 'note' }],
  silentWhen: [uncalled(call)],
});
const sure = (name: string, call: string, parameter?: string): RuleCase => ({
  name,
  files: program(call, parameter, mark),
  expect: [{ severity: 'warning', says: ['what POST /orders/<id> → put puts in, GET /orders/<id> may not find'] }],
  silentWhen: [uncalled(call)],
});

checkRules(moduleRules, [
  possible('another one is given', 'put(id, request.json, {})'),
  possible('another one is given by name', 'put(id, request.json, store={})'),
  possible('what is given may hold one', 'put(*request.json)'),
  possible('what is given by name may hold one', 'put(id, request.json, **request.json)'),
  possible('it may be this one or another', 'put(id, request.json)', 'store=pending if app.debug else {}'),
  sure('nobody gives one', 'put(id, request.json)'),
  sure('nobody gives one, and all else by name', 'put(key=id, value=request.json)'),
  sure('this one is given', 'put(id, request.json, pending)', 'store'),
]);
