import { describe, expect, it } from 'vitest';
import { render } from './rendering.ts';

const imports: readonly (readonly [title: string, code: string, imports: readonly string[]])[] = [
  ['a default', "import express from 'express';", ['import default of express as express']],
  [
    'names',
    "import { Router as R, json } from 'express';",
    ['import Router of express as R', 'import json of express as json'],
  ],
  ['everything', "import * as limits from './limits';", ['import * of ./limits as limits']],
  ['a default and names', "import a, { b } from './c';", ['import default of ./c as a', 'import b of ./c as b']],
  ['the effect', "import './tracing';", ['import effect of ./tracing']],
  ['nothing, for the effect', "import {} from './tracing';", ['import effect of ./tracing']],
  [
    'types',
    "import type { Order } from './order'; import { type Cart, place } from './cart';",
    [
      'import Order of ./order as Order (type)',
      'import Cart of ./cart as Cart (type)',
      'import place of ./cart as place',
    ],
  ],
  [
    'a name that is a text',
    "import { 'place-order' as place } from './order';",
    ['import place-order of ./order as place'],
  ],
  ['require', "const express = require('express');", ['require * of express as express']],
  ['require of a member', "const Router = require('express').Router;", ['require Router of express as Router']],
  ['require of a default', "const place = require('./place').default;", ['require default of ./place as place']],
  [
    'require of names',
    "const { place, refund: back } = require('./orders');",
    ['require place of ./orders as place', 'require refund of ./orders as back'],
  ],
  [
    'require of names with defaults',
    "const { place = noop } = require('./orders');",
    ['require * of ./orders as <require:./orders>'],
  ],
  ['require inside an expression', "require('./routes')(app);", ['require * of ./routes as <require:./routes>']],
  ['require as a statement', "require('./tracing');", ['require effect of ./tracing']],
  [
    'require among arguments',
    "app.use('/orders', require('./orders'));",
    ['require * of ./orders as <require:./orders>'],
  ],
  ['require of TypeScript', "import limits = require('./limits');", ['require * of ./limits as limits']],
  [
    'require of a computed module',
    'routes.forEach((name) => require(`./routes/${name}`)); require(name); require("./a/" + b);',
    ['require * of ./routes/* as <require:./routes/*>', 'require effect of *', 'require effect of ./a/*'],
  ],
  ['a require of its own', "function require() {} const a = require('./a');", []],
  [
    'a require that is made',
    "import { createRequire } from 'node:module'; const load = createRequire(import.meta.url); const a = load('./a');",
    ['import createRequire of node:module as createRequire', 'require * of ./a as a'],
  ],
  [
    'import()',
    "const m = await import('./m'); const { a } = await import('./n'); const b = (await import('./o')).default;",
    ['dynamic * of ./m as m', 'dynamic a of ./n as a', 'dynamic default of ./o as b'],
  ],
  [
    'import() without await',
    "const p = import('./m'); import('./n').then((n) => n.start());",
    ['dynamic * of ./m as <import:./m>', 'dynamic * of ./n as <import:./n>'],
  ],
  ['import() as a statement', "await import('./tracing');", ['dynamic effect of ./tracing']],
  ['a module that exports nothing', "export {} from './tracing';", ['import effect of ./tracing']],
  ['what looks like an import in a text', "const a = \"import b from 'c'\"; // require('d')", []],
];

