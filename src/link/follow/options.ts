import type { Operation } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import type { LibraryUse, Meaning, ResolvedOption, Site } from '../program-graph.ts';
import type { FileIndex } from './file-index.ts';
import { distinct, type Known } from './known.ts';
import { meaningOf } from './meanings.ts';
import type { World } from './world.ts';

interface Search {
  readonly found: { readonly key: Site; readonly knowns: readonly Known[] }[];
  /** Whether something could not be looked into that may hold the option. */
  unread: boolean;
  /** Objects and mentions that were looked into already, with the names that were looked for. */
  readonly looked: Map<Value, string[]>;
}

/** Looks an option up in the objects that may hold it, through names, spreads and files. */
export function optionIn(
  world: World,
  uses: ReadonlyMap<string, LibraryUse>,
  file: FileIndex,
  objects: readonly Value[],
  names: readonly string[],
): ResolvedOption {
  const search: Search = { found: [], unread: false, looked: new Map() };
  for (const object of objects) look(world, file, object, names, search, 0);
  const [first] = search.found;
  if (first !== undefined) {
    const knowns = distinct(search.found.flatMap(({ knowns: some }) => some));
    const meanings: readonly Meaning[] = knowns.map((known) => meaningOf(world, uses, known));
    return { state: 'present', key: first.key, meanings };
  }
  return { state: search.unread ? 'unknown' : 'absent', key: null, meanings: [] };
}

function look(
  world: World,
  file: FileIndex,
  value: Value,
  names: readonly string[],
  search: Search,
  depth: number,
): void {
  if (wasLooked(search, value, names)) return;
  const joined = depth > 8 ? null : assignedTogether(file, value);
  if (joined !== null) {
    for (const each of joined) look(world, file, each, names, search, depth + 1);
    return;
  }
  // `dict(**options)` holds what they hold.
  const whole = value.kind === 'spread' && value.byName === true ? value.of : value;
  const knowns = depth > 8 ? [] : world.value(file, whole);
  if (knowns.length === 0) search.unread = true;
  for (const known of knowns) lookInto(world, whole, known, names, search, depth);
}

/** Whether the same names were looked for here already; from now on they were. */
function wasLooked(search: Search, value: Value, names: readonly string[]): boolean {
  const asked = names.join();
  const before = search.looked.get(value);
  if (before === undefined) search.looked.set(value, [asked]);
  else if (before.includes(asked)) return true;
  else before.push(asked);
  return false;
}

/** The objects of `Object.assign({}, defaults, given)`, by itself or behind a name; null for any other value. */
function assignedTogether(file: FileIndex, value: Value): readonly Value[] | null {
  if (value.kind === 'reference') {
    const { root, path } = value.reference;
    const initial =
      root.kind === 'declared' && path.length === 0 ? file.code.declarations[root.declaration]?.initial : null;
    return initial?.kind === 'call' ? assignedTogether(file, initial) : null;
  }
  const call = value.kind === 'call' ? file.code.calls[value.call] : undefined;
  const root = call?.callee.root;
  const isAssign = root?.kind === 'global' && root.name === 'Object' && call?.callee.path.join() === 'assign';
  return call !== undefined && isAssign ? call.arguments : null;
}

function lookInto(
  world: World,
  whole: Value | null,
  known: Known,
  names: readonly string[],
  search: Search,
  depth: number,
): void {
  // `...(secure ? options : {})` and `options && {…}` may bring nothing, which is no object that was not read.
  if (known.kind === 'literal') return;
  if (known.kind === 'function' && depth < 8) {
    // A factory of options, as a Nest module's `useFactory`: what it gives back holds them.
    const returned = world.returns(known.function);
    if (returned.length === 0) search.unread = true;
    for (const each of returned) lookInto(world, null, each, names, search, depth + 1);
    return;
  }
  const file = world.files.get(known.file);
  if (known.kind !== 'value' || known.value.kind !== 'object' || file === undefined) {
    search.unread = true;
    return;
  }
  // Options that are changed by what they hold themselves lead back to where the search came from.
  if (known.value !== whole && wasLooked(search, known.value, names)) return;
  const { properties, spreads } = known.value;
  let own = false;
  for (const { key, value, span } of properties) {
    if (names.includes(key)) {
      own = true;
      search.found.push({ key: { file: file.path, span }, knowns: world.value(file, value) });
    }
    const nested = names.filter((name) => name.startsWith(`${key}.`)).map((name) => name.slice(key.length + 1));
    if (nested.length > 0) look(world, file, value, nested, search, depth + 1);
    if (key === '*') search.unread = true;
  }
  const declaration = file.declarationOfObject.get(known.value);
  const changes = declaration === undefined ? [] : (file.keyChanges.get(declaration) ?? []);
  for (const change of changes) lookIntoChange(world, file, change, names, search, depth);
  // An option written in the object itself is what counts; what is spread in beside it may be overwritten.
  if (own) return;
  for (const spread of spreads) look(world, file, spread, names, search, depth + 1);
  if (declaration === undefined) return;
  for (const name of names) {
    for (const given of file.memberAssignments.get(`${declaration}.${name}`) ?? []) {
      search.found.push({ key: { file: file.path, span: given.span }, knowns: world.value(file, given) });
    }
  }
}

/** What is put under the option's name later: `options['max'] = 5`, `options.update(max=5)`, `options |= more`. */
function lookIntoChange(
  world: World,
  file: FileIndex,
  change: Operation,
  names: readonly string[],
  search: Search,
  depth: number,
): void {
  if (change.kind === 'assign' && change.value !== null) look(world, file, change.value, names, search, depth + 1);
  if (change.kind !== 'container') return;
  const { key, value, access, call } = change;
  if (key !== null) {
    const isNamed = key.kind === 'literal' ? names.includes(String(key.value)) : null;
    if (isNamed === false) return;
    if (isNamed === null || access !== 'write' || value === null) search.unread = true;
    else search.found.push({ key: { file: file.path, span: value.span }, knowns: world.value(file, value) });
    return;
  }
  if (access !== 'write' || call === null) {
    search.unread = true;
    return;
  }
  const { named = [], arguments: given = [] } = file.code.calls[call] ?? {};
  for (const { key: name, value: each, span } of named) {
    if (names.includes(name)) search.found.push({ key: { file: file.path, span }, knowns: world.value(file, each) });
  }
  for (const each of given) look(world, file, each.kind === 'spread' ? each.of : each, names, search, depth + 1);
}
