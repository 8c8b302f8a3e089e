import { describe, expect, it } from 'vitest';
import {
  addImport,
  addKeywords,
  insertAfter,
  insertBefore,
  type OpenPython,
  openPython,
  replaceExpression,
  replaceKeyword,
  setKeywords,
  type WantedImport,
} from '../../../src/sources/python/edit.ts';
import { applyEdits, type TextEdit } from '../../../src/text/edits.ts';
import type { Span } from '../../../src/text/range.ts';
import { parser } from './parser.ts';

function open(text: string): OpenPython {
  const file = openPython(parser, text);
  if (file === null) throw new Error(`This does not parse: ${text}`);
  return file;
}

/** The place of some text that stands once. */
function at(text: string, part: string): Span {
  const start = text.indexOf(part);
  if (start < 0 || text.indexOf(part, start + 1) >= 0) throw new Error(`${part} does not stand once.`);
  return [start, start + part.length];
}

/** What is written is read again, so that no case shows text that is no Python. */
function written(file: OpenPython, edits: readonly TextEdit[] | null): string | null {
  return edits === null ? null : open(applyEdits(file.text, edits)).text;
}

const store: WantedImport = { module: '.store', names: [{ imported: 'connect', local: 'connect' }] };

function named(module: string, ...names: readonly string[]): WantedImport {
  return { module, names: names.map((name) => ({ imported: name, local: name })) };
}

function whole(module: string): WantedImport {
  return { module, names: [{ imported: '*', local: module }] };
}

interface ImportCase {
  readonly name: string;
  readonly text: string;
  readonly wanted: WantedImport;
  readonly after: string;
}

