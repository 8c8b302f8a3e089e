import type { CodeFacts } from '../../../facts/code.ts';
import type { DeclarationId, Value } from '../../../facts/values.ts';
import { partsOf } from '../../../gates/names.ts';

/** `request.file.path`, a name for it, or a path joined from the name that the library gave the file. */
export function isPath(code: CodeFacts, value: Value, holders: ReadonlySet<DeclarationId>): boolean {
  const next = (inner: Value): boolean => isPath(code, inner, holders);
  switch (value.kind) {
    case 'reference': {
      const { root, path } = value.reference;
      if (path.length === 0) return root.kind === 'declared' && holders.has(root.declaration);
      const declared = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
      return /^(?:path|file_?path)$/i.test(path.at(-1) ?? '') && [declared, ...path.slice(0, -1)].some(isFileName);
    }
    case 'operator':
      return (value.left !== null && next(value.left)) || next(value.right);
    case 'conditional':
      return next(value.then) || next(value.otherwise);
    case 'path-join':
      return value.parts.some((part) => next(part) || isLibraryName(code, part));
    default:
      return false;
  }
}

/**
 * Whether a value is more than a path handed on: an object, a list or a text that holds one, or the file's own name, by
 * itself or behind a name of this file.
 */
export function isKept(code: CodeFacts, value: Value, holders: ReadonlySet<DeclarationId>, depth = 0): boolean {
  if (depth > 8) return false;
  const kept = (inner: Value): boolean => isKept(code, inner, holders, depth + 1);
  const next = (inner: Value): boolean => kept(inner) || isPath(code, inner, holders) || isWholeFile(inner);
  switch (value.kind) {
    case 'reference': {
      const behind = initialOf(code, value);
      return isLibraryName(code, value) || (behind !== null && kept(behind));
    }
    case 'object':
      return [...value.properties.map((property) => property.value), ...value.spreads].some(next);
    case 'list':
      return value.items.some(next);
    case 'concatenation':
      return value.parts.some(next);
    case 'operator':
      return (value.left !== null && kept(value.left)) || kept(value.right);
    case 'conditional':
      return kept(value.then) || kept(value.otherwise);
    case 'spread':
      return next(value.of);
    default:
      return false;
  }
}

type Mention = Value & { readonly kind: 'reference' };

/** The mention that a name stands for, as `request.file.path` behind `source`; itself where it stands for none. */
export function behindName(code: CodeFacts, value: Mention): Mention {
  const { root, path } = value.reference;
  const initial = root.kind === 'declared' && path.length === 0 ? code.declarations[root.declaration]?.initial : null;
  return initial?.kind === 'reference' ? initial : value;
}

/** What a name that stands alone starts with. */
export function initialOf(code: CodeFacts, { reference: { root, path } }: Mention): Value | null {
  return root.kind === 'declared' && path.length === 0 ? (code.declarations[root.declaration]?.initial ?? null) : null;
}

/** `request.file.filename`, or a name for it. */
function isLibraryName(code: CodeFacts, value: Value): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = behindName(code, value).reference;
  const declared = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  // What a client calls a file in its body is no name that the library gave it.
  return path.at(-1) === 'filename' && [declared, ...path.slice(0, -1)].some(isFileName);
}

export function isWholeFile(value: Value): boolean {
  return value.kind === 'reference' && /^files?$/.test(value.reference.path.at(-1) ?? '');
}

function isFileName(name: string): boolean {
  return partsOf(name).some((part) => fileWords.has(part));
}

const fileWords: ReadonlySet<string> = new Set(
  'file files upload uploads image images photo photos picture avatar attachment document'.split(' '),
);
