import { describe, expect, it } from 'vitest';
import { edgeTexts, linked } from './linked.ts';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Edges that must be there, as `caller → callee kind certainty`. */
  readonly edges?: readonly string[];
  /** Pairs `caller → callee` that no edge may join. */
  readonly none?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a function of another file, through a renaming barrel',
    files: {
      'a.ts': `import { put } from './carts';\nexport function place() { put(); }`,
      'carts/index.ts': `export { add as put } from './store';`,
      'carts/store.ts': 'export function add() {}',
    },
    edges: ['place → add call proved'],
  },
  {
    name: 'star exports that lead round in a circle',
    files: {
      'a.ts': `import { add } from './one';\nexport function place() { add(); }`,
      'one.ts': `export * from './two';`,
      'two.ts': `export * from './one';\nexport function add() {}`,
    },
    edges: ['place → add call proved'],
  },
  {
    name: 'a namespace, and a namespace that is handed on',
    files: {
      'a.ts': `import * as carts from './carts';\nexport function place() { carts.add(); carts.prices.sum(); }`,
      'carts.ts': `export function add() {}\nexport * as prices from './prices';`,
      'prices.ts': 'export function sum() {}',
    },
    edges: ['place → add call proved', 'place → sum call proved'],
  },
  {
    name: 'what CommonJS exports: one by one, as an object, and as a function',
    files: {
      'a.js': `const { add } = require('./carts');\nconst prices = require('./prices');\nconst pay = require('./pay');
        function place() { add(); prices.sum(); pay(); }\nmodule.exports = { place };`,
      'carts.js': 'exports.add = function add() {};',
      'prices.js': 'function sum() {}\nmodule.exports = { sum };',
      'pay.js': 'module.exports = function pay() {};',
    },
    edges: ['place → add call proved', 'place → sum call proved', 'place → pay call proved'],
  },
  {
    name: 'what a CommonJS file asks of its own exports, and what it exports by another name for them',
    files: {
      'a.js': `const carts = require('./carts');\nconst { sum } = require('./carts');\nfunction place() { carts.add(); sum(); }\nmodule.exports = place;`,
      'carts.js': `const self = module.exports;\nself.add = function add() { self.check(); module.exports.weigh(); exports.sum(); };
        self.check = function check() {};\nexports.weigh = function weigh() {};\nself.sum = function sum() {};`,
    },
    edges: [
      'place → add call proved',
      'place → sum call proved',
      'add → check call proved',
      'add → weigh call proved',
      'add → sum call proved',
    ],
  },
  {
    name: 'what CommonJS exports beside the function that it exports as a whole',
    files: {
      'a.js': `const pay = require('./pay');\nfunction place() { pay(); pay.later(); pay.never(); }\nmodule.exports = place;`,
      'pay.js': `function pay() {}\nmodule.exports = pay;\nmodule.exports.later = function later() {};`,
      'other.js': `module.exports = function other() {};\nmodule.exports.never = function never() {};`,
    },
    edges: ['place → pay call proved', 'place → later call proved'],
    none: ['place → never'],
  },
  {
    name: 'members of several modules that are put into one object',
    files: {
      'a.js': `const { add, sum } = require('./all');\nfunction place() { add(); sum(); }\nmodule.exports = place;`,
      'all.js': `const carts = require('./carts');\nmodule.exports = Object.assign({}, carts, require('./prices'));`,
      'carts.js': 'exports.add = function add() {};',
      'prices.js': 'exports.sum = function sum() {};',
    },
    edges: ['place → add call proved', 'place → sum call proved'],
  },
  {
    name: 'what hangs on the global object, asked for by its bare name in the same package alone',
    files: {
      'package.json': '{ "name": "shop" }',
      'start.js': `global.carts = { add() {} };\nglobalThis.prices = require('./prices');\nrequire('./app');`,
      'prices.js': 'exports.sum = function sum() {};',
      'app.js': 'function place() { carts.add(); prices.sum(); global.prices.sum(); }\nmodule.exports = place;',
      'other/package.json': '{ "name": "other" }',
      'other/app.js': 'function order() { carts.add(); }\nmodule.exports = order;',
    },
    edges: ['place → add call proved', 'place → sum call proved'],
    none: ['order → add'],
  },
  {
    name: 'CommonJS imported as a default',
    files: {
      'a.mjs': `import carts from './carts.cjs';\nexport function place() { carts.add(); }`,
      'carts.cjs': 'exports.add = function add() {};',
    },
    edges: ['place → add call proved'],
  },
  {
    name: 'a plain class that is handed another one',
    files: {
      'a.ts': `
        class Store { save() {} }
        class Service { constructor(private readonly store: Store) {} place() { this.store.save(); } }
        export const service = new Service(new Store());
        export function order() { service.place(); }`,
    },
    edges: ['order → Service.place call proved', 'Service.place → Store.save call proved'],
  },
  {
    name: 'a class that a container injects by its type, through a barrel',
    files: {
      'a.ts': `import { Store } from './stores';\nexport class Service { constructor(private store: Store) {} place() { this.store.save(); } }`,
      'stores/index.ts': `export * from './store';`,
      'stores/store.ts': 'export class Store { save() {} }',
    },
    edges: ['Service.place → Store.save call proved'],
  },
  {
    name: 'an interface with one class behind it',
    files: {
      'a.ts': `import type { Store } from './types';\nexport class Service { constructor(private store: Store) {} place() { this.store.save(); } }`,
      'types.ts': 'export interface Store { save(): void }',
      'b.ts': `import type { Store } from './types';\nexport class PgStore implements Store { save() {} }`,
    },
    edges: ['Service.place → PgStore.save call proved'],
  },
  {
    name: 'an interface with two classes behind it',
    files: {
      'a.ts': `
        interface Store { save(): void }
        class PgStore implements Store { save() {} }
        class FileStore implements Store { save() {} }
        export function place(store: Store) { store.save(); }`,
    },
    edges: ['place → PgStore.save call possible', 'place → FileStore.save call possible'],
  },
  {
    name: 'an abstract method with one class behind it, and with an heir that overrides',
    files: {
      'a.ts': `
        abstract class Payments { abstract pay(): void; run() { this.pay(); this.log(); } log() {} }
        export class Stripe extends Payments { pay() {} log() {} }`,
    },
    edges: [
      'Payments.run → Stripe.pay call proved',
      'Payments.run → Payments.log call proved',
      'Payments.run → Stripe.log call possible',
    ],
  },
  {
    name: 'inherited methods, super, static methods and constructors',
    files: {
      'a.ts': `
        class Base { constructor() { Base.count(); } static count() {} save() {} }
        class Cart extends Base { items = makeItems(); save() { super.save(); } }
        function makeItems() { return []; }
        export function place() { const cart = new Cart(); cart.save(); }`,
    },
    edges: [
      'place → the fields of Cart construct proved',
      'place → new Base construct proved',
      'new Base → Base.count call proved',
      'place → Cart.save call proved',
      'Cart.save → Base.save call proved',
      'the fields of Cart → makeItems call proved',
    ],
    none: ['place → Base.save'],
  },
  {
    name: 'a callback that a function of the workspace calls, and hands on',
    files: {
      'a.ts': `
        function each(list: string[], take: (sku: string) => void) { for (const sku of list) take(sku); }
        function twice(list: string[], take: (sku: string) => void) { each(list, take); }
        function pack(sku: string) {}
        export function place() { twice(['mug'], pack); }`,
    },
    // Who gives the callback has an edge of its own, so that others who go through the same functions do not run it.
    edges: ['each → pack call proved', 'place → pack callback proved'],
    none: ['twice → pack'],
  },
  {
    name: 'callbacks of lists and promises run at once, those of unknown packages may',
    files: {
      'a.ts': `
        import { later } from 'some-queue';
        function pack() {} function send() {} function log() {} function keep() {}
        export function place(list) {
          list.map(pack);
          new Promise((resolve) => resolve(1)).then(send).finally(log);
          later(keep);
        }`,
    },
    edges: [
      'place → pack callback proved',
      'place → send callback proved',
      'place → log callback proved',
      'place → keep callback possible',
    ],
  },
  {
    name: 'a callback kept in a field, in an object and in options',
    files: {
      'a.ts': `
        class Hooks { private done?: () => void; onDone(done: () => void) { this.done = done; } fire() { this.done?.(); } }
        function run(options: { finished: () => void }) { options.finished(); }
        function tell() {} function ring() {}
        const steps = { pack() {}, send: () => {} };
        export function place(hooks: Hooks) { hooks.onDone(tell); run({ finished: ring }); steps.pack(); steps.send(); }`,
    },
    edges: [
      'Hooks.fire → tell call proved',
      'run → ring call proved',
      'place → pack call proved',
      'place → send call proved',
    ],
  },
  {
    name: 'a factory’s product, a bound method and an arrow field',
    files: {
      'a.ts': `
        function makeStore() { const items = []; return { save() { items.push(1); } }; }
        const store = makeStore();
        class Cart { add = () => { store.save(); }; remove() {} take() { const remove = this.remove.bind(this); remove(); this.add(); } }
        export const cart = new Cart();`,
    },
    edges: ['Cart.add → save call proved', 'Cart.take → Cart.remove call proved', 'Cart.take → Cart.add call proved'],
  },
  {
    name: 'events of one emitter reach its listeners, of another they do not',
    files: {
      'a.ts': `
        import { EventEmitter } from 'node:events';
        const orders = new EventEmitter();
        const stock = new EventEmitter();
        function mail() {} function count() {} function audit() {}
        orders.on('placed', mail);
        orders.on('paid', count);
        stock.on('placed', audit);
        export function place() { orders.emit('placed'); }`,
    },
    edges: ['place → mail listener proved'],
    none: ['place → count', 'place → audit'],
  },
  {
    name: 'events of a class that is an emitter',
    files: {
      'a.ts': `
        import { EventEmitter } from 'events';
        export class Orders extends EventEmitter { place() { this.emit('placed'); } }
        function mail() {}
        export function start(orders: Orders) { orders.on('placed', () => mail()); }`,
    },
    edges: ['Orders.place → a function in start listener proved'],
  },
  {
    name: 'a getter on the way, call and apply',
    files: {
      'a.ts': `
        class Store { get client() { return connect(); } save() { this.client.query(); } }
        function connect() { return { query() {} }; }
        function pack() {}
        export function place(store: Store) { pack.call(null); pack.apply(null, []); store.save(); }`,
    },
    edges: ['Store.save → Store.client member proved', 'Store.save → query call proved', 'place → pack call proved'],
  },
  {
    name: 'either of two functions that a condition chooses, and the one a fallback gives',
    files: {
      'a.ts': `
        function card() {} function cash() {} function none() {}
        export function place(kind: string, given?: () => void) { const pay = kind === 'card' ? card : cash; pay(); (given ?? none)(); }`,
    },
    edges: ['place → card call proved', 'place → cash call proved', 'place → none call proved'],
  },
  {
    name: 'a member whose name cannot be read',
    files: {
      'a.ts': `
        const handlers = { placed() {}, paid() {} };
        export function take(kind: string) { handlers[kind](); }`,
    },
    edges: ['take → placed call possible', 'take → paid call possible'],
  },
  {
    name: 'functions of an object that call one another by this',
    files: {
      'a.js': `
        const carts = { items: [], add(sku) { this.count(); [sku].forEach((one) => this.keep(one)); }, count() {}, keep() {} };
        module.exports = { put() { this.check(); carts.add('mug'); }, check() {} };`,
    },
    edges: [
      'put → add call proved',
      'put → check call proved',
      'add → count call proved',
      'a function in add → keep call proved',
    ],
  },
  {
    name: 'functions that a map or a field keeps by name',
    files: {
      'a.ts': `
        const handlers = new Map<string, () => void>();
        function mail() {} function count() {}
        handlers.set('mail', mail);
        class Jobs { private readonly steps: Record<string, () => void> = {}; add() { this.steps['count'] = count; } run(name: string) { this.steps[name](); } }
        export function take(name: string, jobs: Jobs) { handlers.get(name)?.(); jobs.run(name); }
        export function all() { for (const handler of handlers.values()) handler(); }`,
    },
    edges: ['take → mail call possible', 'Jobs.run → count call possible'],
    none: ['take → count'],
  },
  {
    name: 'a service of Nest behind a static instance and a lazy one',
    files: {
      'a.ts': `
        class Carts { private static instance: Carts; static get() { Carts.instance ??= new Carts(); return Carts.instance; } add() {} }
        let shared: Carts | undefined;
        function carts() { if (!shared) shared = new Carts(); return shared; }
        export function place() { Carts.get().add(); }
        export function pay() { carts().add(); }`,
    },
    edges: ['place → Carts.add call proved', 'pay → Carts.add call proved'],
  },
];

describe('who calls whom', () => {
  it.each(cases)('$name', ({ files, edges = [], none = [] }) => {
    const found = edgeTexts(linked(files));
    for (const edge of edges) expect(found).toContain(edge);
    for (const pair of none) expect(found.filter((edge) => edge.startsWith(`${pair} `))).toEqual([]);
  });
});
