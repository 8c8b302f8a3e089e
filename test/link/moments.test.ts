import { describe, expect, it } from 'vitest';
import { catalog } from '../../src/catalog/catalog.ts';
import { factsByFile } from '../../src/facts/store.ts';
import { entryTitle } from '../../src/findings/chain.ts';
import { link } from '../../src/link/link.ts';
import { factsOf } from '../sources/workspace.ts';
import { keyNamed, linked, momentsNamed } from './linked.ts';

const shop: Readonly<Record<string, string>> = {
  'src/main.ts': `
    import express from 'express';
    import { place, sweep, warm, seed, retry, drain } from './orders';
    const app = express();
    app.post('/orders', (req, res) => { place(); setTimeout(() => retry(), 100); });
    setInterval(() => sweep(), 1000);
    process.on('SIGTERM', () => drain());
    async function main() { await warm(); app.listen(3000, () => seed()); }
    main();
  `,
  'src/orders.ts': `
    import { notify } from 'some-notifier';
    export function place() { check(); notify(() => tell()); }
    function check() {}
    function tell() {}
    export function sweep() { check(); }
    export async function warm() {}
    export function seed() {}
    export function retry() {}
    export function drain() {}
    export function unused() { check(); }
    function table() { return {}; }
    export const prices = table();
  `,
};

describe('when functions run', () => {
  const graph = linked(shop);
  it.each([
    ['place', ['request proved']],
    ['check', ['request proved', 'timer proved']],
    ['tell', ['request possible']],
    ['retry', ['timer proved']],
    ['sweep', ['timer proved']],
    ['drain', ['shutdown proved']],
    ['warm', ['boot proved']],
    ['seed', ['boot proved']],
    ['table', ['load proved']],
    ['unused', []],
  ])('%s: %j', (name, moments) => {
    expect(momentsNamed(graph, 'src/orders.ts', name)).toEqual(moments);
  });
});

describe('what is done once', () => {
  const graph = linked({
    'src/app.ts': `
      import express from 'express';
      let client;
      class Prices { private table; find() { if (this.table === undefined) this.table = loadTable(); return this.table; } }
      const prices = new Prices();
      function connected() { if (client) return client; client = connect(); return client; }
      function connect() {}
      function loadTable() {}
      function loadUser() {}
      function loadCart() {}
      const app = express();
      app.get('/orders', (req, res) => {
        connected();
        prices.find();
        let user;
        if (!user) user = loadUser();
        req.cart ??= loadCart();
      });`,
  });
  it.each([
    ['connect', ['boot proved']],
    ['loadTable', ['boot proved']],
    ['loadUser', ['request proved']],
    ['loadCart', ['request proved']],
    ['connected', ['request proved']],
  ])('%s: %j', (name, moments) => {
    expect(momentsNamed(graph, 'src/app.ts', name)).toEqual(moments);
  });
});

describe.each([
  ['itself', 'timed(work: () => void) { work(); }', ['() => stored()', '() => found()']],
  [
    'taken out of an object',
    'timed(job: { work: () => void }) { const { work } = job; work(); }',
    ['{ work: () => stored() }', '{ work: () => found() }'],
  ],
  [
    'as a member of an object',
    'timed(job: { work: () => void }) { job.work(); }',
    ['{ work: () => stored() }', '{ work: () => found() }'],
  ],
  [
    'handed on by another function',
    'timed(work: () => void) { spanned(work); } function spanned(run: () => void) { run(); }',
    ['() => stored()', '() => found()'],
  ],
  ['handed on to a package', 'timed(work: () => void) { later(work); }', ['() => stored()', '() => found()']],
  ['named', 'timed(work: () => void) { work(); }', ['stored', 'found']],
])('a callback that a function calls before it returns, %s', (_how, timed, [one, other]) => {
  const graph = linked({
    'src/app.ts': `
      import express from 'express';
      import { later } from 'some-queue';
      export function ${timed}
      function place() { timed(${one}); }
      function list() { timed(${other}); }
      function stored() {}
      function found() {}
      const app = express();
      app.post('/orders', () => place());
      app.get('/orders', () => list());`,
  });
  it.each([
    ['stored', 'POST /orders'],
    ['found', 'GET /orders'],
  ])('%s runs for those alone who gave it: %s', (name, title) => {
    const reach = (graph.moments.get(keyNamed(graph, 'src/app.ts', name)) ?? []).find(
      ({ moment }) => moment === 'request',
    );
    expect(reach === undefined || reach.entry === null ? null : entryTitle(graph, reach.entry)).toBe(title);
    expect(reach?.chain.map((edge) => graph.functions.get(edge.to)?.fact.name)).not.toContain('timed');
  });
});

describe('linking', () => {
  /** Everything that a graph says, as text; the questions it answers are left out. */
  function told(files: readonly [string, string][]): string {
    const {
      facts: _facts,
      following: _following,
      uses,
      routes,
      ...graph
    } = link(new Map([...factsOf(Object.fromEntries(files))].sort(() => (files.length % 2 === 0 ? 1 : -1))), catalog);
    const plain = {
      ...graph,
      functions: [...graph.functions.keys()],
      classes: [...graph.classes],
      callees: [...graph.callees],
      callers: [...graph.callers],
      imports: [...graph.imports],
      moments: [...graph.moments],
      effects: [...graph.effects],
      uses: uses.map(({ id, routes: on }) => [id, on.map(({ path }) => path)]),
      routes: routes.map(({ path, verb, handlers, middleware }) => [
        path,
        verb,
        handlers,
        middleware.map(({ id }) => id),
      ]),
    };
    return JSON.stringify(plain);
  }

  it('gives the same in any order of files', () => {
    const files = Object.entries({
      ...shop,
      'src/store.ts': `export interface Store { save(): void }\nexport const open = new Map();`,
      'src/a-store.ts': `import type { Store } from './store';\nexport class A implements Store { save() {} }`,
      'src/b-store.ts': `import type { Store } from './store';\nexport class B implements Store { save() {} }`,
      'src/use.ts': `import { open, type Store } from './store';\nexport function use(store: Store) { store.save(); open.set(1, 2); }`,
    });
    const first = told(files);
    const orders = [
      [...files].reverse(),
      [...files.slice(3), ...files.slice(0, 3)],
      [...files].sort(([a], [b]) => (a < b ? 1 : -1)),
    ];
    for (const order of orders) expect(told(order)).toBe(first);
  });

  it('gives the same twice, and facts in an order of their own', () => {
    const facts = factsOf(shop);
    const shuffled = new Map([...facts].reverse());
    expect([...link(shuffled, catalog).functions.keys()]).toEqual([
      ...link(factsByFile(facts.values()), catalog).functions.keys(),
    ]);
  });

  it('ends on code that leads round in circles', () => {
    const graph = linked({
      'a.ts': `
        import { b } from './b';
        export let a = b;
        export function loop(next) { return loop(loop(next)); }
        let options = { retries: 1 };
        options = { ...options, ...options };
        export class Node { parent = new Node(); child = this.parent.child; }
        class Odd extends Odd {}
        export const odd = new Odd();
        const list = [...list];
        export function even(n) { return n === 0 ? even : oddly(n - 1)(n); }
        export function oddly(n) { return even(n)(even); }`,
      'b.ts': `import { a } from './a';\nexport let b = a;\nb();`,
    });
    expect(graph.functions.size).toBeGreaterThan(4);
  });
});
