import { describe, expect, it } from 'vitest';
import { accessTexts, cellNamed, linked } from './linked.ts';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly cell: string;
  readonly shape?: string;
  readonly home?: string;
  /** `kind in function`, in order of file and place; null where there must be no such cell. */
  readonly accesses: readonly string[] | null;
}

const cases: readonly Case[] = [
  {
    name: 'a map of the module, used where it is and through a barrel',
    files: {
      'a.ts': `export const carts = new Map<string, number>();\nexport function put(id: string) { carts.set(id, 1); }`,
      'b.ts': `export { carts as all } from './a';`,
      'c.ts': `import { all } from './b';\nexport function find(id: string) { if (all.has(id)) return all.get(id); all.delete(id); }`,
    },
    cell: 'a.ts#carts',
    shape: 'map',
    home: 'module',
    accesses: ['write in put', 'test in find', 'read in find', 'remove in find'],
  },
  {
    name: 'a map that another name stands for',
    files: {
      'a.ts': `
        class Store { private readonly items = new Map(); put(id: string) { const items = this.items; items.set(id, 1); } all() { return [...this.items.values()]; } }
        export const store = new Store();`,
    },
    cell: 'a.ts#Store.items',
    shape: 'map',
    home: 'field',
    accesses: ['write in Store.put', 'iterate in Store.all'],
  },
  {
    name: 'a container inside an object',
    files: {
      'a.ts': `const state = { carts: new Map(), open: 0 };\nexport function put(id: string) { state.carts.set(id, 1); state.open++; }`,
    },
    cell: 'a.ts#state.carts',
    shape: 'map',
    home: 'module',
    accesses: ['write in put'],
  },
  {
    name: 'members of an object are kept in the object',
    files: {
      'a.ts': `const state = { open: 0 };\nexport function put(id: string) { state.open++; state[id] = 1; return state.open; }`,
    },
    cell: 'a.ts#state',
    shape: 'record',
    accesses: ['write in put', 'write in put', 'read in put'],
  },
  {
    name: 'a field that a class in Python begins, and that its methods give each object anew',
    files: {
      'a.py': `class Poller:\n    running = False\n    def begin(self):\n        self.running = True\n    def state(self):\n        return self.running\n`,
    },
    cell: 'a.py#Poller.running',
    home: 'field',
    accesses: ['assign in Poller.begin', 'read in Poller.state'],
  },
  {
    name: 'a field that a class in Python keeps for all its objects, as one method gives it to the class',
    files: {
      'a.py': `class Poller:\n    running = False\n    @classmethod\n    def begin(cls):\n        cls.running = True\n    def stop(self):\n        self.running = False\n`,
    },
    cell: 'a.py#Poller.running',
    home: 'static',
    accesses: ['assign in Poller.begin'],
  },
  {
    name: 'what an object is given stands before what its class keeps under the same name',
    files: {
      'a.py': `class Case:\n    name = Column(String)\n\ndef find():\n    return Case()\n\ndef rename(title):\n    case = find()\n    case.name = title\n    return case.name\n`,
    },
    cell: 'a.py#Case.name',
    home: 'static',
    accesses: ['read in rename'],
  },
  {
    name: 'what hangs on a function, and changes while it runs',
    files: {
      'a.ts': `export function next() { next.last += 1; return next.last; }\nnext.last = 0;\nnext.title = 'one';`,
    },
    cell: 'a.ts#next.last',
    shape: 'scalar',
    home: 'module',
    accesses: ['assign in next', 'read in next', 'assign in a.ts'],
  },
  {
    name: 'what only describes a function is not kept',
    files: { 'a.ts': `export function next() { return next.title; }\nnext.title = 'one';` },
    cell: 'a.ts#next.title',
    accesses: null,
  },
  {
    name: 'a number among the globals',
    files: {
      'a.ts': `globalThis.visits = 0;\nexport function visit() { globalThis.visits++; return globalThis.visits; }`,
    },
    cell: 'a.ts#globalThis.visits',
    shape: 'scalar',
    home: 'global',
    accesses: ['assign in a.ts', 'assign in visit', 'read in visit'],
  },
  {
    name: 'an object of functions is called, not read',
    files: {
      'a.ts': `const orders = { get(id: string) { return id; }, set(id: string) {} };\nexport function show(id: string) { orders.set(id); return orders.get(id); }`,
    },
    cell: 'a.ts#orders',
    accesses: null,
  },
  {
    name: 'a record that is indexed, tested, emptied and gone through',
    files: {
      'a.ts': `
        const seen: Record<string, number> = {};
        export function note(id: string) { seen[id] = 1; if (id in seen) delete seen[id]; }
        export function list() { return Object.keys(seen); }`,
    },
    cell: 'a.ts#seen',
    shape: 'record',
    accesses: ['write in note', 'test in note', 'remove in note', 'iterate in list'],
  },
  {
    name: 'a list, grown and cut',
    files: {
      'a.ts': `let queue: string[] = [];\nexport function add(id: string) { queue.push(id); }\nexport function take() { const first = queue.shift(); queue = []; return first; }`,
    },
    cell: 'a.ts#queue',
    shape: 'list',
    accesses: ['append in add', 'remove in take', 'assign in take'],
  },
  {
    name: 'a counter and a flag',
    files: {
      'a.ts': `
        let running = false;
        let count = 0;
        export async function run() { if (running) return; running = true; count++; await work(count); running = false; }
        async function work(n: number) {}`,
    },
    cell: 'a.ts#running',
    shape: 'scalar',
    accesses: ['test in run', 'assign in run', 'assign in run'],
  },
  {
    name: 'a number that is counted up and read',
    files: {
      'a.ts': 'let count = 0;\nexport function next() { count += 1; return count; }',
    },
    cell: 'a.ts#count',
    shape: 'scalar',
    accesses: ['assign in next', 'read in next'],
  },
  {
    name: 'what closures of one call share',
    files: {
      'a.ts': `
        export function createLimiter(max: number) {
          const hits = new Map<string, number>();
          return (ip: string) => { hits.set(ip, (hits.get(ip) ?? 0) + 1); return hits.size > max; };
        }`,
    },
    cell: 'a.ts#createLimiter.hits',
    shape: 'map',
    home: 'closure',
    accesses: [
      'write in a function in createLimiter',
      'read in a function in createLimiter',
      'size in a function in createLimiter',
    ],
  },
  {
    name: 'what stays within one call is kept by nobody',
    files: {
      'a.ts': `export function total(list: number[]) { const seen = new Set<number>(); for (const n of list) seen.add(n); return seen.size; }`,
    },
    cell: 'a.ts#total.seen',
    accesses: null,
  },
  {
    name: 'a static field, by the class and by this',
    files: {
      'a.ts': `
        export class Sessions { static open = new Map(); static put(id: string) { this.open.set(id, 1); } }
        export function find(id: string) { return Sessions.open.get(id); }`,
    },
    cell: 'a.ts#Sessions.open',
    shape: 'map',
    home: 'static',
    accesses: ['write in Sessions.put', 'read in find'],
  },
  {
    name: 'a field of a base class, used by an heir and from outside',
    files: {
      'base.ts': 'export class Store { protected items: string[] = []; }',
      'a.ts': `
        import { Store } from './base';
        class Carts extends Store { add(id: string) { this.items.push(id); } }
        export const carts = new Carts();
        export function list() { return carts.items.slice(); }`,
    },
    cell: 'base.ts#Store.items',
    shape: 'list',
    accesses: ['append in Carts.add', 'read in list'],
  },
  {
    name: 'a container that a function is given',
    files: {
      'a.ts': `const carts = new Map();\nfunction put(into: Map<string, number>, id: string) { into.set(id, 1); }\nexport function place(id: string) { put(carts, id); }`,
    },
    cell: 'a.ts#carts',
    accesses: ['write in put', 'read in place'],
  },
  {
    name: 'a container that a function gives',
    files: {
      'a.ts': `const carts = new Map();\nexport function all() { return carts; }`,
      'b.ts': `import { all } from './a';\nexport function put(id: string) { all().set(id, 1); }`,
    },
    cell: 'a.ts#carts',
    accesses: ['escape in all', 'write in put'],
  },
  {
    name: 'a container that is handed to a package escapes, one that is written out does not',
    files: {
      'a.ts': `
        import { watch } from 'some-watcher';
        const carts = new Map();
        export function show() { watch(carts); console.log(carts); return JSON.stringify(carts); }`,
    },
    cell: 'a.ts#carts',
    accesses: ['escape in show', 'iterate in show', 'iterate in show'],
  },
  {
    name: 'a client is no container, whatever its methods are called',
    files: {
      'a.ts': `
        import Redis from 'ioredis';
        const redis = new Redis();
        export async function put(id: string) { await redis.set(id, '1'); return redis.get(id); }`,
    },
    cell: 'a.ts#redis',
    accesses: null,
  },
  {
    name: 'a field of a plain class that its methods set',
    files: {
      'a.js': `class Cart { constructor() { this.items = []; } add(id) { this.items.push(id); this.last = id; } }\nmodule.exports = new Cart();`,
      'b.js': `const cart = require('./a');\nexports.count = () => cart.items.length;`,
    },
    cell: 'a.js#Cart.items',
    shape: 'list',
    accesses: ['assign in new Cart', 'append in Cart.add', 'size in count'],
  },
  {
    name: 'a container of another CommonJS file, through the object it exports',
    files: {
      'a.js': 'const carts = new Map();\nmodule.exports = { carts };',
      'b.js': `const { carts } = require('./a');\nexports.put = (id) => carts.set(id, 1);`,
    },
    cell: 'a.js#carts',
    accesses: ['read in a.js', 'write in put'],
  },
  {
    name: 'a container that CommonJS exports without a name of its own',
    files: {
      'a.js': 'exports.carts = {};\nexports.find = (id) => exports.carts[id];',
      'b.js': `const { carts } = require('./a');\nexports.put = (id) => { carts[id] = 1; };`,
      'c.js': `const a = require('./a');\nexports.drop = (id) => { delete a.carts[id]; };`,
    },
    cell: 'a.js#carts',
    shape: 'record',
    home: 'export',
    accesses: ['assign in a.js', 'read in find', 'write in put', 'remove in drop'],
  },
  {
    name: 'a container that is exported and has a name of its own is kept once',
    files: {
      'a.js': 'const carts = (exports.carts = {});\nexports.find = (id) => carts[id];',
      'b.js': `const { carts } = require('./a');\nexports.put = (id) => { carts[id] = 1; };`,
    },
    cell: 'a.js#carts',
    home: 'module',
    accesses: ['assign in a.js', 'read in find', 'write in put'],
  },
  {
    name: 'what hangs on the global object, asked for by its bare name',
    files: {
      'a.js': 'global.carts = {};',
      'b.js':
        'exports.put = (id) => { carts[id] = 1; };\nexports.find = (id) => carts[id];\nexports.count = () => Object.keys(carts).length;',
    },
    cell: 'a.js#globalThis.carts',
    home: 'global',
    accesses: ['assign in a.js', 'write in put', 'read in find', 'iterate in count'],
  },
];

describe('what is kept between calls', () => {
  it.each(cases)('$name', ({ files, cell: id, shape, home, accesses }) => {
    const graph = linked(files);
    const kinds = graph.cells.find((cell) => cell.id === id)?.accesses.map(({ kind }) => kind) ?? [];
    if (accesses === null) {
      expect(kinds.filter((kind) => kind !== 'escape' && !(kind === 'read'))).toEqual([]);
      return;
    }
    expect(accessTexts(graph, id)).toEqual(accesses);
    if (shape !== undefined) expect(cellNamed(graph, id).shape).toBe(shape);
    if (home !== undefined) expect(cellNamed(graph, id).home.kind).toBe(home);
  });

  it('says what is exported', () => {
    const graph = linked({
      'a.ts': `export const open = new Set();\nconst own = new Set();\nexport function put(id: string) { open.add(id); own.add(id); }`,
    });
    expect(graph.cells.map(({ name, exported }) => `${name} ${exported}`)).toEqual(['open true', 'own false']);
  });
});
