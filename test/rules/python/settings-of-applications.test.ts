import { rule } from '../../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule } from '../check-rule.ts';

const app = (folder: string, setting: string, mark = '') => `
    # file: ${folder}/Procfile
    web: gunicorn -w 4 app:app
    # file: ${folder}/app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address
    app = Flask(__name__)
    ${setting}
    limiter = Limiter(get_remote_address, app=app)
    ${mark}
    @app.post("/login")
    @limiter.limit("5/minute")
    def login():
        return "ok"`;

const stored = 'app.config["RATELIMIT_STORAGE_URI"] = "redis://redis:6379"';
const counted = '#         ^^^^^^^ ratelimit-memory-store';

checkRule(rule, [
  { name: 'two applications that each set a store', files: app('a', stored) + app('b', stored) },
  {
    name: 'a store that a module of settings sets, which an application loads',
    files: `${app('a', 'app.config.from_object("settings.Production")')}
    # file: a/settings.py
    class Production:
        RATELIMIT_STORAGE_URI = "redis://redis:6379"`,
  },
  {
    name: 'a store that whoever imports the application sets',
    files: `${app('a', '')}
    # file: a/wsgi.py
    from app import app
    app.config["RATELIMIT_STORAGE_URI"] = "redis://redis:6379"`,
  },
  {
    name: 'a store that another application of the repository sets',
    files: app('a', 'app.testing = False', counted) + app('b', stored),
    silentWhen: [{ name: 'it sets one itself', replace: [['app.testing = False', stored]] }],
  },
  {
    name: 'a store in the settings that another application of the repository loads',
    files: `${app('a', 'app.testing = False', counted)}${app('b', 'app.config.from_object("settings.Production")')}
    # file: b/settings.py
    class Production:
        RATELIMIT_STORAGE_URI = "redis://redis:6379"`,
    silentWhen: [{ name: 'it sets one itself', replace: [['app.testing = False', stored]] }],
  },
]);
