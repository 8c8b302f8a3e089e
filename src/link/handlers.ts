import type { CallEntryPattern } from '../catalog/types.ts';
import type { CallFact } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { argumentsFor, itemsOf } from './follow/arguments.ts';
import type { FileIndex } from './follow/file-index.ts';
import { type Known, keyOf, partsOf } from './follow/known.ts';
import type { Handed } from './follow/settle.ts';
import { targetsOf } from './follow/targets.ts';
import type { World } from './follow/world.ts';
import type { FoundHit } from './hits.ts';
import type { CallPlace, Certainty, FunctionKey } from './program-graph.ts';

/** Something that is given where a framework takes handlers. */
export type Handler =
  | {
      readonly kind: 'function';
      readonly function: FunctionKey;
      readonly certainty: Certainty;
      readonly inner: boolean;
    }
  /** The call that made a middleware, by place: `file#call`. */
  | { readonly kind: 'made'; readonly call: string; readonly certainty: Certainty }
  /** A router or application, by its origin. */
  | { readonly kind: 'mounted'; readonly origin: string; readonly certainty: Certainty };

/** The handlers that an entry's call is given, in order; lists are opened and wrappers looked through. */
export function handlersGiven(
  world: World,
  file: FileIndex,
  call: CallFact,
  pattern: CallEntryPattern,
): readonly Handler[] {
  return [
    ...argumentsFor(world, file, call, pattern.handlers)
      .flatMap((placed) => itemsOf(world, placed))
      .flatMap(({ file: from, value }) => [
        ...handlersAmong(world, world.value(from, value)),
        ...(pattern.gives === true ? makersAmong(world, world.value(from, value)) : []),
        ...namedByText(world, from, value),
      ]),
    ...decoratedBy(file, call),
  ];
}

/** What runs where a class is given to be made, or an object to be called. */
function makersAmong(world: World, knowns: readonly Known[]): readonly Handler[] {
  return knowns
    .filter(({ kind }) => kind === 'class' || kind === 'instance')
    .flatMap((known) => targetsOf(world, known))
    .map(({ function: key, certainty }) => ({ kind: 'function', function: key, certainty, inner: false }));
}

/** The function that a call decorates. */
export function decoratedBy(file: FileIndex, call: CallFact): readonly Handler[] {
  if (file.decorated.size === 0) return [];
  const id = file.decorated.get(file.code.calls.indexOf(call));
  return id === undefined
    ? []
    : [{ kind: 'function', function: keyOf(file.path, id), certainty: 'proved', inner: false }];
}

/** A view that Python names by a dotted text: `'shop.views.place'`. */
function namedByText(world: World, file: FileIndex, value: Value): readonly Handler[] {
  if (file.language !== 'python' || value.kind !== 'literal' || typeof value.value !== 'string') return [];
  const cut = value.value.lastIndexOf('.');
  if (cut <= 0 || !/^[\w.]+$/.test(value.value)) return [];
  const said = { file: file.path, span: value.span, certainty: 'proved' } as const;
  const found = world.imported(file, value.value.slice(0, cut), value.value.slice(cut + 1), said);
  return handlersAmong(
    world,
    found.filter(({ kind }) => kind === 'function'),
  );
}

/** Handlers among things that a value may be. */
export function handlersAmong(world: World, knowns: readonly Known[], depth = 0): readonly Handler[] {
  return knowns.flatMap((known) => handlersFor(world, known, depth));
}

function handlersFor(world: World, known: Known, depth: number): readonly Handler[] {
  const { certainty } = known;
  switch (known.kind) {
    case 'function': {
      const wrapped = known.wrapped === undefined ? [] : wrappedBy(world, known.wrapped, known.function, depth);
      const own: Handler = { kind: 'function', function: known.function, certainty, inner: wrapped.length > 0 };
      return [...wrapped, own];
    }
    case 'tracked': {
      const mounted: Handler = { kind: 'mounted', origin: known.origin, certainty };
      return known.make === null ? [mounted] : [mounted, { kind: 'made', call: callKey(known.make), certainty }];
    }
    case 'made':
      return [{ kind: 'made', call: callKey(known), certainty }, ...wrappedBy(world, known, null, depth)];
    case 'result':
      // `upload.single('photo')` stands for the `multer(…)` that made `upload`.
      return [
        { kind: 'made', call: callKey(known), certainty },
        ...wrappedBy(world, known, null, depth),
        ...handlersFor(world, known.of, depth + 1).filter((handler) => handler.kind === 'made'),
      ];
    case 'module': {
      // `app.register(import('./orders.js'))` takes the plugin that the file exports by default.
      const file = world.files.get(known.path);
      return file === undefined || depth > 3
        ? []
        : handlersAmong(
            world,
            world.exported(file, 'default').filter(({ kind }) => kind !== 'module'),
            depth + 1,
          );
    }
    case 'value':
      return heldHandlers(world, known, depth);
    default:
      return [];
  }
}

