import { fileSchemes } from '../../catalog/database-files.ts';
import type { CodeFacts } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';

/** `type === 'sqlite'`, or a mention of one: a condition that tells a database which is a file from others. */
export function speaksOfFile(test: Value): boolean {
  if (test.kind === 'literal') return typeof test.value === 'string' && isOfFile(test.value);
  if (test.kind === 'operator') return (test.left !== null && speaksOfFile(test.left)) || speaksOfFile(test.right);
  return false;
}

/**
 * Whether a condition that holds says that the database is a file: `dialect == "sqlite"`, `url.startswith("sqlite")`,
 * `isinstance(parameters, SqliteParameters)`. Of two of which either is enough, both have to.
 */
export function wantsFile(code: CodeFacts, test: Value): boolean {
  switch (test.kind) {
    case 'operator':
      if (test.left === null) return false;
      if (/^(?:\|\||or)$/.test(test.operator)) return wantsFile(code, test.left) && wantsFile(code, test.right);
      if (/^(?:&&|and)$/.test(test.operator)) return wantsFile(code, test.left) || wantsFile(code, test.right);
      return !/^(?:!=|!==|not|is not|not in)/.test(test.operator) && [test.left, test.right].some(namesFile);
    case 'call': {
      const call = code.calls[test.call];
      return call !== undefined && [...call.callee.path, ...call.arguments].some((each) => isNamed(code, each));
    }
    case 'reference':
      return isNamed(code, test);
    default:
      return false;
  }
}

function isNamed(code: CodeFacts, each: Value | string): boolean {
  if (typeof each === 'string') return mentionsFile(each);
  if (each.kind !== 'reference') return namesFile(each);
  const { root, path } = each.reference;
  const declared = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  const name = root.kind === 'global' ? root.name : declared;
  return mentionsFile(path.at(-1) ?? name);
}

function namesFile(value: Value): boolean {
  return value.kind === 'literal' && typeof value.value === 'string' && isOfFile(value.value.replace(/:.*$/, ''));
}

function mentionsFile(name: string): boolean {
  return /sqlite/i.test(name);
}

function isOfFile(text: string): boolean {
  return fileSchemes.has(text.toLowerCase().replace(/^better-/, ''));
}
