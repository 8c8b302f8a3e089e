import type { CallId } from '../../facts/values.ts';
import { keyOf } from '../follow/known.ts';
import type { World } from '../follow/world.ts';
import type { FunctionKey, LibraryUse } from '../program-graph.ts';

/**
 * Limits that stand on a function as its decorators, by the function: `@ratelimit(rate="5/m")`, also where another
 * decorator hands it on, as in `@method_decorator(ratelimit(…))`.
 */
export function decoratingLimits(
  world: World,
  uses: ReadonlyMap<string, LibraryUse>,
): ReadonlyMap<FunctionKey, readonly string[]> {
  const found = new Map<FunctionKey, readonly string[]>();
  const limits = [...uses.values()].filter(({ pattern }) => pattern.role === 'rate-limiter');
  for (const path of new Set(limits.map(({ file }) => file))) {
    const code = world.files.get(path)?.code;
    code?.functions.forEach(({ decorators }, id) => {
      const calls = decorators.flatMap(({ call }): readonly CallId[] => {
        const given = call === null ? [] : (code.calls[call]?.arguments ?? []);
        return call === null ? [] : [call, ...given.flatMap((value) => (value.kind === 'call' ? [value.call] : []))];
      });
      const own = calls
        .map((call) => keyOf(path, call))
        .filter((key) => uses.get(key)?.pattern.role === 'rate-limiter');
      if (own.length > 0) found.set(keyOf(path, id), own);
    });
  }
  return found;
}
