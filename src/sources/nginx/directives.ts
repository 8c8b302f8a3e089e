import type { ProblemFact } from '../../facts/file-facts.ts';
import type { DirectiveFact } from '../../facts/proxy.ts';
import type { Span } from '../../text/range.ts';
import { keptWords } from './kept-words.ts';
import { endOfForeignBlock, type Token, tokensOf } from './tokens.ts';

export interface Directives {
  readonly directives: readonly DirectiveFact[];
  readonly problems: readonly ProblemFact[];
}

/** Deeper blocks than these are no configuration; they are left out. */
const deepest = 200;

/** Blocks whose content is another language, or pairs of values that nobody asks about. */
const foreign = /_by_lua_block$|_by_njs$|^(?:map|geo|types|charset_map|perl_set|match|split_clients)$/;

/** The tree of directives in a configuration. A half-typed one gives what could be read, and problems. */
export function directivesOf(text: string): Directives {
  const { tokens, openQuote } = tokensOf(text);
  const problems: ProblemFact[] = [];
  if (openQuote !== null) problems.push({ message: 'This quote is never closed.', span: openQuote });
  const reading = { text, tokens, problems, at: 0 };
  const directives = [...blockIn(reading, 0)];
  while (reading.at < tokens.length) {
    const stray = tokens[reading.at++];
    if (stray !== undefined) problems.push({ message: 'This brace closes no block.', span: stray.span });
    directives.push(...blockIn(reading, 0));
  }
  return { directives, problems };
}

interface Reading {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly problems: ProblemFact[];
  at: number;
}

/** Directives up to the brace that closes their block, which stays to be read, or to the end of the file. */
function blockIn(reading: Reading, depth: number): readonly DirectiveFact[] {
  const found: DirectiveFact[] = [];
  for (;;) {
    const token = reading.tokens[reading.at];
    if (token === undefined || token.kind === '}') return found;
    if (token.kind === 'word') found.push(directiveIn(reading, depth));
    else {
      reading.at++;
      if (token.kind === '{') skipBlock(reading, token.span);
    }
  }
}

function directiveIn(reading: Reading, depth: number): DirectiveFact {
  const words: Token[] = [];
  let next = reading.tokens[reading.at];
  while (next?.kind === 'word') {
    words.push(next);
    next = reading.tokens[++reading.at];
  }
  const [name, ...rest] = words;
  const start: Span = name?.span ?? [0, 0];
  const title = name?.text ?? '';
  const kept = keptWords(
    title,
    rest.map(({ text }) => text),
  );
  const shared = {
    name: title,
    span: start,
    words: kept.map((value, index) => ({ value, span: rest[index]?.span ?? start })),
  };
  const last = words.at(-1)?.span[1] ?? start[1];
  if (next?.kind === ';') {
    reading.at++;
    return { ...shared, whole: [start[0], next.span[1]], inside: null };
  }
  if (next?.kind !== '{') {
    reading.problems.push({ message: `\`${title}\` wants a semicolon behind it.`, span: start });
    return { ...shared, whole: [start[0], last], inside: null };
  }
  reading.at++;
  if (foreign.test(title) || depth >= deepest) {
    return { ...shared, whole: [start[0], skipBlock(reading, next.span)], inside: [] };
  }
  const inside = blockIn(reading, depth + 1);
  const close = reading.tokens[reading.at];
  if (close === undefined) {
    reading.problems.push({ message: `The block of \`${title}\` is never closed.`, span: start });
    return { ...shared, whole: [start[0], inside.at(-1)?.whole[1] ?? next.span[1]], inside };
  }
  reading.at++;
  return { ...shared, whole: [start[0], close.span[1]], inside };
}

/** Passes over a block whose brace has been read. Answers where it ends. */
function skipBlock(reading: Reading, open: Span): number {
  const end = endOfForeignBlock(reading.text, open[0]);
  while ((reading.tokens[reading.at]?.span[0] ?? end) < end) reading.at++;
  return end;
}
