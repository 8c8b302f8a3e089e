import { describe, expect, it } from 'vitest';
import { readScript } from '../../../src/sources/script/read.ts';

const cases: readonly (readonly [code: string, type: string | null])[] = [
  ['const carts: Map<string, Cart> = make();', 'Map<string, Cart>'],
  ['const carts = new Map<string, Cart>();', 'Map<string, Cart>'],
  ['const carts = new Map();', null],
  ['const carts: ReadonlyMap<string, Cart> = new Map<string, Order>();', 'ReadonlyMap<string, Cart>'],
  ['const sockets = new Set<WebSocket>() as Set<WebSocket>;', 'Set<WebSocket>'],
];

interface Mention {
  readonly names: readonly string[];
  readonly arguments: readonly Mention[];
}

function textOf({ names, arguments: inner }: Mention): string {
  return inner.length === 0 ? names.join('.') : `${names.join('.')}<${inner.map(textOf).join(', ')}>`;
}

describe('the type that a name is declared with', () => {
  it.each(cases)('%s', (code, type) => {
    const declaration = readScript('src/app.ts', code).code?.declarations[0];
    expect(declaration?.type == null ? null : textOf(declaration.type)).toBe(type);
  });

  it('is read for fields as well', () => {
    const facts = readScript('src/app.ts', 'class Shop { private readonly carts = new Map<string, Cart>(); }');
    const type = facts.code?.classes[0]?.fields[0]?.type;
    expect(type == null ? null : textOf(type)).toBe('Map<string, Cart>');
  });
});
