import type { TypeMention } from '../../facts/values.ts';
import type { FileIndex } from './file-index.ts';
import { distinct, type Known, type Said } from './known.ts';
import { surfaceOf } from './surface.ts';
import type { Named, TypeIdentity, World } from './world.ts';

/** Types that stand for what they hold. */
const wrappers = new Set(['Promise', 'Readonly', 'Required', 'Partial', 'NonNullable', 'Awaited', 'Optional']);

/** What a value of a declared type may be: an instance of a class, of the classes that implement an interface, or a tracked object. */
export function typed(world: World, file: FileIndex, type: TypeMention, said: Said): readonly Known[] {
  const [first] = type.names;
  if (first === undefined) return [];
  const [inner] = type.arguments;
  if (type.declaration === null && wrappers.has(first) && type.names.length === 1) {
    return inner === undefined ? [] : world.typed(file, inner, said);
  }
  const named = namedBy(world, file, type);
  const knowns: Known[] = [];
  for (const known of named.knowns) {
    if (known.kind === 'class') knowns.push({ ...said, kind: 'instance', class: known.class, exact: false });
    if (known.kind === 'external') {
      for (const { type: tracked } of world.patterns.declaredAs(known.module, known.name)) {
        knowns.push({ ...said, kind: 'tracked', type: tracked, origin: `${said.file}@${said.span[0]}`, make: null });
      }
    }
  }
  if (knowns.length > 0) return distinct(knowns);
  const implementers = world.classes.implementers(named.identities);
  const certainty = implementers.length === 1 ? said.certainty : 'possible';
  return implementers.map((key) => ({ ...said, certainty, kind: 'instance', class: key, exact: true }));
}

/** What tells one declared type from another across files. */
export function typeIdentities(world: World, file: FileIndex, type: TypeMention): readonly TypeIdentity[] {
  return namedBy(world, file, type).identities;
}

const unnamed: Named = { knowns: [], identities: [] };

function namedBy(world: World, file: FileIndex, type: TypeMention): Named {
  const known = world.named.get(type);
  if (known !== undefined) return known;
  // A type whose name leads back to itself is nothing while it is looked up, so that the look-up comes to an end.
  world.named.set(type, unnamed);
  const named = findNamed(world, file, type);
  world.named.set(type, named);
  return named;
}

function findNamed(world: World, file: FileIndex, type: TypeMention): Named {
  const [first = '', ...rest] = type.names;
  const declaration = type.declaration === null ? undefined : file.code.declarations[type.declaration];
  if (declaration === undefined || type.declaration === null) {
    const isKnown = type.names.length === 1 && world.patterns.declaredAs('', first).length > 0;
    const said: Said = { file: file.path, span: [0, 0], certainty: 'proved' };
    return {
      // A type of the language's own, which no file declares.
      knowns: isKnown && type.declaration === null ? [{ ...said, kind: 'external', module: '', name: first }] : [],
      identities: type.names.length === 1 ? [{ path: file.path, name: first }] : [],
    };
  }
  // No parameter names a type: `charge(stripe: stripe.Charge)` means the type that the parameter's name hides.
  if (declaration.kind === 'parameter') return unnamed;
  const fact = file.importOf.get(type.declaration);
  if (fact === undefined) {
    const knowns = world.declaration(file, type.declaration);
    return { knowns: membersOf(world, knowns, rest), identities: [{ path: file.path, name: first }] };
  }
  const target = world.resolve(file.path, fact.module);
  const said: Said = { file: file.path, span: declaration.span, certainty: 'proved' };
  const imported = fact.imported ?? '*';
  const knowns = membersOf(world, world.imported(file, fact.module, imported, said), rest);
  if (target.kind !== 'file') return { knowns, identities: [] };
  // A name behind a namespace import, or the imported name itself.
  const name = imported === '*' ? rest.at(-1) : rest.length === 0 ? imported : undefined;
  return { knowns, identities: name === undefined ? [] : identitiesIn(world, target.path, name, new Set()) };
}

function membersOf(world: World, knowns: readonly Known[], names: readonly string[]): readonly Known[] {
  return names.reduce((at, name) => at.flatMap((known) => world.member(known, name)), knowns);
}

function identitiesIn(world: World, path: string, name: string, seen: Set<string>): readonly TypeIdentity[] {
  const file = world.files.get(path);
  if (seen.has(`${path} ${name}`) || file === undefined) return [];
  seen.add(`${path} ${name}`);
  const found: TypeIdentity[] = [{ path, name }];
  const follow = (module: string, inner: string) => {
    const target = world.resolve(path, module);
    if (target.kind === 'file') found.push(...identitiesIn(world, target.path, inner, seen));
  };
  const reexport = file.reexports.get(name);
  if (reexport !== undefined) follow(reexport.module, reexport.imported);
  for (const value of file.locals.get(name) ?? []) {
    if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') continue;
    const fact = file.importOf.get(value.reference.root.declaration);
    if (fact !== undefined) follow(fact.module, fact.imported ?? '*');
    else {
      const local = file.code.declarations[value.reference.root.declaration]?.name;
      if (local !== undefined) found.push({ path, name: local });
    }
  }
  return found;
}

/** Whether two names are of one type: in one file, or one file hands the other's names on with `export *`. */
export function isSameType(world: World, a: TypeIdentity, b: TypeIdentity): boolean {
  if (a.name !== b.name) return false;
  return a.path === b.path || handsOn(world, a.path, b.path) || handsOn(world, b.path, a.path);
}

function handsOn(world: World, path: string, other: string): boolean {
  const file = world.files.get(path);
  return file !== undefined && surfaceOf(world, file).paths.has(other);
}
