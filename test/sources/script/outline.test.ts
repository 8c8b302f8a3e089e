import { describe, expect, it } from 'vitest';
import { outlineScript } from '../../../src/sources/script/outline.ts';

const none: ReadonlySet<string> = new Set();

const modules: readonly (readonly [title: string, code: string, modules: readonly string[]])[] = [
  [
    'imports',
    "import a from 'a';\nimport { b,\n  c } from \"b\";\nimport * as d from 'c'; import 'd';",
    ['a', 'b', 'c', 'd'],
  ],
  ['imports without spaces', "import{a}from'a';import'b';export*from'c';", ['a', 'b', 'c']],
  ['exports', "export { a } from './a'; export * from './b'; export * as c from './c';", ['./a', './b', './c']],
  [
    'types only',
    "import type { A } from 'a'; export type { B } from 'b'; export type * from 'c'; import type D from 'd';",
    [],
  ],
  ['a default named type', "import type from 'a'; import type, { b } from 'b';", ['a', 'b']],
  ['types among values', "import { type A, b } from 'a';", ['a']],
  ['types and then values', "import type { A } from 'a';\nimport { b } from 'b';", ['b']],
  ['require', 'const a = require(\'a\'), b = require( "b" ).c; require(`d`);', ['a', 'b', 'd']],
  ['require of TypeScript', "import a = require('a');", ['a']],
  ['import()', "await import('a'); const b = () => import( 'b' );", ['a', 'b']],
  ['an import behind a type', "export type Order = { id: string };\nimport { a } from 'a';", ['a']],
  ['each once, in order', "import { b } from 'b'; import { a } from 'a'; export * from 'b';", ['b', 'a']],
  ['comments', "// import a from 'a'\n/* require('b') */ import c from 'c'; // don't\nimport d from 'd';", ['c', 'd']],
  ['texts', "const a = \"import b from 'b'\"; const c = `require('c')`; import d from 'd';", ['d']],
  ['templates in templates', "const a = `${b(`${c}`, { d: `'` })} it's`; import e from 'e';", ['e']],
  ['an import in the hole of a template', "const a = `${require('a')}`;", ['a']],
  [
    'regular expressions',
    "const a = /['\"`]/g; const b = x.replace(/[/'`]/, \"'\"); if (/`/.test(c)) {} import d from 'd';",
    ['d'],
  ],
  ['divisions', "const a = b / c; const d = (e) / f / g; import h from 'h';", ['h']],
  ['markup', "const a = <p title='b'>Don't `go` from here</p>;\nimport c from 'c';", ['c']],
  ['an interpreter', "#!/usr/bin/env node it's\nimport a from 'a';", ['a']],
  ['Windows line ends', "import a from 'a';\r\n// it's\r\nimport b from 'b';", ['a', 'b']],
  ['a file whose template never ends', "import a from 'a';\nconst b = `c\nimport d from 'd';", ['a', 'd']],
  ['a file whose comment never ends', "import a from 'a';\n/* c\nimport d from 'd';", ['a', 'd']],
  ['Array.from', "const a = Array.from('abc'); const b = { from: 'x' };", []],
];

const shapes: readonly (readonly [title: string, code: string, state: boolean])[] = [
  ['a let of a module', 'let count = 0;', true],
  ['an exported let', 'export let count;', true],
  ['a var of a module', 'var count = 0;', true],
  ['an empty object of a module', 'const carts = {};', true],
  ['an empty list with a type', 'export const carts: Record<string, Cart[]> = [];', true],
  ['a Map', 'const carts = new Map<string, Cart>();', true],
  ['a Map inside a function', 'export function shop() { const carts = new Map(); return carts; }', true],
  ['a static field', 'class Shop { static open = true; }', true],
  ['a field with a list', 'class Shop { private carts: Cart[] = []; }', true],
  ['a counter in a field', 'class Shop { count = 0; }', true],
  ['a field that a method assigns', 'class Shop { place() { this.last = order; } }', true],
  ['a field that a method changes', 'class Shop { place() { this.carts[id] = order; } }', true],
  ['a list that the constructor makes', 'class Shop { constructor() { this.carts = []; } }', true],
  [
    'a variable that an inner function counts up',
    'export function shop() { let count = 0; return { next: () => ++count }; }',
    true,
  ],
  [
    'a variable that a handler assigns',
    'export default (app) => { let last; app.get("/", (req, res) => { last = req.id; }); };',
    true,
  ],
  [
    'a list that a handler adds to',
    'export default (app) => { const seen = []; app.get("/", (req) => { seen.push(req.id); }); };',
    true,
  ],
  ['globalThis', 'globalThis.shop = 1;', true],
  ['global', 'global.shop = 1;', true],
  ['a timer', 'setInterval(sweep, 1000);', true],
  [
    'a filled constant that a function changes',
    'const config = { open: true }; export function close() { config.open = false; }',
    true,
  ],
  ['a counter behind an interface', 'interface A { b: string }\nlet count = 0;', true],

  ['a constant', "const limit = 10; const name = 'shop';", false],
  ['a filled constant', "const prices = { a: 1 }; const names = ['a'];", false],
  ['a required var', "var express = require('express');", false],
  [
    'functions',
    'export const place = async (order) => { let total = 0; for (const line of order) total += line.price; return total; };',
    false,
  ],
  ['a local list', 'function place(order) { const lines = []; lines.push(order); return lines; }', false],
  [
    'a service that keeps what it is given',
    'class Shop { constructor(private readonly store: Store) {} place(order) { return this.store.save(order); } }',
    false,
  ],
  ['a constructor that keeps what it is given', 'class Shop { constructor(store) { this.store = store; } }', false],
  [
    'a static method',
    'class Shop { static of(store: Store) { return new Shop(store); } static async make() {} }',
    false,
  ],
  ['a readonly name', "class Shop { readonly name = 'shop'; }", false],
  ['an arrow in a field', 'class Shop { place = async (order) => this.store.save(order); }', false],
  ['comparisons', 'class Shop { place() { if (this.a === 1 && this.b == 2) return (x) => x >= 1; } }', false],
  ['a word in a text', "const a = 'new Map() setInterval let';", false],
];

describe('outlines', () => {
  it.each(modules)('find the modules of %s', (_title, code, expected) => {
    expect(outlineScript('src/a.tsx', code, none).modules).toEqual(expected);
  });

  it.each(shapes)('tell the state of %s', (_title, code, expected) => {
    expect(outlineScript('src/a.ts', code, none).state).toBe(expected);
  });

  it('find words as names and as whole texts, sorted', () => {
    const words = new Set([
      'setInterval',
      'express-session',
      '@nestjs/common',
      'createClient',
      'query',
      'missing',
      'a-word-with-more-than-thirty-one-letters',
    ]);
    const code =
      "import session from 'express-session'; import { Get } from \"@nestjs/common\"; db.query(createClients, 'a-word-with-more-than-thirty-one-letters'); // missing";
    expect(outlineScript('src/a.ts', code, words)).toEqual({
      path: 'src/a.ts',
      modules: ['express-session', '@nestjs/common'],
      words: ['@nestjs/common', 'a-word-with-more-than-thirty-one-letters', 'express-session', 'query'],
      state: false,
    });
  });
});
