import type { Framework } from '../../../catalog/types.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

/** Whether nothing in some files has a framework sign with its secret: no session, no package that signs, nobody who reads it. */
export function signsNothing(graph: ProgramGraph, files: ReadonlySet<string>, { secret }: Framework): boolean {
  const usedBy = secret?.usedBy;
  if (secret === undefined || usedBy === undefined) return false;
  const names = new Set([...usedBy.names, ...secret.settings]);
  return ![...files].some((file) => {
    const code = graph.facts.get(file)?.code ?? null;
    return code !== null && (imports(code, usedBy) || mentions(valuesIn(code), names));
  });
}

function imports(code: CodeFacts, usedBy: NonNullable<NonNullable<Framework['secret']>['usedBy']>): boolean {
  return code.imports.some(
    ({ imported, module }) =>
      (imported !== null && usedBy.names.includes(imported)) || usedBy.packages.includes(module.split('.')[0] ?? ''),
  );
}

/** All that is read; what is only written, as the secret itself, is no use of it. */
function valuesIn({ calls, declarations, functions }: CodeFacts): readonly unknown[] {
  return [
    ...calls,
    ...declarations.map(({ initial }) => initial),
    ...functions.flatMap(({ operations, decorators }) => [
      ...operations.map((each) => (each.kind === 'assign' ? each.value : each)),
      ...decorators,
    ]),
  ];
}

function mentions(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('path' in value && Array.isArray(value.path) && value.path.some((part: unknown) => names.has(String(part)))) {
    return true;
  }
  return Object.values(value).some((inner) => mentions(inner, names));
}
