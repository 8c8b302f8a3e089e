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
      return value.parts.some((part) => next(part) || isLibraryName(part));
    default:
      return false;
  }
}

/** Whether a value is more than a path handed on: an object, a list or a text that holds one, or the file's own name. */
export function isKept(code: CodeFacts, value: Value, holders: ReadonlySet<DeclarationId>): boolean {
  const next = (inner: Value): boolean =>
    isKept(code, inner, holders) || isPath(code, inner, holders) || isWholeFile(inner);
  switch (value.kind) {
    case 'reference':
      return isLibraryName(value);
    case 'object':
      return [...value.properties.map((property) => property.value), ...value.spreads].some(next);
    case 'list':
      return value.items.some(next);
    case 'concatenation':
      return value.parts.some(next);
    case 'operator':
      return (value.left !== null && isKept(code, value.left, holders)) || isKept(code, value.right, holders);
    case 'conditional':
      return isKept(code, value.then, holders) || isKept(code, value.otherwise, holders);
    case 'spread':
      return next(value.of);
    default:
      return false;
  }
}

function isLibraryName(value: Value): boolean {
  return value.kind === 'reference' && value.reference.path.at(-1) === 'filename';
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
