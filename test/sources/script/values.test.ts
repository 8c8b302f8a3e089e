import { describe, expect, it } from 'vitest';
import { render } from './rendering.ts';

/** The declarations that a text gives, as `kind name: type = value`. */
const cases: readonly (readonly [title: string, code: string, declarations: readonly string[]])[] = [
  [
    'literals',
    "const a = 'x', b = 12_000, c = -1.5, d = true, e = null, f = undefined, g = 10n, h = `y`, i = void 0;",
    [
      'constant a = "x"',
      'constant b = 12000',
      'constant c = -1.5',
      'constant d = true',
      'constant e = null',
      'constant f = null',
      'constant g = 10',
      'constant h = "y"',
      'constant i = null',
    ],
  ],
  ['a regular expression is unknown', 'const sku = /[a-z]+/;', ['constant sku = ?']],
  ['an environment name', 'const url = process.env.REDIS_URL;', ['constant url = env REDIS_URL']],
  ['an environment name by index', "const url = process.env['REDIS_URL']!;", ['constant url = env REDIS_URL']],
  [
    'environment names that fall back',
    "const url = process.env.REDIS_URL ?? process.env.KV_URL ?? 'redis://cache';",
    ['constant url = env REDIS_URL or env KV_URL or "redis://cache"'],
  ],
  ['an environment name with ||', 'const port = process.env.PORT || 3000;', ['constant port = env PORT or 3000']],
  [
    'environment names taken out of the environment',
    "const { REDIS_URL, PORT: port = '3000', ...rest } = process.env;",
    ['constant REDIS_URL = env REDIS_URL', 'constant port = env PORT or "3000"', 'constant rest = ~process.env'],
  ],
  [
    'another name for the environment',
    'const env = process.env; const url = env.REDIS_URL;',
    ['constant env = ~process.env', 'constant url = env REDIS_URL'],
  ],
  [
    'the environment by import',
    "import { env } from 'node:process'; import process from 'process'; const a = env.A; const b = process.env.B;",
    ['import env', 'import process', 'constant a = env A', 'constant b = env B'],
  ],
  ['the environment of a bundler', 'const mode = import.meta.env.MODE;', ['constant mode = env MODE']],
  [
    'a number from the environment',
    'const max = Number(process.env.POOL_MAX ?? 10);',
    ['constant max = ~Number(env POOL_MAX or 10)'],
  ],
  ['a computed environment name', 'const one = process.env[name];', ['constant one = ~process.env.*']],
  [
    'an environment of its own',
    'const process = { env: {} }; const a = process.env.A;',
    ['constant process = {env: {}}', 'constant a = process.env.A'],
  ],
  ['names and members', 'const total = cart.items.total;', ['constant total = ~cart.items.total']],
  [
    'a literal index',
    "const first = orders[0]; const vat = rates['vat'];",
    ['constant first = ~orders.0', 'constant vat = ~rates.vat'],
  ],
  ['a computed index', 'const order = orders[id];', ['constant order = ~orders.*']],
  ['optional chaining', 'const city = cart?.customer?.["city"];', ['constant city = ~cart.customer.city']],
  [
    'assertions and parentheses',
    'const a = (<Cart>(cart as any)!).items satisfies Item[];',
    ['constant a = ~cart.items'],
  ],
  ['the last of several', 'const a = (0, cart.total);', ['constant a = ~cart.total']],
  ['this at the level of a module', 'const a = this.b;', ['constant a = this?.b']],
  [
    'an object',
    "const a = { b: 1, 'c-d': 2, [e]: 3, ['f']: 4, 5: 6, cart, ...rest };",
    ['constant a = {b: 1, c-d: 2, *: 3, f: 4, 5: 6, cart: ~cart, ...~rest}'],
  ],
  ['a list', 'const a = [1, ...orders, , cart];', ['constant a = [1, ...~orders, ?, ~cart]']],
  [
    'containers',
    'const a = new Map([[1, 2]]), b = new Set, c = new WeakMap(), d = Array.from(orders), e = new Array(3), f = Object.create(null);',
    [
      'constant a = map([[1, 2]])',
      'constant b = set()',
      'constant c = weak()',
      'constant d = list(~orders)',
      'constant e = list(3)',
      'constant f = map(null)',
    ],
  ],
  [
    'a container of another kind',
    "import { Map } from 'immutable'; const a = new Map();",
    ['import Map', 'constant a = new Map()'],
  ],
  ['a template', 'const key = `cart:${id}:items`;', ['constant key = text("cart:" ~id ":items")']],
  ['a template of a template', 'const key = `a${`b${c}`}`;', ['constant key = text("a" text("b" ~c))']],
  ['a sum of texts', "const key = 'cart:' + id + ':' + 'items';", ['constant key = text("cart:" ~id ":items")']],
  ['texts alone', "const query = 'SELECT 1 ' + 'FROM orders';", ['constant query = "SELECT 1 FROM orders"']],
  ['a sum of numbers', 'const sum = a + 1;', ['constant sum = (~a + 1)']],
  [
    'paths',
    "import path, { join } from 'node:path'; const a = path.join(__dirname, 'uploads'); const b = join('a', name); const c = path.posix.resolve('x');",
    [
      'import path',
      'import join',
      'constant a = path(~__dirname, "uploads")',
      'constant b = path("a", ~name)',
      'constant c = path("x")',
    ],
  ],
  [
    'a join that joins no paths',
    "const a = lines.join('x'); const b = path.join('a');",
    ['constant a = ~lines.join("x")', 'constant b = ~path.join("a")'],
  ],
  [
    'a condition',
    'const store = url ? new RedisStore(url) : undefined;',
    ['constant store = (~url ? new ~RedisStore(~url) : null)'],
  ],
  [
    'operators',
    "const a = !b && typeof c === 'string' || d in e;",
    ['constant a = (((! ~b) && ((typeof ~c) === "string")) || (~d in ~e))'],
  ],
  ['modulo', 'const shard = hash(id) % 4;', ['constant shard = (~hash(~id) % 4)']],
  ['calls', 'const a = make(1)(2).use(b);', ['constant a = ~make(1)(2).use(~b)']],
  [
    'an awaited call',
    'export const a = await (await fetch(url)).json();',
    ['constant a = await await ~fetch(~url).json()'],
  ],
  [
    'functions and classes',
    'const a = () => 1, b = function () {}, c = class {}, d = { e() {} };',
    ['constant a = ƒ a', 'constant b = ƒ b', 'constant c = class c', 'constant d = {e: ƒ e}'],
  ],
  ['a tagged template', 'const rows = sql`SELECT ${a}`;', ['constant rows = ~sql(text("SELECT " ~a))']],
  [
    'destructuring',
    'const { a, b: { c }, d = 1, ...e } = cart; const [f, , [g], ...h] = cart.items;',
    [
      'constant a = ~cart.a',
      'constant c = ~cart.b.c',
      'constant d = (~cart.d ?? 1)',
      'constant e = ~cart',
      'constant f = ~cart.items.0',
      'constant g = ~cart.items.2.0',
      'constant h = ~cart.items',
    ],
  ],
  [
    'destructuring what a call gives',
    'const { db } = connect(); const [state] = useState(0);',
    ['constant db = ~connect().db', 'constant state = ~useState(0).0'],
  ],
  ['destructuring an object written out', 'const { max } = { max: 5, min: 1 };', ['constant max = 5']],
  [
    'parameters',
    'function place(order: Order, { id, qty = 1 }: Line, ...rest) {}',
    [
      'function place',
      'parameter order: Order in place',
      'parameter <parameter 1>: Line in place',
      'variable id = <parameter 1>.id in place',
      'variable qty = (<parameter 1>.qty ?? 1) in place',
      'parameter rest in place',
    ],
  ],
  [
    'what a loop gives',
    'for (const order of orders) {} for (const [id, cart] of carts) {} for (let key in cart) {}',
    ['constant order = ~orders.*', 'constant id = ~carts.*.0', 'constant cart = ~carts.*.1', 'variable key = ?'],
  ],
  [
    'an enumeration',
    "enum Status { open, paid = 5, shipped, gone = 'x' }",
    ['enumeration Status = {open: 0, paid: 5, shipped: 6, gone: "x"}'],
  ],
  [
    'types',
    'let a: Map<string, Session>, b: Order[] | null, c: readonly express.Router[], d: { [id: string]: Cart }, e: A | B, f: Promise<void>, g: typeof h;',
    [
      'variable a: Map<string, Session>',
      'variable b: Array<Order>',
      'variable c: Array<express.Router>',
      'variable d: Record<string, Cart>',
      'variable e',
      'variable f: Promise<void>',
      'variable g',
    ],
  ],
  [
    'a type that the file imports',
    "import type { Order } from './order'; let a: Order;",
    ['import Order', 'variable a: Order!'],
  ],
  ['markup', 'const page = <Cart items={load()}>{total}</Cart>;', ['constant page = ?']],
  [
    'another name for a member',
    'namespace shop {} import Order = shop.orders.Order;',
    ['constant shop', 'constant Order = shop.orders.Order'],
  ],
  [
    'yield and new.target',
    'function* f() { const a = yield b; const c = new.target; }',
    ['function f', 'constant a = ? in f', 'constant c = ? in f'],
  ],
];

describe('values', () => {
  it.each(cases)('%s', (title, code, declarations) => {
    expect(render(code, title === 'markup' ? 'src/page.tsx' : 'src/orders.ts').declarations).toEqual(declarations);
  });

  it('gives every value the span of its whole expression', () => {
    const text = 'const total = (cart.sum() + /* vat */ rates["vat"]).toFixed(2) ?? `${0}`;';
    const { code } = render(text);
    const initial = code.declarations[0]?.initial;
    expect(initial?.kind).toBe('operator');
    if (initial?.kind !== 'operator' || initial.left === null) return;
    const at = ([start, end]: readonly [number, number]): string => text.slice(start, end);
    expect(at(initial.span)).toBe('(cart.sum() + /* vat */ rates["vat"]).toFixed(2) ?? `${0}`');
    expect(at(initial.left.span)).toBe('(cart.sum() + /* vat */ rates["vat"]).toFixed(2)');
    expect(code.calls.map((call) => [at(call.span), at(call.calleeSpan)])).toEqual([
      ['cart.sum()', 'sum'],
      ['(cart.sum() + /* vat */ rates["vat"]).toFixed(2)', 'toFixed'],
    ]);
  });
});
