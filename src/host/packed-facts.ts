import type { FileFacts } from '../facts/file-facts.ts';
import type { Guard } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';

/*
 * Facts as text, for other threads and later runs. Every operation names the conditions that it stands under, and those
 * of one block share theirs; as plain JSON each would be written out at each of them, and be many values where the
 * reader made one. So each condition is written once, and operations name it by number.
 */

interface PackedFile {
  readonly facts: FileFacts;
  readonly tests: readonly Value[];
  /** A condition is a test, by its number, that holds or does not. */
  readonly guards: readonly (readonly [test: number, holds: boolean])[];
  /** Conditions of operations, by their numbers in `guards`; an operation names its list by number. */
  readonly lists: readonly (readonly number[])[];
}

export function packFacts(facts: FileFacts): string {
  const tests = new Map<Value, number>();
  const guards = new Map<Guard, number>();
  const lists = new Map<readonly Guard[], number>();
  const functions = facts.code?.functions.map((fact) => ({
    ...fact,
    operations: fact.operations.map((operation) => ({ ...operation, guards: numberIn(lists, operation.guards) })),
  }));
  const numbered = [...lists.keys()].map((list) => list.map((guard) => numberIn(guards, guard)));
  return JSON.stringify({
    facts: functions === undefined ? facts : { ...facts, code: { ...facts.code, functions } },
    guards: [...guards.keys()].map(({ test, holds }) => [numberIn(tests, test), holds]),
    tests: [...tests.keys()],
    lists: numbered,
  });
}

/** Throws for a text that is not what `packFacts` makes. */
export function unpackFacts(text: string): FileFacts {
  const { facts, tests, guards, lists }: PackedFile = JSON.parse(text);
  const each = guards.map(([test, holds]): Guard => ({ test: known(tests, test), holds }));
  const shared = lists.map((list) => list.map((number) => known(each, number)));
  for (const { operations } of facts.code?.functions ?? []) {
    for (const operation of operations) restore(operation, shared);
  }
  return facts;
}

/** Nobody has seen the operation yet, so that it may still be put together. */
function restore(operation: { readonly guards: unknown }, shared: readonly (readonly Guard[])[]): void {
  Object.assign(operation, { guards: known(shared, Number(operation.guards)) });
}

function known<Thing>(things: readonly Thing[], number: number): Thing {
  const thing = things[number];
  if (thing === undefined) throw new RangeError(`There is no number ${number}.`);
  return thing;
}

function numberIn<Thing>(numbers: Map<Thing, number>, thing: Thing): number {
  const before = numbers.get(thing);
  if (before !== undefined) return before;
  numbers.set(thing, numbers.size);
  return numbers.size - 1;
}