const imports: readonly ImportCase[] = [
  { name: 'an empty file', text: '', wanted: whole('os'), after: 'import os\n' },
  {
    name: 'a file without imports',
    text: 'carts = {}\n',
    wanted: whole('os'),
    after: 'import os\n\ncarts = {}\n',
  },
  {
    name: 'a file that begins with a definition',
    text: 'def place():\n    pass\n',
    wanted: whole('os'),
    after: 'import os\n\n\ndef place():\n    pass\n',
  },
  {
    name: 'the lines that tools look for and a remark about the first statement',
    text: '#!/usr/bin/env python3\n# coding: utf-8\n# The carts.\ncarts = {}\n',
    wanted: whole('os'),
    after: '#!/usr/bin/env python3\n# coding: utf-8\nimport os\n\n# The carts.\ncarts = {}\n',
  },
  {
    name: 'a licence at the top',
    text: '# Licence: MIT\n\ndef place():\n    pass\n',
    wanted: whole('os'),
    after: '# Licence: MIT\n\nimport os\n\n\ndef place():\n    pass\n',
  },
  {
    name: 'a docstring',
    text: '"""Carts."""\n\ncarts = {}\n',
    wanted: whole('os'),
    after: '"""Carts."""\n\nimport os\n\ncarts = {}\n',
  },
  {
    name: 'a docstring with code right below it',
    text: '"""Carts."""\ncarts = {}\n',
    wanted: whole('os'),
    after: '"""Carts."""\n\nimport os\n\ncarts = {}\n',
  },
  {
    name: 'imports from __future__',
    text: '"""Carts."""\nfrom __future__ import annotations\n\ncarts = {}\n',
    wanted: whole('os'),
    after: '"""Carts."""\nfrom __future__ import annotations\n\nimport os\n\ncarts = {}\n',
  },
  {
    name: 'a statement that is there already',
    text: 'import os\n',
    wanted: whole('os'),
    after: 'import os\n',
  },
  {
    name: 'a module of Python in its sorted place',
    text: 'import json\nimport sys\n\nfrom flask import Flask\n',
    wanted: whole('os'),
    after: 'import json\nimport os\nimport sys\n\nfrom flask import Flask\n',
  },
  {
    name: 'the first of a sorted group, below the remark above it',
    text: '# Python\nimport sys\nimport time\n',
    wanted: whole('os'),
    after: '# Python\nimport os\nimport sys\nimport time\n',
  },
  {
    name: 'a group that is not sorted',
    text: 'import sys\nimport json  # for carts\n\ncarts = {}\n',
    wanted: whole('os'),
    after: 'import sys\nimport json  # for carts\nimport os\n\ncarts = {}\n',
  },
  {
    name: 'plain imports before the others where the file does so',
    text: 'import redis\nfrom flask import Flask\nfrom werkzeug import serving\n',
    wanted: named('limits', 'storage'),
    after: 'import redis\nfrom flask import Flask\nfrom limits import storage\nfrom werkzeug import serving\n',
  },
  {
    name: 'the first module of Python in front of packages',
    text: 'from flask import Flask\n\napp = Flask(__name__)\n',
    wanted: whole('os'),
    after: 'import os\n\nfrom flask import Flask\n\napp = Flask(__name__)\n',
  },
  {
    name: 'the first relative import behind packages',
    text: 'import os\n\nfrom flask import Flask\n\napp = Flask(__name__)\n',
    wanted: store,
    after: 'import os\n\nfrom flask import Flask\n\nfrom .store import connect\n\napp = Flask(__name__)\n',
  },
  {
    name: 'a module of its own behind the packages',
    text: 'from flask import Flask\n\nfrom models import Cart\n\napp = Flask(__name__)\n',
    wanted: { ...named('store', 'connect'), own: new Set(['models']) },
    after: 'from flask import Flask\n\nfrom models import Cart\nfrom store import connect\n\napp = Flask(__name__)\n',
  },
  {
    name: 'a module of its own in a group of its own behind packages that stand in two',
    text: 'import os\n\nfrom flask import Flask\n\nfrom redis import Redis\n\napp = Flask(__name__)\n',
    wanted: { ...named('store', 'connect'), own: new Set<string>() },
    after:
      'import os\n\nfrom flask import Flask\n\nfrom redis import Redis\n\nfrom store import connect\n\napp = Flask(__name__)\n',
  },
  {
    name: 'a module of its own behind a package that no blank line parts from the code',
    text: 'from flask import Flask  # web\napp = Flask(__name__)\n',
    wanted: { ...named('store', 'connect'), own: new Set<string>() },
    after: 'from flask import Flask  # web\n\nfrom store import connect\napp = Flask(__name__)\n',
  },
  {
    name: 'a module of its own behind Python’s where no package stands',
    text: 'import os\n\napp = os.name\n',
    wanted: { ...named('store', 'connect'), own: new Set<string>() },
    after: 'import os\n\nfrom store import connect\n\napp = os.name\n',
  },
  {
    name: 'a module of its own before relative ones',
    text: 'from flask import Flask\n\nfrom . import views\n\napp = Flask(__name__)\n',
    wanted: { ...named('store', 'connect'), own: new Set(['.']) },
    after: 'from flask import Flask\n\nfrom store import connect\n\nfrom . import views\n\napp = Flask(__name__)\n',
  },
  {
    name: 'a module of its own beside the only others of the program, where no package stands',
    text: 'import os\n\nimport models\n\napp = os.name\n',
    wanted: { ...named('store', 'connect'), own: new Set(['models']) },
    after: 'import os\n\nimport models\nfrom store import connect\n\napp = os.name\n',
  },
  {
    name: 'a module of its own where others of the program stand among packages',
    text: 'from flask import Flask\nfrom models import Cart\n\napp = Flask(__name__)\n',
    wanted: { ...named('store', 'connect'), own: new Set(['models']) },
    after: 'from flask import Flask\nfrom models import Cart\nfrom store import connect\n\napp = Flask(__name__)\n',
  },
  {
    name: 'a module of its own in a file that parts no groups',
    text: 'import os\nfrom flask import Flask\n\napp = Flask(__name__)\n',
    wanted: { ...named('store', 'connect'), own: new Set<string>() },
    after: 'import os\nfrom flask import Flask\nfrom store import connect\n\napp = Flask(__name__)\n',
  },
  {
    name: 'an import at the end of the module, which stands there on purpose',
    text: 'from flask import Flask\n\napp = Flask(__name__)\n\nfrom shop import views\n',
    wanted: { ...named('shop.store', 'connect'), before: 40 },
    after:
      'from flask import Flask\nfrom shop.store import connect\n\napp = Flask(__name__)\n\nfrom shop import views\n',
  },
  {
    name: 'code that must run before what is imported behind it',
    text: 'import eventlet\neventlet.monkey_patch()\n\nfrom flask import Flask\n',
    wanted: whole('redis'),
    after: 'import eventlet\neventlet.monkey_patch()\n\nimport redis\nfrom flask import Flask\n',
  },
  {
    name: 'two statements on one line',
    text: 'import sys; import json\ncarts = {}\n',
    wanted: whole('os'),
    after: 'import sys; import json\nimport os\ncarts = {}\n',
  },
  {
    name: 'a name of a module that is imported as a whole',
    text: 'import redis\n',
    wanted: named('redis', 'Redis'),
    after: 'import redis\n',
  },
  {
    name: 'one more name, sorted in',
    text: 'from flask import Flask, request\n',
    wanted: named('flask', 'abort', 'jsonify'),
    after: 'from flask import abort, Flask, jsonify, request\n',
  },
  {
    name: 'one more name where capitals come first',
    text: 'from flask import Blueprint, Flask, abort\n',
    wanted: named('flask', 'jsonify'),
    after: 'from flask import Blueprint, Flask, abort, jsonify\n',
  },
  {
    name: 'one more name where nothing is sorted',
    text: 'from flask import request, Flask\n',
    wanted: named('flask', 'jsonify'),
    after: 'from flask import request, Flask, jsonify\n',
  },
  {
    name: 'names in parentheses, with remarks',
    text: 'from flask import (\n    Flask,  # the application\n    request  # the last\n)\n',
    wanted: named('flask', 'jsonify', 'url_for'),
    after:
      'from flask import (\n    Flask,  # the application\n    jsonify,\n    request,  # the last\n    url_for\n)\n',
  },
  {
    name: 'names in parentheses with a comma at the end',
    text: 'from flask import (\n    Flask,\n    request,\n)\n',
    wanted: named('flask', 'url_for'),
    after: 'from flask import (\n    Flask,\n    request,\n    url_for,\n)\n',
  },
  {
    name: 'a line that would grow too long',
    text: 'from flask import Blueprint, Flask, current_app, jsonify, redirect, request\n',
    wanted: named('flask', 'url_for'),
    after:
      'from flask import (\n    Blueprint,\n    Flask,\n    current_app,\n    jsonify,\n    redirect,\n    request,\n    url_for,\n)\n',
  },
  {
    name: 'imports under try and for types, which are left alone',
    text: 'import os\n\ntry:\n    import redis\nexcept ImportError:\n    redis = None\nif TYPE_CHECKING:\n    from .store import Store\n\ncarts = {}\n',
    wanted: store,
    after:
      'import os\n\nfrom .store import connect\n\ntry:\n    import redis\nexcept ImportError:\n    redis = None\nif TYPE_CHECKING:\n    from .store import Store\n\ncarts = {}\n',
  },
  {
    name: 'the line ends of the file',
    text: 'import sys\r\n\r\ncarts = {}\r\n',
    wanted: store,
    after: 'import sys\r\n\r\nfrom .store import connect\r\n\r\ncarts = {}\r\n',
  },
];

