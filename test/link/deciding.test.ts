import { describe, expect, it } from 'vitest';
import { keyNamed, linked, momentsNamed } from './linked.ts';

/** `place(...)` is called by a route; whether `noted` runs hangs on what it is given. */
function shop(call: string, place: string, more = ''): ReturnType<typeof linked> {
  return linked({
    'src/app.ts': `
      import express from 'express';
      function noted() {}
      ${place}
      const app = express();
      app.post('/orders', (req, res) => { ${call} });
      ${more}`,
  });
}

describe('a literal that decides a guard', () => {
  const optional = 'function place(order: Order, silent = false) { if (!silent) noted(); }';
  it.each([
    ['decides against it', 'place(req.body, true);', optional, []],
    ['decides for it', 'place(req.body, false);', optional, ['request proved']],
    ['is the default', 'place(req.body);', optional, ['request proved']],
    ['is the default, against it', 'place(req.body);', 'function place(o, loud = false) { if (loud) noted(); }', []],
    ['is absent', 'place(req.body);', 'function place(o, loud?: boolean) { if (loud) noted(); }', []],
    ['returns early', 'place(1, true);', 'function place(o, dry) { if (dry) return; noted(); }', []],
    ['is a text', "place('x');", "function place(mode) { if (mode === 'full') noted(); }", []],
    ['is part of a test', 'place(1, true);', 'function place(o, dry) { if (o && !dry) noted(); }', []],
    [
      'is handed on',
      'place(1, true);',
      'function place(o, dry) { write(o, dry); } function write(o, dry) { if (!dry) noted(); }',
      [],
    ],
    [
      'stands before a callback',
      'place([], true);',
      'function place(o, dry) { if (!dry) o.forEach(() => noted()); }',
      [],
    ],
    [
      'is asked in a callback',
      'place([], true);',
      'function place(o, dry) { o.forEach(() => { if (!dry) noted(); }); }',
      [],
    ],
  ])('%s: %s %s', (_, call, place, moments) => {
    expect(momentsNamed(shop(call, place), 'src/app.ts', 'noted')).toEqual(moments);
  });
});

describe('what a call leaves open', () => {
  it.each([
    ['a variable', 'place(1, req.query.dry);', 'function place(o, dry) { if (!dry) noted(); }'],
    ['a spread', 'place(...req.body);', 'function place(o, dry = true) { if (!dry) noted(); }'],
    ['another test', 'place(1, true);', 'function place(o, dry) { if (o || !dry) noted(); }'],
    ['an assigned name', 'place(1, true);', 'function place(o, dry) { dry = dry && !o; if (!dry) noted(); }'],
    ['the rest', 'place(1);', 'function place(o, ...dry) { if (dry) noted(); }'],
    ['what may let the default stand', 'place(1, undefined);', 'function place(o, dry = true) { if (dry) noted(); }'],
    ['null beside undefined', 'place(null);', 'function place(o) { if (o === undefined) noted(); }'],
    [
      'what is bound',
      'bound();',
      'function place(o, loud) { if (loud) noted(); } const bound = place.bind(null, 1, true);',
    ],
    ['what is called by another', 'place.call(null, 1, true);', 'function place(o, loud) { if (loud) noted(); }'],
    [
      'what a wrapper calls',
      'place();',
      `function withUser(work) { return (req) => work(req, true); }
       const place = withUser((req, loud) => { if (loud) noted(); });`,
    ],
  ])('%s: %s', (_, call, place) => {
    expect(momentsNamed(shop(call, place), 'src/app.ts', 'noted')).not.toEqual([]);
  });
});

describe('callers that decide differently', () => {
  const place = 'function place(order, silent = false) { check(); if (!silent) noted(); } function check() {}';

  it('reaches what stands behind the guard on the way that leaves it open, though another is shorter', () => {
    const graph = shop(
      'place(req.body, true);',
      place,
      "function again() { place(1); } app.post('/again', () => again());",
    );
    const [reach] = graph.moments.get(keyNamed(graph, 'src/app.ts', 'noted')) ?? [];
    expect(
      reach?.entry?.route === undefined || reach.entry.route === null ? null : graph.routes[reach.entry.route]?.path,
    ).toBe('/again');
    expect(reach?.chain.map((edge) => graph.functions.get(edge.to)?.fact.name)).toEqual(['again', 'place', 'noted']);
    expect(momentsNamed(graph, 'src/app.ts', 'check')).toEqual(['request proved']);
  });

  it('keeps a proved way apart from a possible one', () => {
    const graph = shop(
      'place(req.body, true);',
      place,
      "import { later } from 'some-later'; app.post('/again', () => later(() => place(1)));",
    );
    expect(momentsNamed(graph, 'src/app.ts', 'noted')).toEqual(['request possible']);
  });

  it('takes every way after many that differ', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((mode) => `place('${mode}');`).join(' ');
    const graph = shop(many, "function place(mode) { if (mode === 'none') noted(); }");
    expect(momentsNamed(graph, 'src/app.ts', 'noted')).toEqual(['request proved']);
  });

  it('ends where a function calls itself', () => {
    const graph = shop('place(1, true);', 'function place(o, dry) { if (dry) place(o, false); else noted(); }');
    expect(momentsNamed(graph, 'src/app.ts', 'noted')).toEqual(['request proved']);
  });
});

describe('a literal in Python', () => {
  const told = (call: string, place: string) =>
    momentsNamed(
      linked({
        'app.py': [
          'from flask import Flask',
          'app = Flask(__name__)',
          'def noted():',
          '    pass',
          place,
          "@app.post('/orders')",
          'def orders():',
          `    ${call}`,
        ].join('\n'),
      }),
      'app.py',
      'noted',
    );
  const place = 'def place(order, silent=False):\n    if not silent:\n        noted()';
  it.each([
    ['place(1, True)', []],
    ['place(1, silent=True)', []],
    ['place(1)', ['request proved']],
    ['place(1, **options)', ['request proved']],
  ])('%s', (call, moments) => {
    expect(told(call, place).filter((each) => each.startsWith('request'))).toEqual(moments);
  });
});
