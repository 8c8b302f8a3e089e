import type { CallEntryPattern } from '../../catalog/types.ts';
import type { DeclarationId } from '../../facts/values.ts';
import { argumentsFor, itemsOf, type Placed } from '../follow/arguments.ts';
import { distinct, type Known } from '../follow/known.ts';
import type { World } from '../follow/world.ts';
import { type Handler, handlersAmong, handlersGiven } from '../handlers.ts';
import type { CallReading } from '../hits.ts';

/** A path and what is registered under it; the path is empty where the call gives none, and null where it is no text. */
export interface GivenTogether {
  readonly path: string | null;
  readonly handlers: readonly Handler[];
}

/**
 * What a call registers. A loop over `[{ path: '/orders', router: orders }, …]` registers each router under its own path,
 * so values that come out of one object are kept together.
 */
export function givenTogether(world: World, reading: CallReading, pattern: CallEntryPattern): readonly GivenTogether[] {
  const { file, call } = reading;
  const [path, second] = pathsGiven(world, reading, pattern);
  const item = path === undefined ? null : itemNamed(path);
  const objects = item === null ? [] : world.declaration(file, item).filter(isObject);
  if (path === undefined || item === null || objects.length === 0) {
    const handlers = handlersGiven(world, file, call, pattern);
    return [{ path: path === undefined ? '' : ownPath(world, path, second, pattern), handlers }];
  }
  const placed = argumentsFor(world, file, call, pattern.handlers).flatMap((one) => itemsOf(world, one));
  // A handler that comes from elsewhere stands for all of the objects, and no path is its own.
  if (objects.length > 1 && !placed.some((one) => itemNamed(one) === item)) {
    return [{ path: null, handlers: handlersGiven(world, file, call, pattern) }];
  }
  return objects.map((object) => ({
    path: textAmong(world, knownsOf(world, path, item, object)),
    handlers: placed.flatMap((one) => handlersAmong(world, knownsOf(world, one, item, object))),
  }));
}

/** The argument that may be the path, and the next one: Koa's routes may have a name before it. */
function pathsGiven(world: World, { file, call }: CallReading, { path }: CallEntryPattern): readonly Placed[] {
  if (path === undefined) return [];
  if (path.kind !== 'position') return argumentsFor(world, file, call, path);
  return call.arguments.slice(path.position, path.position + 2).map((value) => ({ file, value }));
}

function ownPath(world: World, path: Placed, second: Placed | undefined, pattern: CallEntryPattern): string | null {
  // A first argument that is itself a handler is no path.
  if (pattern.verb === undefined && handlersAmong(world, world.value(path.file, path.value)).length > 0) return '';
  const behind = second?.value.kind === 'literal' ? pathText(world, second) : null;
  return behind?.startsWith('/') === true ? behind : pathText(world, path);
}

/** A path's text; the first one of a list. */
export function pathText(world: World, { file, value }: Placed): string | null {
  const [item] = value.kind === 'list' ? value.items : [value];
  return item === undefined ? null : world.text(file, item);
}

/** The name whose member a value is, as `route` in `route.path`. */
function itemNamed({ value }: Placed): DeclarationId | null {
  if (value.kind !== 'reference' || value.reference.path.length === 0) return null;
  const { root } = value.reference;
  return root.kind === 'declared' ? root.declaration : null;
}

function isObject(known: Known): boolean {
  return known.kind === 'value' && known.value.kind === 'object';
}

/** What a value may be when the name that it is reached through is one certain object. */
function knownsOf(world: World, placed: Placed, item: DeclarationId, object: Known): readonly Known[] {
  const { file, value } = placed;
  if (value.kind !== 'reference' || itemNamed(placed) !== item) return world.value(file, value);
  return value.reference.path.reduce<readonly Known[]>(
    (at, name) => distinct(at.flatMap((known) => world.member(known, name))),
    [object],
  );
}

function textAmong(world: World, knowns: readonly Known[]): string | null {
  const [known] = knowns;
  if (known?.kind === 'literal') return typeof known.value === 'string' ? known.value : null;
  const file = known === undefined ? undefined : world.files.get(known.file);
  return known?.kind === 'value' && file !== undefined ? pathText(world, { file, value: known.value }) : null;
}
