import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { dressed, endOfLine, indentAt, insert, nodeAt, nodesAround, type OpenPython, startOfLine } from './open.ts';
import type { PythonNode } from './syntax.ts';

/** Where code goes in: beside the innermost statement around a span, or beside the statement of the module that holds it. */
export type StatementLevel = 'innermost' | 'module';

/**
 * Inserts code before the statement around a span and the remarks that stand right above it. The code is written with
 * four spaces a step and `\n`; it takes the file's own. Between definitions stand as many blank lines as PEP 8 asks for.
 * Null when the statement shares its line with another, or nothing stands there.
 */
export function insertBefore(
  file: OpenPython,
  span: Span,
  code: string,
  level: StatementLevel = 'innermost',
): readonly TextEdit[] | null {
  const place = placeAt(file, span, level);
  if (place === null) return null;
  const { text, style } = file;
  const { statement, before } = place;
  let at = startOfLine(text, statement.start);
  // A remark right above belongs to the statement, and so does nothing that stands behind code.
  for (let above = at; above > 0; ) {
    const start = startOfLine(text, above - 1);
    if (!/^[ \t]*#/.test(text.slice(start, above)) || (before !== undefined && start < before.end)) break;
    above = start;
    at = above;
  }
  const gap = style.line.repeat(1 + blankLines(place, isDefinition(statement) || isCodeOfDefinition(code)));
  const block = dressed(file, code, indentAt(text, statement.start));
  // What stood above the statement keeps its own distance, which was made for a neighbour of the same kind.
  const wanted = before !== undefined && isCodeOfDefinition(code) ? blankLines(place, true) : 0;
  const missing = before === undefined ? 0 : wanted - blankAbove(text, at);
  return [insert(at, style.line.repeat(Math.max(0, missing)) + block + gap)];
}

/** Inserts code behind the statement around a span, in the same way. */
export function insertAfter(
  file: OpenPython,
  span: Span,
  code: string,
  level: StatementLevel = 'innermost',
): readonly TextEdit[] | null {
  const place = placeAt(file, span, level);
  if (place === null) return null;
  const { text, style } = file;
  const { statement, after } = place;
  const end = endOfLine(text, statement.end);
  const block = dressed(file, code, indentAt(text, statement.start));
  const above = blankLines(place, isDefinition(statement) || isCodeOfDefinition(code));
  // Where the next statement is a definition its own distance is there already; another needs one from a new definition.
  const wanted = after !== undefined && isCodeOfDefinition(code) ? blankLines(place, true) : 0;
  const missing = after === undefined ? 0 : wanted - blankBelow(text, end);
  return [insert(end, style.line.repeat(1 + above) + block + style.line.repeat(Math.max(0, missing)))];
}

/** Writes another expression or call in place of the one at a span. Null when nothing stands exactly there. */
export function replaceExpression(file: OpenPython, span: Span, code: string): readonly TextEdit[] | null {
  if (nodeAt(file, span) === undefined) return null;
  const [first = '', ...rest] = code.split('\n');
  const indent = indentAt(file.text, span[0]);
  const lines = rest.map((line) => file.style.line + dressed(file, line, indent));
  return [{ span, text: first + lines.join('') }];
}

interface Place {
  readonly statement: PythonNode;
  readonly before: PythonNode | undefined;
  readonly after: PythonNode | undefined;
  readonly isTop: boolean;
}

function placeAt(file: OpenPython, span: Span, level: StatementLevel): Place | null {
  const way = nodesAround(file, span);
  const isBlock = ({ kind }: PythonNode) => kind === 'module' || kind === 'block';
  const index = level === 'module' ? 0 : way.findLastIndex((node, at) => isBlock(node) && at < way.length - 1);
  const [block, statement] = [way[index], way[index + 1]];
  if (block === undefined || statement === undefined || !statement.named) return null;
  const siblings = block.children.filter(({ named, kind }) => named && kind !== 'comment');
  const at = siblings.indexOf(statement);
  if (at < 0) return null;
  const { text } = file;
  const ahead = text.slice(startOfLine(text, statement.start), statement.start);
  const behind = text.slice(statement.end, endOfLine(text, statement.end));
  if (/[^ \t\f\uFEFF]/.test(ahead) || !/^[ \t]*(?:#.*)?$/.test(behind)) return null;
  return { statement, before: siblings[at - 1], after: siblings[at + 1], isTop: block.kind === 'module' };
}

function isDefinition({ kind }: PythonNode): boolean {
  return kind === 'function_definition' || kind === 'class_definition' || kind === 'decorated_definition';
}

function isCodeOfDefinition(code: string): boolean {
  return /^(?:(?:async )?def |class |@)/m.test(code);
}

function blankLines({ isTop }: Place, isWide: boolean): number {
  if (!isWide) return 0;
  return isTop ? 2 : 1;
}

/** Blank lines right above an offset at the start of a line. */
function blankAbove(text: string, offset: number): number {
  const lines = /(?:\r?\n[ \t]*)*$/.exec(text.slice(0, offset))?.[0].split('\n').length ?? 1;
  return Math.max(0, lines - 2);
}

/** Blank lines right below the line that ends at an offset. */
function blankBelow(text: string, offset: number): number {
  const lines = /^(?:[ \t]*\r?\n)*/.exec(text.slice(offset))?.[0].split('\n').length ?? 1;
  return Math.max(0, lines - 2);
}
