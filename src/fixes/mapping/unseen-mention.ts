import type { CodeFacts } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import type { ProgramGraph, Site, StateCell } from '../../link/program-graph.ts';
import { mentionsIn, partsOf } from '../mentions.ts';

/**
 * Where a collection is named outside of all steps that are known of it: as a truth in a condition, in a text, behind an
 * object whose class is not known. A mapping may answer there as something else. Null for nowhere.
 */
export function unseenMention(graph: ProgramGraph, cell: StateCell): Site | null {
  const seen = seenMentions(cell);
  for (const [file, { code }] of graph.facts) {
    if (code === null || !mayName(graph, cell, file)) continue;
    const values = [...mentionsIn(code).map(({ value }) => value), ...goneThrough(code)];
    const unseen = values.find((value) => names(cell, file, code, value) && !seen.has(`${file}#${value.span[0]}`));
    if (unseen !== undefined) return { file, span: unseen.span };
  }
  return null;
}

/** Where the steps that are known of a collection name it, by file and offset; its declaration as well. */
export function seenMentions({ accesses, declaration, file, site: own }: StateCell): ReadonlySet<string> {
  const starts = accesses.flatMap(({ site, operation }) => [
    `${site.file}#${site.span[0]}`,
    ...(operation.kind === 'container' || operation.kind === 'assign'
      ? [`${site.file}#${operation.target.span[0]}`]
      : []),
  ]);
  return new Set([...starts, `${file}#${own.span[0]}`, `${file}#${declaration?.span[0] ?? own.span[0]}`]);
}

/** What loops go through, and what generators hand out. */
function goneThrough({ functions }: CodeFacts): readonly Value[] {
  const withParts = (value: Value): readonly Value[] => [value, ...partsOf(value).flatMap(withParts)];
  return functions.flatMap(({ operations, yields = [] }) =>
    [...operations.flatMap(({ over = [] }) => over), ...yields].flatMap(withParts),
  );
}

/** Objects are handed about without an import, so that a field may be named anywhere. */
function mayName(graph: ProgramGraph, { file: own, home }: StateCell, file: string): boolean {
  if (file === own || home.kind === 'field' || home.kind === 'static') return true;
  return (graph.imports.get(file) ?? []).some(({ to }) => to === own);
}

function names(cell: StateCell, file: string, code: CodeFacts, value: Value): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const { home } = cell;
  if (home.kind === 'field' || home.kind === 'static') {
    const isOther = root.kind === 'this' && (file !== cell.file || !home.class.endsWith(`#${root.class}`));
    return !isOther && path.includes(home.field);
  }
  if (root.kind !== 'declared') return false;
  if (home.kind === 'module' && file === cell.file) return root.declaration === home.declaration;
  const declared = code.declarations[root.declaration];
  const imported = code.imports.find(({ declaration }) => declaration === root.declaration);
  return declared?.kind === 'import' && (imported?.imported === cell.name || path.includes(cell.name));
}
