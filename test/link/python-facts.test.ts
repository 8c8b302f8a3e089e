import { describe, expect, it } from 'vitest';
import type { Catalog, Framework, Library } from '../../src/catalog/types.ts';
import type { FileFacts } from '../../src/facts/file-facts.ts';
import { factsByFile } from '../../src/facts/store.ts';
import { meaningsOf, optionOf } from '../../src/link/evaluate.ts';
import { link } from '../../src/link/link.ts';
import { runsAt } from '../../src/link/reach.ts';
import { readFile } from '../../src/sources/formats.ts';
import { accessTexts, cellNamed, keyNamed } from './linked.ts';
import { at, dictionary, formatted, list, literal, of, pythonFile } from './python.ts';

const citation = { title: 'Flask: quickstart', url: 'https://flask.palletsprojects.com/en/stable/quickstart/' };

const flask: Framework = {
  id: 'flask',
  title: 'Flask',
  packages: ['flask'],
  types: [
    {
      type: 'flask.application',
      madeBy: [{ kind: 'export', modules: ['flask'], name: 'Flask', by: 'either' }],
      declaredAs: [],
    },
  ],
  entries: [
    {
      kind: 'call',
      framework: 'flask',
      call: { kind: 'method', on: 'flask.application', methods: ['route'] },
      moment: 'request',
      handlers: { kind: 'from', position: 1 },
      path: { kind: 'position', position: 0 },
      verb: 'any',
    },
  ],
  singletons: [],
  listeners: [{ kind: 'method', on: 'flask.application', methods: ['run'] }],
  citation,
};

const django: Framework = {
  ...flask,
  id: 'django',
  title: 'Django',
  types: [],
  entries: [
    {
      kind: 'call',
      framework: 'django',
      call: { kind: 'export', modules: ['django.urls'], name: 'path', by: 'call' },
      moment: 'request',
      handlers: { kind: 'position', position: 1 },
      path: { kind: 'position', position: 0 },
      verb: 'any',
    },
  ],
  listeners: [],
};

const python: Library = {
  id: 'python',
  title: 'Python',
  packages: [],
  types: [],
  uses: [],
  effects: [
    { call: { kind: 'global', name: 'open' }, effect: 'file-write', subject: { kind: 'position', position: 0 } },
  ],
  citation,
};

const sqlalchemy: Library = {
  ...python,
  id: 'sqlalchemy',
  title: 'SQLAlchemy',
  packages: ['sqlalchemy'],
  effects: [],
  uses: [
    {
      call: { kind: 'export', modules: ['sqlalchemy'], name: 'create_engine', by: 'call' },
      role: 'database-pool',
      options: { kind: 'named', names: [] },
    },
  ],
};

const catalog: Catalog = {
  frameworks: [flask, django],
  libraries: [python, sqlalchemy],
  platforms: [],
  engines: [],
  folderLoaders: [],
  endings: [],
  stopSignals: [],
  environmentReaders: [],
  objectMakers: [],
  classContainers: [],
  proxyBuilds: [],
  proxyDirectives: [],
  balancers: [],
  answeringServers: [],
  applicationState: [],
  applicationValues: [],
};

function linkedFacts(...files: readonly FileFacts[]) {
  return link(factsByFile(files), catalog);
}

const sessions = pythonFile('shop/sessions.py', ({ declares }) => {
  declares(
    'SessionManager',
    { sessions: dictionary() },
    {
      put: ({ self, parameter, sets }) => sets(self('sessions'), of(parameter('key')), of(parameter('value'))),
      get: ({ self, parameter, gets }) => gets(self('sessions'), of(parameter('key'))),
      reset: ({ self, sets }) => sets(self('sessions'), literal('admin'), literal('kept')),
    },
  );
});

const application = pythonFile('shop/app.py', ({ imports, assigns, calls, defines, decorates, global }) => {
  const flaskClass = imports('flask', 'Flask');
  const manager = imports('.sessions', 'SessionManager');
  const engineOf = imports('sqlalchemy', 'create_engine');
  const app = assigns('app', calls(flaskClass, [of(global('__name__'))]));
  const shared = assigns('manager', calls(manager));
  assigns(
    'engine',
    calls(engineOf, [literal('postgres://db/shop')], { pool_size: literal(10), max_overflow: literal(20) }),
  );
  calls(at(shared, 'reset'));
  const login = defines('login', ['user'], (body) => {
    body.calls(at(shared, 'put'), of(body.parameter('user')), literal('open'));
  });
  decorates(login, at(app, 'route'), literal('/login'));
  const upload = defines('upload_file', ['file'], (body) => {
    body.calls(global('open'), formatted(literal('/tmp/'), of(body.parameter('file'), 'name')), literal('wb'));
  });
  decorates(upload, at(app, 'route'), literal('/upload'));
  const report = defines('generate_report', [], (body) => {
    body.returns(body.calls(global('create_report')));
  });
  decorates(report, at(app, 'route'), literal('/generate-report'));
});

