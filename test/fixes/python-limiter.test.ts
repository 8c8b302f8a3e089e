import { describe, expect, it } from 'vitest';
import { compileErrors, styleErrors } from '../patterns/python-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const threeTimesTwo = {
  Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "-w", "2", "app:app"]\n',
  'compose.yaml': 'services:\n  shop:\n    build: .\n    deploy:\n      replicas: 3\n',
};

function flask(limiter: string, head = ''): string {
  return `${head}from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

app = Flask(__name__)
${limiter}


@app.route("/sign-in", methods=["POST"])
@limiter.limit("5 per minute")
def sign_in():
    return "welcome"
`;
}

function fastapi(limiter: string): string {
  return `from fastapi import FastAPI, Request
from slowapi import Limiter
from slowapi.util import get_remote_address

app = FastAPI()
${limiter}
app.state.limiter = limiter


@app.post("/sign-in")
@limiter.limit("5/minute")
async def sign_in(request: Request):
    return "welcome"
`;
}

const simple = 'limiter = Limiter(get_remote_address, app=app)';

function filesWith(app: string, more: Files = {}): Files {
  return { 'requirements.txt': 'flask\nflask-limiter\n', 'app.py': app, ...threeTimesTwo, ...more };
}

const rule = 'ratelimit-memory-store';
const fix = 'ratelimit-shared-store';

const refused: readonly { readonly name: string; readonly files: Files; readonly reason: string }[] = [
  {
    name: 'no manifest of Python above',
    files: { 'app.py': flask(simple), 'package.json': '{}', ...threeTimesTwo },
    reason: 'No requirements.txt, pyproject.toml or Pipfile stands above this file',
  },
  {
    name: 'a file that a tool makes',
    files: filesWith(flask(simple), {
      'requirements.txt':
        'flask==3.0.3 --hash=sha256:34e815dfaa43340d1d15a5c3a02b8476004037eb4840b34910c6e21679d288f3\n',
    }),
    reason: 'requirements.txt is made by a tool from other files; add redis>=5.2.1,<7 there',
  },
  {
    name: 'a limiter that a function with parameters makes',
    files: filesWith(
      flask(
        'def make(key):\n    return Limiter(key, app=app)\n\n\nlimiter = make(get_remote_address)\nother = make(get_remote_address)',
      ),
    ),
    reason: 'each that is made needs a name of its own in the store',
  },
  {
    name: 'an environment that is loaded only later',
    files: filesWith(flask(`${simple}\nload_dotenv()`, 'from dotenv import load_dotenv\n')),
    reason: 'The environment with the store’s address is loaded only after this module has been. (app.py:8)',
  },
  {
    name: 'two settings that both say memory',
    files: filesWith(flask('app.config.from_object("settings.Base")\nlimiter = Limiter(get_remote_address, app=app)'), {
      'settings.py':
        'class Base:\n    RATELIMIT_STORAGE_URI = "memory://"\n\n\nclass Test(Base):\n    RATELIMIT_STORAGE_URI = "memory://"\n',
    }),
    reason: 'Several settings, or one that is computed, say where limits are counted. (settings.py:2)',
  },
];

const cases: readonly {
  readonly name: string;
  readonly app: string;
  readonly files?: Files;
  readonly written: string;
}[] = [
  {
    name: 'a limiter in one line',
    app: flask(simple),
    written: `limiter = Limiter(
    get_remote_address,
    app=app,
    storage_uri=shared_redis_url() or "memory://",
    storage_options={"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    in_memory_fallback_enabled=True,
    key_prefix="limit:app:limiter:",
)
`,
  },
  {
    name: 'a limiter that names memory, with remarks and a key of its own',
    app: flask(`limiter = Limiter(
    key_func=get_remote_address,  # by address
    app=app,
    key_prefix="shop",
    # Later Redis.
    storage_uri="memory://",
)`),
    written: `limiter = Limiter(
    key_func=get_remote_address,  # by address
    app=app,
    key_prefix="shop",
    # Later Redis.
    storage_uri=shared_redis_url() or "memory://",
    storage_options={"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    in_memory_fallback_enabled=True,
)
`,
  },
  {
    name: 'a limiter that names memory in one line',
    app: flask('limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")'),
    written: `    app=app,
    storage_uri=shared_redis_url() or "memory://",
    storage_options={"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
`,
  },
  {
    name: 'a limiter that is given its application later, in single quotes',
    app: flask(
      "limiter = Limiter(\n    get_remote_address,\n    default_limits=['100 per hour']\n)\nlimiter.init_app(app)",
    ).replaceAll('"', "'"),
    written: `limiter = Limiter(
    get_remote_address,
    default_limits=['100 per hour'],
    storage_uri=shared_redis_url() or 'memory://',
    storage_options={'socket_connect_timeout': 0.5, 'socket_timeout': 0.5},
    in_memory_fallback_enabled=True,
    key_prefix='limit:app:limiter:'
)
limiter.init_app(app)
`,
  },
  {
    name: 'a setting that names memory',
    app: flask(`app.config["RATELIMIT_STORAGE_URI"] = "memory://"\n${simple}`),
    written: `app.config["RATELIMIT_STORAGE_URI"] = shared_redis_url() or "memory://"
limiter = Limiter(
    get_remote_address,
    app=app,
    storage_options={"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    in_memory_fallback_enabled=True,
    key_prefix="limit:app:limiter:",
)
`,
  },
  {
    name: 'an environment that is loaded before',
    app: flask(simple, 'from dotenv import load_dotenv\n\nload_dotenv()\n\n'),
    written: 'storage_uri=shared_redis_url() or "memory://",\n',
  },
  {
    name: 'SlowAPI',
    app: fastapi('limiter = Limiter(key_func=get_remote_address)'),
    files: {
      'requirements.txt': 'fastapi==0.115.0\nslowapi==0.1.9\n',
      Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "app:app"]\n',
    },
    written: `limiter = Limiter(
    key_func=get_remote_address,
    storage_uri=shared_redis_url() or "memory://",
    storage_options={"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    in_memory_fallback_enabled=True,
    key_prefix="limit:app:limiter:",
)
`,
  },
];

