import type { CallEntryPattern } from '../../catalog/types.ts';
import { argumentsFor } from '../follow/arguments.ts';
import { keyOf } from '../follow/known.ts';
import type { World } from '../follow/world.ts';
import { decoratedBy, type Handler, handlersAmong, receivedOrigin } from '../handlers.ts';
import type { CallReading, FoundHit } from '../hits.ts';
import type { Start } from '../moments.ts';
import type { Site } from '../program-graph.ts';
import { type GivenTogether, givenTogether, pathText } from './paths.ts';

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
      // What is made of a class that is handed over is found apart.
      if (hit.pattern.makesOne === undefined) registerEntry(world, reading, found, hit.pattern, into);
      return;
    case 'listener':
      for (const argument of reading.call.arguments) {
        const handlers = handlersAmong(world, world.value(reading.file, argument)).filter(
          ({ kind }) => kind === 'function',
        );
        start(into, found, reading, handlers, { framework: hit.framework.id, moment: 'boot' }, null);
      }
      return;
    case 'use':
      if (hit.pattern.runs !== undefined) {
        const given = argumentsFor(world, reading.file, reading.call, hit.pattern.runs).flatMap(({ file, value }) =>
          handlersAmong(world, world.value(file, value)),
        );
        const handlers = [...given, ...decoratedBy(reading.file, reading.call)];
        const moment = hit.pattern.role === 'schedule' ? 'timer' : 'queue';
        start(into, found, reading, handlers, { framework: hit.library.id, moment }, null);
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
  for (const { path, handlers: given } of givenTogether(world, reading, pattern)) {
    const certain = found.callee.certainty === 'proved';
    const handlers = certain ? given : given.map((handler) => ({ ...handler, certainty: 'possible' as const }));
    if (pattern.verb === undefined) registerLayer(reading, found, pattern, { path, handlers }, into);
    else registerRoute(reading, found, pattern, { path, handlers, verb: verbOf(world, reading, pattern) }, into);
  }
}

function registerRoute(
  reading: CallReading,
  found: FoundHit,
  pattern: CallEntryPattern,
  { path: given, handlers, verb }: GivenTogether & { readonly verb: string | null },
  into: Registrations,
): void {
  if (!handlers.some(({ kind }) => kind === 'function')) return;
  const origin = originOf(found);
  // Procedures are called by name; only a route object has its path elsewhere.
  const isNamed = pattern.path === undefined && !into.prefixes.has(origin ?? '');
  const path = isNamed ? null : given;
  const before = into.routes.at(-1);
  if (before?.file === reading.file.path && before.call === reading.id && before.path === path) {
    // One call answers one route, however many patterns find its handlers.
    into.routes[into.routes.length - 1] = { ...before, handlers: [...before.handlers, ...handlers] };
  } else {
    const { framework } = pattern;
    into.routes.push({ ...standing(reading), verb, path, framework, origin, handlers, site: siteOf(reading) });
  }
  start(into, found, reading, handlers, pattern, into.routes.length - 1);
}

function registerLayer(
  reading: CallReading,
  found: FoundHit,
  pattern: CallEntryPattern,
  { path, handlers }: GivenTogether,
  into: Registrations,
): void {
  start(into, found, reading, handlers, pattern, null);
  const origin = originOf(found);
  if (origin === null) return;
  push(into.layers, origin, { ...standing(reading), path, handlers });
  if (pattern.mounts !== true) return;
  for (const child of handlers.map(mountedBy)) {
    if (child === null || child === origin) continue;
    push(into.mounts, child, { ...standing(reading), parent: origin, prefix: path });
  }
}

/** The router that a handler is, or the application that a plugin is handed. */
function mountedBy(handler: Handler): string | null {
  if (handler.kind === 'mounted') return handler.origin;
  return handler.kind === 'function' ? receivedOrigin(handler.function, 0) : null;
}

function start(
  into: Registrations,
  found: FoundHit,
  reading: CallReading,
  handlers: readonly Handler[],
  { framework, moment }: Pick<CallEntryPattern, 'framework' | 'moment'>,
  route: number | null,
): void {
  for (const handler of handlers) {
    if (handler.kind !== 'function') continue;
    const entry = { function: handler.function, moment, framework, route, site: siteOf(reading) };
    into.starts.push({ entry, certainty: handler.certainty, origin: originOf(found) });
  }
}

function verbOf(world: World, { file, call }: CallReading, { verb, handlers }: CallEntryPattern): string | null {
  if (verb === 'method') {
    const name = call.callee.path.at(-1)?.toUpperCase() ?? '*';
    if (name === 'ALL' || name === 'ANY' || name === '*') return null;
    return name === 'DEL' ? 'DELETE' : name;
  }
  if (verb === 'methods') return verbAmong(world, file, call);
  if (typeof verb !== 'object') return null;
  const position = handlers.kind === 'option' ? handlers.position : 0;
  const [value] = argumentsFor(world, file, call, { kind: 'option', position, names: verb.option });
  return value === undefined ? null : (pathText(world, value)?.toUpperCase() ?? null);
}

/** `methods=["POST"]`; null where there are several, or where they cannot be read. HEAD and OPTIONS go with the others. */
function verbAmong(world: World, file: CallReading['file'], call: CallReading['call']): string | null {
  const [given] = argumentsFor(world, file, call, { kind: 'named', names: ['methods'] });
  if (given === undefined) return 'GET';
  const items = given.value.kind === 'list' ? given.value.items : [];
  const names = items.map((item) => world.text(given.file, item)?.toUpperCase() ?? null);
  const told = names.filter((name) => name !== 'HEAD' && name !== 'OPTIONS');
  return told.length === 1 ? (told[0] ?? null) : null;
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
