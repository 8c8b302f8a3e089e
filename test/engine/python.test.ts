import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog/catalog.ts';
import { triggerWords } from '../../src/catalog/triggers.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { inProcessReader } from '../../src/engine/in-process-reader.ts';
import { parser } from '../sources/python/parser.ts';

/** An engine that counts how often Python's parser is asked for. */
function counted() {
  let loaded = 0;
  const reader = inProcessReader(triggerWords(catalog), async () => {
    loaded++;
    return parser;
  });
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23', reader });
  const open = (files: Readonly<Record<string, string>>) =>
    engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return { engine, open, loaded: () => loaded };
}

test('a workspace without Python never loads its parser', async () => {
  const { open, loaded, engine } = counted();
  await open({
    'package.json': '{"name":"api","dependencies":{"express":"^5.1.0"}}',
    'server.js': "require('express')().get('/', (_, response) => response.send('up'));",
  });
  expect(engine.analysis().stats.parsed).toBe(1);
  expect(loaded()).toBe(0);
});

test('of a service in Python what leads to the application and what it imports is parsed', async () => {
  const { open, engine } = counted();
  await open({
    'requirements.txt': 'flask\n',
    'wsgi.py': 'from shop import create_app\napp = create_app()\n',
    'shop/__init__.py':
      'from flask import Flask\ndef create_app():\n    from . import views\n    return Flask(__name__)\n',
    'shop/views.py': 'from .limits import LIMIT\n',
    'shop/limits.py': 'LIMIT = 5\n',
    'notebooks/plot.py': 'import numpy\n',
    'tests/test_shop.py': 'from shop import create_app\n',
  });
  const { graph, system } = engine.analysis();
  expect([...graph.facts.values()].filter(({ language }) => language === 'python').map(({ path }) => path)).toEqual([
    'shop/__init__.py',
    'shop/limits.py',
    'shop/views.py',
    'wsgi.py',
  ]);
  expect(system.programs.map(({ entry, role }) => [entry, role])).toEqual([['wsgi.py', 'server']]);
});

test('a file that is edited is judged anew', async () => {
  const { open, engine } = counted();
  const app = (store: string) =>
    `from flask import Flask\nfrom flask_limiter import Limiter\napp = Flask(__name__)\nlimiter = Limiter(app=app, default_limits=["5 per minute"]${store})\n`;
  await open({ 'app.py': app('') });
  expect(engine.analysis().findings.map(({ ruleId }) => ruleId)).toEqual(['ratelimit-memory-store']);
  await open({ 'app.py': app(', storage_uri="redis://cache"') });
  expect(engine.analysis().findings).toEqual([]);
});

test('a finding can be silenced by a comment of its own language', async () => {
  const { open, engine } = counted();
  await open({
    'app.py':
      'from flask import Flask\nfrom flask_limiter import Limiter\napp = Flask(__name__)\n# second-instance-ignore ratelimit-memory-store: one process is enough here\nlimiter = Limiter(app=app)\n',
  });
  expect(engine.analysis().findings).toEqual([]);
});
