import { type DeclarationId, fallsBack, type Reference, type Value } from '../../facts/values.ts';
import { ownExports } from './commonjs.ts';
import type { FileIndex } from './file-index.ts';
import { hungGlobal } from './globals.ts';
import { distinct, type Known, keyOf, type Said, through } from './known.ts';
import { enteringMethods } from './language.ts';
import { isLoadedByName, usedFiles } from './loaded-modules.ts';
import { instanceOfBase, tells } from './members.ts';
import { slotIn } from './slots.ts';
import type { World } from './world.ts';

/** What a value may be. */
export function valueMeanings(world: World, file: FileIndex, value: Value): readonly Known[] {
  switch (value.kind) {
    case 'literal':
      return [{ file: file.path, span: value.span, certainty: 'proved', kind: 'literal', value: value.value }];
    case 'environment':
      return [
        {
          file: file.path,
          span: value.span,
          certainty: 'proved',
          kind: 'environment',
          name: value.name,
          fallback: value.fallback,
        },
      ];
    case 'reference':
      return world.reference(file, value.reference);
    case 'call':
      return world.result(file, value.call);
    case 'function':
      return [
        {
          file: file.path,
          span: value.span,
          certainty: 'proved',
          kind: 'function',
          function: keyOf(file.path, value.function),
        },
      ];
    case 'class':
      return [
        { file: file.path, span: value.span, certainty: 'proved', kind: 'class', class: keyOf(file.path, value.class) },
      ];
    case 'conditional':
      return distinct([...world.value(file, value.then), ...world.value(file, value.otherwise)]);
    case 'operator':
      if (value.operator === '&&' || value.operator === 'and') return world.value(file, value.right);
      if (fallsBack(value.operator) && value.left !== null) {
        return distinct([...world.value(file, value.left), ...world.value(file, value.right)]);
      }
      // `+process.env.PORT` is the value as a number.
      if (value.operator === '+' && value.left === null) return world.value(file, value.right);
      return [{ file: file.path, span: value.span, certainty: 'proved', kind: 'value', value }];
    case 'object':
    case 'list':
    case 'container':
    case 'concatenation':
    case 'path-join':
      return [{ file: file.path, span: value.span, certainty: 'proved', kind: 'value', value }];
    case 'spread':
    case 'unknown':
      return [{ file: file.path, span: value.span, certainty: 'proved', kind: 'unknown' }];
  }
}

function saidAt(file: FileIndex, span: Said['span']): Said {
  return { file: file.path, span, certainty: 'proved' };
}

/** What the first `length` names of a mention lead to; all of them when it is left out. */
export function referenceOf(
  world: World,
  file: FileIndex,
  reference: Reference,
  length = reference.path.length,
): readonly Known[] {
  let at = rootOf(world, file, reference);
  for (let index = 0; index < length && at.length > 0; index++) {
    const name = reference.path[index] ?? '';
    at =
      at.length === 1 && at[0] !== undefined
        ? world.member(at[0], name)
        : distinct(at.flatMap((known) => world.member(known, name)));
  }
  return at;
}

function rootOf(world: World, file: FileIndex, reference: Reference): readonly Known[] {
  const { root } = reference;
  switch (root.kind) {
    case 'declared':
      return world.declaration(file, root.declaration);
    case 'global':
      return globalOf(world, file, root.name, saidAt(file, reference.span));
    case 'this':
      return root.class === null
        ? heldBy(file, saidAt(file, reference.span))
        : [
            {
              file: file.path,
              span: reference.span,
              certainty: 'proved',
              kind: 'instance',
              class: keyOf(file.path, root.class),
              exact: false,
            },
          ];
    case 'super':
      return root.class === null ? [] : superOf(world, keyOf(file.path, root.class), saidAt(file, reference.span));
    case 'call':
      return world.result(file, root.call);
    case 'value':
      return world.value(file, root.value);
  }
}

/** In a function of an object literal `this` is the object. */
function heldBy(file: FileIndex, said: Said): readonly Known[] {
  const object = file.holders().around(said.span);
  return object === null ? [] : [{ ...said, span: object.span, kind: 'value', value: object }];
}

/** `super` before a member: the nearest class above as it is, without heirs. */
function superOf(world: World, key: string, said: Said): readonly Known[] {
  const [, base] = world.classes.lineage(key);
  if (base !== undefined) return [{ ...said, kind: 'instance', class: base.key, exact: true }];
  const external = world.classes.externalBase(key);
  return external === null
    ? []
    : [instanceOfBase(world, { ...said, kind: 'instance', class: key, exact: true }, external)];
}

