import type { CallEntryPattern } from '../../catalog/types.ts';
import { argumentsFor, type Placed } from '../follow/arguments.ts';
import { keyOf } from '../follow/known.ts';
import { constantText } from '../follow/text.ts';
import type { World } from '../follow/world.ts';
import { type Handler, handlersAmong, handlersGiven, receivedOrigin } from '../handlers.ts';
import type { CallReading, FoundHit } from '../hits.ts';
import type { Start } from '../moments.ts';
import type { Site } from '../program-graph.ts';

/** Where a registration stands, for the order of middleware and routes. */
export interface Standing {
  readonly file: string;
  readonly function: number;
  readonly call: number;
}

/** Something put before the routes of a router or application: `app.use('/orders', limiter)`. */
export interface Layer extends Standing {
  readonly path: string | null;
  readonly handlers: readonly Handler[];
}

/** A router or plugin under another one; `prefix` is null where it is no text. */
export interface Mount extends Standing {
  readonly parent: string;
  readonly prefix: string | null;
}

export interface RouteDraft extends Standing {
  readonly verb: string | null;
  /** The path as it stands at the registration; null where it is no text. */
  readonly path: string | null;
  readonly framework: string;
  /** The router or application it is registered on; null for routes that stand for themselves. */
  readonly origin: string | null;
  readonly handlers: readonly Handler[];
  readonly site: Site;
}

/** All that calls register with frameworks and libraries. Filled while calls are read in order. */
export interface Registrations {
  readonly starts: Start[];
  readonly routes: RouteDraft[];
  readonly layers: Map<string, Layer[]>;
  /** By the router that is mounted. */
  readonly mounts: Map<string, Mount[]>;
  /** Paths that all routes of a router begin with, by the router. */
  readonly prefixes: Map<string, string | null>;
  /** Tracked types by origin. */
  readonly types: Map<string, string>;
}

export function registrationsOf(world: World, readings: readonly CallReading[]): Registrations {
  const found: Registrations = {
    starts: [],
    routes: [],
    layers: new Map(),
    mounts: new Map(),
    prefixes: new Map(),
    types: new Map(),
  };
  for (const reading of readings) {
    for (const hit of reading.hits) register(world, reading, hit, found);
  }
  return found;
}

function register(world: World, reading: CallReading, found: FoundHit, into: Registrations): void {
  const { hit, callee } = found;
  const origin = originOf(found);
  switch (hit.kind) {
    case 'entry':
      registerEntry(world, reading, found, hit.pattern, into);
      return;
    case 'listener':
      for (const argument of reading.call.arguments) {
        const handlers = handlersAmong(world, world.value(reading.file, argument)).filter(
          ({ kind }) => kind === 'function',
        );
        start(into, reading, handlers, hit.framework.id, 'boot', null);
      }
      return;
    case 'use':
      if (hit.pattern.runs !== undefined) {
        const handlers = argumentsFor(world, reading.file, reading.call, hit.pattern.runs).flatMap(({ file, value }) =>
          handlersAmong(world, world.value(file, value)),
        );
        start(into, reading, handlers, hit.library.id, hit.pattern.role === 'schedule' ? 'timer' : 'queue', null);
      }
      // A library handed to an application stands before its routes.
      if (hit.pattern.call.kind === 'given' && origin !== null) {
        const made: Handler = { kind: 'made', call: keyOf(reading.file.path, reading.id), certainty: 'proved' };
        push(into.layers, origin, { ...standing(reading), path: null, handlers: [made] });
      }
      return;
    case 'type': {
      const made = keyOf(reading.file.path, reading.id);
      into.types.set(made, hit.type.type);
      const own =
        hit.type.prefix === undefined ? undefined : argumentsFor(world, reading.file, reading.call, hit.type.prefix)[0];
      if (own !== undefined) into.prefixes.set(made, pathText(world, own));
      if (callee.kind === 'member' && origin !== null)
        push(into.mounts, made, { ...standing(reading), parent: origin, prefix: '' });
      return;
    }
    case 'effect':
  }
}

