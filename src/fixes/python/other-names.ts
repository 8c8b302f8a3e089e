import type { StateCell } from '../../link/program-graph.ts';
import { type OpenPython, type PythonNode, part } from '../../sources/python/edit.ts';
import { seenMentions } from '../mapping/unseen-mention.ts';

/** What a name may be that mentions nothing: what is taken from a module, told to be global, or the word of an argument. */
const notMentions: ReadonlySet<string> = new Set([
  'global_statement',
  'nonlocal_statement',
  'dotted_name',
  'aliased_import',
]);

/**
 * Where a file names a collection outside of all steps that are known of it, by its text; null for nowhere. Facts leave out
 * what an expression is made of that no rule asks about.
 */
export function otherName(file: OpenPython, path: string, cell: StateCell): PythonNode | null {
  const { home } = cell;
  const member = home.kind === 'field' || home.kind === 'static' ? home.field : null;
  const seen = seenMentions(cell);
  const visit = (node: PythonNode, parent: PythonNode): PythonNode | null => {
    if (node.kind === 'identifier' && file.text.slice(node.start, node.end) === (member ?? cell.name)) {
      const isMember = parent.kind === 'attribute' && isPart(parent, 'attribute', node);
      const isWord = parent.kind === 'keyword_argument' && isPart(parent, 'name', node);
      const mention = isMember ? parent : node;
      const counts = member === null ? !isMember && !isWord && !notMentions.has(parent.kind) : isMember;
      if (counts && !seen.has(`${path}#${mention.start}`)) return mention;
    }
    for (const child of node.children) {
      const found = visit(child, node);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(file.root, file.root);
}

function isPart(parent: PythonNode, name: string, { start, end }: PythonNode): boolean {
  const found = part(parent, name);
  return found !== undefined && found.start === start && found.end === end;
}