function globalOf(world: World, file: FileIndex, name: string, said: Said): readonly Known[] {
  if (name === 'undefined') return [{ ...said, kind: 'literal', value: null }];
  if (file.language === 'python' && file.stars.length > 0) {
    // `from .base import *` binds names that the file itself does not show.
    const found = file.stars.flatMap((module) => {
      const target = world.resolve(file.path, module);
      const other = target.kind === 'file' ? world.files.get(target.path) : undefined;
      return other === undefined ? [] : world.exported(other, name);
    });
    if (found.length > 0) return distinct(found);
  }
  const own = ownExports(world, file, name);
  return own.length > 0 ? own : hungGlobal(world, { ...said, kind: 'external', module: '', name });
}

/** What a name may stand for: what it is declared as, and all that is ever assigned to it. */
export function declarationOf(world: World, file: FileIndex, id: DeclarationId): readonly Known[] {
  const declaration = file.code.declarations[id];
  if (declaration === undefined) return [];
  if (declaration.kind === 'parameter') return world.parameter(file, id);
  return world.memory.recall(slotIn(file.slots.names, id), () => {
    const said: Said = { file: file.path, span: declaration.span, certainty: 'proved' };
    const fact = file.importOf.get(id);
    if (fact !== undefined) {
      const loaded = isLoadedByName(fact) ? usedFiles(world, file, fact) : [];
      if (loaded.length > 0) return distinct(loaded.flatMap((each) => world.exported(each, fact.imported ?? '*')));
      return world.imported(file, fact.module, fact.imported ?? '*', said);
    }
    if (declaration.functionId !== null) {
      return [{ ...said, kind: 'function', function: keyOf(file.path, declaration.functionId) }];
    }
    if (declaration.classId !== null) return [{ ...said, kind: 'class', class: keyOf(file.path, declaration.classId) }];
    const given = [declaration.initial, ...(file.assignments.get(id) ?? [])].filter((value) => value !== null);
    const found = given.flatMap((value) => entered(world, file, value, world.value(file, value)));
    if (found.some(tells) || declaration.type === null) return distinct(found);
    return distinct([...found, ...world.typed(file, declaration.type, said)]);
  });
}

/** `with Session() as session` binds what the object gives when it is entered, which may be another one. */
function entered(world: World, file: FileIndex, value: Value, found: readonly Known[]): readonly Known[] {
  if (value.kind !== 'call' || !file.enteredCalls.has(value.call)) return found;
  return distinct(
    found.flatMap((known) => {
      if (known.kind !== 'instance') return [known];
      const given = enteringMethods
        .flatMap((name) => world.member(known, name))
        .flatMap((method) => (method.kind === 'function' ? through(known, world.returns(method.function)) : []));
      return given.some(tells) ? given : [known];
    }),
  );
}

/** What a parameter may be: what known calls pass, what a framework passes, its default, or else what its type says. */
export function parameterOf(world: World, file: FileIndex, id: DeclarationId): readonly Known[] {
  const state = world.memory.parameterState(file, id);
  world.memory.touch(state);
  const declaration = file.code.declarations[id];
  if (declaration === undefined) return [];
  const said: Said = { file: file.path, span: declaration.span, certainty: 'proved' };
  const passed = [...state.knowns.values()];
  const { initial } = declaration;
  // A default may name the parameter itself, as `(retries = retries)` does where the outer name was meant.
  const start =
    initial === null ? [] : world.memory.recall(slotIn(file.slots.defaults, id), () => world.value(file, initial));
  // What calls pass is kept each once already.
  const found = start.length === 0 ? passed : distinct([...passed, ...start]);
  if (declaration.type === null || found.some((known) => saysMore(world, known))) return found;
  return distinct([...found, ...world.typed(file, declaration.type, said)]);
}

/** Whether a known says more than the declared type of what holds it: what a package made that nobody knows does not. */
function saysMore(world: World, known: Known): boolean {
  return tells(known) && !isOpaque(known) && !isPassing(world, known);
}

function isOpaque(known: Known): boolean {
  return known.kind === 'result' || (known.kind === 'member' && isOpaque(known.of));
}

/** `store = Depends(open_store)`: the call itself only says who gives what is passed, and the type may say what that is. */
function isPassing(world: World, known: Known): boolean {
  return (
    known.kind === 'made' &&
    world.patterns
      .hits({ ...known, kind: 'external' }, false)
      .some((hit) => hit.kind === 'entry' && hit.pattern.gives === true)
  );
}
