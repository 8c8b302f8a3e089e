import { type Known, keyOf } from '../follow/known.ts';
import type { CallReading } from '../hits.ts';
import type { CallEdge, FunctionKey, LibraryUse } from '../program-graph.ts';

/** Library uses by the functions that ask them: a middleware that calls `limiter.consume(…)` or hands on to `limiter`. */
export type AskedIn = ReadonlyMap<FunctionKey, ReadonlySet<string>>;

export function askedIn(readings: readonly CallReading[], uses: ReadonlyMap<string, LibraryUse>): AskedIn {
  const asked = new Map<FunctionKey, Set<string>>();
  for (const { file, call, callees } of readings) {
    for (const callee of callees) {
      const made = makingCall(callee);
      const use = made === null ? undefined : uses.get(made);
      if (made === null || use === undefined) continue;
      // Every handler asks its database; only what limits, and what is called as a middleware itself, stands before it.
      if (callee.kind === 'member' && use.pattern.role !== 'rate-limiter') continue;
      const key = keyOf(file.path, call.function);
      asked.set(key, (asked.get(key) ?? new Set()).add(made));
    }
  }
  return asked;
}

function makingCall(known: Known): string | null {
  switch (known.kind) {
    case 'made':
      return keyOf(known.file, known.call);
    case 'tracked':
      return known.make === null ? null : keyOf(known.make.file, known.make.call);
    case 'member':
    case 'result':
      return makingCall(known.of);
    default:
      return null;
  }
}

/** Uses that a function asks itself or through what it calls, a few steps deep. */
export function askedBy(
  key: FunctionKey,
  asked: AskedIn,
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
): readonly string[] {
  if (asked.size === 0) return [];
  const found: string[] = [];
  const seen = new Set([key]);
  let level: readonly FunctionKey[] = [key];
  for (let depth = 0; depth < 4 && level.length > 0; depth++) {
    for (const at of level) found.push(...(asked.get(at) ?? []));
    level = level.flatMap((at) =>
      (callees.get(at) ?? []).flatMap((edge) => {
        if (edge.certainty !== 'proved' || seen.has(edge.to)) return [];
        seen.add(edge.to);
        return [edge.to];
      }),
    );
  }
  return found;
}
