import type { CallFact } from '../../facts/code.ts';
import type { Reference, Value } from '../../facts/values.ts';
import { globTest } from '../../text/globs.ts';
import { folderOf, joinPaths } from '../../text/paths.ts';
import type { Span } from '../../text/range.ts';
import type { FileIndex } from '../follow/file-index.ts';

export interface LoadedFile {
  readonly to: string;
  /** The call that loads it. */
  readonly span: Span;
}

/**
 * Files that Python loads one after the other because they lie in a folder: a loop goes through the folder, or puts names
 * into a path, and loads each. One module that a setting chooses by its name is no such thing: the others never run.
 */
export function loadedInLoops(file: FileIndex, paths: readonly string[]): readonly LoadedFile[] {
  return file.code.calls.flatMap((call, id) => {
    const place = loaders.get(nameOf(file, call.callee));
    const operation = place === undefined ? undefined : file.operationOf.get(id);
    if (place === undefined || operation?.inLoop !== true) return [];
    const given = place === 'name' ? undefined : (call.arguments[1] ?? named(call, 'location'));
    const patterns = [
      ...(operation.over ?? []).flatMap((over) => listed(file, over, 0) ?? []),
      ...(given === undefined ? [] : [pathOf(file, given, 0)]),
    ].filter(isOneFolder);
    const tests = patterns.map(globTest);
    return paths.flatMap((to) =>
      to !== file.path && tests.some((matches) => matches(to)) ? [{ to, span: call.calleeSpan }] : [],
    );
  });
}

/** What loads a module, and whether it is told its name or where it lies. */
const loaders: ReadonlyMap<string, 'name' | 'place'> = new Map([
  ['importlib.import_module', 'name'],
  ['__import__', 'name'],
  ['importlib.util.spec_from_file_location', 'place'],
]);

/** A pattern says which files only where the folder is known, and names at least a part of their ending. */
function isOneFolder(pattern: string): boolean {
  return /^(?:[^*]+\/)[^*/]*\*[^*/]*\.py$/.test(pattern);
}

/** The files that going through a value gives, as a pattern of paths; null where it is no list of a folder. */
function listed(file: FileIndex, value: Value, depth: number): string | null {
  if (depth > deepest) return null;
  if (value.kind === 'reference') {
    const initial = writtenAs(file, value.reference);
    return initial === null ? null : listed(file, initial, depth + 1);
  }
  const call = value.kind === 'call' ? file.code.calls[value.call] : undefined;
  const [first] = call?.arguments ?? [];
  if (call === undefined) return null;
  switch (nameOf(file, call.callee)) {
    case 'sorted':
    case 'list':
    case 'set':
      return first === undefined ? null : listed(file, first, depth + 1);
    case 'glob.glob':
    case 'glob.iglob':
      return first === undefined ? null : pathOf(file, first, depth + 1);
    case 'os.listdir':
    case 'os.scandir':
      return first === undefined ? null : joined([pathOf(file, first, depth + 1), '*.py']);
    case 'pkgutil.iter_modules':
    case 'pkgutil.walk_packages': {
      const where = first ?? named(call, 'path');
      return where === undefined ? null : joined([pathOf(file, where, depth + 1), '*.py']);
    }
    default: {
      // `Path(__file__).parent.glob('*.py')`
      const folder = call.callee.path.at(-1) === 'glob' ? above(file, call.callee, depth + 1) : null;
      return folder === null || first === undefined ? null : joined([folder, pathOf(file, first, depth + 1)]);
    }
  }
}

/** A path as far as it is written, with a star for what only the running program knows. */
function pathOf(file: FileIndex, value: Value, depth: number): string {
  if (depth > deepest) return '*';
  const next = (inner: Value): string => pathOf(file, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? value.value : '*';
    case 'concatenation':
      return value.parts.map(next).join('').replaceAll(/\*+/g, '*');
    case 'path-join':
      return joined(value.parts.map(next));
    case 'list':
      return value.items.length === 1 && value.items[0] !== undefined ? next(value.items[0]) : '*';
    case 'operator':
      return value.operator === '+' && value.left !== null ? `${next(value.left)}${next(value.right)}` : '*';
    case 'reference':
      return pathOfReference(file, value.reference, depth);
    case 'call': {
      const call = file.code.calls[value.call];
      const [first] = call?.arguments ?? [];
      if (call === undefined) return '*';
      const name = nameOf(file, call.callee);
      if (name === 'os.path.dirname') return first === undefined ? '*' : folderOf(next(first)) || '*';
      if (first !== undefined && samePath.has(name)) return next(first);
      return call.callee.path.at(-1) === 'resolve' ? (above(file, call.callee, depth + 1) ?? '*') : '*';
    }
    default:
      return '*';
  }
}

const samePath: ReadonlySet<string> = new Set(['os.path.abspath', 'os.path.realpath', 'pathlib.Path', 'str']);

function pathOfReference(file: FileIndex, reference: Reference, depth: number): string {
  const { root, path } = reference;
  if (root.kind === 'global' && path.length === 0) {
    if (root.name === '__file__') return file.path;
    return root.name === '__path__' ? folderOf(file.path) || '*' : '*';
  }
  const parents = path.length - path.findLastIndex((name) => name !== 'parent') - 1;
  if (parents === 0 && path.length > 0) return '*';
  const start =
    root.kind === 'call'
      ? pathOf(file, { kind: 'call', call: root.call, span: reference.span }, depth + 1)
      : root.kind === 'value'
        ? pathOf(file, root.value, depth + 1)
        : null;
  const initial = start === null ? writtenAs(file, { ...reference, path: path.slice(0, path.length - parents) }) : null;
  const from = start ?? (initial === null ? '*' : pathOf(file, initial, depth + 1));
  return from.includes('*') ? '*' : path.slice(path.length - parents).reduce((at) => folderOf(at), from) || '*';
}

/** What a method is called on, as a path; null where it is none that is known. */
function above(file: FileIndex, callee: Reference, depth: number): string | null {
  const path = pathOfReference(file, { ...callee, path: callee.path.slice(0, -1) }, depth);
  return path.includes('*') ? null : path;
}

/** What a name was given, where it was given one thing. */
function writtenAs(file: FileIndex, { root, path }: Reference): Value | null {
  if (root.kind !== 'declared' || path.length > 0) return null;
  const declaration = file.code.declarations[root.declaration];
  const given = file.assignments.get(root.declaration) ?? [];
  const initial = declaration?.initial ?? null;
  return initial !== null && given.every((value) => value === initial)
    ? initial
    : given.length === 1
      ? (given[0] ?? null)
      : null;
}

function joined(parts: readonly string[]): string {
  return joinPaths(...parts) ?? '*';
}

function named(call: CallFact, name: string): Value | undefined {
  return call.named.find(({ key }) => key === name)?.value;
}

/** What a callee is called in full, through the file's imports: `os.path.join`, `glob.glob`, `sorted`. */
function nameOf(file: FileIndex, { root, path }: Reference): string {
  if (root.kind === 'global') return [root.name, ...path].join('.');
  const fact = root.kind === 'declared' ? file.importOf.get(root.declaration) : undefined;
  if (fact === undefined) return '';
  const own = fact.imported === null || fact.imported === '*' ? [] : [fact.imported];
  return [fact.module, ...own, ...path].join('.');
}

/** How far names and calls are followed within a file. */
const deepest = 12;
