import type { Property, Value } from '../../facts/values.ts';
import type { ClassKey } from '../program-graph.ts';
import { heldByApplication } from './application.ts';
import { exportsOfModule } from './commonjs.ts';
import { contentsOf } from './contents.ts';
import type { FileIndex } from './file-index.ts';
import { hungGlobal, isGlobalObject } from './globals.ts';
import { asPossible, distinct, type Known, partsOf, type Said, through } from './known.ts';
import { type Slot, slotIn } from './slots.ts';
import type { World } from './world.ts';

/** What every function has; they change how it is called, not what runs. */
export const functionMethods: ReadonlySet<string> = new Set(['bind', 'call', 'apply']);

/** What a member of something may be. `*` stands for a member whose name cannot be read. */
export function member(world: World, of: Known, name: string): readonly Known[] {
  switch (of.kind) {
    case 'external': {
      const held = heldByApplication(world, of, name);
      if (held.length > 0) return through(of, held);
      const own = exportsOfModule(world, of, name);
      if (own.length > 0) return through(of, own);
      const named: Known = { ...of, name: memberName(of, name) };
      return isOfGlobalObject(of) ? through(of, hungGlobal(world, named)) : [named];
    }
    case 'tracked':
    case 'made':
    case 'result':
      return [unopened(of, [name])];
    case 'member':
      return of.path.length < 4 ? [{ ...of, path: [...of.path, name] }] : [];
    case 'function':
      return functionMethods.has(name) ? [unopened(of, [name])] : assigned(world, of, name);
    case 'class':
      return through(of, classMember(world, of, of.class, name));
    case 'instance':
      return through(of, instanceMember(world, of, name));
    case 'module': {
      const file = world.files.get(of.path);
      return file === undefined || name === '*' ? [] : through(of, world.exported(file, name));
    }
    case 'value':
      return through(of, valueMember(world, of, of.value, name));
    case 'literal':
    case 'environment':
    case 'unknown':
      return [];
  }
}

function unopened(of: Known, path: readonly string[]): Known {
  return {
    kind: 'member',
    of,
    path,
    file: of.file,
    span: of.span,
    certainty: path.includes('*') ? 'possible' : of.certainty,
  };
}

function isOfGlobalObject(of: { readonly module: string; readonly name: string }): boolean {
  return of.module === '' && isGlobalObject(of.name);
}

function memberName(of: { readonly module: string; readonly name: string }, name: string): string {
  if (of.module === '') return isGlobalObject(of.name) ? name : `${of.name}.${name}`;
  return of.name === '*' ? name : `${of.name}.${name}`;
}

/** Members given to a named function after it was declared: `place.retries = 3`. */
function assigned(world: World, of: Known & { readonly kind: 'function' }, name: string): readonly Known[] {
  const { file, id } = partsOf(of.function);
  const index = world.files.get(file);
  const declaration = index?.code.declarations.findIndex((one) => one.functionId === id) ?? -1;
  const own = index?.memberAssignments.get(`${declaration}.${name}`);
  // `module.exports = place; module.exports.retries = 3`.
  const isExported = index?.locals.get('*')?.some((value) => isFunction(value, id, declaration)) === true;
  const values = own ?? (isExported ? index?.locals.get(name) : undefined);
  if (index === undefined || values === undefined) return [];
  // A member may be given what it holds already: `place.retries = place.retries || 3`.
  return world.memory.recall(world.memory.slot(`given ${of.function} ${name}`), () =>
    values.flatMap((value) => world.value(index, value)),
  );
}

function isFunction(value: Value, id: number, declaration: number): boolean {
  if (value.kind === 'function') return value.function === id;
  const root = value.kind === 'reference' && value.reference.path.length === 0 ? value.reference.root : null;
  return root?.kind === 'declared' && root.declaration === declaration;
}

function classMember(world: World, said: Said, key: ClassKey, name: string): readonly Known[] {
  const own = ownClassMember(world, said, key, name);
  if (own !== null) return own;
  // A model whose class an object of a package brings, `class Order(db.Model)`, has what that class has: `Order.query`.
  const brought = world.classes.memberBase(key);
  return brought === null ? [] : world.member(brought, name);
}

/** What a class or one above it has by itself, without an object; null where none is seen to. */
function ownClassMember(world: World, said: Said, key: ClassKey, name: string): readonly Known[] | null {
  for (const entry of world.classes.lineage(key)) {
    const [method] = world.classes.own(entry, name, true);
    if (method !== undefined) return asMember(world, said, method.key, method.fact.kind);
    const has = entry.fact.fields.some((one) => one.static && one.name === name);
    if (has || classAssignments(entry.file, entry.id, name) !== undefined) {
      return field(world, entry.key, name, true);
    }
  }
  return null;
}

