import type { ProblemFact } from '../../facts/file-facts.ts';
import type { Span } from '../../text/range.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';

/**
 * Brackets open at once beyond which a file is not parsed: the parser recurses, and what a file yields must not depend
 * on how large a stack happens to be. Two hundred callbacks, each with `(` and `{`, are still read.
 */
const mostOpenBrackets = 400;

export interface ParsedScript {
  readonly source: ts.SourceFile;
  readonly problems: readonly ProblemFact[];
}

/**
 * Parses TypeScript or JavaScript without types or documentation comments, and without parents unless somebody who goes
 * upwards asks for them. Throws a RangeError on hostile nesting.
 */
export function parseScript(path: string, text: string, parents: 'parents' | 'none' = 'none'): ParsedScript {
  if (openBracketsIn(text) > mostOpenBrackets) throw new RangeError('Too many open brackets.');
  const source = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    parents === 'parents',
    scriptKindOf(path),
  );
  return { source, problems: syntaxErrorsOf(source) };
}

function scriptKindOf(path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return ts.ScriptKind.TSX;
  if (/\.[mc]?ts$/i.test(path)) return ts.ScriptKind.TS;
  // Plain JavaScript may hold JSX under any of its endings.
  return ts.ScriptKind.JSX;
}

function syntaxErrorsOf(source: ts.SourceFile): readonly ProblemFact[] {
  // The parser keeps its errors on the tree but leaves them out of its public type.
  if (!('parseDiagnostics' in source) || !Array.isArray(source.parseDiagnostics)) return [];
  const errors: readonly ts.DiagnosticWithLocation[] = source.parseDiagnostics;
  const [first, ...rest] = errors;
  if (first === undefined) return [];
  // The first one says where to look; those behind it mostly follow from it.
  const message = `Syntax error: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`;
  const more = rest.length === 0 ? '' : ` ${rest.length} more in this file.`;
  return [{ message: `${message}${more}`, span: [first.start, first.start + first.length] }];
}

/** Counts without knowing comments and templates; exact enough for a limit that no written file comes near. */
function openBracketsIn(text: string): number {
  let open = 0;
  let most = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 40 || code === 91 || code === 123) {
      if (++open > most) most = open;
    } else if (code === 41 || code === 93 || code === 125) {
      if (open > 0) open--;
    } else if (code === 34 || code === 39) {
      offset = endOfString(text, offset, code);
    }
  }
  return most;
}

/** The offset of the closing quote; that of the opening one where the line ends first, as in a comment's `don't`. */
function endOfString(text: string, start: number, quote: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === quote) return offset;
    if (code === 10 || code === 13) return start;
    if (code === 92) offset++;
  }
  return start;
}

export function spanOf(source: ts.SourceFile, node: ts.Node): Span {
  return [node.getStart(source), node.end];
}

/** An expression without parentheses, type assertions and `!`. */
export function unwrapped(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers?.some((modifier) => modifier.kind === kind) ?? false);
}

/** A function that has a body and can therefore do something. */
export type ScriptFunction =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

export function isScriptFunction(node: ts.Node): node is ScriptFunction {
  switch (node.kind) {
    case SyntaxKind.ArrowFunction:
    case SyntaxKind.FunctionExpression:
      return true;
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.Constructor:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
      return 'body' in node && node.body !== undefined;
    default:
      return false;
  }
}

/** The text of a string or of a template without parts; null for anything else. */
export function plainText(node: ts.Expression | undefined): string | null {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;
}

/** The name of a property as a path element: its text where it is written out, `'*'` where it is computed. */
export function propertyName(node: ts.PropertyName): string {
  if (ts.isComputedPropertyName(node)) {
    const inner = unwrapped(node.expression);
    return ts.isStringLiteralLike(inner) || ts.isNumericLiteral(inner) ? inner.text : '*';
  }
  return node.text;
}
