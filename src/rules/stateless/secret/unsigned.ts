import type { Framework } from '../../../catalog/types.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';
import { showsAtOnce } from './shown-messages.ts';

/** Whether nothing in some files has a framework sign with its secret: no session, no package that signs, nobody who reads it. */
export function signsNothing(graph: ProgramGraph, files: ReadonlySet<string>, { secret }: Framework): boolean {
  const usedBy = secret?.usedBy;
  if (secret === undefined || usedBy === undefined) return false;
  const { messages, packages } = usedBy;
  const codes = [...files].flatMap((file) => graph.facts.get(file)?.code ?? []);
  const areKept = messages !== undefined && codes.some((code) => !showsAtOnce(code, messages));
  const names = [...usedBy.names, ...secret.settings, ...(areKept ? messages.names : [])];
  return !codes.some((code) => imports(code, names, packages) || mentions(valuesIn(code), new Set(names)));
}

function imports(code: CodeFacts, names: readonly string[], packages: readonly string[]): boolean {
  return code.imports.some(
    ({ imported, module }) =>
      (imported !== null && names.includes(imported)) || packages.includes(module.split('.')[0] ?? ''),
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
