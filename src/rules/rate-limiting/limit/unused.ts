import type { CodeFacts, ExportFact } from '../../../facts/code.ts';
import type { Operation } from '../../../facts/operations.ts';
import type { DeclarationId } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** A limiter that is made under a name, or by a function, which nothing in the workspace ever mentions. */
export function unusedStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  if (use.routes.length > 0 || use.stands.length > 0 || use.pattern.countedBy !== undefined) return null;
  if (isGivenApplication(graph, use)) return null;
  const code = graph.facts.get(use.file)?.code ?? null;
  const name = code === null ? null : declarationOf(graph, code, use);
  if (code === null || name === null || mentions(code, name)) return null;
  return isAskedElsewhere(graph, use.file, code, name)
    ? null
    : { gate: 'scope', reason: 'Nothing mentions this limiter, so it stands before no route.' };
}

/** `Limiter(app=app)` stands before what it is given as soon as it is made. */
function isGivenApplication(graph: ProgramGraph, { file, fact }: LibraryUse): boolean {
  return [...fact.arguments, ...fact.named.map((each) => each.value)].some((value) =>
    meaningsOf(graph, file, value).some(({ kind }) => kind === 'tracked'),
  );
}

/** The name that keeps the limiter in its file, or that of the function of the module that makes it. */
function declarationOf(graph: ProgramGraph, code: CodeFacts, use: LibraryUse): DeclarationId | null {
  const kept = use.keptIn;
  const start = kept !== null && kept.file === use.file ? kept.span[0] : null;
  const isIt = (id: DeclarationId): boolean => {
    const { span, statement, initial, functionId } = code.declarations[id] ?? {};
    if (start !== null && initial?.kind === 'call' && initial.call === use.call) {
      return span?.[0] === start || statement?.[0] === start;
    }
    const maker = graph.functions.get(use.function);
    return maker !== undefined && maker.id !== 0 && functionId === maker.id && maker.fact.parent === 0;
  };
  const found = code.declarations.findIndex((_, id) => isIt(id));
  return found < 0 ? null : found;
}

/** Whether anything of the file but its exports speaks of a name. */
function mentions({ functions, calls, classes, declarations }: CodeFacts, name: DeclarationId): boolean {
  return holds(
    [
      functions.map(({ operations, decorators }) => [operations.filter((each) => !isExport(each)), decorators]),
      calls,
      classes,
      declarations.map((each) => each.initial),
    ],
    (each) => each['kind'] === 'declared' && each['declaration'] === name,
  );
}

/** `module.exports = { limiter }`, which is read as an export besides. */
function isExport(operation: Operation): boolean {
  if (operation.kind !== 'assign') return false;
  const { root, path } = operation.target;
  return root.kind === 'global' && (root.name === 'exports' || (root.name === 'module' && path[0] === 'exports'));
}

/** Whether a file that imports this one, or one that hands it on, speaks of the name. Python hands on every name of a module. */
function isAskedElsewhere(graph: ProgramGraph, file: string, code: CodeFacts, name: DeclarationId): boolean {
  const called = code.declarations[name]?.name ?? '';
  const isOf = (value: unknown): boolean =>
    holds(value, (each) => each['kind'] === 'declared' && each['declaration'] === name);
  const exported = code.exports.filter((each) => each.kind === 'local' && isOf(each.value));
  const importers = importersOf(graph, file);
  // What is exported by default, or as the whole module, may go by any name.
  const isWhole = exported.some(
    (each) => each.kind === 'local' && (each.name === 'default' || (each.name === '*' && each.value.kind !== 'object')),
  );
  if (isWhole) return importers.length > 0;
  const names = new Set([called, ...exported.flatMap((each) => (each.kind === 'local' ? namesIn(each, isOf) : []))]);
  return importers.some((path) => {
    const other = graph.facts.get(path)?.code ?? null;
    return other !== null && holds(other, (each) => speaksOf(each, names));
  });
}

/** The names under which an export hands on what it holds: `module.exports = { login: limiter }` hands on `login`. */
function namesIn(
  { name, value }: ExportFact & { readonly kind: 'local' },
  isOf: (value: unknown) => boolean,
): readonly string[] {
  if (name !== '*' || value.kind !== 'object') return [name];
  return value.properties.flatMap((each) => (isOf(each.value) ? [each.key] : []));
}

function speaksOf(each: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): boolean {
  const { imported, path } = each;
  if (typeof imported === 'string' && names.has(imported)) return true;
  return (
    Array.isArray(path) && path.some((part: unknown) => typeof part === 'string' && (names.has(part) || part === '*'))
  );
}

/** Files that import a file, and those that import these, as through an index that hands on. */
function importersOf(graph: ProgramGraph, file: string): readonly string[] {
  const reach = new Set([file]);
  for (let step = 0; step < 3; step++) {
    for (const [from, edges] of graph.imports) if (edges.some(({ to }) => reach.has(to))) reach.add(from);
  }
  reach.delete(file);
  return [...reach];
}

/** Whether something in a plain value is such an object. */
function holds(value: unknown, isIt: (each: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (Array.isArray(value)) return value.some((each) => holds(each, isIt));
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return isIt(record) || Object.values(record).some((each) => holds(each, isIt));
}
