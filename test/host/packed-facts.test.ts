import { describe, expect, test } from 'vitest';
import { packFacts, unpackFacts } from '../../src/host/packed-facts.ts';
import { readFile } from '../../src/sources/formats.ts';

const text = [
  'export function place(order, stock) {',
  '  if (order.open) {',
  '    if (stock > 0) { reserve(order); count++; }',
  '    return notify(order);',
  '  }',
  '  throw new Error(`none ${stock}`);',
  '}',
].join('\n');

const operationsOf = (packed: string) => {
  const { code } = unpackFacts(packed);
  return code?.functions.flatMap((fact) => fact.operations) ?? [];
};

describe('facts as text', () => {
  const cases = [
    { path: 'src/place.ts', content: text },
    { path: 'src/empty.ts', content: '' },
    { path: 'src/broken.ts', content: 'function (' },
    { path: 'src/huge.ts', content: 'export const limit = 1e999; export const list = [, 1, -0];' },
    { path: 'package.json', content: '{ "name": "shop" }' },
    { path: 'compose.yaml', content: 'services:\n  api:\n    image: shop\n' },
  ];
  test.each(cases)('of $path come back as they were', ({ path, content }) => {
    const facts = readFile(path, content);
    expect(unpackFacts(packFacts(facts))).toEqual(facts);
    expect(packFacts(unpackFacts(packFacts(facts)))).toBe(packFacts(facts));
  });

  test('leave what they are made of as it is', () => {
    const facts = readFile('src/place.ts', text);
    const before = JSON.stringify(facts);
    packFacts(facts);
    expect(JSON.stringify(facts)).toBe(before);
  });

  test('hold each condition once, and give operations the same one', () => {
    const packed = packFacts(readFile('src/place.ts', text));
    expect(packed.split('"open"').length - 1).toBe(1);
    const tests = operationsOf(packed).flatMap(({ guards }) => guards.map((guard) => guard.test));
    expect(tests.length).toBeGreaterThan(4);
    expect(new Set(tests).size).toBe(new Set(tests.map((one) => JSON.stringify(one))).size);
  });

  test.each([
    '',
    '{',
    'null',
    '{}',
    '{"facts":{"code":{"functions":[{"operations":[{"guards":9}]}]}},"tests":[],"guards":[],"lists":[]}',
  ])('that are %j are refused', (damaged) => {
    expect(() => unpackFacts(damaged)).toThrow();
  });
});