function instanceMember(world: World, of: Known & { readonly kind: 'instance' }, name: string): readonly Known[] {
  if (name === '*') return [];
  const lineage = world.classes.lineage(of.class);
  const found: Known[] = [];
  for (const entry of lineage) {
    const [method] = world.classes.own(entry, name, false);
    if (method !== undefined) {
      found.push(...asMember(world, of, method.key, method.fact.kind));
      break;
    }
    const has = entry.fact.fields.some((one) => !one.static && one.name === name);
    if (has || entry.file.fieldAssignments.has(`${entry.id}.${name}`)) {
      found.push(...field(world, of.class, name, false));
      break;
    }
  }
  if (!of.exact) found.push(...overridden(world, of, name, found.length === 0));
  if (found.length > 0) return distinct(found);
  // `self.shown()` of a static method: what our own class has comes before what a package's class brings.
  const own = ownClassMember(world, of, of.class, name);
  if (own !== null) return own;
  const base = world.classes.externalBase(of.class);
  if (base !== null) return world.member(instanceOfBase(world, of, base), name);
  return classMember(world, of, of.class, name);
}

/** The object that an inherited package class is, such as the client inside a service that extends it. */
export function instanceOfBase(world: World, of: Known & { readonly kind: 'instance' }, base: Known): Known {
  if (base.kind !== 'external') return { ...of, kind: 'unknown' };
  const made = world.patterns.hits(base, true).find((hit) => hit.kind === 'type');
  const type = made?.kind === 'type' ? made.type : world.patterns.declaredAs(base.module, base.name)[0];
  if (type === undefined) return { ...of, kind: 'external', module: base.module, name: `${base.name}.prototype` };
  return { ...of, kind: 'tracked', type: type.type, origin: of.class, make: null };
}

/** Methods of heirs that may stand in for a class's own; a single heir of an abstract method is the only one it can be. */
function overridden(
  world: World,
  of: Known & { readonly kind: 'instance' },
  name: string,
  isAbstract: boolean,
): readonly Known[] {
  const found = world.classes.heirs(of.class).flatMap((key) => {
    const entry = world.classes.entry(key);
    if (entry === undefined) return [];
    return world.classes.own(entry, name, false).flatMap((method) => asMember(world, of, method.key, method.fact.kind));
  });
  return isAbstract && found.length === 1 ? found : found.map(asPossible);
}

function asMember(world: World, said: Said, key: string, kind: string): readonly Known[] {
  if (kind === 'getter') return through(said, world.returns(key));
  if (kind === 'setter') return [];
  return [{ file: said.file, span: said.span, certainty: said.certainty, kind: 'function', function: key }];
}

/** What a field of a class may hold: its initial value, what the constructor takes for it, what is assigned to it, or its type. */
export function field(world: World, key: ClassKey, name: string, isStatic: boolean): readonly Known[] {
  return world.memory.recall(fieldSlot(world, key, name, isStatic), () => {
    const found: Known[] = [];
    const byType: Known[] = [];
    const lineage = world.classes.lineage(key);
    for (const { file, id, fact } of lineage) {
      for (const one of fact.fields) {
        if (one.name !== name || one.static !== isStatic) continue;
        if (one.initial !== null) found.push(...world.value(file, one.initial));
        if (one.parameter !== null) found.push(...world.parameter(file, one.parameter));
        if (one.type !== null) {
          byType.push(...world.typed(file, one.type, { file: file.path, span: one.span, certainty: 'proved' }));
        }
      }
      const given = isStatic ? classAssignments(file, id, name) : file.fieldAssignments.get(`${id}.${name}`);
      for (const value of given ?? []) found.push(...world.value(file, value));
    }
    const isTaken = lineage.some(({ fact }) => fact.fields.some((one) => one.name === name && one.parameter !== null));
    const each = isTaken ? oneOfEach(found) : found;
    return distinct(found.some(tells) ? each : [...each, ...byType]);
  });
}

/** Each object of a class keeps the one function that it was made with, so that of several none is sure to be meant. */
function oneOfEach(given: readonly Known[]): readonly Known[] {
  const functions = new Set(given.flatMap((known) => (known.kind === 'function' ? [known.function] : [])));
  return functions.size < 2 ? given : given.map((known) => (known.kind === 'function' ? asPossible(known) : known));
}

