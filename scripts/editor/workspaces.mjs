// Copies of workspaces, so that nothing that happens in an editor ever changes the repository.
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';

/** The shop with the packages that it imports, so that it can be compiled after a fix. */
export function copyShop(target) {
  copy(join(root, 'examples', 'shop'), target);
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'), 'junction');
  return target;
}

export function copy(source, target) {
  const made = /[\\/](?:node_modules|dist)(?:[\\/]|$)/;
  cpSync(source, target, { recursive: true, filter: (path) => !made.test(path.slice(source.length)) });
  return target;
}
