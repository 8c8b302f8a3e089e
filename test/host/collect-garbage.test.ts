import { expect, test } from 'vitest';
import { collectGarbage } from '../../src/host/collect-garbage.ts';

test('memory that is in use no more is given back at once', () => {
  let large: unknown = Array.from({ length: 400_000 }, (_, index) => ({ index }));
  const before = process.memoryUsage().heapUsed;
  expect(large).toHaveLength(400_000);
  large = null;
  collectGarbage();
  expect(before - process.memoryUsage().heapUsed).toBeGreaterThan(10_000_000);
});
