import type { DeclarationId, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { keyOf } from '../follow/known.ts';
import type { World } from '../follow/world.ts';
import type { FunctionKey } from '../program-graph.ts';

/** What code hangs on a function of a module, and changes while functions run: `next.last += 1`. */
export interface KeptAttribute {
  readonly of: FunctionKey;
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  /** The function's own name in its file. */
  readonly declaration: DeclarationId;
  readonly values: readonly Value[];
}

/** Attributes of functions that some function changes; those that only the module sets describe the function. */
export function keptAttributes(world: World): readonly KeptAttribute[] {
  return [...world.files.values()].flatMap(attributesIn);
}

function attributesIn(file: FileIndex): readonly KeptAttribute[] {
  const found = new Map<string, KeptAttribute & { readonly isChanged: boolean }>();
  file.code.functions.forEach(({ operations }, id) => {
    for (const operation of operations) {
      if (operation.kind !== 'assign') continue;
      const { root, path, span } = operation.target;
      const [name] = path;
      if (root.kind !== 'declared' || name === undefined || name === '*' || path.length > 1) continue;
      const of = functionOf(file, root.declaration);
      if (of === null) continue;
      const key = `${of}.${name}`;
      const known = found.get(key) ?? { of, name, file: file.path, span, declaration: root.declaration, values: [] };
      const values = operation.value === null ? known.values : [...known.values, operation.value];
      const isChanged = id !== 0 || ('isChanged' in known && known.isChanged === true);
      found.set(key, { ...known, values, isChanged });
    }
  });
  return [...found.values()].filter(({ isChanged }) => isChanged);
}

/** The function of the module that a name stands for, by its declaration or as a constant that starts with it. */
function functionOf(file: FileIndex, declaration: DeclarationId): FunctionKey | null {
  const fact = file.code.declarations[declaration];
  if (fact === undefined || fact.function !== 0) return null;
  if (fact.kind === 'function' && fact.functionId !== null) return keyOf(file.path, fact.functionId);
  return fact.initial?.kind === 'function' ? keyOf(file.path, fact.initial.function) : null;
}
