import type { CodeFacts } from '../../facts/code.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { remembered } from '../remembered.ts';

/** A member that a CommonJS file gives what it exports, by a name of its own for that: `const users = module.exports; users.list = {}`. */
export interface ExportedMember {
  readonly name: string;
  readonly value: Value;
  readonly span: Span;
}

/** All of them; they are asked for when names are gathered and again when kept state is. */
export const exportedByAlias = remembered((code: CodeFacts): readonly ExportedMember[] => {
  const aliases = new Set(
    code.declarations.flatMap(({ initial, function: owner }, id) =>
      owner === 0 && initial?.kind === 'reference' && isOwnExports(initial.reference) ? [id] : [],
    ),
  );
  if (aliases.size === 0) return [];
  return code.functions.flatMap(({ operations }) =>
    operations.flatMap((operation): readonly ExportedMember[] => {
      if (operation.kind !== 'assign' || operation.operator !== '=' || operation.value === null) return [];
      const { root, path, span } = operation.target;
      const [name] = path;
      const isMember = root.kind === 'declared' && aliases.has(root.declaration) && path.length === 1;
      return isMember && name !== undefined && name !== '*' ? [{ name, value: operation.value, span }] : [];
    }),
  );
});

function isOwnExports({ root, path }: Reference): boolean {
  if (root.kind !== 'global') return false;
  return root.name === 'exports' ? path.length === 0 : root.name === 'module' && path.join() === 'exports';
}
