import { describe, expect, it } from 'vitest';
import { render } from './rendering.ts';

/** What a function named `place`, or else the module, does. */
type Case = readonly [title: string, code: string, operations: readonly string[]];

const containers: readonly Case[] = [
  [
    'Map',
    'm.set(k, v); m.get(k); m.has(k); m.delete(k); m.clear(); m.size;',
    [
      'write ~m[~k] = ~v by set',
      'read ~m[~k] by get',
      'test ~m[~k] by has',
      'remove ~m[~k] by delete',
      'clear ~m by clear',
      'size ~m',
    ],
  ],
  [
    'Set',
    's.add(v); s.has(v); s.delete(v);',
    ['write ~s[~v] = ~v by add', 'test ~s[~v] by has', 'remove ~s[~v] by delete'],
  ],
  [
    'Array',
    'a.push(v); a.push(v, w); a.unshift(v); a.pop(); a.shift(); a.splice(i, 1); a.splice(i, 0, v); a.length; a.length = 0;',
    [
      'append ~a = ~v by push',
      'append ~a = [~v, ~w] by push',
      'append ~a = ~v by unshift',
      'remove ~a by pop',
      'remove ~a by shift',
      'remove ~a[~i] by splice',
      'append ~a[~i] = ~v by splice',
      'size ~a',
      'clear ~a',
    ],
  ],
  [
    'reading an Array',
    'a.includes(v); a.indexOf(v); a.find((x) => x); a.filter(f); a.some(f); a.sort(); a.reverse(); a.fill(0); a.slice(1);',
    [
      'test ~a[~v] by includes',
      'test ~a[~v] by indexOf',
      'read ~a by find',
      'iterate ~a by filter',
      'iterate ~a by some',
      'write ~a by sort',
      'write ~a by reverse',
      'write ~a = 0 by fill',
      'read ~a by slice',
    ],
  ],
  [
    'going through',
    'm.keys(); m.forEach(f); for (const x of m) {} for (const k in o) {} f(...a); b = [...a]; c = { ...o };',
    [
      'iterate ~m by keys',
      'iterate ~m by forEach',
      'iterate ~m',
      'iterate ~o',
      'iterate ~a | inside ~f',
      'call ~f(...~a)',
      'iterate ~a',
      'assign ~b = [...~a]',
      'iterate ~o',
      'assign ~c = {...~o}',
    ],
  ],
  [
    'an object under computed keys',
    'o[k] = v; o[k]; delete o[k]; k in o; o[k] += 1; o[k]++; o[k] ??= [];',
    [
      'write ~o[~k] = ~v',
      'read ~o[~k]',
      'remove ~o[~k]',
      'test ~o[~k]',
      'read ~o[~k]',
      'write ~o[~k] = (~o.* + 1)',
      'read ~o[~k]',
      'write ~o[~k] = (~o.* + 1)',
      'read ~o[~k]',
      'write ~o[~k] = (~o.* ?? [])',
    ],
  ],
  [
    'an object under written keys',
    "o.a = v; o['b'] = v; delete o.c; 'd' in o; o.e += 1; o.f++;",
    ['assign ~o.a = ~v', 'assign ~o.b = ~v', 'remove ~o["c"]', 'test ~o["d"]', 'assign ~o.e += 1', 'assign ~o.f ++'],
  ],
  [
    'functions of Object',
    'Object.keys(o); Object.assign(o, p); Object.hasOwn(o, k); Object.entries(load());',
    [
      'iterate ~o by keys',
      'write ~o = ~p by assign',
      'test ~o[~k] by hasOwn',
      'call ~load() | inside ~Object.entries',
      'call ~Object.entries(~load())',
    ],
  ],
  [
    'elements of elements',
    'o[k].push(v); o[k].count = 1; o[k][l] = v;',
    [
      'read ~o[~k]',
      'append ~o.* = ~v by push',
      'read ~o[~k]',
      'assign ~o.*.count = 1',
      'read ~o[~k]',
      'write ~o.*[~l] = ~v',
    ],
  ],
  [
    'containers of fields',
    'class Cart { place() { this.items.push(1); this.items[k] = 2; Cart.all.set(k, this); } }',
    ['append this.items = 1 by push', 'write this.items[~k] = 2', 'write Cart.all[~k] = this by set'],
  ],
  ['containers that functions give', 'all().set(k, v);', ['call ~all()', 'write ~all()[~k] = ~v by set']],
  [
    'no containers',
    "app.get('/orders', (a, b) => {}); app.delete('/x', f); router.set('etag', false); 'a'.includes(b); timer.clear(1); new Map([[k, v]]);",
    [
      'call ~app.get("/orders", ƒ ƒ1)',
      'call ~app.delete("/x", ~f)',
      'write ~router["etag"] = false by set',
      'call ("a").includes(~b)',
      'call ~timer.clear(1)',
    ],
  ],
];

