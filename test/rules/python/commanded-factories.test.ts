import { rule } from '../../../src/rules/stateless/auth-ephemeral-secret.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** A shop whose application a function makes, with a secret of its own, in an image that runs `command`. */
const shop = (command: string, mark = '', folder = '', more = '', named = 'create_app') => `
    # file: requirements.txt
    flask
    # file: deploy/Dockerfile
    FROM python:3.12
    WORKDIR /app
    COPY . .
    ${command}
    # file: ${folder}shop/__init__.py
    from .factory import ${named}
    ${more}
    # file: ${folder}shop/factory.py
    import os
    from flask import Flask, session
    def ${named}(config=None):
        app = Flask(__name__)
        app.secret_key = os.urandom(24)
${mark}
        @app.post("/login")
        def login():
            session["user"] = 1
            return ""
        @app.get("/me")
        def me():
            return str(session["user"])
        return app
    # file: ${folder}shop/other.py
    def other(): return 1
    # file: compose.yaml
    services:
      web:
        build: { context: ., dockerfile: deploy/Dockerfile }
        deploy: { replicas: 3 }`;

const mark = ' #                          ^^^^^^^ auth-ephemeral-secret';
const none = (name: string, files: string): RuleCase => ({ name, files });

const hit = (name: string, command: string, to: readonly [string, string], ...more: readonly string[]): RuleCase => ({
  name,
  files: shop(command, mark, ...more),
  silentWhen: [{ name: 'something else is made', replace: [to] }],
});

const cases: readonly RuleCase[] = [
  none('a name that is no function of the module', shop(`CMD ["gunicorn", "shop:make()"]`)),
  none('a function of another module', shop(`CMD ["gunicorn", "shop.other:other()"]`)),
  none('Flask finds an application before what makes one', shop('CMD flask --app shop run', '', '', 'app = None')),
  none('an image with such a tag', shop('CMD ["python", "-m", "http.server", "shop:create_app"]')),
  hit('called in the command', `CMD ["gunicorn", "-w", "4", "shop:create_app()"]`, [
    'shop:create_app()',
    'shop:make()',
  ]),
  hit('called with an argument', `CMD ["gunicorn", "shop:create_app('production')"]`, [
    'shop:create_app(',
    'shop.other:other(',
  ]),
  hit('in a line of a shell', `CMD sh -c 'exec gunicorn -w 4 "shop:create_app()"'`, [
    'shop:create_app()',
    'shop:make()',
  ]),
  hit('told to be a factory', 'CMD uvicorn --factory shop:create_app --host 0.0.0.0', ['--factory ', '']),
  hit('told to be called', 'CMD waitress-serve --call shop:create_app', ['shop:create_app', 'shop.other:other']),
  hit('named to Flask', 'CMD flask --app shop:create_app run', ['shop:create_app', 'shop.other:other']),
  hit('found by Flask', 'CMD flask --app shop run --host 0.0.0.0', ['--app shop', '--app shop.other']),
  hit('found by Flask under its other name', 'CMD flask --app=shop run', ['=shop', '=shop.other'], '', '', 'make_app'),
  hit(
    'in a folder that the image brings',
    `CMD ["gunicorn", "shop:create_app()"]`,
    ['create_app()"]', 'make()"]'],
    'web/',
  ),
];

checkRule(rule, cases);
