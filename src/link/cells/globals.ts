import type { AssignOperation } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { globalMember } from '../follow/globals.ts';
import { containersIn } from './shapes.ts';

/** What code hangs on the object of all globals: `globalThis.carts = new Map()`, `globalThis.visits = 0`. */
export interface KeptGlobal {
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  readonly values: readonly Value[];
}

/**
 * Globals that files assign, by their names. They stand at the first assignment by path and place; where collections
 * are among what is assigned, at the first of those.
 */
export function keptGlobals(files: Iterable<FileIndex>): ReadonlyMap<string, KeptGlobal> {
  const found = new Map<string, KeptGlobal>();
  for (const file of files) {
    for (const { operations } of file.code.functions) {
      for (const operation of operations) {
        if (operation.kind !== 'assign' || operation.value === null) continue;
        const name = globalMember(file, operation.target);
        if (name === null || name === '*' || isForReloads(operation)) continue;
        const known = found.get(name);
        const here = { name, file: file.path, span: operation.target.span };
        const isFirst = containersIn(operation.value).length > 0 && known?.values.every(holdsNone) === true;
        found.set(name, { ...(isFirst ? here : (known ?? here)), values: [...(known?.values ?? []), operation.value] });
      }
    }
  }
  return found;
}

function holdsNone(value: Value): boolean {
  return containersIn(value).length === 0;
}

/** What hangs there only outside production is kept over reloads of modules, which production does not know. */
function isForReloads({ guards }: AssignOperation): boolean {
  return guards.some(({ test }) => asksForMode(test));
}

function asksForMode(test: Value): boolean {
  if (test.kind === 'environment') return test.name === 'NODE_ENV';
  return test.kind === 'operator' && ((test.left !== null && asksForMode(test.left)) || asksForMode(test.right));
}
