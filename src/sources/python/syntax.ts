import { Language, Parser, type TreeCursor } from 'web-tree-sitter';
import type { Span } from '../../text/range.ts';
import type { SyntaxNode, SyntaxParser } from '../../text/syntax-node.ts';

// The parser enters the reader through this file alone, so that another one could take its place.

/** The two binaries that parsing needs: the parser's own, and the grammar's. */
export interface PythonBinaries {
  readonly parser: Uint8Array;
  readonly grammar: Uint8Array;
}

export type PythonParser = SyntaxParser;
export type PythonNode = SyntaxNode;

export async function loadPythonParser({ parser: wasmBinary, grammar }: PythonBinaries): Promise<PythonParser> {
  await Parser.init({ wasmBinary });
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    parse: (text) => {
      const tree = parser.parse(text);
      if (tree === null) throw new Error('The parser gave no tree.');
      const cursor = tree.walk();
      try {
        return plainTree(cursor);
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
  };
}

type Growing = Omit<PythonNode, 'children'> & { readonly children: PythonNode[] };

/** Copies the tree in a loop, because hostile texts nest deeper than a stack. */
function plainTree(cursor: TreeCursor): PythonNode {
  const root = nodeAt(cursor);
  const path: Growing[] = [root];
  for (;;) {
    if (cursor.gotoFirstChild()) {
      const node = nodeAt(cursor);
      path.at(-1)?.children.push(node);
      path.push(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (path.length <= 1 || !cursor.gotoParent()) return root;
      path.pop();
    }
    path.pop();
    const node = nodeAt(cursor);
    path.at(-1)?.children.push(node);
    path.push(node);
  }
}

function nodeAt(cursor: TreeCursor): Growing {
  return {
    kind: cursor.nodeType,
    field: cursor.currentFieldName ?? '',
    named: cursor.nodeIsNamed,
    missing: cursor.nodeIsMissing,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  };
}

/** The child that plays a part; undefined for none. */
export function part(node: PythonNode, field: string): PythonNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** Children that carry meaning: no punctuation, keywords and comments. */
export function members(node: PythonNode): readonly PythonNode[] {
  return node.children.filter(({ named, kind }) => named && kind !== 'comment' && kind !== 'line_continuation');
}

export function spanOf({ start, end }: PythonNode): Span {
  return [start, end];
}

/** Whether a keyword stands among the children, such as `async`. */
export function hasWord(node: PythonNode, word: string): boolean {
  return node.children.some(({ named, kind }) => !named && kind === word);
}
