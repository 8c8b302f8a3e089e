import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyFix, type Files, reasonAgainst } from './apply.ts';

const many = `services:
  web:
    build: .
    command: gunicorn -w 4 app:app
    deploy: { replicas: 3 }
`;

const project = (app: string): Files => ({ 'app.py': app, 'requirements.txt': 'flask\n', 'compose.yaml': many });

/** A dictionary of sessions that requests fill and ask, with further lines of the sign-in and of another route. */
function shop({
  made = 'sessions = {}',
  set = 'sessions[token] = {"user": request.form["user"]}',
  key = 'secrets.token_hex(16)',
  ask = 'session = sessions.get(token)\n    return {"user": session and session["user"]}',
  more = '',
  above = '',
} = {}): string {
  return `import secrets
from flask import Flask, abort, request
${above}
app = Flask(__name__)
${made}


@app.post("/login")
def login():
    token = ${key}
    ${set}
    return {"token": token}


@app.get("/me/<token>")
def me(token):
    ${ask}
${more}`;
}

const module = 'state-module-collection';
const against = (app: string) => reasonAgainst(project(app), module, 'shared-mapping');

describe('a dictionary of sessions stays where it cannot be carried', () => {
  it.each([
    [
      'is changed behind a bracket',
      shop({ ask: 'sessions[token]["seen"] = True\n    return {}' }),
      'changed in place',
      17,
    ],
    [
      'has a list of its entry appended to',
      shop({ ask: 'sessions[token]["cart"].append(request.form["item"])\n    return {}' }),
      'changed in place',
      17,
    ],
    [
      'is changed after it was got',
      shop({ ask: 'session = sessions.get(token)\n    session["seen"] = True\n    return {}' }),
      'changed in place',
      18,
    ],
    [
      'is changed by a method',
      shop({ ask: 'session = sessions[token]\n    session.update(seen=True)\n    return {}' }),
      'changed in place',
      18,
    ],
    [
      'has a part taken out that is changed',
      shop({ ask: 'cart = sessions[token]["cart"]\n    cart.append(1)\n    return {}' }),
      'changed in place',
      18,
    ],
    [
      'is given back by a function to one that changes it',
      shop({
        ask: 'session = find(token)\n    session["seen"] = True\n    return {}',
        more: '\n\ndef find(token):\n    return sessions.get(token)\n',
      }),
      'changed in place',
      18,
    ],
    [
      'is handed to a function that changes it',
      shop({
        ask: 'mark(sessions[token])\n    return {}',
        more: '\n\ndef mark(session):\n    session["seen"] = True\n',
      }),
      'changed in place',
      22,
    ],
    [
      'is set again only in one case',
      shop({
        ask: 'session = sessions[token]\n    session["n"] = 1\n    if request.args["keep"]:\n        sessions[token] = session\n    return {}',
      }),
      'changed in place',
      18,
    ],
    [
      'is filled by setdefault',
      shop({ ask: 'found = sessions.setdefault(token, {})\n    return {"x": sessions.get(token)}' }),
      '`setdefault`',
      17,
    ],
    [
      'is gone through',
      shop({ ask: 'return {"all": [each for each in sessions], "x": sessions.get(token)}' }),
      'gone through',
      17,
    ],
    ['is counted', shop({ ask: 'return {"n": len(sessions), "x": sessions.get(token)}' }), 'counted', 17],
    ['is handed on whole', shop({ ask: 'show(sessions)\n    return {"x": sessions.get(token)}' }), 'handed on', 17],
    ['is used at import', shop({ made: 'sessions = {}\nsessions["admin"] = {}' }), 'while its module is loaded', 6],
    ['is filled where it is made', shop({ made: 'sessions = {"admin": {}}' }), 'Only an empty dictionary', null],
    ['holds objects', shop({ above: '\n\nclass User:\n    pass\n', set: 'sessions[token] = User()' }), 'an object', 15],
    [
      'holds moments',
      shop({ above: 'from datetime import datetime', set: 'sessions[token] = {"at": datetime.now()}' }),
      'not known to be text',
      11,
    ],
    ['holds what is not known', shop({ set: 'sessions[token] = load(request)' }), 'not known to be text', 11],
    ['holds what a row of a table is', shop({ set: 'sessions[token] = {"user": find().id}' }), 'not known', 11],
    ...(
      [
        ['a tuple', '{"point": (1, 2)}'],
        ['a tuple without brackets', '1, 2'],
        ['a tuple in a list', '{"path": [(1, 2)]}'],
        ['numbers for keys', '{"pages": {1: "start"}}'],
        ['a computed number for a key', '{"pages": {int(request.form["page"]): "start"}}'],
        ['a number for a key of a comprehension', '{"pages": {len(name): name for name in ["a"]}}'],
        ['`True` for a key', '{True: "yes"}'],
        ['bytes for keys', '{b"a": 1}', 'an object, a set or bytes'],
        ['bytes', '{"mark": b"a"}', 'an object, a set or bytes'],
        ['bytes that are put together', '{"mark": b"a" + request.data}', 'an object, a set or bytes'],
        ['a set', '{"seen": {1, 2}}', 'an object, a set or bytes'],
        ['a key that is not known', '{"pages": {find(): "start"}}', 'not known to be text'],
      ] as const
    ).map(
      ([what, value, reason]) =>
        [
          `holds ${what}`,
          shop({ set: `sessions[token] = ${value}` }),
          reason ?? 'comes back from a store',
          11,
        ] as const,
    ),
    ...(
      [
        ['a tuple is put into first', 'entry = {}', 'entry["point"] = (1, 2)', 'comes back from a store'],
        ['a tuple is given by name', 'point = None', 'entry = {}', 'point = (1, 2)', 'entry["point"] = point'],
        ['a number is put into for a key', 'entry = {}', 'entry[len(token)] = "x"', 'comes back from a store'],
        ['a tuple is appended to', 'entry = {"path": []}', 'entry["path"].append((1, 2))', 'comes back from a store'],
        ['a tuple is updated with', 'entry = {}', 'entry.update(point=(1, 2))', 'comes back from a store'],
        ['a moment is put into first', 'entry = {}', 'entry["at"] = datetime.now()', 'not known to be text'],
        ['a tuple is one of two', 'entry = {"a": 1} if token else (1, 2)', 'comes back from a store'],
      ] as const
    ).map(([what, ...steps]) => {
      const lines = steps.filter((each) => !/^(?:comes|not) /.test(each));
      const set = [...lines, 'sessions[token] = entry'].join('\n    ');
      const reason = steps.find((each) => /^(?:comes|not) /.test(each)) ?? 'comes back from a store';
      return [`holds what ${what}`, shop({ set }), reason, 11 + lines.length] as const;
    }),
    [
      'holds what a type says are numbers for keys',
      shop({ set: 'pages: Dict[int, str] = load()\n    sessions[token] = pages' }),
      'comes back from a store',
      12,
    ],
    [
      'is filled behind the step that puts it in',
      shop({ set: 'entry = {"user": "ada"}\n    sessions[token] = entry\n    entry["seen"] = True' }),
      'changed in place',
      13,
    ],
    [
      'is filled by the second of two names',
      shop({ set: 'sessions[token] = entry = {}\n    entry["seen"] = True' }),
      'changed in place',
      12,
    ],
    ['has numbers for keys', shop({ key: 'secrets.randbelow(10**9)' }), 'The key is not known to be a text', 11],
    [
      'counts up',
      shop({
        set: 'sessions[token] = 1\n    sessions[token] += 1',
      }),
      'read and written in one step',
      12,
    ],
    [
      'is asked by some that wait and some that do not',
      `import secrets
from fastapi import FastAPI
app = FastAPI()
sessions = {}
@app.post("/login")
async def login(user: str):
    token = secrets.token_hex(16)
    sessions[token] = {"user": user}
    return {"token": token}
@app.get("/me")
def me(token: str):
    return sessions.get(token)
`,
      'this one is not',
      12,
    ],
    [
      'is asked by a function that one that waits calls',
      `import secrets
from fastapi import FastAPI
app = FastAPI()
sessions = {}
def put(token: str, user: str):
    sessions[token] = {"user": user}
@app.post("/login")
async def login(user: str):
    token = secrets.token_hex(16)
    put(token, user)
    return {"token": token}
@app.get("/me")
async def me(token: str):
    return find(token)
def find(token: str):
    return sessions.get(token)
`,
      'would hold up all its requests',
      6,
    ],
  ] as const)('that %s', async (_name, app, reason, line) => {
    const said = await against(app);
    expect(said).toContain(reason);
    if (line !== null) expect(said).toContain(`(app.py:${line})`);
  });

  it('that is made before the environment is loaded', async () => {
    const app = shop({
      above: 'from dotenv import load_dotenv',
      made: 'sessions = {}\nload_dotenv()',
    });
    expect(await against(app)).toContain('loaded only after this module has been. (app.py:6)');
    const kept = shop({ above: 'from kept import sessions', made: '' });
    const files = {
      ...project(kept),
      'kept.py': 'sessions = {}\n',
      'app.py': `from dotenv import load_dotenv\nload_dotenv()\n${kept}`,
    };
    expect(await reasonAgainst(files, module, 'shared-mapping')).toContain('Nothing was said against');
  });

  it('where nothing names packages', async () => {
    const { 'requirements.txt': _gone, ...files } = project(shop());
    expect(await reasonAgainst(files, module, 'shared-mapping')).toContain('no dependency can be added');
  });

  it('that fills itself', async () => {
    const app = shop({ above: 'from collections import defaultdict', made: 'sessions = defaultdict(dict)' });
    expect(await against(app)).toContain('more than an empty dictionary');
  });

  it('that waits inside of a generator', async () => {
    const app = `import secrets
from fastapi import FastAPI
app = FastAPI()
sessions = {}
@app.post("/login")
async def login(user: str):
    token = secrets.token_hex(16)
    sessions[token] = {"user": user}
    return {"token": token}
@app.get("/me")
async def me(token: str):
    return {"any": any(each in sessions for each in [token]), "me": sessions.get(token)}
`;
    expect(await against(app)).toContain('in a form that cannot wait');
  });
});