const exports: readonly (readonly [title: string, code: string, exports: readonly string[]])[] = [
  ['constants', 'export const carts = new Map(), { a, b: [c] } = d;', ['carts = carts', 'a = a', 'c = c']],
  [
    'functions, classes and enumerations',
    'export function place() {} export class Cart {} export enum Status { open }',
    ['place = place', 'Cart = Cart', 'Status = Status'],
  ],
  ['a default expression', 'export default create();', ['default = ~create()']],
  ['a default name', 'const app = 1; export default app;', ['default = app']],
  ['a default function', 'export default function place() {}', ['default = place']],
  ['a default function without a name', 'export default function () {}', ['default = ƒ ƒ1']],
  ['a default arrow', 'export default async () => 1;', ['default = ƒ ƒ1']],
  ['a default class without a name', 'export default class {}', ['default = class ']],
  ['names', 'const a = 1; export { a as b, a };', ['b = a', 'a = a']],
  ['names that are types', 'interface Order {} type Cart = 1; export { Order, Cart }; export type { Order as O };', []],
  ['an import that is passed on', "import { a } from './a'; export { a };", ['a = a']],
  ['names from elsewhere', "export { a as b, default as c } from './d';", ['b = a of ./d', 'c = default of ./d']],
  ['everything from elsewhere', "export * from './a'; export * as b from './c';", ['* of ./a', 'b = * of ./c']],
  ['types from elsewhere', "export type { A } from './a'; export { type B } from './b'; export type * from './c';", []],
  ['what is only declared', 'export declare const a: string; export interface B {} export type C = 1;', []],
  ['export =', 'const a = 1; export = a;', ['* = a']],
  ['module.exports', 'const app = 1; module.exports = app;', ['* = app']],
  [
    'module.exports of an object',
    'module.exports = { place, refund: back };',
    ['* = {place: ~place, refund: ~back}', 'place = ~place', 'refund = ~back'],
  ],
  [
    'names of exports',
    'exports.place = () => {}; module.exports.refund = f; exports.default = g;',
    ['place = ƒ place', 'refund = ~f', 'default = ~g'],
  ],
  ['exports in a row', 'exports = module.exports = create;', ['* = ~create']],
  ['a name that is announced first', 'exports.a = exports.b = void 0; exports.a = f;', ['a = ~f']],
  ['exports of a function', 'function f() { exports.a = 1; }', ['a = 1']],
  ['exports of its own', 'const exports = {}; exports.a = 1;', []],
  ['everything of a required module', "Object.assign(exports, require('./a'));", ['* of ./a']],
  [
    'everything by a helper',
    "const tslib_1 = require('tslib'); tslib_1.__exportStar(require('./a'), exports);",
    ['* of ./a'],
  ],
];

describe('imports', () => {
  it.each(imports)('%s', (_title, code, expected) => {
    expect(render(code).imports).toEqual(expected);
  });

  it('make the module that an expression requires a name to follow', () => {
    expect(render("require('./routes')(app); import('./jobs').then(start);").operations()).toEqual([
      'call <require:./routes>(~app)',
      'call <import:./jobs>.then(~start)',
    ]);
  });

  it('carry the span of the module with its quotes', () => {
    const text = "import a from 'b'; const c = require('d'); export * from 'e';";
    const { code } = render(text);
    const at = ([start, end]: readonly [number, number]): string => text.slice(start, end);
    expect([...code.imports, ...code.exports].map(({ span }) => at(span))).toEqual(["'b'", "'d'", "'e'"]);
  });
});

describe('exports', () => {
  it.each(exports)('%s', (_title, code, expected) => {
    expect(render(code).exports).toEqual(expected);
  });
});

describe('a file as a whole', () => {
  it('keeps its directives', () => {
    expect(render("'use client';\n'use strict';\nconst a = 1; 'not this';").code.directives).toEqual([
      'use client',
      'use strict',
    ]);
    expect(render("async function place() { 'use server'; }").code.functions[1]?.directives).toEqual(['use server']);
  });

  it.each([
    ['src/page.tsx', true],
    ['src/page.jsx', true],
    ['src/page.js', true],
  ])('sees markup in %s', (path, markup) => {
    expect(render('const a = <b>{c}</b>;', path).code.markup).toBe(markup);
  });

  it.each(['a.ts', 'a.mts', 'a.cts'])('reads type assertions in %s', (path) => {
    const { declarations, problems, code } = render('const a = <Cart>b;', path);
    expect([declarations, problems, code.markup]).toEqual([['constant a = ~b'], [], false]);
  });
});
