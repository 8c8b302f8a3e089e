import type { CodeFacts } from '../../facts/code.ts';
import { callOf } from '../../facts/operations.ts';
import type { DeclarationId, Value } from '../../facts/values.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { ClassKey, ProgramGraph } from '../../link/program-graph.ts';
import { namedValues } from '../named-values.ts';
import type { WrittenPath } from './removed-again.ts';

/**
 * The class of an object that says where a file is written, `entry.path`, is told afterwards that it is there,
 * `entry.finish()`, and knows object storage: where that is set up, it carries the file on. Null for any other write.
 */
export function storeObjectOf(
  graph: ProgramGraph,
  { function: key, operation, subject }: WrittenPath,
): ClassKey | null {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || subject === null) return null;
  const holder = holderOf(code, subject, 0);
  if (holder === null) return null;
  const mention = code.declarations[holder];
  const span = mention?.span ?? [0, 0];
  const value: Value = {
    kind: 'reference',
    reference: { root: { kind: 'declared', declaration: holder }, path: [], span },
    span,
  };
  const meaning = meaningsOf(graph, node.file, value).find((each) => each.kind === 'instance');
  if (meaning?.kind !== 'instance') return null;
  const file = graph.classes.get(meaning.class)?.file;
  const isToldAfterwards = node.fact.operations.some((each) => {
    const call = callOf(each);
    const callee = call === null ? undefined : code.calls[call]?.callee;
    return (
      each.span[0] > operation.span[0] &&
      callee?.root.kind === 'declared' &&
      callee.root.declaration === holder &&
      callee.path.length === 1
    );
  });
  return file !== undefined && isToldAfterwards && knowsObjectStorage(graph, file) ? meaning.class : null;
}

/** The name of the object whose member a path is, by itself, behind a name, or at the beginning of a longer path. */
function holderOf(code: CodeFacts, value: Value, depth: number): DeclarationId | null {
  if (depth > 4) return null;
  if (value.kind === 'path-join') {
    const [first] = value.parts;
    return first === undefined ? null : holderOf(code, first, depth + 1);
  }
  if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') return null;
  const { root, path } = value.reference;
  if (path.length === 1) return root.declaration;
  const [only, another] = path.length === 0 ? namedValues(code, root.declaration) : [];
  return only === undefined || another !== undefined ? null : holderOf(code, only, depth + 1);
}

/** Whether a file, or one of those it imports over two steps, makes a client of object storage. */
function knowsObjectStorage(graph: ProgramGraph, file: string): boolean {
  const near = new Set([file]);
  for (let step = 0; step < 2; step++) {
    for (const each of [...near]) for (const { to } of graph.imports.get(each) ?? []) near.add(to);
  }
  return graph.uses.some((use) => use.pattern.role === 'object-storage' && near.has(use.file));
}
