import { describe, expect, it } from 'vitest';
import { outlinePython } from '../../../src/sources/python/outline.ts';

const words = new Set(['flask', 'Limiter', 'memory://', 'get']);

function outline(text: string) {
  return outlinePython('shop/app.py', text, words);
}

describe('an outline of Python', () => {
  const imports: readonly (readonly [string, readonly string[]])[] = [
    ['import os, a.b as c', ['os', 'a', 'a.b']],
    ['from a.b import c as d, e', ['a', 'a.b', 'a.b.c', 'a.b.e']],
    ['from . import x\nfrom ..y import (\n  z,  # why\n  w,\n)', ['.', '.x', '..y', '..y.z', '..y.w']],
    ['from .base import *', ['.base']],
    ['def f():\n    import late', ['late']],
    ['from a import b, \\\n  c', ['a', 'a.b', 'a.c']],
    ['ROOT_URLCONF = "shop.urls"', ['shop.urls', 'shop']],
    ['"""\nimport none\n"""\n# import none\nx = "import none"', []],
  ];
  it.each(imports)('%s', (text, modules) => {
    expect(outline(text).modules).toEqual(modules);
  });

  it('holds trigger words as names and as texts', () => {
    expect(outline('from flask import x\nLimiter(storage="memory://")\n# get\n').words).toEqual([
      'Limiter',
      'flask',
      'memory://',
    ]);
  });

  const states: readonly (readonly [string, boolean])[] = [
    ['carts = {}', true],
    ['carts: dict[str, int] = {}', true],
    ['hits = collections.defaultdict(list)', true],
    ['class A:\n    items = []', true],
    ['def f():\n    global count\n    count += 1', true],
    ['LIMIT = 5\ndef f(a): return a == {}', false],
    ['"""carts = {}"""', false],
    ["x = 'never closed\ny = 1", false],
  ];
  it.each(states)('%s', (text, state) => {
    expect(outline(text).state).toBe(state);
  });
});
