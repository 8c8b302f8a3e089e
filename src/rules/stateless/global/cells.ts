import type { RuleContext } from '../../../findings/rule.ts';
import type { CellAccess, StateCell } from '../../../link/program-graph.ts';
import { type Held, heldByApplications } from './held.ts';

/** Values on applications that code assigns, as something that is kept: for questions that are asked of all that is. */
export function cellsOfApplications(context: RuleContext): readonly StateCell[] {
  return heldByApplications(context).flatMap((held) => cellOf(held) ?? []);
}

export function cellOf({ name, writes, reads }: Held): StateCell | null {
  const assigned = writes.filter(({ operation }) => operation.kind === 'assign');
  const [first] = assigned;
  if (first === undefined) return null;
  const accesses: readonly CellAccess[] = [
    ...assigned.map(({ function: key, operation, value, site }) => ({
      kind: 'assign' as const,
      function: key,
      operation,
      key: null,
      value,
      site,
    })),
    ...reads.map(({ function: key, site }) => ({
      kind: 'read' as const,
      function: key,
      operation: first.operation,
      key: null,
      value: null,
      site,
    })),
  ];
  const { site } = first;
  const member = name.slice(name.lastIndexOf('.') + 1);
  return {
    id: `${site.file}#${name}`,
    file: site.file,
    name,
    site,
    home: { kind: 'global', member },
    shape: 'scalar',
    declaration: null,
    initial:
      assigned.find(
        ({ value, operation }) =>
          operation.kind === 'assign' && operation.operator === '=' && value?.kind === 'literal',
      )?.value ?? null,
    exported: true,
    accesses,
  };
}
