import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ProblemFact } from '../../facts/file-facts.ts';
import type { Span } from '../../text/range.ts';

/** Errors told for one file; more than these say nothing new. */
const mostProblems = 5;

export interface Json {
  readonly root: Node | null;
  readonly problems: readonly ProblemFact[];
}

/** Parses JSON with comments and trailing commas, keeping what stands around an error. Never throws. */
export function readJson(text: string): Json {
  const errors: ParseError[] = [];
  let root: Node | null = null;
  // The parser takes a byte order mark for an error; a space keeps every offset where it is.
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  try {
    root = parseTree(source, errors, { allowTrailingComma: true, disallowComments: false }) ?? null;
  } catch {
    return {
      root: null,
      problems: [{ message: 'This file could not be read: it is nested too deeply.', span: [0, 0] }],
    };
  }
  const problems = errors.slice(0, mostProblems).map(({ error, offset, length }) => ({
    message: `Not valid JSON: ${printParseErrorCode(error)
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()}.`,
    // An open string is said to end behind the end of the text.
    span: [Math.min(offset, text.length), Math.min(offset + length, text.length)] as const,
  }));
  return { root, problems };
}

/** Where a node stands. */
export function spanOf(node: Node): Span {
  return [node.offset, node.offset + node.length];
}

export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

/** The properties of an object that have a value; none for any other node. */
export function entriesOf(node: Node | null): readonly Entry[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [keyNode, value] = property.children ?? [];
    const key: unknown = keyNode?.value;
    return keyNode !== undefined && value !== undefined && typeof key === 'string' ? [{ key, keyNode, value }] : [];
  });
}

/** The value under a key; of a key written twice the last one counts, as in `JSON.parse`. */
export function valueIn(node: Node | null, key: string): Node | null {
  return entriesOf(node).findLast((entry) => entry.key === key)?.value ?? null;
}

export function textIn(node: Node | null): string | null {
  const value: unknown = node?.type === 'string' ? node.value : null;
  return typeof value === 'string' ? value : null;
}

export function textsIn(node: Node | null): readonly string[] {
  if (node?.type !== 'array') return [];
  return (node.children ?? []).flatMap((child) => textIn(child) ?? []);
}