describe('ratelimit-shared-store in Python', () => {
  it.each(refused)('refuses $name', async ({ files, reason }) => {
    expect(await reasonAgainst(files, rule, fix)).toContain(reason);
  });

  it.each(cases)('mends $name', async ({ app, files, written }) => {
    const { after, next } = await applyFix(filesWith(app, files), rule, fix);
    expect(after['app.py']).toContain(written);
    expect(after['app.py']).toContain('from shared_redis import shared_redis_url\n');
    expect(after['requirements.txt']).toMatch(/redis(?:==5\.2\.1)?\n/);
    expect(after['.env.example']).toMatch(/REDIS_URL=\n.*\nAPP_ENV=\n/);
    expect(next).toBe('pip install -r requirements.txt');
    expect(compileErrors(after)).toBe('');
    // What stood before its imports stands there still.
    expect(styleErrors(after['app.py'] ?? '').replaceAll(/^.* E402 .*\n/gm, '')).toBe('');
    expect(styleErrors(after['shared_redis.py'] ?? '')).toBe('');
  });

  it('mends a package, with what it calls production and the module of an earlier fix', async () => {
    const files: Files = {
      'pyproject.toml': '[project]\nname = "shop"\ndependencies = [\n    "flask>=3",\n    "flask-limiter>=3.5",\n]\n',
      'uv.lock': '',
      Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "-w", "4", "shop.app:create_app()"]\n',
      'shop/__init__.py': '',
      'shop/app.py':
        'import os\n\nfrom flask import Flask\n\nfrom .limits import limiter\nfrom .views import views\n\n\ndef create_app():\n    app = Flask(__name__)\n    app.debug = os.environ.get("FLASK_ENV") == "development"\n    limiter.init_app(app)\n    app.register_blueprint(views)\n    return app\n',
      'shop/limits.py':
        '"""Limits of all routes."""\n\nfrom flask_limiter import Limiter\nfrom flask_limiter.util import get_remote_address\n\nlimiter = Limiter(get_remote_address)\n',
      'shop/views.py':
        'from flask import Blueprint\n\nfrom .limits import limiter\n\nviews = Blueprint("views", __name__)\n\n\n@views.post("/sign-in")\n@limiter.limit("5 per minute")\ndef sign_in():\n    return "welcome"\n',
    };
    const { after, next } = await applyFix(files, rule, fix);
    expect(after['shop/limits.py']).toContain('\n\nfrom .shared_redis import shared_redis_url\n\nlimiter = Limiter(');
    expect(after['shop/shared_redis.py']).toContain(
      'in_production = os.environ.get("FLASK_ENV") in ("production", "prod")',
    );
    expect(after['.env.example']).toBe('# The Redis that all instances share.\nREDIS_URL=\n');
    expect(after['pyproject.toml']).toContain('    "redis>=5.2.1,<7",\n]');
    expect(next).toBe('uv sync');
    expect(compileErrors(after)).toBe('');
    const again: Files = { ...after, 'shop/limits.py': files['shop/limits.py'] ?? '' };
    const { after: twice } = await applyFix(again, rule, fix);
    expect(twice).toEqual(after);
  });

  it('lets exactly one instance run without a store', async () => {
    const files = filesWith(flask(simple), {
      Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n',
      'compose.yaml': 'services:\n  shop:\n    build: .\n    deploy:\n      replicas: 1\n',
    });
    const { after } = await applyFix(files, rule, fix);
    expect(after['.env.example']).toContain('ALLOW_SINGLE_INSTANCE=1\n');
  });

  it('says what it would do before it is chosen', async () => {
    expect(await answerTo(filesWith(flask(simple)), rule, fix)).toEqual({
      kind: 'offer',
      fixId: fix,
      title: 'Count in Redis, once for all instances',
      safety: 'needs-review',
    });
  });
});
