import { describe, expect, it } from 'vitest';
import { render } from './rendering.ts';

/** What `target` in the last assignment or call of the named function is bound to: the function that holds it, or nothing. */
const cases: readonly (readonly [title: string, code: string, holder: string | null])[] = [
  ['a module variable', 'let orders = 0; function place() { orders++; }', ''],
  ['a use before the declaration', 'function place() { orders++; } let orders = 0;', ''],
  ['a parameter over a module variable', 'let orders = 0; function place(orders) { orders++; }', 'place'],
  ['a parameter with a default', 'let orders = 0; function place(orders = 1) { orders++; }', 'place'],
  ['a destructured parameter', 'let orders = 0; function place({ orders }) { orders++; }', 'place'],
  [
    'a nested destructured parameter',
    'let orders = 0; function place({ cart: { orders: [orders] } }) { orders++; }',
    'place',
  ],
  ['a rest parameter', 'let orders = 0; function place(...orders) { orders++; }', 'place'],
  [
    'a var of a block, which belongs to the function',
    'let orders = 0; function place() { { var orders = 1; } orders++; }',
    'place',
  ],
  ['a var behind its use', 'let orders = 0; function place() { orders++; if (x) { var orders = 1; } }', 'place'],
  ['a let of a block, which ends with it', 'let orders = 0; function place() { { let orders = 1; } orders++; }', ''],
  [
    'a let of a loop, which ends with it',
    'let orders = 0; function place() { for (let orders = 0;;) {} orders++; }',
    '',
  ],
  [
    'a let of a switch, which ends with it',
    'let orders = 0; function place() { switch (1) { case 1: let orders = 1; } orders++; }',
    '',
  ],
  [
    'a caught error, which ends with its block',
    'let orders = 0; function place() { try {} catch (orders) {} orders++; }',
    '',
  ],
  [
    'a caught error inside its block',
    'let orders = 0; function place() { try {} catch (orders) { orders++; } }',
    'place',
  ],
  ['the name of a function expression', 'const a = function orders() { orders++; };', ''],
  ['a function declared further down', 'function place() { orders++; function orders() {} }', 'place'],
  ['an import', "import { orders } from './orders'; function place() { orders++; }", ''],
  ['an import of everything', "import * as orders from './orders'; function place() { orders++; }", ''],
  ['a name that nobody binds', 'function place() { orders++; }', null],
  ['a type of the same name, which is no value', 'interface orders {} function place() { orders++; }', null],
  ['a namespace', 'namespace orders { export const a = 1; } function place() { orders++; }', ''],
  ['a class', 'class orders {} function place() { orders++; }', ''],
  ['an enumeration', 'enum orders { a } function place() { orders++; }', ''],
  [
    'a variable of the outer function',
    'function shop() { let orders = 0; return function place() { orders++; }; }',
    'shop',
  ],
];

describe('scopes', () => {
  it.each(cases)('%s', (_title, code, holder) => {
    const { code: facts } = render(code);
    const step = facts.functions
      .flatMap((one) => one.operations)
      .find((one) => one.kind === 'assign' && one.operator === '++');
    if (step?.kind !== 'assign') throw new Error('The case changes nothing.');
    const { root } = step.target;
    if (holder === null) {
      expect(root).toEqual({ kind: 'global', name: 'orders' });
      return;
    }
    if (root.kind !== 'declared') throw new Error(`orders is a ${root.kind}.`);
    const declaration = facts.declarations[root.declaration];
    expect(declaration?.name).toBe('orders');
    expect(facts.functions[declaration?.function ?? -1]?.name).toBe(holder);
  });

  it('keeps one declaration for a name that var declares twice', () => {
    expect(render('var carts = 1; var carts = 2; function f() { return carts; }').declarations).toEqual([
      'variable carts = 1',
      'function f',
    ]);
  });

  it('lists the names that nobody binds, sorted and once', () => {
    const { code } = render(
      'window.x = document.y; fetch(window.z); const { a } = carts; undefined; f(arguments); let b: Other;',
    );
    expect(code.globals).toEqual(['carts', 'document', 'f', 'fetch', 'window']);
  });

  it('tells which function holds another', () => {
    const { functions } = render(`
      function shop() { const place = () => { [1].map((item) => item); }; return { refund() {}, cancel: async function* () {} }; }
      export default class { constructor() {} static get open() { return 1; } set open(v) {} #close() {} handle = async () => 1; }
    `);
    expect(functions).toMatchInlineSnapshot(`
      [
        "module ()",
        "function shop() in ƒ0",
        "function place() in shop",
        "function (item) in place",
        "method refund() in shop",
        "async generator function cancel() in shop",
        "initialiser .() in ƒ0",
        "constructor .constructor() in ƒ0",
        "static getter .open() in ƒ0",
        "setter .open(v) in ƒ0",
        "method .#close() in ƒ0",
        "async function .handle() in ƒ6",
      ]
    `);
  });
});