describe('a dictionary of sessions becomes a shared mapping', () => {
  it('where a class holds it for functions that do not wait', async () => {
    const app = readFileSync('test/seed/workspaces/always-1-wrong/python/app.py', 'utf8');
    const { after, next } = await applyFix(project(app), 'state-singleton-field', 'shared-mapping');
    expect(next).toBe('pip install -r requirements.txt');
    expect(after['requirements.txt']).toBe('flask\nredis\n');
    expect(after['.env.example']).toContain('REDIS_URL=\n# Set to production where');
    expect(after['.env.example']).not.toContain('ALLOW_SINGLE_INSTANCE');
    expect(after['app.py']).toBe(
      app
        .replace('abort, request\n', 'abort, request\n\nfrom shared_mapping import SharedMapping\n')
        .replace('sessions = {}', 'sessions = SharedMapping("web:SessionManager.sessions", days=14)'),
    );
    expect(after['shared_mapping.py']).toContain('    def __getitem__');
  });

  it('where every instance of a program makes one object that holds it', async () => {
    const app = shop({
      made: 'class Manager:\n    def __init__(self):\n        self.sessions: dict[str, dict] = {}\n\n\nmanager = Manager()',
    }).replaceAll(/(?<!self\.)\bsessions\b(?=[[.])/g, 'manager.sessions');
    const { after } = await applyFix(project(app), 'state-singleton-field', 'shared-mapping');
    expect(after['app.py']).toContain(
      '        self.sessions: SharedMapping = SharedMapping("web:Manager.sessions", days=14)',
    );
  });

  it('where what is changed is set again', async () => {
    const app = shop({
      ask: 'session = sessions[token]\n    session["n"] = 1\n    sessions[token] = session\n    return {}',
    });
    const { after } = await applyFix(project(app), module, 'shared-mapping');
    expect(after['app.py']).toContain('sessions = SharedMapping("web:sessions", days=14)');
  });

  it.each([
    [
      'with texts for keys in it',
      'sessions[token] = {"pages": {request.form["page"]: "start"}, f"a{token}": [1, None]}',
    ],
    ['that is put together first', 'entry = {}\n    entry["user"] = request.form["user"]\n    sessions[token] = entry'],
    ['that is updated first', 'entry = {}\n    entry.update(user=request.form["user"])\n    sessions[token] = entry'],
    [
      'that is set again behind a change',
      'entry = {}\n    sessions[token] = entry\n    entry["a"] = 1\n    sessions[token] = entry',
    ],
    ['whose text has a tuple for its places', 'sessions[token] = {"name": "%s-%s" % (token, 1)}'],
  ] as const)('%s', async (_name, set) => {
    const { after } = await applyFix(project(shop({ set })), module, 'shared-mapping');
    expect(after['app.py']).toContain('sessions = SharedMapping("web:sessions", days=14)');
  });

  it('with `await` wherever functions that wait use it', async () => {
    const app = `import secrets
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
sessions: dict[str, dict] = {}  # by token


class Credentials(BaseModel):
    name: str


@app.post("/login")
async def login(credentials: Credentials):
    token = secrets.token_hex(16)
    sessions[token] = {"user": credentials.name}
    return {"token": token}


@app.get("/me/{token}")
async def me(token: str):
    if token not in sessions or not token in sessions:
        raise HTTPException(401)
    found = sessions.get(token, {})
    return {"user": sessions[token]["user"], "same": found["user"] == sessions.get(token)["user"]}


@app.delete("/me/{token}")
async def leave(token: str):
    sessions.pop(token, None)
    if token in sessions:
        del sessions[token]
    return {}
`;
    const files = {
      'app.py': app,
      'requirements.txt': 'fastapi\n',
      'compose.yaml': many.replace('gunicorn -w 4', 'uvicorn --workers 4'),
    };
    const { after } = await applyFix(files, module, 'shared-mapping');
    expect(after['app.py']).toBe(
      app
        .replace('import BaseModel\n', 'import BaseModel\nfrom shared_mapping import SharedMapping\n')
        .replace('dict[str, dict] = {}', 'SharedMapping = SharedMapping("web:sessions", days=14)')
        .replace(
          'sessions[token] = {"user": credentials.name}',
          'await sessions.put(token, {"user": credentials.name})',
        )
        .replace(
          'if token not in sessions or not token in sessions',
          'if not await sessions.has(token) or not await sessions.has(token)',
        )
        .replace('found = sessions.get(token, {})', 'found = await sessions.get(token, {})')
        .replace('sessions[token]["user"]', '(await sessions.fetch(token))["user"]')
        .replace('sessions.get(token)["user"]', '(await sessions.get(token))["user"]')
        .replace('    sessions.pop(token, None)', '    await sessions.pop(token, None)')
        .replace('if token in sessions', 'if await sessions.has(token)')
        .replace('del sessions[token]', 'await sessions.remove(token)'),
    );
    expect(after['shared_mapping.py']).toContain('    async def fetch');
  });

  it('with the program’s own word for production, and leave to be alone where one instance is declared', async () => {
    const app = shop({ made: 'sessions = {}\nif os.environ.get("FLASK_ENV") == "production":\n    app.debug = False' });
    const files = {
      ...project(app.replace('import secrets', 'import os\nimport secrets')),
      'compose.yaml': many
        .replace('-w 4 ', '')
        .replace('replicas: 3', 'replicas: 1, update_config: { order: start-first }'),
    };
    const { after } = await applyFix(files, module, 'shared-mapping');
    expect(after['shared_mapping.py']).toContain(
      'in_production = os.environ.get("FLASK_ENV") in ("production", "prod")',
    );
    expect(after['.env.example']).toContain('ALLOW_SINGLE_INSTANCE=1\n');
  });

  it('in the module that an earlier fix made', async () => {
    const app = shop({
      made: 'sessions = {}\nadmin_sessions = {}',
      more: `

@app.post("/admin/login")
def admin_login():
    token = secrets.token_hex(16)
    admin_sessions[token] = {"user": request.form["user"]}
    return {"token": token}


@app.get("/admin/me/<token>")
def admin_me(token):
    return {"user": admin_sessions.get(token)}
`,
    });
    const { after } = await applyFix(project(app), module, 'shared-mapping');
    const again = await applyFix(after, module, 'shared-mapping');
    expect(again.after['app.py']).toContain('admin_sessions = SharedMapping("web:admin_sessions", days=14)');
    expect(again.after['app.py']).toContain('sessions = SharedMapping("web:sessions", days=14)');
    expect(again.after['app.py']?.match(/import SharedMapping/g)).toHaveLength(1);
    expect(Object.keys(again.after).filter((file) => file.startsWith('shared_mapping'))).toEqual(['shared_mapping.py']);
  });

  it('beside the entry of a package, named from where it is used', async () => {
    const files: Files = {
      'requirements.txt': 'flask\n',
      'shop/__init__.py': '',
      'shop/app.py': shop({ above: 'from .state.kept import sessions', made: '' }),
      'shop/state/__init__.py': '',
      'shop/state/kept.py': 'sessions = {}\n',
      'compose.yaml': many.replace('app:app', 'shop.app:app'),
    };
    const { after } = await applyFix(files, module, 'shared-mapping');
    expect(Object.keys(after)).toContain('shop/shared_mapping.py');
    expect(after['shop/state/kept.py']).toBe(
      'from ..shared_mapping import SharedMapping\n\nsessions = SharedMapping("web:sessions", days=14)\n',
    );
  });
});
