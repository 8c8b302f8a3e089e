import type { Catalog } from '../catalog/types.ts';
import type { CallFact } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import type { Span } from '../text/range.ts';
import { carries } from './entries/conventions.ts';
import type { HandedOver } from './entries/handed-over.ts';
import { argumentsFor } from './follow/arguments.ts';
import type { FileIndex } from './follow/file-index.ts';
import { keyOf } from './follow/known.ts';
import type { Hit } from './follow/patterns.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { ClassKey, ClassNode, Construction, Entry, FunctionKey, FunctionNode, Route } from './program-graph.ts';

/** All functions, with what a person would call them. */
export function functionNodes(
  world: World,
  entries: readonly Entry[],
  routes: readonly Route[],
): ReadonlyMap<FunctionKey, FunctionNode> {
  const routeOf = new Map<FunctionKey, Route>();
  for (const entry of entries) {
    const route = entry.route === null ? undefined : routes[entry.route];
    // What stands before the last handler answers for many routes, and is named by none.
    if (route?.handlers.at(-1) === entry.function && !routeOf.has(entry.function)) routeOf.set(entry.function, route);
  }
  const nodes = new Map<FunctionKey, FunctionNode>();
  for (const file of world.files.values()) {
    const wrapped = wrappedNames(file);
    file.code.functions.forEach((fact, id) => {
      const key = keyOf(file.path, id);
      const title = wrapped.get(id) ?? titleOf(file, id, routeOf.get(key));
      nodes.set(key, {
        key,
        file: file.path,
        id,
        fact,
        title,
        class: fact.class === null ? null : keyOf(file.path, fact.class),
      });
    });
  }
  return nodes;
}

/** Functions without a name that a call wraps before the result is named: `const place = catchAsync(async () => …)`. */
function wrappedNames(file: FileIndex): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const name = (value: Value | null, given: string) => {
    const call = value?.kind === 'call' ? file.code.calls[value.call] : undefined;
    for (const argument of call?.arguments ?? []) {
      if (argument.kind === 'function' && file.code.functions[argument.function]?.name === '') {
        names.set(argument.function, given);
      }
    }
  };
  for (const declaration of file.code.declarations) {
    if (declaration.kind === 'constant') name(declaration.initial, declaration.name);
  }
  for (const [exported, values] of file.locals)
    if (exported !== '*' && exported !== 'default') name(values[0] ?? null, exported);
  return names;
}

function titleOf(file: FileIndex, id: number, route: Route | undefined): string {
  const fact = file.code.functions[id];
  if (fact === undefined || fact.kind === 'module') return file.path;
  const inClass = fact.class === null ? '' : (file.code.classes[fact.class]?.name ?? '');
  if (fact.kind === 'constructor') return `new ${inClass}`;
  if (fact.kind === 'initialiser') return `the fields of ${inClass}`;
  if (fact.name !== '') return inClass === '' ? fact.name : `${inClass}.${fact.name}`;
  if (route !== undefined) return handlerTitle(file, id, route);
  for (let at = fact.parent; at !== null && at !== 0; at = file.code.functions[at]?.parent ?? null) {
    if ((file.code.functions[at]?.name ?? '') !== '') return `a function in ${titleOf(file, at, undefined)}`;
  }
  return `a function in ${file.path}`;
}

/** A route that tells neither verb nor path, such as a procedure's, is told by the key that it stands under, or by its file. */
function handlerTitle(file: FileIndex, id: number, { verb, path }: Route): string {
  const told = [verb, path].filter((part) => part !== null).join(' ');
  if (told !== '') return `the handler of ${told}`;
  const key = keyAround(file, id);
  return key === null ? `a handler in ${file.path}` : `the handler of ${key}`;
}

/** `place` of `router({ place: procedure.mutation(async () => …) })`, for the function that the call is given. */
function keyAround(file: FileIndex, id: number): string | null {
  const isGiven = (value: Value): boolean =>
    value.kind === 'call' &&
    file.code.calls[value.call]?.arguments.some((each) => each.kind === 'function' && each.function === id) === true;
  const within = (value: Value): string | null => {
    if (value.kind !== 'object') return null;
    for (const property of value.properties) {
      const key = isGiven(property.value) ? property.key : within(property.value);
      if (key !== null) return key;
    }
    return null;
  };
  const values = [
    ...file.code.calls.flatMap((call) => call.arguments),
    ...file.code.declarations.flatMap(({ initial }) => initial ?? []),
  ];
  for (const value of values) {
    const key = within(value);
    if (key !== null) return key;
  }
  return null;
}

