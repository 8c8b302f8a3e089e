import { ts } from 'ts-morph';
import { endOfRemark, indentAt, type ScriptStyle } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { dressed } from './new-module.ts';

/** The statement of a block or of the module that a node stands in; null where an arrow gives it back without one. */
export function statementAround(node: ts.Node): ts.Statement | null {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (ts.isArrowFunction(parent) && parent.body === at && !ts.isBlock(at)) return null;
    if (ts.isSourceFile(parent) || ts.isBlock(parent)) return ts.isStatement(at) ? at : null;
    if (ts.isCaseOrDefaultClause(parent) && ts.isStatement(at)) return null;
  }
  return null;
}

/** Code on lines of its own before a statement and the remarks right above it. Null where the statement shares its line. */
export function linesBefore(
  source: ts.SourceFile,
  statement: ts.Statement,
  code: string,
  script: ScriptStyle,
): TextEdit | null {
  const { text } = source;
  const start = startWithRemarks(source, statement);
  const line = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(line, start).trim() !== '') return null;
  return { span: [line, line], text: indented(source, statement, code, script) + script.line };
}

/** The same behind a statement and the remark that closes its line. */
export function linesAfter(
  source: ts.SourceFile,
  statement: ts.Statement,
  code: string,
  script: ScriptStyle,
): TextEdit | null {
  const { text } = source;
  const end = endOfRemark(text, statement.end);
  const rest = text.slice(end, (text.indexOf('\n', end) + text.length + 1) % (text.length + 1));
  if (rest.trim() !== '') return null;
  return { span: [end, end], text: script.line + indented(source, statement, code, script) };
}

function indented(source: ts.SourceFile, statement: ts.Statement, code: string, script: ScriptStyle): string {
  const indent = indentAt(source.text, statement.getStart(source));
  const lines = dressed(code, { script }).split(script.line);
  return lines.map((line) => (line === '' ? line : indent + line)).join(script.line);
}

/** Where a statement starts with the remarks that stand right above it, no blank line between. */
function startWithRemarks({ text }: ts.SourceFile, statement: ts.Statement): number {
  let start = statement.getStart();
  for (const remark of (ts.getLeadingCommentRanges(text, statement.pos) ?? []).toReversed()) {
    const isOwnLine = text.slice(text.lastIndexOf('\n', remark.pos - 1) + 1, remark.pos).trim() === '';
    if (!isOwnLine || /\n[ \t]*\r?\n/.test(text.slice(remark.end, start))) break;
    start = remark.pos;
  }
  return start;
}
