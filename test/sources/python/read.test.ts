import { describe, expect, it } from 'vitest';
import { readPython } from '../../../src/sources/python/read.ts';
import { renderFacts } from '../script/rendering.ts';
import { parser } from './parser.ts';

function render(text: string) {
  return renderFacts(readPython(parser, 'shop/orders.py', text));
}

/** What the module declares. */
type Values = readonly [code: string, declarations: readonly string[]];

const values: readonly Values[] = [
  ['limit: Final = 5', ['constant limit: Final = 5']],
  ['LIMIT = 5', ['constant LIMIT = 5']],
  ['url = os.getenv("REDIS_URL", "redis://cache")', ['variable url = env REDIS_URL or "redis://cache"']],
  ['import os\nurl = os.getenv("A", "b")', ['import os', 'variable url = env A or "b"']],
  ['import os\nurl = os.environ["A"] or os.environ.get("B")', ['import os', 'variable url = env A or env B']],
  ['from os import environ as e\nurl = e.get("A")', ['import e', 'variable url = env A']],
  ['total = cart.items[0].price', ['variable total = ~cart.items.0.price']],
  ['pool = open(url, *sizes, **options)', ['variable pool = ~open(~url, ...~sizes, **~options)']],
  ['options = {"max": 5, **defaults}', ['variable options = {max: 5, ...~defaults}']],
  ['every = [first, *rest]', ['variable every = [~first, ...~rest]']],
  ['pair = 1, "a"', ['variable pair = tuple[1, "a"]']],
  ['pages = {1: a, b"x": {name: 2}}', ['variable pages = {[1]: ~a, [bytes "x"]: {[~name]: 2}}']],
  ['carts = dict()', ['variable carts = map()']],
  ['options = dict(max=5)', ['variable options = {max: 5}']],
  ['from collections import defaultdict as d\nhits = d(list)', ['import d', 'variable hits = map()']],
  ['import collections\nhits = collections.Counter()', ['import collections', 'variable hits = counter()']],
  ['names = {a, b}', ['variable names = set(~a, ~b)']],
  [
    'names = {n: v for n, v in m.items() if n}',
    ['variable names = map([n]: v)', 'variable n = (?).0', 'variable v = (?).1'],
  ],
  ['key = f"cart:{id!r:>5}"', ['variable key = text("cart:" ~id)']],
  ['key = "cart:" + id + ":x"', ['variable key = text("cart:" ~id ":x")']],
  ['key = "cart:%s:%(b)s" % id', ['variable key = text("cart:" ~id ":" ?)']],
  ['key = "{}:{b}".format(id, b=2)', ['variable key = text(~id ":2")']],
  ['key = "a" "b"', ['variable key = "ab"']],
  [
    'import os\nfile = os.path.join(BASE, "uploads", name)',
    ['import os', 'variable file = path(~BASE, "uploads", ~name)'],
  ],
  [
    'from pathlib import Path\nfile = Path(BASE) / "uploads" / name',
    ['import Path', 'variable file = path(~BASE, "uploads", ~name)'],
  ],
  ['store = RedisStore(url) if url else None', ['variable store = (~url ? ~RedisStore(~url) : null)']],
  ['shard = hash(id) % 4', ['variable shard = (~hash(~id) % 4)']],
  ['place = lambda order: order', ['variable place = ƒ place', 'parameter order in place']],
  ['a, (b, *c) = d', ['variable a = ~d.0', 'variable b = ~d.1.0', 'variable c = ~d.1']],
  ['a = b = {}', ['variable a = {}', 'variable b = {}']],
  ['x: "Order" = None', ['variable x: Order = null']],
  [
    'from typing import Optional, Dict\nx: Dict[str, int] = {}',
    ['import Optional', 'import Dict', 'variable x: dict<str, int> = {}'],
  ],
  ['x: Order | None = None', ['variable x: Order = null']],
  ['class Status(Enum): open = 1', ['enumeration Status']],
  ['x = 0x1F + 1_000', ['variable x = (31 + 1000)']],
  ['x = not (a and -1)', ['variable x = (not (~a and -1))']],
];

describe('a value', () => {
  it.each(values)('%s', (code, declarations) => {
    expect(render(code).declarations).toEqual(declarations);
  });
});

/** What a function named `place`, or else the module, does. */
type Steps = readonly [code: string, operations: readonly string[]];

