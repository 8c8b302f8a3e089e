import { rule } from '../../../src/rules/stateless/state-app-global.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

/** Settings that each process fetches once and keeps, and that a view may change. */
const kept = (fill: string, view: string): string => `
    # file: app.py
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy
    app = Flask(__name__)
    db = SQLAlchemy(app)
    class Settings(db.Model):
        id = db.Column(db.Integer, primary_key=True)
    def fetched():
        return Settings.query.first()
    @app.get("/")
    def home():
        ${fill}
        return app.config["SHOP"].theme
${view}
    ${many}`;
const unlessThere = 'if "SHOP" not in app.config:\n            app.config["SHOP"] = fetched()';
const changing = (decorator: string, mark = '') => `    @app.${decorator}
    def change():
        settings = fetched()
        settings.theme = "dark"
        db.session.commit()
        app.config["SHOP"] = settings
${mark}
        return "ok"`;

const cases: readonly RuleCase[] = [
  { name: 'what each process fetches once', gate: 'role', files: kept(unlessThere, '') },
  {
    name: 'what is fetched again after a while',
    gate: 'role',
    files: kept(
      'if "SHOP" not in app.config or app.config["SHOP"].until < 7:\n            app.config["SHOP"] = fetched()',
      changing('post("/shop")'),
    ),
  },
  { name: 'what a reading view fetches anew', gate: 'role', files: kept(unlessThere, changing('get("/shop")')) },
  {
    name: 'what each process fetches once, and a view renews in its own',
    files: kept(unlessThere, changing('post("/shop")', '     #  ^^^^^^^^^^^^^^^^^^ state-app-global')),
    silentWhen: [{ name: 'nobody changes it', replace: [['app.config["SHOP"] = settings', 'pass']] }],
  },
  {
    name: 'a setting of the start',
    gate: 'none',
    files: `
    # file: app.py
    from flask import Flask, current_app
    app = Flask(__name__)
    app.config["THEME"] = "dark"
    @app.route("/")
    def home():
        return current_app.config["THEME"]
    ${many}`,
  },
  {
    name: 'a value that each request has for itself',
    gate: 'none',
    files: `
    # file: app.py
    from flask import Flask, g, request
    app = Flask(__name__)
    @app.route("/theme", methods=["POST"])
    def choose():
        g.theme = request.json["theme"]
        return "ok"
    @app.route("/")
    def home():
        return g.theme
    ${many}`,
  },
  {
    name: 'a model that the first request loads',
    gate: 'role',
    files: `
    # file: app.py
    from fastapi import FastAPI, Request
    app = FastAPI()
    @app.post("/warm")
    def warm(request: Request):
        if request.app.state.model is None:
            request.app.state.model = open("model.bin").read()
        return "ok"
    @app.get("/ask")
    def ask(request: Request):
        return request.app.state.model
    ${many}`,
  },
  {
    name: 'a setting of Flask that a view changes',
    files: `
    # file: app.py
    from flask import Flask, current_app, request
    app = Flask(__name__)
    @app.route("/theme", methods=["POST"])
    def choose():
        app.config["THEME"] = request.json["theme"]
    #   ^^^^^^^^^^^^^^^^^^^ state-app-global
        return "ok"
    @app.route("/")
    def home():
        return current_app.config["THEME"]
    ${many}`,
    expect: [{ severity: 'warning', says: ['`app.config.THEME`', '4 instances'] }],
    silentWhen: [
      { name: 'no request leads there', replace: [['@app.route("/theme", methods=["POST"])\n', '']] },
      { name: 'another is read', replace: [['current_app.config["THEME"]', 'current_app.config["TITLE"]']] },
    ],
  },
  {
    name: 'a setting whose name only begins with the server',
    files: `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    @app.route("/settings", methods=["POST"])
    def choose():
        app.config["SERVER_SETTINGS"] = request.json
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ state-app-global
        return "ok"
    @app.route("/sign-in")
    def sign_in():
        return app.config["SERVER_SETTINGS"]["second_factor"]
    ${many}`,
    silentWhen: [
      { name: 'it is the server', replace: [['SERVER_SETTINGS', 'MAIL_SERVER']] },
      { name: 'figures of this process', replace: [['SERVER_SETTINGS', 'SERVER_STATS']] },
    ],
  },
  {
    name: 'through the name that stands for the application, read by get',
    files: `
    # file: app.py
    from flask import Flask, current_app, request
    app = Flask(__name__)
    @app.route("/theme", methods=["POST"])
    def choose():
        current_app.config["THEME"] = request.json["theme"]
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ state-app-global
        return "ok"
    @app.route("/")
    def home():
        return app.config.get("THEME")
    ${many}`,
    silentWhen: [{ name: 'nobody reads it', replace: [['return app.config.get("THEME")', 'return "home"']] }],
  },
  {
    name: 'the state of FastAPI',
    files: `
    # file: app.py
    from fastapi import FastAPI, Request
    app = FastAPI()
    @app.post("/theme/{theme}")
    def choose(theme: str, request: Request):
        request.app.state.theme = theme
    #   ^^^^^^^^^^^^^^^^^^^^^^^ state-app-global
        return "ok"
    @app.get("/")
    def home():
        return app.state.theme
    # file: compose.yaml
    services:
      web:
        build: .
        command: uvicorn app:app --workers 4`,
    expect: [{ says: ['`app.state.theme`'] }],
    silentWhen: [{ name: 'nobody reads it', replace: [['return app.state.theme', 'return "home"']] }],
  },
];

checkRule(rule, cases);
