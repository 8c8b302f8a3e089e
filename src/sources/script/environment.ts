import type { ReferenceRoot } from '../../facts/values.ts';
import type { Reading } from './reading.ts';

/** Whether root and path together are the object that holds the environment: `process.env`, `import.meta.env`, `Bun.env`. */
export function isEnvironment(reading: Reading, root: ReferenceRoot, path: readonly string[]): boolean {
  if (path.length > 1) return false;
  if (root.kind === 'global') {
    return path[0] === 'env' && (root.name === 'process' || root.name === 'import.meta' || root.name === 'Bun');
  }
  if (root.kind !== 'declared') return false;
  if (path.length === 0 && reading.environments.has(root.declaration)) return true;
  const taken = reading.imported.get(root.declaration);
  if (taken === undefined || !/^(?:node:)?process$/.test(taken.module)) return false;
  return path.length === 0 ? taken.imported === 'env' : path[0] === 'env' && isWhole(taken.imported);
}

function isWhole(imported: string | null): boolean {
  return imported === 'default' || imported === '*';
}

/** Whether the callee joins file paths: `path.join`, `path.posix.resolve`, or `join` taken from `node:path`. */
export function joinsPaths(reading: Reading, root: ReferenceRoot, path: readonly string[]): boolean {
  if (root.kind !== 'declared') return false;
  const taken = reading.imported.get(root.declaration);
  if (taken === undefined || !/^(?:node:)?path(?:\/(?:posix|win32))?$/.test(taken.module)) return false;
  const names = isWhole(taken.imported) ? path : [taken.imported ?? '', ...path];
  const joining = names[0] === 'posix' || names[0] === 'win32' ? names.slice(1) : names;
  return joining.length === 1 && (joining[0] === 'join' || joining[0] === 'resolve');
}