describe('addImport', () => {
  it.each(imports)('keeps $name', ({ text, wanted, after }) => {
    const file = open(text);
    expect(written(file, addImport(file, wanted).edits)).toBe(after);
  });

  it.each(imports)('adds nothing a second time: $name', ({ after, wanted }) => {
    const file = open(after);
    expect(addImport(file, wanted.before === undefined ? wanted : { ...wanted, before: 80 }).edits).toEqual([]);
  });

  it('takes another name where the wanted one is taken', () => {
    const file = open('def connect():\n    pass\n');
    const { edits, locals } = addImport(file, store);
    expect(locals).toEqual({ connect: 'connect2' });
    expect(written(file, edits)).toBe('from .store import connect as connect2\n\n\ndef connect():\n    pass\n');
  });

  it('takes a name that other edits set free', () => {
    const file = open('connect = None\n');
    expect(addImport(file, { ...store, free: ['connect'] }).locals).toEqual({ connect: 'connect' });
  });

  it('says how a name is written where the module or another name for it stands already', () => {
    expect(addImport(open('import redis as store\n'), named('redis', 'Redis')).locals).toEqual({
      Redis: 'store.Redis',
    });
    expect(addImport(open('from redis import Redis as R\n'), named('redis', 'Redis')).locals).toEqual({ Redis: 'R' });
  });

  it('does not rely on an import that runs only later', () => {
    const text = 'app = make()\nfrom .store import connect\n';
    const file = open(text);
    const { locals } = addImport(file, { ...store, before: 0 });
    expect(locals).toEqual({ connect: 'connect2' });
  });
});