const steps: readonly Steps[] = [
  [
    'm[k] = v; m[k]; k in m; del m[k]; m.clear(); len(m)',
    ['write ~m[~k] = ~v', 'read ~m[~k]', 'test ~m[~k]', 'remove ~m[~k]', 'clear ~m by clear', 'size ~m by len'],
  ],
  [
    'm.get(k); m.get(k, d); m.setdefault(k, v); m.pop(k, None); m.update(o)',
    [
      'read ~m[~k] by get',
      'read ~m[~k] by get',
      'write ~m[~k] = ~v by setdefault',
      'remove ~m[~k] by pop',
      'write ~m = ~o by update',
    ],
  ],
  [
    's.add(v); s.discard(v); a.append(v); a.extend(w); a.insert(0, v); a.pop(); a.popleft()',
    [
      'write ~s[~v] = ~v by add',
      'remove ~s[~v] by discard',
      'append ~a = ~v by append',
      'append ~a = ~w by extend',
      'append ~a[0] = ~v by insert',
      'remove ~a by pop',
      'remove ~a by popleft',
    ],
  ],
  [
    'for x in a: f(x)\nfor k, v in m.items(): pass\n[*a]',
    ['iterate ~a', 'call ~f(x) | loop', 'iterate ~m by items', 'iterate ~a'],
  ],
  ['hits[path] += 1', ['read ~hits[~path]', 'write ~hits[~path] = (~hits.* + 1)']],
  ['m["a"] = 1', ['assign ~m.a = 1']],
  ['http.get(url, timeout=3)', ['call ~http.get(~url)']],
  ['count = 0\ndef place():\n  global count\n  count += 1', ['assign count += 1']],
  ['def place():\n  n = 0\n  def inner():\n    nonlocal n\n    n = 1\n  return inner', ['return inner']],
  [
    'def place(order):\n  if not order: raise ValueError("none")\n  return order.id',
    [
      'call ~ValueError("none") | unless order',
      'throw ~ValueError("none") | unless order',
      'return order.id | if order',
    ],
  ],
  [
    'if not a: memory()\nelif b: redis()\nelse: none()',
    ['call ~memory() | unless ~a', 'call ~redis() | if ~a, if ~b', 'call ~none() | if ~a, unless ~b'],
  ],
  [
    'try: a()\nexcept E as e: b(e)\nelse: c()\nfinally: d()',
    ['call ~a()', 'call ~b(e) | catch', 'call ~c()', 'call ~d() | finally'],
  ],
  ['with db.begin() as t: t.run()', ['call ~db.begin()', 'call t.run() | inside ~db.begin']],
  [
    'with db.begin() as t, lock: t.run()',
    ['call ~db.begin()', 'call ~lock.__enter__() | inside ~db.begin', 'call t.run() | inside ~lock.__enter__'],
  ],
  [
    'async def place(): await pool.fetch(f"SELECT * FROM jobs WHERE id = {id} FOR UPDATE SKIP LOCKED")',
    [
      'call await ~pool.fetch(text("SELECT * FROM jobs WHERE id = " ~id " FOR UPDATE SKIP LOCKED")) sql select jobs for-update skip-locked where | awaited',
    ],
  ],
  ['QUERY = "DELETE FROM jobs"\ndb.execute(QUERY)', ['call ~db.execute(QUERY) sql delete jobs']],
  [
    'QUERY = text("DELETE FROM jobs")\ndb.execute(QUERY)',
    ['call ~text("DELETE FROM jobs") sql delete jobs', 'call ~db.execute(QUERY) sql delete jobs'],
  ],
  ['db.execute(select(jobs))', ['call ~select(~jobs) | inside ~db.execute', 'call ~db.execute(~select(~jobs))']],
  ['@app.route("/", methods=["GET"])\ndef view(): pass', ['call ~app.route("/")', 'call ~app.route("/")(ƒ view)']],
  ['@app.before_request\ndef view(): pass', ['call ~app.before_request(ƒ view)']],
  ['import sys\nif bad: sys.exit(1)\nrun()', ['call sys.exit(1) | if ~bad', 'call ~run() | unless ~bad']],
  ['import os\nif "A" in os.environ: run()', ['call ~run() | if env A']],
  ['x = a() if b else c()', ['call ~a() | if ~b', 'call ~c() | unless ~b']],
  ['b and a()\nb or a()', ['call ~a() | if ~b', 'call ~a() | unless ~b']],
  ['assert order\nplace(order)', ['call ~place(~order) | if ~order']],
  ['match x:\n  case "a": one()\n  case {"b": c}: two(c)', ['call ~one() | if (~x == "a")', 'call ~two(c) | if ?']],
  ['import a.b.c\na.b.c.run(); a.x()', ['call <import:a.b.c>.run()', 'call a.x()']],
  ['place.count = 1', ['assign ~place.count = 1']],
];

