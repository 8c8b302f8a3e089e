import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { applyFix, type Files, reasonAgainst } from './apply.ts';
import { packageOf, threeInstances } from './shop-files.ts';

const fix = 'shared-mapping';
const inModule = 'state-module-collection';
const inField = 'state-singleton-field';

const project = (files: Files): Files => ({ 'package.json': packageOf(), ...threeInstances, ...files });

/** A server with a map of carts, whose parts can be written in other ways. */
const carts = ({
  made = 'const carts = new Map<string, Cart>();',
  type = 'interface Cart {\n  items: string[];\n  total: number | null;\n}',
  put = 'carts.set(request.params.customer, { items: request.body.items, total: null });',
  get = 'response.json(carts.get(request.params.customer) ?? null);',
  above = '',
  more = '',
} = {}) => `import express from 'express';

${type}

${made}
const app = express();
app.use(express.json());
${above}
app.post('/cart/:customer', (request, response) => {
  ${put}
  response.status(204).end();
});

app.get('/cart/:customer', (request, response) => {
  ${get}
});
${more}
app.listen(3000);
`;

/** The modules that the fix has written beside a server. */
const beside = (after: Files): Files =>
  Object.fromEntries(
    Object.entries(after)
      .filter(([file]) => /(?:shared-redis|shared-map|async-handler)\.[jt]s$/.test(file))
      .map(([file, text]) => [file.replace('src/', ''), text]),
  );

