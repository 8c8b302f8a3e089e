import type { CodeFacts } from '../../facts/code.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { FunctionNode, ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { type Mention, mentionsIn } from '../mentions.ts';

/**
 * Where a function is named without being called, so that whoever is given it may call it and not wait; null for nowhere.
 * What frameworks take it at and what exports it does not count: their calls are seen.
 */
export function handedOn(graph: ProgramGraph, { key, fact }: FunctionNode): Site | null {
  // A function without a name stands where it is used, and nowhere else.
  if (fact.name === '') return null;
  const entries = graph.entries.filter((entry) => entry.function === key);
  for (const [file, { code }] of graph.facts) {
    if (code === null) continue;
    for (const mention of mentionsIn(code)) {
      const { value, within } = mention;
      if (!isWord(mention, fact.name, code.declarations)) continue;
      if (within.kind === 'callee' || within.kind === 'target' || isExported(code, value.span)) continue;
      const isTaken =
        within.kind === 'argument' &&
        entries.some(({ site }) => site.file === file && site.span[0] === code.calls[within.call]?.calleeSpan[0]);
      if (isTaken) continue;
      const isIt = meaningsOf(graph, file, value).some((each) => each.kind === 'function' && each.function === key);
      if (isIt) return { file, span: value.span };
    }
  }
  return null;
}

/** What a file exports is called by who imports it, which is seen. */
function isExported({ exports }: CodeFacts, [start, end]: Span): boolean {
  return exports.some((each) => each.kind === 'local' && each.value.span[0] <= start && end <= each.value.span[1]);
}

/** Whether a mention ends in the function's name, or in a name of the file that may be given it; all others are passed over at once. */
function isWord(
  { value }: Mention,
  name: string,
  declarations: readonly { readonly name: string; readonly kind: string }[],
): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const last = path.at(-1);
  if (last !== undefined) return last === name;
  const declared = root.kind === 'declared' ? declarations[root.declaration] : undefined;
  return declared !== undefined && (declared.name === name || declared.kind === 'import');
}
