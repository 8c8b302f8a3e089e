/** One node of a syntax tree as a plain value, so that nothing is held outside of our own memory. Offsets are UTF-16 code units. */
export interface SyntaxNode {
  readonly kind: string;
  /** The part that it plays in the node around it: `left`, `body`; empty for none. */
  readonly field: string;
  /** False for keywords, operators and punctuation. */
  readonly named: boolean;
  /** Whether the parser put it in because the text lacks it. */
  readonly missing: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** A parser that is ready; loading it takes longer than reading a file. */
export interface SyntaxParser {
  readonly parse: (text: string) => SyntaxNode;
}
