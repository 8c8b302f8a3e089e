import type { CallEntryPattern } from '../../catalog/types.ts';
import type { CallFact, DeclarationFact } from '../../facts/code.ts';
import type { CallId, Value } from '../../facts/values.ts';
import type { FunctionKey } from '../program-graph.ts';
import { argumentsFor } from './arguments.ts';
import { contentsOf, givesItem } from './contents.ts';
import { readFromEnvironment } from './environment.ts';
import type { FileIndex } from './file-index.ts';
import { distinct, type Known, keyOf, partsOf, type Said, through } from './known.ts';
import { givesFirstArgument, givesReceiver, mergesArguments, modulePassing, promising } from './language.ts';
import { tells } from './members.ts';
import { exportMatches } from './patterns.ts';
import { slotIn } from './slots.ts';
import { calledObject } from './targets.ts';
import type { World } from './world.ts';

/** What a call calls. `super(...)` calls the class above. */
export function calleeOf(world: World, file: FileIndex, id: CallId): readonly Known[] {
  const call = file.code.calls[id];
  if (call === undefined) return [];
  const { root, path } = call.callee;
  if (root.kind !== 'super' || path.length > 0) return world.reference(file, call.callee);
  if (root.class === null) return [];
  const entry = world.classes.entry(keyOf(file.path, root.class));
  return entry === undefined ? [] : entry.fact.extends.flatMap((base) => world.reference(file, base));
}

/** What a call gives back; promises are taken as what they hold. */
export function resultOf(world: World, file: FileIndex, id: CallId): readonly Known[] {
  const call = file.code.calls[id];
  if (call === undefined) return [];
  return world.memory.recall(slotIn(file.slots.results, id), () => {
    const said: Said = { file: file.path, span: call.span, certainty: 'proved' };
    const callees = world.callee(file, id);
    if (callees.length === 0) return madeByClass(world, file, call, said);
    return distinct(callees.flatMap((callee) => through(callee, resultFor(world, file, id, call, callee, said))));
  });
}

/** `User.model_validate(row)`: a method that a package gives to its heirs makes one of them. */
function madeByClass(world: World, file: FileIndex, call: CallFact, said: Said): readonly Known[] {
  const { path } = call.callee;
  if (file.language !== 'python' || !world.objectMakers.has(path.at(-1) ?? '')) return [];
  return world
    .reference(file, call.callee, path.length - 1)
    .flatMap((known) =>
      known.kind === 'class' && world.classes.externalBase(known.class) !== null
        ? [{ ...said, kind: 'instance', class: known.class, exact: true } as const]
        : [],
    );
}

function resultFor(
  world: World,
  file: FileIndex,
  id: CallId,
  call: CallFact,
  callee: Known,
  said: Said,
): readonly Known[] {
  const setting = readFromEnvironment(world, call, callee, said);
  if (setting !== null) return [setting];
  const held = heldOf(world, file, call, callee, said);
  if (held.length > 0) return held;
  switch (callee.kind) {
    case 'function':
      return wrapping(call, id, callee.function, returnsTo(world, file, call, callee), file);
    case 'class':
      return [{ ...said, kind: 'instance', class: callee.class, exact: true }];
    case 'instance':
      return givenByObject(world, callee, said);
    case 'external':
      if (promising.some(({ modules, name }) => exportMatches(callee, modules, name)))
        return promised(world, file, call, said);
      return callee.module === ''
        ? builtinResult(world, file, call, callee.name, said)
        : madeBy(world, file, id, call, callee, said);
    case 'made':
      // `require('connect-pg-simple')(session)` gives the class that the package makes for it.
      return [{ ...said, kind: 'made', module: callee.module, name: callee.name, call: id }];
    case 'tracked': {
      const made = trackedBy(world, id, call, callee, callee, said);
      return made.length > 0 ? made : [{ ...said, kind: 'unknown' }];
    }
    case 'member':
      return memberResult(world, file, id, call, callee, said);
    default:
      return [{ ...said, kind: 'unknown' }];
  }
}

/**
 * What a function gives back to one call: where it gives back a parameter, as `merge(target, …)` does, that is what this
 * call gave it, and not what others gave.
 */
function returnsTo(
  world: World,
  file: FileIndex,
  call: CallFact,
  { function: key, wrapped }: Known & { readonly kind: 'function' },
): readonly Known[] {
  const { file: path, id } = partsOf(key);
  const home = world.files.get(path);
  const values = home?.returns.get(id) ?? [];
  const given = values.map((value) => (home === undefined ? null : givenBack(home, id, call, value)));
  if (home === undefined || wrapped !== undefined || given.every((each) => each === null)) return world.returns(key);
  return distinct(
    values.flatMap((value, index) => {
      const back = given[index] ?? null;
      if (back === null) return world.value(home, value);
      const own = world.value(file, back.argument);
      const { type, span } = back.parameter;
      // Where the call does not tell what it gives, the parameter's type may; what others give says nothing of it.
      return own.some(tells) || type === null
        ? own
        : world.typed(home, type, { file: path, span, certainty: 'proved' });
    }),
  );
}

