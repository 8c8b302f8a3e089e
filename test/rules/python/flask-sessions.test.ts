import { rule } from '../../../src/rules/stateless/session-file-store.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** An application whose sessions lie in files of each host, and what its routes do with them. */
const shop = (body: string, imports = ''): string => `
    # file: app.py
    import flask
    from flask import Flask, flash, request, session
    from flask_session import Session
    ${imports}
    app = Flask(__name__)
    app.config["SESSION_TYPE"] = "filesystem"
    Session(app)
   #^^^^^^^ session-file-store
    @app.post("/shop")
    def change():
        ${body}
        return "ok"
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app
        deploy: { replicas: 3 }`;

const unseen = { severity: 'note', says: ['nothing is seen to be kept in it.'] } as const;
const inServer = {
  name: 'sessions stand in a server',
  replace: [['"filesystem"', '"redis"']],
} as const;

const lost = (name: string, body: string, fields: string, imports = ''): RuleCase => ({
  name,
  files: shop(body, imports),
  expect: [{ severity: 'error', says: [`What is kept in the session (${fields}) is lost`] }],
  silentWhen: [inServer],
});

const empty = (name: string, body: string, imports = ''): RuleCase => ({
  name,
  files: shop(body, imports),
  expect: [unseen],
  silentWhen: [inServer],
});

const unused = (name: string, body: string, imports = ''): RuleCase => ({
  name,
  gate: 'role',
  files: shop(body, imports).replace(/^ +#\^+ session-file-store\n/m, ''),
});

const signedOut = (name: string, body: string, imports = ''): RuleCase => ({
  name,
  files: shop(body, imports),
  expect: [{ severity: 'error', says: ['Users are signed out whenever another instance answers'] }],
  silentWhen: [inServer],
});

checkRule(rule, [
  empty('a session that is only asked', 'print(session.get("theme"))'),
  empty('what is said of the session itself, and what is taken out of it', 'session.permanent = True; session.clear()'),
  unused(
    'a session of the database has the same name',
    'db.session.note = request.form["note"]; keep(db.session); database["user_id"] = 1; database.get("user_id")',
    'from shop.data import db, session as database, keep',
  ),
  unused(
    'a function of the same name that is not the framework’s',
    'tell("Kept.")',
    'from shop.notes import flash as tell',
  ),
  lost('an imported session', 'session["cart"] = request.form["cart"]', '`cart`'),
  lost('under another name', 'mine["cart"] = 1', '`cart`', 'from flask import session as mine'),
  lost('a local name for it', 'mine = session; mine["cart"] = 1', '`cart`'),
  lost('a member of the module', 'flask.session["cart"] = 1', '`cart`'),
  lost(
    'fields that begin, change and come by name',
    'session.setdefault("cart", []); session.update(tone=1); session.update({"size": 2})',
    '`cart`, `tone`, `size`',
  ),
  lost('what an entry gets', 'session["cart"].append(request.form["item"])', '`cart`'),
  lost('messages for the next page', 'flash("Kept.")', '`_flashes`'),
  lost(
    'a name that nobody asks for again, and a copy that is shown',
    'session["user_id"] = 1; print(dict(session))',
    '`user_id`',
  ),
  signedOut('the user, looked up', 'session["user_id"] = 1; print(session["user_id"])'),
  signedOut('the user, asked for by key', 'session["user_id"] = 1; print(session.get("user_id"))'),
  signedOut('the user, asked whether there', 'session["user_id"] = 1; print("user_id" in session)'),
  signedOut('the user, taken out', 'session["user_id"] = 1; session.pop("user_id", None)'),
  signedOut('a library that signs in', 'login_user(request.user)', 'from flask_login import login_user'),
  signedOut('the same, by its module', 'flask_login.login_user(request.user)', 'import flask_login'),
]);
