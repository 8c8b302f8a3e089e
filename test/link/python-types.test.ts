import { describe, expect, it } from 'vitest';
import type { ProgramGraph } from '../../src/link/program-graph.ts';
import { linked } from './linked.ts';

/** How sure it is that a request runs each function of a name, in order of place; `-` for one that none runs. */
function asked(graph: ProgramGraph, name: string): readonly string[] {
  return [...graph.functions.values()]
    .filter(({ fact }) => fact.name === name)
    .map(({ key }) => graph.moments.get(key)?.find(({ moment }) => moment === 'request')?.certainty ?? '-');
}

/** A registry that gives back whatever it was given, and functions that say which of it they mean. */
const registry = (declared: string): Readonly<Record<string, string>> => ({
  'app.py': `
from fastapi import FastAPI
from registry import registry
from services import Carts, Prices
app = FastAPI()
registry.add(Carts())
registry.add(Prices())
def carts() ${declared}:
    return registry.find("carts")
@app.get("/carts")
def show():
    return carts().read()
`,
  'registry.py': `
class Registry:
    def __init__(self):
        self.last = None
        self.kept = {}
    def add(self, part):
        self.last = part
        self.kept[part.name] = part
    def find(self, name):
        return self.last
registry = Registry()
`,
  'services.py': `
class Part:
    pass
class Carts(Part):
    def read(self): pass
class Prices(Part):
    def read(self): pass
`,
});

describe('what a function in Python says that it gives back', () => {
  it.each([
    ['-> Carts', ['proved', '-']],
    ['-> "Carts"', ['proved', '-']],
    ['', ['proved', 'proved']],
    ['-> dict', ['proved', 'proved']],
  ])('of all that a registry holds: %s', (declared, reads) => {
    expect(asked(linked(registry(declared)), 'read')).toEqual(reads);
  });

  it('names what nothing else shows', () => {
    const files = {
      ...registry('-> Carts'),
      'registry.py': 'import elsewhere\nregistry = elsewhere.open()\n',
    };
    const graph = linked(files);
    expect(asked(graph, 'read')).toEqual(['proved', '-']);
  });

  it('leaves an object alone that only looks like the class', () => {
    const graph = linked({
      'app.py': `
from fastapi import FastAPI
from services import Memory, Store
app = FastAPI()
memory = Memory()
def store() -> Store:
    return memory
@app.get("/carts")
def show():
    return store().read()
`,
      'services.py': `
from typing import Protocol
class Store(Protocol):
    def read(self): ...
class Memory:
    def read(self): pass
`,
    });
    expect(asked(graph, 'read')).toEqual(['-', 'proved']);
  });
});

describe('a function that an object was made with', () => {
  const tools = (made: string): Readonly<Record<string, string>> => ({
    'app.py': `
from fastapi import FastAPI
app = FastAPI()
class Tool:
    def __init__(self, function):
        self.function = function
    def run(self):
        return self.function()
def first(): pass
def second(): pass
one = Tool(first)
${made}
@app.get("/one")
def show():
    return one.run()
`,
  });

  it('is the one where there is no other', () => {
    expect(asked(linked(tools('')), 'first')).toEqual(['proved']);
  });

  it('is the one that the object beside it was made with, where others were made with others', () => {
    const graph = linked(tools('two = Tool(second)'));
    expect([...asked(graph, 'first'), ...asked(graph, 'second')]).toEqual(['possible', '-']);
  });
});

describe('a method that needs no object', () => {
  const views = (base: string, decorator = '@staticmethod', given = 'row'): Readonly<Record<string, string>> => ({
    'app.py': `
from flask import Flask
from flask.views import MethodView
app = Flask(__name__)
class Plain: pass
class Orders(${base}):
    def post(self):
        return self.shown(1)
    ${decorator}
    def shown(${given}): pass
app.add_url_rule("/orders", view_func=Orders.as_view("orders"))
`,
  });

  it.each([
    ['of a class that a package extends', views('MethodView')],
    ['of the class itself', views('MethodView', '@classmethod', 'cls, row')],
  ])('is called through the object: %s', (_, files) => {
    expect(asked(linked(files), 'shown')).toEqual(['proved']);
  });

  it('is not called where nothing answers', () => {
    expect(asked(linked(views('Plain')), 'shown')).toEqual(['-']);
  });
});