describe('a map that is kept in Redis', { timeout: 60_000 }, () => {
  it('is waited for by its handlers', async () => {
    const { after, next } = await applyFix(project({ 'src/server.ts': carts() }), inModule, fix);
    expect(after['src/server.ts']).toBe(
      carts({
        made: "const carts = createSharedMap<Cart>('orders:carts', null);",
        put: 'await carts.set(request.params.customer, { items: request.body.items, total: null });',
        get: 'response.json((await carts.get(request.params.customer)) ?? null);',
      })
        .replace("'express';", "'express';\nimport { createSharedMap } from './shared-map.js';")
        .replaceAll('(request, response)', 'async (request, response)'),
    );
    expect(next).toBe('npm install');
    expect(after['.env.example']).toContain('REDIS_URL=');
    expect(JSON.parse(after['package.json'] ?? '').dependencies.redis).toBe('^5.12.0');
    expect(compile('server.ts', after['src/server.ts'] ?? '', beside(after))).toEqual([]);
  });

  it('hands failures on where Express does not hear them', async () => {
    const manifest = packageOf({ dependencies: { express: '^4.21.0' } });
    const files = { ...project({ 'src/server.ts': carts() }), 'package.json': manifest };
    const { after } = await applyFix(files, inModule, fix);
    expect(after['src/server.ts']).toContain("app.get('/cart/:customer', asyncHandler(async (request, response) => {");
    expect(after['src/server.ts']).toContain("import { asyncHandler } from './async-handler.js';");
    const paths = { express: [`${process.cwd()}/node_modules/@types/express-4/index.d.ts`] };
    expect(compile('server.ts', after['src/server.ts'] ?? '', beside(after), { paths })).toEqual([]);
  });

  it('is waited for by who asks through functions of other files', async () => {
    const store = `interface Cart {
  readonly items: readonly string[];
}

const carts: Map<string, Cart> = new Map();

export function cartOf(customer: string): Cart | null {
  return carts.get(customer) ?? null;
}

export const keep = (customer: string, items: string[]) => {
  carts.set(customer, { items });
};
`;
    const server = `import express from 'express';
import { cartOf, keep } from './carts.js';

const app = express();
app.use(express.json());

app.post('/cart/:customer', (request, response) => {
  keep(request.params.customer, request.body.items);
  response.status(204).end();
});

app.get('/cart/:customer', (request, response) => {
  response.json(cartOf(request.params.customer)?.items);
});

app.listen(3000);
`;
    const { after } = await applyFix(project({ 'src/carts.ts': store, 'src/server.ts': server }), inModule, fix);
    expect(after['src/carts.ts']).toContain("const carts = createSharedMap<Cart>('orders:carts', null);");
    expect(after['src/carts.ts']).toContain('export async function cartOf(customer: string): Promise<Cart | null> {');
    expect(after['src/carts.ts']).toContain('export const keep = async (customer: string, items: string[]) => {');
    expect(after['src/server.ts']).toContain('  await keep(request.params.customer, request.body.items);');
    expect(after['src/server.ts']).toContain('response.json((await cartOf(request.params.customer))?.items);');
    const modules = { ...beside(after), 'carts.ts': after['src/carts.ts'] ?? '' };
    expect(compile('server.ts', after['src/server.ts'] ?? '', modules)).toEqual([]);
  });

  it('hands over all that is there', async () => {
    const more = (all: string, keys: string, values: string, size: string) => `
app.get('/all', WAITS(_request, response) => {
  for (const [id, cart] of ${all}) if (cart.total !== null) response.write(id);
  response.end();
});

app.get('/open', WAITS(_request, response) => {
  if (${size} === 0) return response.json([...${keys}]);
  response.json(Array.from(${values}));
});
`;
    const written = more('carts', 'carts.keys()', 'carts.values()', 'carts.size').replaceAll('WAITS', '');
    const { after } = await applyFix(project({ 'src/server.ts': carts({ more: written }) }), inModule, fix);
    const text = after['src/server.ts'] ?? '';
    const waiting = more(
      'await carts.entries()',
      '(await carts.keys())',
      'await carts.values()',
      '(await carts.size())',
    );
    expect(text).toContain(waiting.replaceAll('WAITS', 'async '));
    expect(compile('server.ts', text, beside(after))).toEqual([]);
  });

  it('takes the place of a field', async () => {
    const service = `class Carts {
  private readonly carts = new Map<string, { items: string[] }>();

  put(customer: string, items: string[]): void {
    this.carts.set(customer, { items });
  }

  get(customer: string) {
    return this.carts.get(customer);
  }
}

export const shop = new Carts();
`;
    const server = `import express from 'express';
import { shop } from './carts.js';

const app = express();
app.use(express.json());
app.post('/cart/:customer', (request, response) => {
  shop.put(request.params.customer, request.body.items);
  response.status(204).end();
});
app.get('/cart/:customer', (request, response) => {
  response.json(shop.get(request.params.customer));
});
app.listen(3000);
`;
    const { after } = await applyFix(project({ 'src/carts.ts': service, 'src/server.ts': server }), inField, fix);
    expect(after['src/carts.ts']).toContain(
      "private readonly carts = createSharedMap<{ items: string[] }>('orders:Carts.carts', null);",
    );
    expect(after['src/carts.ts']).toContain('async put(customer: string, items: string[]): Promise<void> {');
    expect(after['src/carts.ts']).toContain('async get(customer: string) {');
    expect(after['src/server.ts']).toContain('response.json(await shop.get(request.params.customer));');
    const modules = { ...beside(after), 'carts.ts': after['src/carts.ts'] ?? '' };
    expect(compile('server.ts', after['src/server.ts'] ?? '', modules)).toEqual([]);
  });

  it('keeps apart what two maps of one name hold', async () => {
    const asked = (path: string) => `import express from 'express';
const carts = new Map<string, number>();
export const router = express.Router();
router.post('/${path}/:id', (request, response) => {
  carts.set(request.params.id, 1);
  response.end();
});
router.get('/${path}/:id', (request, response) => {
  response.json(carts.get(request.params.id) ?? null);
});
`;
    const server = `import express from 'express';
import { router as a } from './a.js';
import { router as b } from './b.js';
express().use(a).use(b).listen(3000);
`;
    const files = project({ 'src/a.ts': asked('a'), 'src/b.ts': asked('b'), 'src/server.ts': server });
    const { after } = await applyFix(files, inModule, fix);
    expect(after['src/a.ts']).toContain("createSharedMap<number>('orders:src-a.ts-carts', null)");
  });

  it('takes the place of an object that is asked by brackets, in CommonJS', async () => {
    const server = `const express = require('express');

const carts = {};
const app = express();
app.use(express.json());
app.post('/cart/:customer', (request, response) => {
  carts[request.params.customer] = { items: 3 };
  response.status(204).end();
});
app.get('/cart/:customer', (request, response) => {
  if (!(request.params.customer in carts)) return response.status(404).end();
  response.json(carts[request.params.customer].items);
});
app.delete('/cart/:customer', (request, response) => {
  delete carts[request.params.customer];
  response.status(204).end();
});
app.listen(3000);
`;
    const manifest = packageOf({ type: 'commonjs', main: 'server.js', scripts: { start: 'node server.js' } });
    const compose = 'services:\n  orders:\n    build: .\n    command: node server.js\n    deploy:\n      replicas: 3\n';
    const files = { 'package.json': manifest, 'compose.yaml': compose, 'server.js': server };
    const { after } = await applyFix(files, inModule, fix);
    const text = after['server.js'] ?? '';
    expect(text).toContain("const { createSharedMap } = require('./shared-map');");
    expect(text).toContain("const carts = createSharedMap('orders:carts', null);");
    expect(text).toContain('await carts.set(request.params.customer, { items: 3 });');
    expect(text).toContain('if (!(await carts.has(request.params.customer))) return');
    expect(text).toContain('response.json((await carts.get(request.params.customer)).items);');
    expect(text).toContain('await carts.delete(request.params.customer);');
  });
});

