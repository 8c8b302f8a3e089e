import type { ImportFact } from '../../facts/code.ts';
import type { Guard, Operation } from '../../facts/operations.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { FileIndex } from './file-index.ts';
import type { Known } from './known.ts';
import type { World } from './world.ts';

/**
 * Whether a loader turns away from one of the files that it loads, as by `if (!options.url) continue`: what it asks of
 * each before it goes on is not there.
 */
export function isLeftOut(world: World, file: FileIndex, fact: ImportFact, loaded: FileIndex): boolean {
  const declaration = fact.declaration === null ? undefined : file.code.declarations[fact.declaration];
  if (declaration === undefined || fact.imported !== '*') return false;
  const operations = file.code.functions[declaration.function]?.operations ?? [];
  return turningAway(operations, (operation) => mentions(file, operation, fact))
    .flatMap(neededBy)
    .map((reference) => pathFrom(file, fact, reference, 0))
    .some((path) => path !== null && lacks(world, loaded, path));
}

/** Whether a step is a call that takes something of what is loaded, or that calls it. */
function mentions(file: FileIndex, operation: Operation, fact: ImportFact): boolean {
  const call = operation.kind === 'call' ? file.code.calls[operation.call] : undefined;
  const given = (call?.arguments ?? []).flatMap((each) => (each.kind === 'reference' ? [each.reference] : []));
  return [...(call === undefined ? [] : [call.callee]), ...given].some(
    ({ root }) => root.kind === 'declared' && root.declaration === fact.declaration,
  );
}

/** Conditions that stand on all that follows them in the loop, and not on a branch of it, before anything is used. */
function turningAway(operations: readonly Operation[], isUse: (operation: Operation) => boolean): readonly Guard[] {
  const seen = new Set<string>();
  const found: Guard[] = [];
  operations.forEach((operation, at) => {
    for (const guard of operation.guards) {
      const key = `${guard.test.span[0]} ${guard.holds}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const rest = operations
        .slice(at)
        .filter(({ inCatch, inLoop }) => inCatch !== true && inLoop === operation.inLoop);
      const holdsOn = rest.every(({ guards }) => guards.some((each) => isSame(each, guard)));
      if (holdsOn && !operations.slice(0, at).some(isUse)) found.push(guard);
    }
  });
  return found;
}

function isSame(one: Guard, other: Guard): boolean {
  return one.holds === other.holds && one.test.span[0] === other.test.span[0];
}

/** What must be there for a condition to be met: `a`, or that `!a` is not so. */
function neededBy({ test, holds }: Guard): readonly Reference[] {
  if (test.kind === 'reference') return holds ? [test.reference] : [];
  if (test.kind !== 'operator' || test.operator !== '!') return [];
  return neededBy({ test: test.right, holds: !holds });
}

/** The members by which a mention leads from what is loaded: `options.url`, where `options` is `route.options`. */
function pathFrom(
  file: FileIndex,
  fact: ImportFact,
  { root, path }: Reference,
  depth: number,
): readonly string[] | null {
  if (root.kind !== 'declared' || depth > 4) return null;
  if (root.declaration === fact.declaration) return path;
  const initial = file.code.declarations[root.declaration]?.initial;
  if (initial?.kind !== 'reference') return null;
  const before = pathFrom(file, fact, initial.reference, depth + 1);
  return before === null ? null : [...before, ...path];
}

function lacks(world: World, loaded: FileIndex, [name, member]: readonly string[]): boolean {
  if (name === undefined) return false;
  const given = world.exported(loaded, name);
  if (given.length === 0) return loaded.stars.length === 0 && !loaded.locals.has('*');
  return member !== undefined && given.every((known) => isWithout(known, member));
}

function isWithout(known: Known, member: string): boolean {
  if (known.kind !== 'value') return false;
  const { value }: { readonly value: Value } = known;
  return value.kind === 'object' && value.spreads.length === 0 && !value.properties.some(({ key }) => key === member);
}
