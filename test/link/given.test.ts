import { describe, expect, it } from 'vitest';
import type { ProgramGraph } from '../../src/link/program-graph.ts';
import { chainText, keyNamed, linked } from './linked.ts';

/** The chain by which a request comes to a function, without the file's body; null where none does. */
function way(graph: ProgramGraph, name: string, file = 'app.py'): string | null {
  const reach = (graph.moments.get(keyNamed(graph, file, name)) ?? []).find(({ moment }) => moment === 'request');
  return reach === undefined ? null : chainText(graph, reach);
}

/** Two routes that run `save` and `find` by `kept(…)`. */
function routes(kept: string, save = 'kept(save, 1)', find = 'kept(find, 1)'): ProgramGraph {
  return linked({
    'app.py': `
import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from fastapi import FastAPI
app = FastAPI()
pool = ThreadPoolExecutor()
def save(order): pass
def find(order): pass
class Store:
    def save(self, order): pass
    def find(self, order): pass
store = Store()
${kept}
@app.post("/save")
def post_order():
    return ${save}
@app.get("/find")
def get_order():
    return ${find}
`,
  });
}

const wrappers: readonly (readonly [how: string, kept: string])[] = [
  [
    'in a function that it hands to a pool',
    'def kept(func, *args):\n    def work():\n        return func(*args)\n    return pool.submit(work)',
  ],
  ['in a lambda', 'def kept(func, *args):\n    return pool.submit(lambda: func(*args))'],
  [
    'in a partial',
    'def kept(func, *args):\n    def work():\n        return pool.submit(functools.partial(func, *args))\n    return work()',
  ],
  [
    'handed on by another',
    'def kept(func, *args):\n    return later(None, func, *args)\ndef later(where, func, *args):\n    loop = asyncio.get_event_loop()\n    def work():\n        return func(*args)\n    return loop.run_in_executor(where, work)',
  ],
  [
    'asked about beforehand',
    'def kept(func, *args):\n    if asyncio.iscoroutinefunction(func):\n        return None\n    return pool.submit(lambda: func(*args))',
  ],
];

describe.each(wrappers)('a function that a caller gives, and that is called %s', (_how, kept) => {
  it('runs for that caller alone', () => {
    const graph = routes(kept);
    expect([way(graph, 'save'), way(graph, 'find')]).toEqual(['post_order → save', 'get_order → find']);
  });

  it('runs for that caller alone where it is a method of an object', () => {
    const graph = routes(kept, 'kept(store.save, 1)', 'kept(functools.partial(store.find), 1)');
    const own = [...graph.functions.values()].filter(({ class: of, fact }) => of !== null && fact.name !== '');
    const ways = own.map(({ key }) => graph.moments.get(key)?.find(({ moment }) => moment === 'request'));
    expect(ways.map((reach) => (reach === undefined ? null : chainText(graph, reach)))).toEqual([
      'post_order → Store.save',
      'get_order → Store.find',
    ]);
  });
});

/** Tools that a decorator makes, a table of them, and routes that use one. */
function tools(more: string): ProgramGraph {
  return linked({
    'tools.py': `
class Tool:
    def __init__(self, name, func):
        self.name = name
        self._func = func
    def execute(self, *args):
        return self._run(*args)
    def _run(self, *args):
        return self._func(*args)
def tool(name):
    def decorator(func):
        made = Tool(name, func)
        def wrapper(*args):
            return made.execute(*args)
        wrapper.tool = made
        return wrapper
    return decorator
`,
    'app.py': `
from fastapi import FastAPI
from tools import Tool, tool
app = FastAPI()
@tool("list")
def listed(): pass
@tool("shell")
def shell(): pass
${more}
`,
  });
}

describe('a function that an object was made with', () => {
  it('runs by the name that it was decorated under, and no other does', () => {
    const graph = tools('@app.get("/list")\ndef show():\n    return listed()');
    expect([way(graph, 'listed'), way(graph, 'shell')]).toEqual(['show → listed', null]);
  });

  it('may run by an object that is taken out of a table', () => {
    const graph = tools(
      'def plain(): pass\nall = {"a": Tool("a", plain)}\n@app.get("/run")\ndef run(name: str, one: Tool):\n    return use(one)\ndef use(one: Tool):\n    return one.execute()',
    );
    const reach = graph.moments.get(keyNamed(graph, 'app.py', 'shell'))?.find(({ moment }) => moment === 'request');
    expect([reach?.certainty, way(graph, 'shell')]).toEqual([
      'possible',
      'run → use → Tool.execute → Tool._run → shell',
    ]);
  });

  it('runs for who makes it in the course of a request, and not for another', () => {
    const graph = tools(`
def make():
    def asked(): pass
    return [Tool("asked", asked)]
@app.get("/list")
def show(one: Tool):
    return one.execute()
@app.post("/chat")
def chat():
    return make()
`);
    expect(way(graph, 'asked')).toBe('chat → make → asked');
  });
});

describe('a method that a class finds on its own objects', () => {
  const base = (test: string): ProgramGraph =>
    linked({
      'app.py': `
from fastapi import FastAPI
app = FastAPI()
class Base:
    def test(self):
        return self.query()
    def query(self): pass
class Other(Base):
    def query(self): return other()
${test}
def other(): pass
@app.get("/test")
def show(one: Base):
    return one.test()
`,
    });

  it('is none of an heir that has written the caller anew', () => {
    expect(way(base('    def test(self): return True'), 'other')).toBeNull();
  });

  it.each([
    ['has not', ''],
    ['calls the one above', '    def test(self): return super().test()'],
  ])('may be that of an heir that %s', (_how, test) => {
    expect(way(base(test), 'other')).toBe('show → Base.test → Other.query → other');
  });
});

describe('a function that two callers give in TypeScript', () => {
  it.each([
    ['itself', 'function run(fn: () => void) { fn(); }'],
    ['in a function that runs later', 'function run(fn: () => void) { setImmediate(() => fn()); }'],
    ['in a promise', 'function run(fn: () => void) { return new Promise(() => { fn(); }); }'],
  ])('called %s', (_how, run) => {
    const graph = linked({
      'src/app.ts': `
        import express from 'express';
        const app = express();
        const store = { save() {}, find() {} };
        class Orders { save() {} find() {} }
        const orders = new Orders();
        ${run}
        app.post('/save', (req, res) => { run(orders.save); });
        app.get('/find', (req, res) => { run(orders.find); });`,
    });
    const own = [...graph.functions.values()].filter(({ class: of, fact }) => of !== null && fact.name !== '');
    const ways = own.map(({ key }) => graph.moments.get(key)?.find(({ moment }) => moment === 'request'));
    expect(ways.map((reach) => (reach === undefined ? null : chainText(graph, reach)))).toEqual([
      'the handler of POST /save → Orders.save',
      'the handler of GET /find → Orders.find',
    ]);
  });
});

it('a route around a function that it was made with runs each that one of the routes was made with', () => {
  const graph = linked({
    'app.ts': `
import express from 'express';
const app = express();
async function run(request: any, handler: any) { return await handler(request); }
const route = (path: string) => (handler: any) => {
  const wrapped = async (request: any, response: any) => response.json(await run(request, handler));
  return { path, handler: wrapped };
};
async function save(request: any) {}
async function find(request: any) {}
const routes = [route('/save')(save), route('/find')(find)];
routes.forEach((each) => app.post(each.path, each.handler));
app.listen(3000);
`,
  });
  expect(way(graph, 'save', 'app.ts')).not.toBeNull();
  expect(way(graph, 'find', 'app.ts')).not.toBeNull();
});