/** The argument of a call that comes back as a returned value: that of a parameter which nothing else is put into. */
function givenBack(
  home: FileIndex,
  id: number,
  call: CallFact,
  value: Value,
): { readonly argument: Value; readonly parameter: DeclarationFact } | null {
  if (value.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  if (root.kind !== 'declared' || home.assignments.has(root.declaration) || call.named.length > 0) return null;
  const position = home.code.functions[id]?.parameters.indexOf(root.declaration) ?? -1;
  const isSpread = call.arguments.slice(0, position + 1).some(({ kind }) => kind === 'spread');
  const argument = position < 0 || isSpread ? undefined : call.arguments[position];
  const parameter = home.code.declarations[root.declaration];
  return argument === undefined || parameter === undefined ? null : { argument, parameter };
}

/** Marks functions made around functions with the call that made them, so that one wrapper's products stay apart. */
function wrapping(
  call: CallFact,
  id: CallId,
  maker: FunctionKey,
  made: readonly Known[],
  file: FileIndex,
): readonly Known[] {
  const takesFunctions = call.arguments.some(
    ({ kind }) => kind === 'function' || kind === 'reference' || kind === 'call',
  );
  if (!takesFunctions) return made;
  const { file: path } = partsOf(maker);
  return made.map((known) =>
    known.kind === 'function' && known.wrapped === undefined && partsOf(known.function).file === path
      ? { ...known, wrapped: { file: file.path, call: id } }
      : known,
  );
}

/** `container.get(Mailer)`: the object of the class that a package keeps for the application. */
function heldOf(world: World, file: FileIndex, call: CallFact, callee: Known, said: Said): readonly Known[] {
  const [wanted] = call.arguments;
  const method = call.callee.path.at(-1) ?? '';
  if (wanted?.kind !== 'reference' || world.classContainers.get(packageBehind(callee))?.includes(method) !== true)
    return [];
  return world
    .value(file, wanted)
    .flatMap((known) =>
      known.kind === 'class' ? [{ ...said, kind: 'instance', class: known.class, exact: false } as const] : [],
    );
}

/** The package that something comes from; empty where none is known. */
function packageBehind(known: Known): string {
  switch (known.kind) {
    case 'external':
    case 'made':
      return known.module;
    case 'tracked':
      return known.make?.module ?? '';
    case 'member':
    case 'result':
      return packageBehind(known.of);
    default:
      return '';
  }
}

/** What an object that is called like a function gives back. */
function givenByObject(world: World, of: Known & { readonly kind: 'instance' }, said: Said): readonly Known[] {
  const given = calledObject(world, of).flatMap((known) => through(known, world.returns(known.function)));
  return given.length > 0 ? given : [{ ...said, kind: 'unknown' }];
}

/** What a framework passes where such a call stands: what the function it is given gives back, or an object of the class. */
function passedBy(
  world: World,
  file: FileIndex,
  call: CallFact,
  pattern: CallEntryPattern,
  said: Said,
): readonly Known[] {
  if (pattern.gives !== true) return [];
  const givers = argumentsFor(world, file, call, pattern.handlers).flatMap((each) =>
    world.value(each.file, each.value),
  );
  return givers.flatMap((giver): readonly Known[] => {
    if (giver.kind === 'function') return through(giver, world.returns(giver.function));
    if (giver.kind === 'class') return [{ ...said, kind: 'instance', class: giver.class, exact: true }];
    return giver.kind === 'instance' ? givenByObject(world, giver, said) : [];
  });
}

function madeBy(
  world: World,
  file: FileIndex,
  id: CallId,
  call: CallFact,
  callee: Known & { readonly kind: 'external' },
  said: Said,
): readonly Known[] {
  const make = { module: callee.module, name: callee.name, file: said.file, call: id };
  const hits = world.patterns.hits(callee, call.construct);
  const types = hits.filter((hit) => hit.kind === 'type');
  if (types.length === 0) {
    const passed = hits.flatMap((hit) => (hit.kind === 'entry' ? passedBy(world, file, call, hit.pattern, said) : []));
    return [{ ...said, kind: 'made', ...make }, ...passed];
  }
  return types.map(({ type }) => ({
    ...said,
    kind: 'tracked',
    type: type.type,
    origin: keyOf(said.file, id),
    make,
  }));
}

/** The tracked objects that a call of a tracked object, or of a method of one, makes. */
function trackedBy(
  world: World,
  id: CallId,
  call: CallFact,
  callee: Known,
  of: Known & { readonly kind: 'tracked' },
  said: Said,
): readonly Known[] {
  const types = world.patterns.hits(callee, call.construct).filter((hit) => hit.kind === 'type');
  const origin = keyOf(said.file, id);
  return types.map(({ type }) => ({ ...said, kind: 'tracked', type: type.type, origin, make: of.make }));
}

/** `place.bind(null, db)` takes its arguments one further on than `place`. */
function boundBy(of: Known & { readonly kind: 'function' }, file: FileIndex, id: CallId, call: CallFact): Known {
  return call.arguments.length > 1 ? { ...of, wrapped: { file: file.path, call: id } } : of;
}

function memberResult(
  world: World,
  file: FileIndex,
  id: CallId,
  call: CallFact,
  callee: Known & { readonly kind: 'member' },
  said: Said,
): readonly Known[] {
  const { of, path } = callee;
  const name = path.at(-1) ?? '';
  if (of.kind === 'function') return name === 'bind' ? [boundBy(of, file, id, call)] : world.returns(of.function);
  if (of.kind === 'tracked') {
    const made = trackedBy(world, id, call, callee, of, said);
    if (made.length > 0) return made;
    if (path.every((one) => world.patterns.chains(of.type, one))) return [of];
  }
  const holder = world.files.get(of.file);
  if (of.kind === 'value' && holder !== undefined && givesItem.has(name) && path.length === 1) {
    return contentsOf(world, holder, of);
  }
  if (of.kind === 'value' && of.value.kind !== 'object')
    return givesReceiver.has(name) ? [of] : [{ ...said, kind: 'unknown' }];
  if (name === 'catch' || name === 'finally') return [of];
  if (name === 'then') {
    const [callback] = call.arguments;
    const knowns = callback === undefined ? [] : world.value(file, callback);
    return knowns.flatMap((known) => (known.kind === 'function' ? world.returns(known.function) : []));
  }
  return [{ ...said, kind: 'result', of, call: id }];
}

/** `promisify(exec)` is `exec`, which then tells by a promise what it told by a callback. */
function promised(world: World, file: FileIndex, call: CallFact, said: Said): readonly Known[] {
  const [first] = call.arguments;
  const known = first === undefined ? [] : world.value(file, first).filter(({ kind }) => kind === 'external');
  return known.length > 0 ? known : [{ ...said, kind: 'unknown' }];
}

/** Calls of the language's own that hand a value through, or that load a module. */
function builtinResult(world: World, file: FileIndex, call: CallFact, name: string, said: Said): readonly Known[] {
  const [first] = call.arguments;
  if (first === undefined) return [{ ...said, kind: 'unknown' }];
  if (modulePassing.has(name)) {
    return first.kind === 'literal' && typeof first.value === 'string'
      ? world.imported(file, first.value, '*', said)
      : [{ ...said, kind: 'unknown' }];
  }
  if (mergesArguments.has(name) && first.kind === 'object') return [mergedObject(world, call, first, said)];
  return givesFirstArgument.has(name) ? world.value(file, first) : [{ ...said, kind: 'unknown' }];
}

/** `Object.assign({}, orders, carts)` is an object with the members of all, as one that is written with spreads. */
function mergedObject(world: World, call: CallFact, first: Value & { readonly kind: 'object' }, said: Said): Known {
  const slot = world.memory.slot(`merged ${said.file} ${call.span}`);
  const [known] = world.memory.recall(slot, () => {
    const spreads = [...first.spreads, ...call.arguments.slice(1)];
    return [{ ...said, span: first.span, kind: 'value', value: { ...first, spreads } }];
  });
  return known ?? { ...said, kind: 'unknown' };
}

/** What a function gives back. */
export function returnsOf(world: World, key: FunctionKey): readonly Known[] {
  const { file: path, id } = partsOf(key);
  const file = world.files.get(path);
  if (file === undefined) return [];
  return world.memory.recall(slotIn(file.slots.returns, id), () => {
    const found = distinct((file.returns.get(id) ?? []).flatMap((value) => world.value(file, value)));
    const fact = file.code.functions[id];
    // A reader of TypeScript finds what is made where it is made; Python's registries give back what only the type names.
    if (file.language !== 'python' || fact === undefined || fact.returnType === null) return found;
    const said: Said = { file: path, span: fact.nameSpan, certainty: 'proved' };
    return asDeclared(world, found, world.typed(file, fact.returnType, said));
  });
}

/**
 * What a function gives back, by what its type says of it: of all that a registry may hold, objects of the declared class
 * alone; and an object of that class where nothing shows one. Objects that only look like the class are left as they are.
 */
function asDeclared(world: World, found: readonly Known[], declared: readonly Known[]): readonly Known[] {
  const classes = declared.flatMap((known) => (known.kind === 'instance' ? [known.class] : []));
  if (classes.length === 0) return found;
  const isObject = (known: Known) => known.kind === 'instance';
  const fits = (known: Known) =>
    known.kind === 'instance' && world.classes.lineage(known.class).some(({ key }) => classes.includes(key));
  if (found.some(fits)) return found.filter((known) => !isObject(known) || fits(known));
  return found.some(isObject) ? found : distinct([...found, ...declared.filter(isObject)]);
}
