import type { Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { exportedByAlias } from '../follow/exported-members.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { shapeOf } from './shapes.ts';

/** What a file exports without a name of its own: `exports.carts = {}`, `module.exports = { carts: {} }`. */
export interface KeptExport {
  readonly member: string;
  readonly span: Span;
  readonly values: readonly Value[];
}

/** Exports that hold something by themselves; a name, a function or what a call gives is kept where it comes from. */
export function keptExports(file: FileIndex): readonly KeptExport[] {
  const spans = new Map<string, Span>();
  for (const fact of file.code.exports) {
    if (fact.kind === 'local' && !spans.has(fact.name)) spans.set(fact.name, fact.span);
  }
  for (const { name, span } of exportedByAlias(file.code)) if (!spans.has(name)) spans.set(name, span);
  return [...file.locals].flatMap(([member, values]) => {
    const span = spans.get(member);
    const isNamed = member !== '*' && member !== 'default';
    const isKept = values.every(({ kind }) => kind !== 'reference') && shapeOf(values, null) !== 'unknown';
    return span !== undefined && isNamed && isKept ? [{ member, span, values }] : [];
  });
}