interface CallCase {
  readonly name: string;
  readonly text: string;
  readonly call?: string;
  /** Null where nothing is added. */
  readonly after: string | null;
}

const calls: readonly CallCase[] = [
  { name: 'a spread dictionary', text: 'limit(key, **options)\n', after: null },
  { name: 'a bare generator', text: 'limit(one for one in all)\n', after: null },
  { name: 'a keyword of the same name', text: 'limit(key, store=None)\n', after: null },
  { name: 'a call that is no longer there', text: 'limit(key)\n', call: 'limit(', after: null },
  { name: 'a call without arguments', text: 'limit()\n', after: 'limit(store=made())\n' },
  { name: 'a call in one line', text: 'limit(key)\n', after: 'limit(key, store=made())\n' },
  { name: 'a comma at the end of one line', text: 'limit(key,)\n', after: 'limit(key, store=made(),)\n' },
  {
    name: 'a line each',
    text: 'limit(\n    key,\n    app=app,\n)\n',
    after: 'limit(\n    key,\n    app=app,\n    store=made(),\n)\n',
  },
  {
    name: 'a line each without a comma at the end',
    text: 'limit(\n    key,\n    app=app\n)\n',
    after: 'limit(\n    key,\n    app=app,\n    store=made()\n)\n',
  },
  {
    name: 'remarks between and behind',
    text: 'limit(\n    key,  # who\n    # The application.\n    app=app  # it\n    # no more\n)\n',
    after: 'limit(\n    key,  # who\n    # The application.\n    app=app,  # it\n    store=made()\n    # no more\n)\n',
  },
  {
    name: 'a remark behind the last comma',
    text: 'limit(\n    key,\n    app=app,  # it\n)\n',
    after: 'limit(\n    key,\n    app=app,  # it\n    store=made(),\n)\n',
  },
  {
    name: 'arguments that hang below the first',
    text: 'limit(key,\n      app=app)\n',
    after: 'limit(key,\n      app=app,\n      store=made())\n',
  },
  {
    name: 'a last argument of several lines',
    text: 'limit(key, limits=[\n    "5/minute",\n])\n',
    after: 'limit(key, limits=[\n    "5/minute",\n], store=made())\n',
  },
  {
    name: 'a line that would grow too long',
    text: 'def make():\n\treturn limit(get_remote_address, app=application, default_limits=["5 per minute"])\n',
    call: 'limit(get_remote_address, app=application, default_limits=["5 per minute"])',
    after:
      'def make():\n\treturn limit(\n\t\tget_remote_address,\n\t\tapp=application,\n\t\tdefault_limits=["5 per minute"],\n\t\tstore=made(),\n\t)\n',
  },
  {
    name: 'only a remark',
    text: 'limit(\n    # nothing yet\n)\n',
    after: 'limit(\n    # nothing yet\n    store=made(),\n)\n',
  },
  {
    name: 'the line ends of the file',
    text: 'limit(\r\n    key,\r\n)\r\n',
    after: 'limit(\r\n    key,\r\n    store=made(),\r\n)\r\n',
  },
];

