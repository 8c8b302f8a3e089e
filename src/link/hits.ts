import type { EffectPattern } from '../catalog/types.ts';
import type { CallFact } from '../facts/code.ts';
import type { CallId } from '../facts/values.ts';
import { argumentsFor } from './follow/arguments.ts';
import type { FileIndex } from './follow/file-index.ts';
import { asPossible, type Known } from './follow/known.ts';
import { exportMatches, type Hit } from './follow/patterns.ts';
import type { World } from './follow/world.ts';
import type { Steps } from './steps.ts';

/** A pattern of the catalogue that a call answers to, and what the call was taken to call. */
export interface FoundHit {
  readonly hit: Hit;
  readonly callee: Known;
}

/** One call, read for good once all parameters are known. */
export interface CallReading {
  readonly file: FileIndex;
  readonly id: CallId;
  readonly call: CallFact;
  readonly callees: readonly Known[];
  readonly hits: readonly FoundHit[];
}

const nothing: readonly FoundHit[] = [];

/** What the catalogue knows of a call. */
export function hitsOf(world: World, file: FileIndex, call: CallFact, callees: readonly Known[]): readonly FoundHit[] {
  const found: FoundHit[] = [];
  // `super(…)` constructs what the class extends.
  const construct = call.construct || (call.callee.root.kind === 'super' && call.callee.path.length === 0);
  for (const callee of callees) {
    for (const hit of world.patterns.hits(callee, construct)) {
      if (isMeant(world, file, call, hit)) found.push({ hit, callee });
    }
    if (callee.kind === 'class') found.push(...inheritedHits(world, callee));
    if (
      callee.kind !== 'member' ||
      callee.of.kind !== 'tracked' ||
      callee.path.length !== 1 ||
      callee.path[0] !== '*'
    ) {
      continue;
    }
    for (const hit of world.patterns.anyMethod(callee.of.type)) found.push({ hit, callee: asPossible(callee) });
  }
  for (const given of givenHits(world, file, call, callees)) found.push(given);
  return found.length === 0 ? nothing : found;
}

/** `class Shop(Flask)`: to make one of the workspace's own class is to make what it extends, which begins to answer. */
function inheritedHits(world: World, callee: Known & { readonly kind: 'class' }): readonly FoundHit[] {
  const base = world.classes.externalBase(callee.class);
  if (base?.kind !== 'external') return nothing;
  const hits = [...world.patterns.hits(base, true), ...world.patterns.hits(base, false)];
  const listening = hits.find((hit) => hit.kind === 'listener');
  return listening === undefined ? nothing : [{ hit: listening, callee }];
}

/** Whether the call's arguments are the ones that the pattern asks for. */
function isMeant(world: World, file: FileIndex, call: CallFact, hit: Hit): boolean {
  const given = hit.kind === 'effect' ? hit.pattern.given : undefined;
  if (given !== undefined && argumentsFor(world, file, call, given).length === 0) return false;
  const only = onlyOf(hit);
  if (only === null) return true;
  const placed = only.arguments.flatMap((pattern) => argumentsFor(world, file, call, pattern));
  if (placed.length === 0 && only.orAbsent === true) return true;
  const values = placed.flatMap((one) => world.value(one.file, one.value));
  return values.some((known) => known.kind === 'literal' && only.values.includes(String(known.value)));
}

function onlyOf(hit: Hit): NonNullable<EffectPattern['only']> | null {
  if (hit.kind === 'effect') return hit.pattern.only ?? null;
  if (hit.kind !== 'entry' || hit.pattern.only === undefined) return null;
  return { arguments: [hit.pattern.only.argument], values: hit.pattern.only.values };
}

/** `app.register(rateLimit, …)`: what is handed over decides, whatever the application is. */
function givenHits(world: World, file: FileIndex, call: CallFact, callees: readonly Known[]): readonly FoundHit[] {
  const method = call.callee.path.at(-1);
  if (method === undefined) return nothing;
  const patterns = world.patterns.given(method);
  if (patterns.length === 0) return nothing;
  return patterns.flatMap((given) => {
    const handed = argumentsFor(world, file, call, given.argument).flatMap((one) => world.value(one.file, one.value));
    const isGiven = handed.some(
      (known) => known.kind === 'external' && exportMatches(known, given.modules, given.name),
    );
    const callee = callees[0] ?? handed[0];
    return isGiven && callee !== undefined ? [{ hit: given.hit, callee }] : [];
  });
}

/** All calls of all files, in order. */
export function* readCalls(world: World): Steps<readonly CallReading[]> {
  const readings: CallReading[] = [];
  for (const file of world.files.values()) {
    file.code.calls.forEach((call, id) => {
      const callees = world.callee(file, id);
      readings.push({ file, id, call, callees, hits: hitsOf(world, file, call, callees) });
    });
    yield;
  }
  return readings;
}
