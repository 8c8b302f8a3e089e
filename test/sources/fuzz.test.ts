import { describe, expect, it } from 'vitest';
import { outlineScript } from '../../src/sources/script/outline.ts';
import { fuzz } from './fuzz.ts';
import { faultsIn } from './integrity.ts';
import { randomFrom } from './mutations.ts';
import { samples } from './samples.ts';
import { factsOf } from './workspace.ts';

describe('broken files', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_123);

  it(`are read without throwing, in time and without contradictions (seed ${seed})`, { timeout: 120_000 }, () => {
    const failures = fuzz({ seed, runs: 540, samples, limit: 1_000 });
    expect(failures.map(({ run, path, reason }) => `run ${run} of seed ${seed}, ${path}: ${reason}`)).toEqual([]);
  });

  it('start from samples that are read whole', () => {
    for (const [path, facts] of factsOf(samples)) {
      expect([path, facts.problems, faultsIn(facts, samples[path] ?? '')]).toEqual([path, [], []]);
      expect(facts.code ?? facts.deployment ?? facts.manifest).not.toBeNull();
      const modules = facts.code?.imports.filter(({ typeOnly, module }) => !typeOnly && !module.includes('*')) ?? [];
      const outlined = outlineScript(path, samples[path] ?? '', new Set()).modules;
      expect(outlined).toEqual(expect.arrayContaining(modules.map(({ module }) => module)));
    }
  });

  it('repeat from their seed', () => {
    const numbers = (from: number): readonly number[] => Array.from({ length: 5 }, randomFrom(from));
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });
});
