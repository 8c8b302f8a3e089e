import { closedParameters, fileSchemes, passingNames } from '../../catalog/database-files.ts';
import type { Value } from '../../facts/values.ts';
import { textOf } from '../../link/evaluate.ts';
import { shapesOf } from '../../link/paths/path-shape.ts';
import type { Meaning, ProgramGraph } from '../../link/program-graph.ts';

/** What a text that names a database leads to. */
export type DatabasePlace =
  /** A file, by its path as far as code says it: see `PathShape`. Null where an address says that it is one, and no more. */
  | { readonly kind: 'file'; readonly path: string | null }
  /** Memory, or a file for what does not last. */
  | { readonly kind: 'passing' }
  /** A file that is opened for reading alone. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'server' }
  /** The environment alone says it, by this name. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'unread' };

/** What a value may name, each of its fallbacks and branches by itself; nothing for what is no text at all. */
export function placesOfValue(
  graph: ProgramGraph,
  file: string,
  value: Value,
  names: Naming,
): readonly DatabasePlace[] {
  if (value.kind === 'object' || value.kind === 'list' || value.kind === 'function') return [];
  const text = textOf(graph, file, value) ?? filledText(graph, file, value);
  const shapes = text === null ? shapesOf(graph, file, value) : [text];
  return shapes.map((shape) => placeOf(shape, names));
}

/** `"sqlite:///{}".format(path)` and `"sqlite:///%s" % path`: the text with what is filled in as `*`. */
function filledText(graph: ProgramGraph, file: string, value: Value): string | null {
  if (value.kind === 'operator' && value.operator === '%' && value.left?.kind === 'literal') {
    return String(value.left.value).replace(/%\w/g, '*');
  }
  const callee = value.kind === 'call' ? graph.facts.get(file)?.code?.calls[value.call]?.callee : undefined;
  const { root } = callee ?? {};
  if (root?.kind !== 'value' || root.value.kind !== 'literal' || callee?.path.join() !== 'format') return null;
  return String(root.value.value).replace(/\{[^}]*\}/g, '*');
}

export function placesOfMeaning(graph: ProgramGraph, meaning: Meaning, names: Naming): readonly DatabasePlace[] {
  const { site } = meaning;
  switch (meaning.kind) {
    case 'literal':
      return typeof meaning.value === 'string' ? [placeOf(meaning.value, names)] : [];
    case 'environment':
      return [
        { kind: 'named', name: meaning.name },
        ...meaning.fallback.flatMap((each) => placesOfMeaning(graph, each, names)),
      ];
    case 'value':
      return placesOfValue(graph, site.file, meaning.value, names);
    case 'made':
      return placesOfValue(graph, meaning.file, { kind: 'call', call: meaning.call, span: site.span }, names);
    case 'tracked':
      return [];
    default:
      return [{ kind: 'unread' }];
  }
}

/** Whether a text without a scheme is a path, or says nothing. */
export type Naming = 'path' | 'address';

const unread: DatabasePlace = { kind: 'unread' };

/** What a text says, of which a part may be left to a run. */
export function placeOf(shape: string, names: Naming): DatabasePlace {
  const name = /^<([A-Za-z_]\w*)>$/.exec(shape)?.[1];
  if (name !== undefined) return { kind: 'named', name };
  const address = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(shape);
  const scheme = address?.[1]?.replace(/\+.*$/, '').toLowerCase() ?? '';
  const rest = address?.[2] ?? '';
  if (address === null || scheme === '') return names === 'path' ? placeOfPath(shape) : unread;
  if (!fileSchemes.has(scheme))
    return names === 'address' || rest.startsWith('//') ? { kind: 'server' } : placeOfPath(shape);
  if (closedParameters.test(rest)) return { kind: 'closed' };
  // A file's own address has one slash less before a path that begins at the root.
  const path = scheme === 'file' ? rest.replace(/^\/\/(?=\/)/, '') : rest.replace(/^\/{1,3}/, '');
  const place = placeOfPath(path.replace(/^file:/, '').replace(/[?#].*$/s, ''));
  return place.kind === 'unread' && path !== '' ? { kind: 'file', path: null } : place;
}

function placeOfPath(written: string): DatabasePlace {
  const path = written.trim().replace(/^(?:\.\/)+/, '');
  if (passingNames.has(path) || /^\/(?:var\/)?tmp(?:\/|$)/.test(path)) return { kind: 'passing' };
  const last = path.slice(path.lastIndexOf('/') + 1);
  // What only a run knows may be any file, and what a module names but does not spell out may be any, too.
  return last === '' || /[*<>]/.test(last) ? unread : { kind: 'file', path };
}