const steps: readonly Case[] = [
  [
    'arguments come before the call that takes them',
    'f(g(a), h()).i(j());',
    [
      'call ~g(~a) | inside ~f',
      'call ~h() | inside ~f',
      'call ~f(~g(~a), ~h())',
      'call ~j() | inside ~f(~g(~a), ~h()).i',
      'call ~f(~g(~a), ~h()).i(~j())',
    ],
  ],
  [
    'only the call behind await is awaited',
    'async function place() { await f(g()); const p = h(); await (a ? b() : c()); return await d(); }',
    [
      'call ~g() | inside ~f',
      'call await ~f(~g()) | awaited',
      'call ~h()',
      'call await ~b() | awaited, if ~a',
      'call await ~c() | awaited, unless ~a',
      'call await ~d() | awaited',
      'return await ~d() | awaited',
    ],
  ],
  [
    'await over a fallback',
    'async function place() { await (f() ?? g()); }',
    ['call await ~f() | awaited', 'call await ~g() | awaited, unless await ~f()'],
  ],
  [
    'assignments',
    'a = b; a += 1; a ??= f(); a++; --a; ({ a, b: c.d, e = 1, ...g } = h); [a, , b[0]] = h;',
    [
      'assign ~a = ~b',
      'assign ~a += 1',
      'call ~f() | unless ~a',
      'assign ~a ??= ~f()',
      'assign ~a ++',
      'assign ~a --',
      'assign ~a = ~h.a',
      'assign ~c.d = ~h.b',
      'assign ~e = (~h.e ?? 1)',
      'assign ~g = ~h',
      'assign ~a = ~h.0',
      'assign ~b.0 = ~h.2',
    ],
  ],
  ['chained assignments', 'a = b = c;', ['assign ~b = ~c', 'assign ~a = ~c']],
  ['new', 'new Pool({ max: 10 });', ['call new ~Pool({max: 10})']],
  ['optional calls', 'a?.b?.(c);', ['call ~a.b(~c)']],
  [
    'an inner function has its own list',
    'f(() => g()); function place() { return h(); }',
    ['call ~h()', 'return ~h()'],
  ],
  ['an expression body is returned', 'const place = (a) => f(a);', ['call ~f(a)', 'return ~f(a)']],
  [
    'loops',
    'for (let i = a(); b(i); c()) d(); while (e()) f(); do { g(); } while (h()); for (const x of i()) j(x);',
    [
      'call ~a()',
      'call ~b(i) | loop',
      'call ~d() | loop, if ~b(i)',
      'call ~c() | loop',
      'call ~e() | loop',
      'call ~f() | loop, if ~e()',
      'call ~g() | loop',
      'call ~h() | loop',
      'call ~i()',
      'call ~j(x) | loop',
    ],
  ],
  [
    'for await',
    'async function place() { for await (const m of messages) handle(m); }',
    ['iterate ~messages | awaited', 'call ~handle(m) | loop'],
  ],
  [
    'loops over members',
    'for (cart.current of carts) {}',
    ['iterate ~carts', 'assign ~cart.current = ~carts.* | loop'],
  ],
  [
    'finally',
    'try { a(); } catch { b(); } finally { c(); if (d) e(); }',
    ['call ~a()', 'call ~b() | catch', 'call ~c() | finally', 'call ~e() | finally, if ~d'],
  ],
  ['throw', 'function place() { throw new Error("no"); }', ['call new ~Error("no")', 'throw new ~Error("no")']],
  ['labels, blocks and with', 'outer: { a(); } with (b) { c(); }', ['call ~a()', 'call ~c()']],
  [
    'markup',
    'const page = <Cart load={a()} {...b()}>{c()}<Item on={() => d()} /></Cart>;',
    ['call ~a()', 'call ~b()', 'call ~c()'],
  ],
  [
    'this.count = this.count + 1',
    'class Cart { place() { this.count = this.count + 1; } }',
    ['assign this.count = (this.count + 1)'],
  ],
  ['super', 'class Cart extends Base { place() { super.place(); } }', ['call super.place()']],
];

