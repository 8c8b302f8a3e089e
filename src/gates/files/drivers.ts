import type { CodeFacts } from '../../facts/code.ts';
import { partsOf } from '../../facts/value-parts.ts';
import type { Value } from '../../facts/values.ts';
import { reachableEffects } from '../../link/effects.ts';
import type { ClassKey, ClassNode, FunctionKey, LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { contains } from '../../text/spans.ts';
import { leavesOutProduction } from '../guard.ts';
import { wordsOf } from '../purpose.ts';

const localWords = new Set(['local', 'disk', 'filesystem']);

/**
 * Whether the disk is one of several storages that the program can be set to: its file or class says so by name, and
 * object storage stands in the program, too; or another class does the same by object storage.
 */
export function isOneOfSeveral(
  graph: ProgramGraph,
  { file, function: maker }: { readonly file: string; readonly function: FunctionKey },
  programs: readonly Program[],
): boolean {
  const owner = graph.functions.get(maker)?.class;
  const className = owner == null ? '' : (graph.classes.get(owner)?.fact.name ?? '');
  const words = [...file.split('/').flatMap(wordsOf), ...wordsOf(className)];
  if (owner != null && hasRemoteTwin(graph, owner)) return true;
  if (!words.some((word) => localWords.has(word))) return false;
  return graph.uses.some(
    (use) => use.pattern.role === 'object-storage' && programs.some((program) => program.files.has(use.file)),
  );
}

/**
 * Whether the function that makes the disk's storage gives it back where a setting is missing alone, and otherwise what keeps
 * files in object storage: `if (!bucket) return diskStorage(options); return …`. What the request or the caller chooses, or
 * production itself, is no such setting.
 */
export function standsInForObjects(graph: ProgramGraph, use: LibraryUse): boolean {
  const node = graph.functions.get(use.function);
  if (node === undefined || node.fact.kind === 'module') return false;
  const returns = node.fact.operations.filter(({ kind }) => kind === 'return');
  const own = returns.find(({ span }) => contains(span, use.fact.span));
  const code = graph.facts.get(node.file)?.code ?? null;
  if (own === undefined || own.guards.length === 0 || code === null) return false;
  const isSetting = own.guards.every(
    ({ test, holds }) =>
      !mentionsParameter(code, test, 0) && !leavesOutProduction(graph, node.file, { test, holds: !holds }),
  );
  if (!isSetting) return false;
  const makesOther = graph.uses.some(
    ({ function: of, pattern }) => of === use.function && pattern.role === 'object-storage',
  );
  // What the disk's own options do beside writing the file is not where the file goes.
  const parts = withParts(graph, node.file, node.id).filter((key) => {
    const span = graph.functions.get(key)?.fact.span;
    return key !== node.key && span !== undefined && !contains(use.fact.span, span);
  });
  return makesOther || parts.some((key) => writesObjects(graph, key));
}

function mentionsParameter(code: CodeFacts, value: Value, depth: number): boolean {
  if (depth > 6) return true;
  if (value.kind !== 'reference') return partsOf(value).some((part) => mentionsParameter(code, part, depth + 1));
  const { root } = value.reference;
  const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  if (declared?.kind === 'parameter') return true;
  return (
    declared?.initial != null && declared.kind !== 'import' && mentionsParameter(code, declared.initial, depth + 1)
  );
}

/** A function and those that are written in it. */
function withParts(graph: ProgramGraph, file: string, id: number): readonly FunctionKey[] {
  const functions = graph.facts.get(file)?.code?.functions ?? [];
  const found = [id];
  functions.forEach(({ parent }, each) => {
    if (parent !== null && found.includes(parent) && each !== id) found.push(each);
  });
  return found.map((each) => `${file}#${each}`);
}

function writesObjects(graph: ProgramGraph, key: FunctionKey): boolean {
  return reachableEffects(graph, key).some(({ effect }) => effect === 'object-write');
}

/** Whether another class does the same by object storage: one that implements or extends what this one does. */
function hasRemoteTwin(graph: ProgramGraph, key: ClassKey): boolean {
  const own = graph.classes.get(key);
  const kinds = new Set(own === undefined ? [] : kindsOf(own));
  return [...graph.classes.values()].some(
    (each) => each.key !== key && kindsOf(each).some((kind) => kinds.has(kind)) && usesObjectStorage(graph, each),
  );
}

function kindsOf({ fact, bases }: ClassNode): readonly string[] {
  return [...fact.implements.map(({ names }) => names.join('.')), ...bases];
}

function usesObjectStorage(graph: ProgramGraph, { file, fact }: ClassNode): boolean {
  return (
    graph.uses.some((use) => use.file === file && use.pattern.role === 'object-storage') ||
    fact.methods.some((id) => graph.effects.get(`${file}#${id}`)?.some(({ effect }) => effect === 'object-write'))
  );
}
