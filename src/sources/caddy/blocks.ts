import type { ProblemFact } from '../../facts/file-facts.ts';
import type { Span } from '../../text/range.ts';
import { type Token, tokensOf } from './tokens.ts';

/** One line of a Caddyfile, with what stands in its braces: a site, a snippet or a directive. */
export interface Block {
  readonly words: readonly Token[];
  /** Null for a line without braces. */
  readonly inside: readonly Block[] | null;
}

/** Deeper blocks than these are no configuration; they are left out. */
const deepest = 100;

/** The lines of a Caddyfile as a tree. A half-typed one gives what could be read, and problems. */
export function blocksOf(text: string): {
  readonly blocks: readonly Block[];
  readonly problems: readonly ProblemFact[];
} {
  const { tokens, openQuote } = tokensOf(text);
  const problems: ProblemFact[] =
    openQuote === null ? [] : [{ message: 'This quote is never closed.', span: openQuote }];
  const reading: Reading = { tokens, problems, at: 0 };
  const blocks = [...blocksIn(reading, 0)];
  while (reading.at < tokens.length) {
    const stray = tokens[reading.at++];
    if (stray !== undefined) problems.push({ message: 'This brace closes no block.', span: stray.span });
    blocks.push(...blocksIn(reading, 0));
  }
  return { blocks, problems };
}

interface Reading {
  readonly tokens: readonly Token[];
  readonly problems: ProblemFact[];
  at: number;
}

/** Lines up to the brace that closes their block, which stays to be read, or to the end of the file. */
function blocksIn(reading: Reading, depth: number): readonly Block[] {
  const found: Block[] = [];
  for (;;) {
    const token = reading.tokens[reading.at];
    if (token === undefined || token.kind === '}') return found;
    if (token.kind === 'line') reading.at++;
    else found.push(blockIn(reading, depth));
  }
}

function blockIn(reading: Reading, depth: number): Block {
  const words: Token[] = [];
  let next = reading.tokens[reading.at];
  // Addresses of a site may stand in several lines, each but the last with a comma behind it.
  while (next?.kind === 'word' || (next?.kind === 'line' && words.at(-1)?.text.endsWith(',') === true)) {
    if (next.kind === 'word') words.push(next);
    next = reading.tokens[++reading.at];
  }
  if (next?.kind !== '{') return { words, inside: null };
  const open: Span = next.span;
  reading.at++;
  if (depth >= deepest) {
    skipBlock(reading);
    return { words, inside: [] };
  }
  const inside = blocksIn(reading, depth + 1);
  if (reading.tokens[reading.at] === undefined) {
    reading.problems.push({ message: 'This block is never closed.', span: open });
    return { words, inside };
  }
  reading.at++;
  return { words, inside };
}

/** Passes over a block whose brace has been read. */
function skipBlock(reading: Reading): void {
  for (let depth = 1; depth > 0 && reading.at < reading.tokens.length; reading.at++) {
    const kind = reading.tokens[reading.at]?.kind;
    depth += kind === '{' ? 1 : kind === '}' ? -1 : 0;
  }
}
