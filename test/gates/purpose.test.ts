import { describe, expect, it } from 'vitest';
import { purposeOf, wordsOf } from '../../src/gates/purpose.ts';
import { analyse } from '../rules/analyse.ts';

describe('the words of a name', () => {
  it.each([
    ['cartItems', ['cartitems', 'cart', 'items']],
    ['OTPCodes', ['otpcodes', 'otp', 'codes']],
    ['rate_limits', ['ratelimits', 'rate', 'limits']],
    ['MAX_ORDERS', ['maxorders', 'max', 'orders']],
    ['#players', ['players']],
  ])('%s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});

describe('what a collection is for', () => {
  it.each([
    ['carts', 'const carts = new Map();', 'Carts'],
    ['loginAttempts', 'const loginAttempts = new Map();', 'Attempts and limits'],
    ['store', 'const store = new Map<string, Session>();', 'Sessions'],
    ['things', 'const things = new Map();', null],
    ['reordering', 'const reordering = new Map();', null],
  ])('%s', (name, code, title) => {
    const { graph } = analyse(
      new Map([
        ['src/app.ts', `import express from 'express';\n${code}\n${name}.set('a', 1);\nexpress().listen(3000);\n`],
      ]),
    );
    const [cell] = graph.cells;
    expect(cell === undefined ? undefined : (purposeOf(graph, cell)?.title ?? null)).toBe(title);
  });
});

describe('a word that is also a verb or a place', () => {
  it.each([
    ['a pin that is compared', 'pins.set(user, 1234);', 'One-time codes'],
    ['positions that are pinned', 'const held = new Map();\npins.set(board, held);', null],
    ['a table of its own for each', 'pins.set(board, new Map());', null],
  ])('%s', (_name, fill, title) => {
    const { graph } = analyse(
      new Map([
        [
          'src/app.ts',
          `import express from 'express';\nimport { user, board } from './here.ts';\nconst pins = new Map();\n${fill}\nexpress().listen(3000);\n`,
        ],
      ]),
    );
    const cell = graph.cells.find(({ name }) => name === 'pins');
    expect(cell === undefined ? undefined : (purposeOf(graph, cell)?.title ?? null)).toBe(title);
  });
});

describe('what a class keeps', () => {
  it.each([
    ['RequestLimiter', 'Attempts and limits'],
    ['ChatRoom', 'Messages'],
  ])('in a field called history of %s', (name, title) => {
    const { graph } = analyse(
      new Map([
        [
          'src/app.ts',
          `import express from 'express';\nclass ${name} {\n  history = new Map();\n  add(id: string) { this.history.set(id, []); }\n}\nnew ${name}().add('a');\nexpress().listen(3000);\n`,
        ],
      ]),
    );
    const cell = graph.cells.find(({ home }) => home.kind === 'field');
    expect(cell === undefined ? undefined : (purposeOf(graph, cell)?.title ?? null)).toBe(title);
  });
});