describe('addKeywords', () => {
  it.each(calls)('$name', ({ text, call, after }) => {
    const file = open(text);
    const span = at(text, call ?? text.trimEnd());
    expect(written(file, addKeywords(file, span, { store: 'made()' }))).toBe(after);
  });

  it('adds several in their order', () => {
    const file = open('limit(key)\n');
    expect(written(file, addKeywords(file, [0, 10], { a: '1', b: '2' }))).toBe('limit(key, a=1, b=2)\n');
  });
});

describe('setKeywords', () => {
  it.each([
    ['limit(key, **store)\n', null],
    ['limit(key, store=None)\n', 'limit(key, store=made(), b=2)\n'],
    ['limit(\n    store=None,  # none\n)\n', 'limit(\n    store=made(),  # none\n    b=2,\n)\n'],
    [`limit(${'k'.repeat(60)}, store=None)\n`, `limit(\n    ${'k'.repeat(60)},\n    store=made(),\n    b=2,\n)\n`],
  ])('%j', (text, after) => {
    const file = open(text);
    const edits = setKeywords(file, at(text, text.trimEnd()), { store: 'made()', b: '2' });
    expect(written(file, edits)).toBe(after);
  });
});

it('breaks a call whose values alone grow too long, and leaves a short one in its line', () => {
  const grown = (value: string) => {
    const file = open(`engine = create_engine(URL, pool_size=10)\n`);
    return written(file, setKeywords(file, at(file.text, 'create_engine(URL, pool_size=10)'), { pool_size: value }));
  };
  expect(grown('size()')).toBe('engine = create_engine(URL, pool_size=size())\n');
  const long = 'int(os.environ.get("DATABASE_POOL_SIZE", "7"))';
  expect(grown(`min(${long}, 20)`)).toBe(`engine = create_engine(\n    URL,\n    pool_size=min(${long}, 20),\n)\n`);
});