/** All classes, with where they are made and which container shares one of them. */
export function classNodes(
  world: World,
  catalog: Catalog,
  readings: readonly CallReading[],
  handed: readonly HandedOver[],
): ReadonlyMap<ClassKey, ClassNode> {
  const constructions = new Map<ClassKey, Construction[]>();
  // Nobody hands over a class anew for each request, whatever function does it: the framework makes its one when it starts.
  for (const { made, site } of handed) {
    if (made.kind === 'class') push(constructions, made.class, { in: keyOf(site.file, 0), site });
  }
  for (const { file, call, callees, hits } of readings) {
    for (const key of hits.flatMap(({ hit }) => madeAnew(world, file, call, hit))) {
      const entry = world.classes.entry(key);
      if (entry === undefined) continue;
      // Like every construction by a container it stands at the name of the class.
      push(constructions, key, {
        in: keyOf(entry.file.path, 0),
        site: { file: entry.file.path, span: entry.fact.nameSpan },
      });
    }
    for (const callee of callees) {
      if (callee.kind !== 'class' || call.callee.root.kind === 'super') continue;
      const site = { file: file.path, span: call.calleeSpan };
      push(constructions, callee.class, { in: keyOf(file.path, call.function), site });
    }
  }
  const nodes = new Map<ClassKey, ClassNode>();
  for (const file of world.files.values()) {
    file.code.classes.forEach((fact, id) => {
      const key = keyOf(file.path, id);
      const provider = providerOf(world, catalog, file, id);
      const own = constructions.get(key) ?? [];
      if (provider?.shared === true)
        own.push({ in: keyOf(file.path, 0), site: { file: file.path, span: fact.nameSpan } });
      nodes.set(key, {
        key,
        file: file.path,
        id,
        fact,
        constructions: own,
        singletonOf: provider?.shared === true ? provider.framework : null,
        bases: world.classes
          .lineage(key)
          .slice(1)
          .map((base) => base.key),
      });
    });
  }
  return nodes;
}

function push(map: Map<ClassKey, Construction[]>, key: ClassKey, one: Construction): void {
  map.set(key, [...(map.get(key) ?? []), one]);
}

/** Classes given where a framework makes an object for each request, to pass it to a handler. */
function madeAnew(world: World, file: FileIndex, call: CallFact, hit: Hit): readonly ClassKey[] {
  if (hit.kind !== 'entry' || hit.pattern.gives !== true) return [];
  const given = argumentsFor(world, file, call, hit.pattern.handlers).flatMap((each) =>
    world.value(each.file, each.value),
  );
  const isWithin = (span: Span) => span[0] <= call.span[0] && call.span[1] <= span[1];
  // Where nothing is given, as in `basket: Basket = Depends()`, the parameter's type is what is made.
  const typed = given.length > 0 ? [] : file.code.declarations.filter(({ kind }) => kind === 'parameter');
  const meant = typed.flatMap(({ type, span, statement }) =>
    type === null || !isWithin(statement)
      ? []
      : world.typed(file, type, { file: file.path, span, certainty: 'proved' }),
  );
  return [
    ...given.flatMap((known) => (known.kind === 'class' ? [known.class] : [])),
    ...meant.flatMap((known) => (known.kind === 'instance' ? [known.class] : [])),
  ];
}

/** A class that a framework's container makes. */
export interface Provider {
  readonly framework: string;
  /** Whether it makes one for all requests. */
  readonly shared: boolean;
}

export function providerOf(world: World, catalog: Catalog, file: FileIndex, classId: number): Provider | null {
  const fact = file.code.classes[classId];
  if (fact === undefined || fact.decorators.length === 0) return null;
  for (const pattern of catalog.frameworks.flatMap((framework) => framework.singletons)) {
    const decorator = fact.decorators.find((one) => carries(world, file, one, [pattern.decorator]));
    if (decorator === undefined) continue;
    return { framework: pattern.framework, shared: !isExcepted(file, decorator.call, pattern.exceptOption) };
  }
  return null;
}

/** Whether the decorator's options say that each request, or each user of the class, gets one of its own. */
function isExcepted(
  file: FileIndex,
  call: number | null,
  except: { readonly name: string; readonly values: readonly string[] } | null,
): boolean {
  const fact = call === null ? undefined : file.code.calls[call];
  if (fact === undefined || except === null) return false;
  return fact.arguments.some((argument) => {
    if (argument.kind !== 'object') return false;
    const value = argument.properties.find(({ key }) => key === except.name)?.value;
    // `Scope.REQUEST` is told by its last name, whatever the enumeration was imported as.
    if (value?.kind === 'reference') return except.values.includes(value.reference.path.at(-1) ?? '');
    return value?.kind === 'literal' && except.values.includes(String(value.value));
  });
}
