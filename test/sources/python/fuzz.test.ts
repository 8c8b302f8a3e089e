import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPython } from '../../../src/sources/python/read.ts';
import { faultsIn } from '../integrity.ts';
import { mutated, randomFrom } from '../mutations.ts';
import { parser } from './parser.ts';

const sample = readFileSync(new URL('../samples-python/shop.py.txt', import.meta.url), 'utf8');

describe('a Python file', () => {
  it('has nothing wrong with it when it is whole', () => {
    const facts = readPython(parser, 'shop.py', sample);
    expect(facts.problems).toEqual([]);
    expect(faultsIn(facts, sample)).toEqual([]);
  });

  it('is read without a fault however it is broken', () => {
    const failures: string[] = [];
    for (let run = 0; run < 200; run++) {
      const text = mutated(sample, randomFrom(Math.imul(20, 0x9e3779b1) + run));
      const facts = readPython(parser, 'shop.py', text);
      const faults = faultsIn(facts, text);
      const defects = facts.problems.filter(({ message }) => message.includes('Error:'));
      if (faults.length > 0 || defects.length > 0)
        failures.push(`${run}: ${[...faults, ...defects.map((one) => one.message)][0]}`);
    }
    expect(failures).toEqual([]);
  });

  it('that ends anywhere is told as a problem or read', () => {
    for (let end = 0; end < sample.length; end += 41) {
      const text = sample.slice(0, end);
      expect(faultsIn(readPython(parser, 'shop.py', text), text)).toEqual([]);
    }
  });

  it('that nests without end is read as far as 200 levels', () => {
    const deep = [
      `x = ${'['.repeat(50_000)}`,
      `x = ${'f('.repeat(20_000)}1${')'.repeat(20_000)}`,
      `x = ${'not '.repeat(20_000)}y`,
      `x = ${'1 + '.repeat(20_000)}1`,
      `x = a${'.b()'.repeat(20_000)}`,
      Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}if a:`).join('\n'),
      `x = a${' if b else a'.repeat(5_000)}`,
      `def f(${'a=('.repeat(5_000)}`,
    ];
    for (const text of deep) {
      const facts = readPython(parser, 'deep.py', text);
      expect(facts.problems.filter(({ message }) => message.includes('could not be read'))).toEqual([]);
      expect(() => JSON.stringify(facts)).not.toThrow();
    }
  });
});