describe('replaceKeyword', () => {
  it.each([
    ['limit(key, store="memory://")  # here\n', 'limit(key, store=made())  # here\n'],
    ['limit(key, store=[\n    1,\n])\n', 'limit(key, store=made())\n'],
    ['limit(key)\n', null],
    ['limit(key, **store)\n', null],
  ])('%j', (text, after) => {
    const file = open(text);
    const call = at(text, text.replace(/ {2}#.*/, '').trimEnd());
    expect(written(file, replaceKeyword(file, call, 'store', 'made()'))).toBe(after);
  });
});

describe('replaceExpression', () => {
  it('indents the lines behind the first as the line where it stands', () => {
    const text = 'def place():\n  return run(order)\n';
    const file = open(text);
    const edits = replaceExpression(file, at(text, 'run(order)'), 'later(\n    run,\n    order,\n)');
    expect(written(file, edits)).toBe('def place():\n  return later(\n    run,\n    order,\n  )\n');
  });

  it('is null for what is no expression by itself', () => {
    const text = 'a = b + c * d\n';
    const file = open(text);
    expect(replaceExpression(file, at(text, 'b + c'), 'e')).toBeNull();
  });
});

const definition = 'def make():\n    return 1';

const statements: readonly {
  readonly name: string;
  readonly text: string;
  readonly near: string;
  readonly code: string;
  readonly level?: 'module';
  readonly before: string | null;
  readonly after: string | null;
}[] = [
  {
    name: 'a statement that shares its line',
    text: 'a = 1; b = 2\n',
    near: 'b = 2',
    code: 'c = 3',
    before: null,
    after: null,
  },
  {
    name: 'a body on the line of its head',
    text: 'if a: b = 2\n',
    near: 'b = 2',
    code: 'c',
    before: null,
    after: null,
  },
  {
    name: 'statements of a module',
    text: 'a = 1\nb = 2  # two\n',
    near: 'b = 2',
    code: 'c = 3',
    before: 'a = 1\nc = 3\nb = 2  # two\n',
    after: 'a = 1\nb = 2  # two\nc = 3\n',
  },
  {
    name: 'remarks that stand right above',
    text: 'a = 1\n# Two.\n# Really.\nb = 2\n',
    near: 'b = 2',
    code: 'c = 3',
    before: 'a = 1\nc = 3\n# Two.\n# Really.\nb = 2\n',
    after: 'a = 1\n# Two.\n# Really.\nb = 2\nc = 3\n',
  },
  {
    name: 'a statement in a function',
    text: 'def place():\n\tif a:\n\t\tb()\n\treturn 1\n',
    near: 'b()',
    code: 'if c:\n    d()',
    before: 'def place():\n\tif a:\n\t\tif c:\n\t\t\td()\n\t\tb()\n\treturn 1\n',
    after: 'def place():\n\tif a:\n\t\tb()\n\t\tif c:\n\t\t\td()\n\treturn 1\n',
  },
  {
    name: 'a definition among statements',
    text: 'a = 1\nb = 2\nc = 3\n',
    near: 'b = 2',
    code: definition,
    before: `a = 1\n\n\n${definition}\n\n\nb = 2\nc = 3\n`,
    after: `a = 1\nb = 2\n\n\n${definition}\n\n\nc = 3\n`,
  },
  {
    name: 'a definition among definitions',
    text: '@route\ndef a():\n    pass\n\n\ndef b():\n    pass\n',
    near: 'def a():\n    pass',
    code: definition,
    level: 'module',
    before: `${definition}\n\n\n@route\ndef a():\n    pass\n\n\ndef b():\n    pass\n`,
    after: `@route\ndef a():\n    pass\n\n\n${definition}\n\n\ndef b():\n    pass\n`,
  },
  {
    name: 'the statement of the module around a place',
    text: 'import os\n\n\ndef place():\n    return run()\n',
    near: 'run()',
    code: 'jobs = []',
    level: 'module',
    before: 'import os\n\n\njobs = []\n\n\ndef place():\n    return run()\n',
    after: 'import os\n\n\ndef place():\n    return run()\n\n\njobs = []\n',
  },
  {
    name: 'a method among methods',
    text: 'class Cart:\n    def a(self):\n        pass\n\n    def b(self):\n        pass\n',
    near: 'def a(self):\n        pass',
    code: definition,
    before:
      'class Cart:\n    def make():\n        return 1\n\n    def a(self):\n        pass\n\n    def b(self):\n        pass\n',
    after:
      'class Cart:\n    def a(self):\n        pass\n\n    def make():\n        return 1\n\n    def b(self):\n        pass\n',
  },
  {
    name: 'the line ends of the file and no line end at its end',
    text: 'a = 1\r\nb = 2',
    near: 'b = 2',
    code: 'c = [\n    3,\n]',
    before: 'a = 1\r\nc = [\r\n    3,\r\n]\r\nb = 2',
    after: 'a = 1\r\nb = 2\r\nc = [\r\n    3,\r\n]',
  },
];

describe('insertBefore and insertAfter', () => {
  it.each(statements)('$name', ({ text, near, code, level, before, after }) => {
    const file = open(text);
    expect(written(file, insertBefore(file, at(text, near), code, level))).toBe(before);
    expect(written(file, insertAfter(file, at(text, near), code, level))).toBe(after);
  });
});

describe('openPython', () => {
  it.each(['def (:\n', 'limit(\n', 'a = = b\n'])('opens nothing that is broken: %j', (text) => {
    expect(openPython(parser, text)).toBeNull();
  });

  it.each([
    ["a = 'b'\n", { quote: "'", indent: '    ', line: '\n', width: 79 }],
    ['if a:\n  b("c")\n', { quote: '"', indent: '  ', line: '\n', width: 79 }],
    ['def a():\r\n\tb("c")\r\n', { quote: '"', indent: '\t', line: '\r\n', width: 79 }],
    [`a = "${'b'.repeat(90)}"\n`, { quote: '"', indent: '    ', line: '\n', width: 96 }],
    [`# https://example.com/${'b'.repeat(90)}\n`, { quote: '"', indent: '    ', line: '\n', width: 79 }],
  ])('tells how %j is written', (text, style) => {
    expect(open(text).style).toEqual(style);
  });
});