describe('a step', () => {
  it.each(steps)('%s', (code, operations) => {
    expect(render(code).operations('place')).toEqual(operations);
  });
});

/** What the file imports. */
type Imports = readonly [code: string, imported: readonly string[]];

const imports: readonly Imports[] = [
  ['import a, b.c as d', ['import * of a as a', 'import * of b.c as d']],
  ['import a.b', ['import * of a as a', 'import * of a.b as <import:a.b>']],
  ['from a.b import (c as d, e)', ['import c of a.b as d', 'import e of a.b as e']],
  ['from . import x\nfrom ..y.z import w', ['import x of . as x', 'import w of ..y.z as w']],
  [
    'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from a import b',
    ['import TYPE_CHECKING of typing as TYPE_CHECKING', 'import b of a as b (type)'],
  ],
  ['try:\n  import fast\nexcept ImportError:\n  fast = None', ['import * of fast as fast']],
];

describe('an import', () => {
  it.each(imports)('%s', (code, imported) => {
    expect(render(code).imports).toEqual(imported);
  });

  it('of everything hands everything on', () => {
    expect(render('from .base import *').exports).toEqual(['* of .base']);
  });
});

describe('a class', () => {
  const facts = render(`
class Carts(Base[int], metaclass=Meta):
    shared = {}
    kept: list[str] = []
    once: ClassVar[dict] = {}
    class Meta:
        ordering = ["id"]
    def __init__(self, store: Store, clock=None):
        super().__init__(store)
        self.store = store
        self.clock = clock or now()
        self.own: list[Order] = []
        self.shared = {}
    @property
    def size(self): return len(self.own)
    @size.setter
    def size(self, value): self.own = value
    @classmethod
    def make(cls): cls.once["a"] = cls()
    @staticmethod
    def plain(a): return lambda: a
    async def put(me, key, *rest, **more): me.own[key] = rest
class Plain:
    kept: list[str] = []
`);

  it('has the fields of its body and of its constructor', () => {
    expect(facts.classes).toEqual([
      'class Carts extends ~Base',
      '  kept: list<str> = []',
      '  static once: dict = {}',
      '  static Meta = class Meta',
      '  store: Store = store from store',
      '  clock = (clock or ~now()) from clock',
      '  own: list<Order> = []',
      '  shared = {}',
      '  size()',
      '  size()',
      '  make()',
      '  plain()',
      '  put()',
      'class Plain',
      '  static kept: list<str> = []',
      'class Meta',
      '  static ordering = ["id"]',
    ]);
  });

  it('has members of the kinds that decorators and names say', () => {
    expect(facts.functions.slice(1)).toEqual([
      'constructor Carts.__init__(store, clock) in ƒ0',
      'getter Carts.size() in ƒ0',
      'setter Carts.size(value) in ƒ0',
      'static method Carts.make() in ƒ0',
      'static method Carts.plain(a) in ƒ0',
      'async method Carts.put(key, rest, more) in ƒ0',
      'function () in plain',
    ]);
    expect(facts.operations('make')).toEqual(['call Carts()', 'assign Carts.once.a = Carts()']);
    expect(facts.operations('put')).toEqual(['write this.own[key] = rest']);
    expect(facts.operations('__init__')[0]).toBe('call super(store)');
  });
});

describe('a file', () => {
  it('has offsets in UTF-16 code units, behind a byte order mark, too', () => {
    const text = '\uFEFF# 😀 é\nx = "😀"\ncarts = {}\n';
    const facts = readPython(parser, 'a.py', text);
    const carts = facts.code?.declarations.find(({ name }) => name === 'carts');
    expect(text.slice(...(carts?.span ?? [0, 0]))).toBe('carts');
    expect(facts.problems).toEqual([]);
  });

  it('says where it is no Python, and keeps the rest', () => {
    const facts = render('carts = {}\ndef place(:\n    carts[id] = 1\nlimits = {}\n');
    expect(facts.problems).toHaveLength(1);
    expect(facts.problems[0]).toMatch(/^Syntax error: /);
    expect(facts.declarations).toContain('variable carts = {}');
  });

  it('may silence a rule', () => {
    const { suppressions } = readPython(
      parser,
      'a.py',
      '# second-instance-ignore state-module-collection: one only\ncarts = {}\n',
    );
    expect(suppressions).toMatchObject([{ rule: 'state-module-collection', reason: 'one only', line: 0 }]);
  });
});
