import type { Value } from '../../facts/values.ts';
import { folderOf, joinPaths } from '../../text/paths.ts';
import type { FileIndex } from './file-index.ts';
import type { World } from './world.ts';

/**
 * Where a path of the workspace leads that code puts together from its own place: `path.join(__dirname, 'routes', name)`
 * is `src/routes/*`, as a name that is only known when it runs is told by a star. Null where the beginning is not known.
 */
export function writtenPath(world: World, file: FileIndex, value: Value): string | null {
  const text = textOf(world, file, value, 0);
  return text?.startsWith('/') === true ? joinPaths(text) : null;
}

/** Rooted texts start with a slash; a star stands for what is not known. */
function textOf(world: World, file: FileIndex, value: Value, depth: number): string | null {
  if (depth > 8) return '*';
  const inner = (one: Value | undefined): string =>
    one === undefined ? '*' : (textOf(world, file, one, depth + 1) ?? '*');
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? value.value : null;
    case 'concatenation':
      return value.parts.map(inner).join('');
    case 'path-join':
      return joinedText(value.parts.map(inner));
    case 'call':
      return ofCall(world, file, value.call, inner);
    case 'reference': {
      const { root, path } = value.reference;
      if (root.kind === 'global') return placeOf(file, root.name, path);
      const declaration = root.kind === 'declared' ? file.code.declarations[root.declaration] : undefined;
      // `pathToFileURL(file).href` and `url.pathname` are the path in another form.
      const isItself = path.every((name) => name === 'href' || name === 'pathname');
      const initial = isItself && declaration?.kind !== 'parameter' ? declaration?.initial : null;
      if (initial != null) return textOf(world, file, initial, depth + 1);
      return settledPath(world, file, value, depth);
    }
    default:
      return null;
  }
}

/** What a parameter or an imported name holds, where all that it may be is the same path. */
function settledPath(world: World, file: FileIndex, value: Value, depth: number): string | null {
  const texts = world.value(file, value).map((known) => {
    const home = world.files.get(known.file);
    if (known.kind === 'literal') return typeof known.value === 'string' ? known.value : null;
    if (home === undefined) return null;
    if (known.kind === 'value') return textOf(world, home, known.value, depth + 1);
    return known.kind === 'made'
      ? textOf(world, home, { kind: 'call', call: known.call, span: known.span }, depth + 1)
      : null;
  });
  const [first] = texts;
  return first !== undefined && texts.every((text) => text === first) ? first : null;
}

/** Names of the runtime for the place of the file that they stand in. */
function placeOf(file: FileIndex, name: string, path: readonly string[]): string | null {
  const whole = [name, ...path].join('.');
  if (whole === '__dirname' || whole === 'import.meta.dirname') return `/${folderOf(file.path)}`;
  return /^(?:__filename|import\.meta\.(?:url|filename))$/.test(whole) ? `/${file.path}` : null;
}

/** Calls of the runtime's own that turn a path into another form of it, or put several together. */
function ofCall(world: World, file: FileIndex, id: number, inner: (value: Value | undefined) => string): string | null {
  const call = file.code.calls[id];
  if (call === undefined) return null;
  const [first, second] = call.arguments;
  const { root } = call.callee;
  if (root.kind === 'global' && root.name === 'URL' && call.construct) return besideText(inner(second), inner(first));
  for (const known of world.callee(file, id)) {
    if (known.kind !== 'external') continue;
    const name = known.name.split('.').at(-1) ?? '';
    if (/^(?:node:)?url$/.test(known.module)) {
      if (name === 'fileURLToPath' || name === 'pathToFileURL') return inner(first);
      if (name === 'URL') return besideText(inner(second), inner(first));
    }
    if (/^(?:node:)?path$/.test(known.module)) {
      if (name === 'dirname') return besideText(inner(first), '.');
      if (name === 'join' || name === 'resolve') return joinedText(call.arguments.map(inner));
      if (name === 'normalize') return inner(first);
    }
  }
  return null;
}

/** What stands beside a file: `new URL('../routes', import.meta.url)`. */
function besideText(place: string, text: string): string | null {
  if (!place.startsWith('/')) return null;
  const joined = joinPaths(folderOf(place), text);
  return joined === null ? null : `/${joined}`;
}

/** A rooted part begins the path anew. */
function joinedText(parts: readonly string[]): string {
  const start = parts.findLastIndex((part) => part.startsWith('/'));
  return (start < 0 ? parts : parts.slice(start)).join('/');
}
