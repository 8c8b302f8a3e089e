import type { Reference, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { perThread } from '../link/follow/language.ts';
import type { ClassKey, Meaning, ProgramGraph } from '../link/program-graph.ts';

/** Whether each thread has the fields of this class for itself, as those of a class that extends `threading.local`. */
export function isPerThread(graph: ProgramGraph, key: ClassKey): boolean {
  const met = new Set([key]);
  for (const each of met) {
    const node = graph.classes.get(each);
    if (node === undefined) continue;
    if (node.fact.extends.some((base) => meansPerThread(graph, node.file, base))) return true;
    for (const base of node.bases) met.add(base);
  }
  return false;
}

/** Whether a mention is, or hangs on, an object that each thread or request has for itself: `local` of `local = threading.local()`. */
export function hangsOnThread(graph: ProgramGraph, file: string, { root, span }: Reference): boolean {
  if (root.kind !== 'declared') return false;
  const holder: Value = { kind: 'reference', reference: { root, path: [], span }, span };
  return meaningsOf(graph, file, holder).some(
    (meaning) => isOwn(meaning) || (meaning.kind === 'instance' && isPerThread(graph, meaning.class)),
  );
}

function meansPerThread(graph: ProgramGraph, file: string, base: Reference): boolean {
  const value: Value = { kind: 'reference', reference: base, span: base.span };
  return meaningsOf(graph, file, value).some(isOwn);
}

function isOwn(meaning: Meaning): boolean {
  return (
    (meaning.kind === 'external' || meaning.kind === 'made') &&
    perThread.some(({ modules, names }) => modules.includes(meaning.module) && names.includes(meaning.name))
  );
}
