import { argumentsFor } from './follow/arguments.ts';
import { keyOf } from './follow/known.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { Effect, FunctionKey, ProgramGraph } from './program-graph.ts';

/** What functions do to the world by their own calls, in source order. */
export function effectsOf(world: World, readings: readonly CallReading[]): ReadonlyMap<FunctionKey, readonly Effect[]> {
  const effects = new Map<FunctionKey, Effect[]>();
  for (const { file, id, call, hits } of readings) {
    const operation = file.operationOf.get(id);
    if (operation === undefined) continue;
    for (const { hit } of hits) {
      if (hit.kind !== 'effect') continue;
      const key = keyOf(file.path, call.function);
      const { pattern, library } = hit;
      const subject = pattern.subject === undefined ? undefined : argumentsFor(world, file, call, pattern.subject)[0];
      const effect: Effect = {
        effect: pattern.effect,
        pattern: pattern.call,
        library: library.id,
        function: key,
        operation,
        call: id,
        subject: subject?.value ?? null,
        site: { file: file.path, span: call.calleeSpan },
        ...(pattern.work === undefined ? {} : { work: pattern.work }),
        ...(pattern.holds === undefined ? {} : { holds: pattern.holds }),
        ...(pattern.rows === undefined ? {} : { rows: pattern.rows }),
        ...(pattern.later === true ? { later: true } : {}),
        ...(pattern.thing === undefined ? {} : { thing: pattern.thing }),
        ...(pattern.lists === true ? { lists: true } : {}),
      };
      effects.set(key, [...(effects.get(key) ?? []), effect]);
    }
  }
  return effects;
}

/** Effects of a function and of all it calls for sure, its own first. Callbacks that run as part of its work count. */
export function reachableEffects(graph: ProgramGraph, key: FunctionKey): readonly Effect[] {
  const seen = new Set([key]);
  const queue = [key];
  const found: Effect[] = [];
  for (let next = 0; next < queue.length; next++) {
    const at = queue[next];
    if (at === undefined) break;
    found.push(...(graph.effects.get(at) ?? []));
    for (const edge of graph.callees.get(at) ?? []) {
      // What a shared function runs for others was given by them; whoever gives a callback has an edge of its own.
      if (edge.certainty !== 'proved' || edge.given === true || seen.has(edge.to)) continue;
      seen.add(edge.to);
      queue.push(edge.to);
    }
  }
  return found;
}