const against = (server: string) => reasonAgainst(project({ 'src/server.ts': server }), inModule, fix);

describe('a map stays where it is where', () => {
  it.each([
    [
      'something is done to each where it stands',
      carts({
        more: "app.get('/all', (_, response) => {\n  carts.forEach((cart, id) => response.write(id + cart.total));\n  response.end();\n});",
      }),
      /no counterpart|list does not take/,
    ],
    [
      'the first of all is asked for',
      carts({ more: "app.get('/first', (_, response) => { response.json(carts.values().next().value ?? null); });" }),
      /list does not take/,
    ],
    [
      'each is changed as it is gone through',
      carts({
        more: "app.post('/all', (_, response) => {\n  for (const cart of carts.values()) cart.total = 0;\n  response.end();\n});",
      }),
      /changed in place/,
    ],
    [
      'what was read is changed',
      carts({
        get: 'const cart = carts.get(request.params.customer);\n  cart?.items.push(request.body.item);\n  response.json(cart);',
      }),
      /changed in place/,
    ],
    [
      'it is put in only where nothing is there',
      carts({
        put: 'if (!carts.has(request.params.customer)) carts.set(request.params.customer, { items: [], total: null });',
      }),
      /only where it was not there/,
    ],
    [
      'what was read is counted on',
      carts({
        type: 'type Cart = number;',
        put: 'const seen = carts.get(request.params.customer) ?? 0;\n  carts.set(request.params.customer, seen + 1);',
      }),
      /counted on/,
    ],
    [
      'it keeps dates',
      carts({
        type: 'interface Cart {\n  items: string[];\n  at: Date;\n}',
        put: 'carts.set(request.params.customer, { items: [], at: new Date() });',
      }),
      /object|Date/,
    ],
    [
      'its keys are numbers',
      carts({ made: 'const carts = new Map<number, Cart>();' }).replaceAll(
        'request.params.customer',
        'Number(request.params.customer)',
      ),
      /no texts/,
    ],
    [
      'a callback for each item asks it',
      carts({
        get: 'const ids = String(request.query.ids).split(",");\n  response.json(ids.map((id) => carts.get(id)));',
      }),
      /cannot|waited for/,
    ],
    [
      'a clock asks it',
      carts({
        put: 'carts.set(request.params.customer, { items: [], total: 1 });\n  setTimeout(() => carts.delete(request.params.customer), 1000);',
      }),
      /Nobody hears|waited for/,
    ],
    [
      'a function that asks it is handed on',
      carts({
        above: 'const find = (id: string) => carts.get(id);\napp.locals.find = find;\n',
        get: 'response.json(find(request.params.customer) ?? null);',
      }),
      /handed on/,
    ],
    [
      'an object that is made asks it',
      carts({
        above: 'class View {\n  constructor(id: string) {\n    console.log(carts.has(id));\n  }\n}\n',
        get: 'new View(request.params.customer);\n  response.json(carts.get(request.params.customer) ?? null);',
      }),
      /constructor, which cannot wait/,
    ],
    [
      'a helper asks before another changes',
      carts({
        above: 'const isTaken = (id: string) => carts.has(id);\n',
        put: 'if (isTaken(request.params.customer)) return response.status(409).end();\n  carts.set(request.params.customer, { items: [], total: null });',
      }),
      /another request may come between/,
    ],
    [
      'something else changes in the same step',
      carts({
        above: 'let asked = 0;\n',
        get: 'asked += 1;\n  response.json(carts.get(request.params.customer) ?? asked);',
      }),
      /changes something else/,
    ],
    [
      'a declared type says what its functions give back',
      carts({
        above: 'type Find = (id: string) => Cart | undefined;\nconst find: Find = (id) => carts.get(id);\n',
        get: 'response.json(find(request.params.customer) ?? null);',
      }),
      /declared type says/,
    ],
    [
      'a function is overloaded',
      carts({
        above:
          'function find(id: string): Cart | undefined;\nfunction find(id: string, or: null): Cart | null;\nfunction find(id: string, or?: null) {\n  return carts.get(id) ?? or;\n}\n',
        get: 'response.json(find(request.params.customer, null));',
      }),
      /Several signatures/,
    ],
    [
      'what was read is changed by a callback',
      carts({ get: 'response.json(carts.get(request.params.customer)?.items.map((each) => each.trim()) ?? []);' }),
      /changed in place/,
    ],
    [
      'an async function is not waited for',
      carts({
        above: 'async function keep(id: string) {\n  carts.set(id, { items: [], total: null });\n}\n',
        put: 'keep(request.params.customer);',
      }),
      /not waited for here/,
    ],
    ['it may keep nothing', carts({ made: 'const carts = new Map<string, Cart | undefined>();' }), /undefined/],
  ])('%s', async (_, server, reason) => {
    expect(await against(server)).toMatch(reason);
  });

  const store =
    'class Carts {\n  private readonly kept = new Map<string, number>();\n  has(id: string) {\n    return this.kept.has(id);\n  }\n  put(id: string) {\n    this.kept.set(id, 1);\n  }\n}\n';
  const twoRoutes = (head: string, guard: string) => `import express from 'express';
${store}
${head}
const app = express();
app.post('/:id', (request, response) => {
  carts.put(request.params.id);
  response.end();
});
app.get('/:id', (request, response) => {
  ${guard}
  response.json({ there: carts.has(request.params.id) });
});
app.listen(3000);
`;

  it.each([
    ['its object is handed on', twoRoutes('const carts = new Carts();', "app.set('carts', carts);"), /handed on/],
    [
      'its object becomes a member of another',
      twoRoutes('const carts = new Carts();', 'response.locals.carts = carts;'),
      /handed on/,
    ],
    [
      'several objects have one each',
      twoRoutes('const carts = new Carts();\nexport const others = new Carts();', ''),
      /Several objects/,
    ],
    [
      'a class below has one as well',
      twoRoutes('export class Orders extends Carts {}\nconst carts = new Carts();', ''),
      /Classes below/,
    ],
  ])('%s', async (_, server, reason) => {
    expect(await reasonAgainst(project({ 'src/server.ts': server }), inField, fix)).toMatch(reason);
  });

  it('redis is asked for in a version that nobody keeps any more', async () => {
    const manifest = packageOf({ dependencies: { express: '^5.1.0', redis: '^3.1.2' } });
    const files = { ...project({ 'src/server.ts': carts() }), 'package.json': manifest };
    expect(await reasonAgainst(files, inModule, fix)).toMatch(/redis 3 is asked for/);
  });
});