describe('a Flask application', () => {
  const graph = linkedFacts(sessions, application);

  it('has the routes that decorators give it', () => {
    const title = (key: string) => graph.functions.get(key)?.title;
    expect(graph.routes.map(({ path, handlers }) => [path, ...handlers.map(title)])).toEqual([
      ['/login', 'login'],
      ['/upload', 'upload_file'],
      ['/generate-report', 'generate_report'],
    ]);
  });

  it('keeps sessions in a dictionary of the class, which a request changes', () => {
    const cell = cellNamed(graph, 'shop/sessions.py#SessionManager.sessions');
    expect([cell.home.kind, cell.shape]).toEqual(['static', 'record']);
    expect(accessTexts(graph, cell.id)).toEqual([
      'write in SessionManager.put',
      'read in SessionManager.get',
      'write in SessionManager.reset',
    ]);
    const [put, get, reset] = cell.accesses.map((access) => runsAt(graph, access.function, ['request']));
    expect(put).toMatchObject({ certainty: 'proved', moment: 'request' });
    expect([get, reset]).toEqual([null, null]);
    expect(runsAt(graph, keyNamed(graph, 'shop/sessions.py', 'reset'), ['load'])?.certainty).toBe('proved');
  });

  it('writes an upload to the local disk while it answers', () => {
    const upload = keyNamed(graph, 'shop/app.py', 'upload_file');
    expect(runsAt(graph, upload, ['request'])?.certainty).toBe('proved');
    expect(graph.effects.get(upload)?.map(({ effect, subject }) => [effect, subject?.kind])).toEqual([
      ['file-write', 'concatenation'],
    ]);
  });

  it('opens a pool whose size is given by name', () => {
    const [engine] = graph.uses;
    if (engine === undefined) throw new Error('No engine.');
    expect(engine.library.id).toBe('sqlalchemy');
    expect(optionOf(graph, engine, ['pool_size']).meanings).toMatchObject([{ kind: 'literal', value: 10 }]);
    expect(optionOf(graph, engine, ['max_overflow']).meanings).toMatchObject([{ kind: 'literal', value: 20 }]);
    expect(optionOf(graph, engine, ['pool_timeout']).state).toBe('absent');
  });
});

describe('a Django project', () => {
  const base = pythonFile('shop/settings/base.py', ({ assigns }) => {
    assigns('CACHES', dictionary({ default: dictionary({ BACKEND: literal('LocMemCache') }) }));
    assigns('ROOT_URLCONF', literal('shop.urls'));
  });
  const production = pythonFile('shop/settings/production.py', ({ importsAll, assigns, global }) => {
    importsAll('.base');
    assigns('BACKENDS', of(global('CACHES'), 'default', 'BACKEND'));
  });
  const views = pythonFile('shop/views.py', ({ imports, defines }) => {
    const caches = imports('shop.settings.production', 'CACHES');
    defines('place', ['request'], ({ sets, parameter }) => sets(caches, literal('last'), of(parameter('request'))));
    defines('unused', [], () => {});
  });
  const urls = pythonFile('shop/urls.py', ({ imports, assigns, calls }) => {
    const path = imports('django.urls', 'path');
    assigns('urlpatterns', list(calls(path, [literal('orders/'), literal('shop.views.place')])));
  });
  const empty = (path: string) => pythonFile(path, () => {});
  const packages = [empty('shop/__init__.py'), empty('shop/settings/__init__.py')];
  const compose = readFile('compose.yaml', 'services:\n  web:\n    build: .\n    command: gunicorn -w 4 shop.wsgi\n');
  const graph = linkedFacts(base, production, views, urls, ...packages, compose);

  it('takes settings over from the module that it stars', () => {
    expect(graph.imports.get('shop/settings/production.py')?.map(({ to }) => to)).toEqual(['shop/settings/base.py']);
    // Importing a module runs the packages around it, too.
    expect(graph.imports.get('shop/views.py')?.map(({ to }) => to)).toEqual([
      'shop/__init__.py',
      'shop/settings/__init__.py',
      'shop/settings/production.py',
    ]);
    const backends = production.code?.declarations.find(({ name }) => name === 'BACKENDS')?.initial;
    expect(meaningsOf(graph, 'shop/settings/production.py', backends ?? literal(null))).toMatchObject([
      { kind: 'literal', value: 'LocMemCache', site: { file: 'shop/settings/base.py' } },
    ]);
  });

  it('answers by views that are named by dotted texts', () => {
    expect(graph.routes.map(({ path }) => path)).toEqual(['orders/']);
    expect(runsAt(graph, keyNamed(graph, 'shop/views.py', 'place'), ['request'])?.certainty).toBe('proved');
    expect(graph.moments.get(keyNamed(graph, 'shop/views.py', 'unused'))).toBeUndefined();
  });

  it('changes a dictionary of the settings in a request', () => {
    expect(accessTexts(graph, 'shop/settings/base.py#CACHES')).toContain('write in place');
  });

  it('stands beside the command that starts it', () => {
    const [unit] = graph.facts.get('compose.yaml')?.deployment?.units ?? [];
    expect(unit?.containers[0]?.command?.words).toEqual(['gunicorn', '-w', '4', 'shop.wsgi']);
  });
});