function fieldSlot(world: World, key: ClassKey, name: string, isStatic: boolean): Slot {
  const entry = world.classes.entry(key);
  if (entry === undefined) return world.memory.slot(`field ${key} ${name} ${isStatic}`);
  const { fields } = entry.file.slots;
  const slots = fields.get(entry.id) ?? new Map<string, Slot>();
  fields.set(entry.id, slots);
  return slotIn(slots, isStatic ? `${name} static` : name);
}

/** Values given to a static field by the class's name: `Carts.instance = new Carts()`. */
export function classAssignments(file: FileIndex, classId: number, name: string): readonly Value[] | undefined {
  return file.memberAssignments.get(`${file.code.classes[classId]?.declaration}.${name}`);
}

/** Whether a known says more than that nothing is there. */
export function tells(known: Known): boolean {
  return known.kind !== 'unknown' && !(known.kind === 'literal' && known.value === null);
}

function valueMember(world: World, said: Said, value: Value, name: string): readonly Known[] {
  const file = world.files.get(said.file);
  if (file === undefined) return [];
  if (value.kind === 'list') return listItems(world, said, file, value, name);
  if (value.kind === 'container' && name === '*') return contentsOf(world, file, { ...said, kind: 'value', value });
  if (value.kind !== 'object')
    return [{ ...said, kind: 'member', of: { ...said, kind: 'value', value }, path: [name] }];
  if (name === '*') return contentsOf(world, file, { ...said, kind: 'value', value });
  // An object that spreads itself, as a variable that is put together in steps does, asks for its own member again.
  const key = `object ${said.file} ${value.span} ${said.span} ${name}`;
  return world.memory.recall(world.memory.slot(key), () => objectMember(world, said, file, value, name));
}

/** An item of a list: by its number, or any of them, as a loop takes them. Methods of the list are left unopened. */
function listItems(
  world: World,
  said: Said,
  file: FileIndex,
  value: Value & { readonly kind: 'list' },
  name: string,
): readonly Known[] {
  if (name !== '*' && !/^\d+$/.test(name)) {
    return [{ ...said, kind: 'member', of: { ...said, kind: 'value', value }, path: [name] }];
  }
  const key = `list ${said.file} ${value.span} ${name}`;
  return world.memory.recall(world.memory.slot(key), () =>
    distinct(
      value.items
        .filter((_, index) => name === '*' || index === Number(name))
        .flatMap((item) =>
          item.kind === 'spread'
            ? world.value(file, item.of).flatMap((known) => world.member(known, '*'))
            : world.value(file, item),
        ),
    ),
  );
}

/** What one of several objects that are spread brings; those in which the name is not written bring nothing beside it. */
function spreadMember(world: World, file: FileIndex, spreads: readonly Value[], name: string): readonly Known[] {
  const found = spreads.flatMap((spread) =>
    world.value(file, spread).flatMap((known) => world.member(known, name).map((member) => ({ known, member }))),
  );
  const isWritten = ({ known, member }: { readonly known: Known; readonly member: Known }) =>
    known.kind !== 'value' ||
    known.value.kind !== 'object' ||
    member.kind !== 'member' ||
    member.of.kind !== 'value' ||
    member.of.value !== known.value;
  return (found.some(isWritten) ? found.filter(isWritten) : found).map(({ member }) => member);
}

function objectMember(
  world: World,
  said: Said,
  file: FileIndex,
  value: Value & { readonly kind: 'object' },
  name: string,
): readonly Known[] {
  const found: Known[] = [];
  const own = value.properties.findLast((property: Property) => property.key === name);
  if (own !== undefined) found.push(...world.value(file, own.value));
  else found.push(...spreadMember(world, file, value.spreads, name));
  const declaration = file.declarationOfObject.get(value);
  if (declaration !== undefined) {
    for (const given of file.memberAssignments.get(`${declaration}.${name}`) ?? [])
      found.push(...world.value(file, given));
  }
  // `module.exports = { a }; module.exports.b = …`: what is exported later goes into the same object.
  if (own === undefined && file.locals.get('*')?.includes(value) === true) {
    for (const given of file.locals.get(name) ?? []) found.push(...world.value(file, given));
  }
  if (found.length > 0) return distinct(found);
  // What is not written in the object may have been put there by code that cannot be followed.
  return [{ ...said, kind: 'member', of: { ...said, kind: 'value', value }, path: [name] }];
}
