import { rule } from '../../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule } from '../check-rule.ts';

/** A limiter of Flask that is given to the application when it is made, and what is set before. */
const shop = (imports: string, set: string, mark = '') => `
    # file: limits.py
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address
    limiter = Limiter(key_func=get_remote_address)
${mark}
    # file: app.py
    import os
    ${imports}
    from flask import Flask
    from limits import limiter
    import settings
    def create():
        app = Flask(__name__)
        if settings.STORE:
            ${set}
        limiter.init_app(app)
        @app.post("/login")
        @limiter.limit("5 per minute")
        def login(): return ""
        return app
    app = create()
    # file: settings.py
    import os
    STORE = os.environ.get("STORE", None)
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const mark = ' #            ^^^^^^^ ratelimit-memory-store';
const named = 'from flask_limiter.constants import ConfigVars';
const silentWhen = [
  { name: 'a store is named', replace: [['limits.py\n', 'limits.py\n    RATELIMIT_STORAGE_URI = "redis://cache"\n']] },
] as const;

checkRule(rule, [
  {
    name: 'the environment names the store, under a constant of the library',
    files: shop(named, 'app.config[ConfigVars.STORAGE_URI] = settings.STORE'),
    gate: 'shared',
  },
  {
    name: 'the same by the way of the package',
    files: shop('import flask_limiter', 'app.config[flask_limiter.extension.C.STORAGE_URL] = settings.STORE'),
    gate: 'shared',
  },
  {
    name: 'the same under the name itself',
    files: shop('', 'app.config["RATELIMIT_STORAGE_URI"] = settings.STORE'),
    gate: 'shared',
  },
  {
    name: 'another constant of the library',
    files: shop(named, 'app.config[ConfigVars.STRATEGY] = settings.STORE', mark),
    silentWhen,
  },
  {
    name: 'a constant of another package',
    files: shop('from company_files import names', 'app.config[names.STORAGE_URI] = settings.STORE', mark),
    silentWhen,
  },
  {
    name: 'the constant names memory',
    files: shop(named, 'app.config[ConfigVars.STORAGE_URI] = "memory://"', mark),
    silentWhen: [{ name: 'it names a store', replace: [['memory://', 'redis://cache']] }],
  },
]);