const guards: readonly Case[] = [
  ['if and else', 'if (a) b(); else c();', ['call ~b() | if ~a', 'call ~c() | unless ~a']],
  [
    'else if',
    'if (a) b(); else if (c) d(); else e(); f();',
    ['call ~b() | if ~a', 'call ~d() | unless ~a, if ~c', 'call ~e() | unless ~a, unless ~c', 'call ~f()'],
  ],
  ['an early return', 'function place() { if (!a) return; b(); }', ['return | unless ~a', 'call ~b() | if ~a']],
  [
    'an early throw in braces',
    'function place() { if (a) { log(); throw e; } b(); }',
    ['call ~log() | if ~a', 'throw ~e | if ~a', 'call ~b() | unless ~a'],
  ],
  ['an early continue', 'for (const x of y) { if (a) continue; b(); }', ['iterate ~y', 'call ~b() | loop, unless ~a']],
  [
    'an early end of the process',
    'if (!process.env.REDIS_URL) { process.exit(1); } connect();',
    ['call ~process.exit(1) | unless env REDIS_URL', 'call ~connect() | if env REDIS_URL'],
  ],
  [
    'an early return in a row of branches',
    'function place() { if (a) return; else if (b) return; c(); }',
    ['return | if ~a', 'return | unless ~a, if ~b', 'call ~c() | unless ~a, unless ~b'],
  ],
  [
    'a later return in a row says nothing',
    'function place() { if (a) x(); else if (b) return; c(); }',
    ['call ~x() | if ~a', 'return | unless ~a, if ~b', 'call ~c()'],
  ],
  [
    'an else that leaves',
    'function place() { if (a) x(); else return; c(); }',
    ['call ~x() | if ~a', 'return | unless ~a', 'call ~c() | if ~a'],
  ],
  [
    'a return inside a loop says nothing behind it',
    'function place() { for (;;) { if (a) return; } c(); }',
    ['return | loop, if ~a', 'call ~c()'],
  ],
  [
    '&&, || and ??',
    'a && b(); c || d(); e ?? f();',
    ['call ~b() | if ~a', 'call ~d() | unless ~c', 'call ~f() | unless ~e'],
  ],
  [
    'several in a row',
    'a && b && c(); if (a && !b) d(); if (!(a || b)) e();',
    ['call ~c() | if ~a, if ~b', 'call ~d() | if ~a, unless ~b', 'call ~e() | unless ~a, unless ~b'],
  ],
  ['?:', 'a ? b() : c();', ['call ~b() | if ~a', 'call ~c() | unless ~a']],
  [
    'switch',
    "switch (a) { case 'x': b(); break; case 'y': case 'z': c(); break; default: d(); }",
    [
      'call ~b() | if (~a === "x")',
      'call ~c() | if ((~a === "y") || (~a === "z"))',
      'call ~d() | unless (~a === "x"), unless (~a === "y"), unless (~a === "z")',
    ],
  ],
  [
    'switch that falls into the default',
    "switch (a) { case 'x': b(); default: c(); }",
    ['call ~b() | if (~a === "x")', 'call ~c()'],
  ],
  [
    'try has none',
    'try { a(); } catch (e) { if (b) throw e; c(); }',
    ['call ~a()', 'throw e | catch, if ~b', 'call ~c() | catch, unless ~b'],
  ],
  [
    'a function inside a branch starts without guards',
    'if (a) { const place = () => b(); }',
    ['call ~b()', 'return ~b()'],
  ],
];

describe.each([
  ['containers', containers],
  ['steps', steps],
  ['guards', guards],
])('%s', (_group, cases) => {
  it.each(cases)('%s', (_title, code, operations) => {
    expect(render(code, code.includes('<Cart') ? 'src/page.tsx' : 'src/orders.ts').operations('place')).toEqual(
      operations,
    );
  });
});

describe('SQL', () => {
  const cases: readonly (readonly [code: string, said: string])[] = [
    ["pool.query('SELECT * FROM orders WHERE id = $1', [id])", 'select orders where'],
    ['pool.query(`UPDATE orders SET state = ${state} WHERE id = ${id}`)', 'update orders where'],
    ["pool.query('INSERT INTO ' + table + ' VALUES (1)')", 'insert'],
    ["pool.query({ text: 'DELETE FROM carts', values: [] })", 'delete carts'],
    ['prisma.$queryRaw`SELECT id FROM refunds FOR UPDATE SKIP LOCKED`', 'select refunds for-update skip-locked'],
    ['sql`SELECT ${columns} FROM orders LIMIT 1`', 'select orders limit'],
    ["pool.query('-- newest first\\nSELECT id FROM orders')", 'select orders'],
    ["pool.query('BEGIN')", 'begin'],
    ["const claim = 'SELECT id FROM jobs FOR UPDATE'; pool.query(claim)", 'select jobs for-update'],
    ["res.send('Your order is on its way.')", ''],
    ['pool.query(text)', ''],
  ];

  it.each(cases)('%s', (code, said) => {
    const [first] = render(code).operations();
    expect(first?.split(' sql ')[1] ?? '').toBe(said);
  });
});
