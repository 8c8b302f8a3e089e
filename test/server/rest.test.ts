import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRest } from '../../src/server/rest.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a rest comes once, some seconds after the last work', () => {
  const atRest = vi.fn();
  const rest = createRest(atRest);
  rest.expect();
  vi.advanceTimersByTime(4000);
  rest.putOff();
  vi.advanceTimersByTime(60_000);
  expect(atRest).not.toHaveBeenCalled();
  rest.expect();
  vi.advanceTimersByTime(4000);
  rest.expect();
  vi.advanceTimersByTime(4000);
  expect(atRest).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(atRest).toHaveBeenCalledTimes(1);
});