function registerEntry(
  world: World,
  reading: CallReading,
  found: FoundHit,
  pattern: CallEntryPattern,
  into: Registrations,
): void {
  const handlers = handlersGiven(world, reading.file, reading.call, pattern).map((handler) =>
    found.callee.certainty === 'possible' ? { ...handler, certainty: 'possible' as const } : handler,
  );
  const origin = originOf(found);
  const [path] = pattern.path === undefined ? [] : argumentsFor(world, reading.file, reading.call, pattern.path);
  const functions = handlers.filter((handler) => handler.kind === 'function');
  if (pattern.verb !== undefined) {
    if (functions.length === 0) return;
    const before = into.routes.at(-1);
    if (before?.file === reading.file.path && before.call === reading.id && before.framework === pattern.framework) {
      // One call answers one route, however many patterns find its handlers.
      into.routes[into.routes.length - 1] = { ...before, handlers: [...before.handlers, ...handlers] };
      start(into, reading, handlers, pattern.framework, pattern.moment, into.routes.length - 1);
      return;
    }
    into.routes.push({
      ...standing(reading),
      verb: verbOf(world, reading, pattern),
      path: path === undefined ? null : pathText(world, path),
      framework: pattern.framework,
      origin,
      handlers,
      site: siteOf(reading),
    });
    start(into, reading, handlers, pattern.framework, pattern.moment, into.routes.length - 1);
    return;
  }
  start(into, reading, handlers, pattern.framework, pattern.moment, null);
  if (origin === null) return;
  // A first argument that is itself a handler is no path.
  const isPath = path !== undefined && !handlersAmong(world, world.value(path.file, path.value)).length;
  const prefix = isPath ? pathText(world, path) : '';
  push(into.layers, origin, { ...standing(reading), path: prefix, handlers });
  if (pattern.mounts !== true) return;
  for (const handler of handlers) {
    const child =
      handler.kind === 'mounted'
        ? handler.origin
        : handler.kind === 'function'
          ? receivedOrigin(handler.function, 0)
          : null;
    if (child !== null && child !== origin) push(into.mounts, child, { ...standing(reading), parent: origin, prefix });
  }
}

function start(
  into: Registrations,
  reading: CallReading,
  handlers: readonly Handler[],
  framework: string,
  moment: Start['entry']['moment'],
  route: number | null,
): void {
  for (const handler of handlers) {
    if (handler.kind !== 'function') continue;
    const entry = { function: handler.function, moment, framework, route, site: siteOf(reading) };
    into.starts.push({ entry, certainty: handler.certainty });
  }
}

function verbOf(world: World, { file, call }: CallReading, { verb, handlers }: CallEntryPattern): string | null {
  if (verb === 'method') {
    const name = call.callee.path.at(-1)?.toUpperCase() ?? '*';
    if (name === 'ALL' || name === 'ANY' || name === '*') return null;
    return name === 'DEL' ? 'DELETE' : name;
  }
  if (typeof verb !== 'object') return null;
  const position = handlers.kind === 'option' ? handlers.position : 0;
  const [value] = argumentsFor(world, file, call, { kind: 'option', position, names: verb.option });
  return value === undefined ? null : (pathText(world, value)?.toUpperCase() ?? null);
}

/** A path's text; the first one of a list. */
export function pathText(world: World, { file, value }: Placed): string | null {
  const [item] = value.kind === 'list' ? value.items : [value];
  return item === undefined ? null : constantText(world, file, item);
}

function originOf({ callee }: FoundHit): string | null {
  return callee.kind === 'member' && callee.of.kind === 'tracked' ? callee.of.origin : null;
}

function siteOf({ file, call }: CallReading): Site {
  return { file: file.path, span: call.calleeSpan };
}

function standing({ file, call, id }: CallReading): Standing {
  return { file: file.path, function: call.function, call: id };
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
