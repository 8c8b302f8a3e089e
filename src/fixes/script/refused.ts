import type { ts } from 'ts-morph';

/** What only the syntax tree can tell against a fix, with the line of what is in the way. */
export class RefusedError extends Error {
  constructor(source: ts.SourceFile, node: ts.Node, reason: string) {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    super(`${reason} (${source.fileName}:${line + 1})`);
  }
}