/** Handlers that an object or a list holds: hooks among a route's options, resolvers by type and field. */
function heldHandlers(
  world: World,
  { file: path, value }: Known & { readonly kind: 'value' },
  depth: number,
): readonly Handler[] {
  const file = world.files.get(path);
  if (file === undefined || depth > 3) return [];
  const items =
    value.kind === 'object'
      ? value.properties.map((property) => property.value)
      : value.kind === 'list'
        ? value.items
        : [];
  const spreads = value.kind === 'object' ? value.spreads : [];
  return [...items, ...spreads]
    .filter(({ kind }) => kind !== 'literal')
    .flatMap((item) => handlersAmong(world, world.value(file, item), depth + 1));
}

function callKey(place: CallPlace): string {
  return keyOf(place.file, place.call);
}

/** Functions that a call was given to wrap. A wrapper of the workspace must call them from within what it makes. */
function wrappedBy(world: World, place: CallPlace, made: FunctionKey | null, depth: number): readonly Handler[] {
  const file = world.files.get(place.file);
  const call = file?.code.calls[place.call];
  if (file === undefined || call === undefined || depth > 4) return [];
  return call.arguments.flatMap((argument, position) => {
    if (argument.kind !== 'function' && argument.kind !== 'reference' && argument.kind !== 'call') return [];
    if (made !== null && !callsWithin(world, made, position)) return [];
    return handlersAmong(world, world.value(file, argument), depth + 1).filter(({ kind }) => kind === 'function');
  });
}

/** Whether a function made by another uses the maker's parameter at a position: as what it calls or as an argument. */
function callsWithin(world: World, made: FunctionKey, position: number): boolean {
  const { file: path, id } = partsOf(made);
  const file = world.files.get(path);
  const parent = file?.code.functions[id]?.parent;
  if (file === undefined || parent === null || parent === undefined) return false;
  const parameter = file.code.functions[parent]?.parameters[position];
  if (parameter === undefined) return false;
  const within = (functionId: number | null): boolean =>
    functionId !== null && (functionId === id || within(file.code.functions[functionId]?.parent ?? null));
  return file.code.calls.some(
    (call) =>
      within(call.function) &&
      [call.callee, ...call.arguments.flatMap((one) => (one.kind === 'reference' ? [one.reference] : []))].some(
        ({ root }) => root.kind === 'declared' && root.declaration === parameter,
      ),
  );
}

/** What frameworks pass to the handlers of a call: applications to plugins, requests and sockets to handlers. */
export function handedBy(world: World, file: FileIndex, call: CallFact, hits: readonly FoundHit[]): readonly Handed[] {
  return hits.flatMap(({ hit }) => {
    if (hit.kind !== 'entry' || hit.pattern.receives === undefined) return [];
    const { receives } = hit.pattern;
    return handlersGiven(world, file, call, hit.pattern).flatMap((handler) =>
      handler.kind === 'function' ? [handedTo(handler.function, receives, handler.certainty, file, call)] : [],
    );
  });
}

function handedTo(
  key: FunctionKey,
  receives: readonly (string | null)[],
  certainty: Certainty,
  file: FileIndex,
  call: CallFact,
): Handed {
  return {
    function: key,
    parameters: receives.map((type, index): Known | null =>
      type === null
        ? null
        : {
            kind: 'tracked',
            type,
            origin: receivedOrigin(key, index),
            make: null,
            file: file.path,
            span: call.calleeSpan,
            certainty,
          },
    ),
  };
}

/** Names what a framework passes to a parameter of a handler. */
export function receivedOrigin(key: FunctionKey, index: number): string {
  return `${key}:${index}`;
}
