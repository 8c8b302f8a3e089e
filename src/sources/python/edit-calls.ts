import { applyEdits, type TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { endOfLine, indentAt, insert, nodeAt, type OpenPython, startOfLine } from './open.ts';
import { members, type PythonNode, part } from './syntax.ts';

/**
 * Adds keyword arguments to the call at a span, behind those that it has: each on a line of its own where the last one
 * stands on its own, and the whole call broken into lines where one line would grow too long. Remarks stay with what
 * they stand behind. Null when no call stands there, when it spreads a dictionary that may hold the same keyword, when
 * it has one of them already, or when it takes a bare generator.
 */
export function addKeywords(
  file: OpenPython,
  call: Span,
  keywords: Readonly<Record<string, string>>,
): readonly TextEdit[] | null {
  const known = keywordsOf(file, call);
  if (known === null || Object.keys(keywords).some((name) => known.has(name))) return null;
  return setKeywords(file, call, keywords);
}

/** Writes other values for the keyword arguments that a call has, and adds the rest in the same way; null as above. */
export function setKeywords(
  file: OpenPython,
  call: Span,
  keywords: Readonly<Record<string, string>>,
): readonly TextEdit[] | null {
  const list = argumentsOf(file, call);
  const known = keywordsOf(file, call);
  if (list === undefined || known === null) return null;
  const replaced = Object.entries(keywords).flatMap(([name, value]): TextEdit[] => {
    const written = known.get(name);
    return written === undefined ? [] : [{ span: [written.start, written.end], text: value }];
  });
  const added = Object.entries(keywords).flatMap(([name, value]) => (known.has(name) ? [] : [`${name}=${value}`]));
  const given = members(list);
  const last = given.at(-1);
  if (last === undefined) return added.length === 0 ? replaced : emptyCall(file, list, added);
  if (isFirstOfLine(file.text, last)) {
    return added.length === 0 ? replaced : [...replaced, ...onOwnLines(file, list, last, added)];
  }
  const joined = added.map((one) => `, ${one}`).join('');
  const grown = replaced.reduce((sum, { span, text }) => sum + text.length - (span[1] - span[0]), joined.length);
  const isOneLine = !file.text.slice(list.start, list.end).includes('\n');
  const length = endOfLine(file.text, list.end) - startOfLine(file.text, list.start) + grown;
  if (isOneLine && length > file.style.width) return broken(file, list, given, replaced, added);
  return added.length === 0 ? replaced : [...replaced, insert(last.end, joined)];
}

/** Writes another value for a keyword argument. Null when the call does not have it. */
export function replaceKeyword(file: OpenPython, call: Span, name: string, value: string): readonly TextEdit[] | null {
  const written = keywordsOf(file, call)?.get(name);
  return written === undefined ? null : [{ span: [written.start, written.end], text: value }];
}

/** The values of a call's keyword arguments; null when no call stands there or it spreads a dictionary. */
export function keywordsOf(file: OpenPython, call: Span): ReadonlyMap<string, PythonNode> | null {
  const list = argumentsOf(file, call);
  return list === undefined ? null : namesIn(file, list);
}

function argumentsOf(file: OpenPython, call: Span): PythonNode | undefined {
  const node = nodeAt(file, call, 'call');
  const list = node === undefined ? undefined : part(node, 'arguments');
  return list?.kind === 'argument_list' ? list : undefined;
}

function namesIn({ text }: OpenPython, list: PythonNode): ReadonlyMap<string, PythonNode> | null {
  const names = new Map<string, PythonNode>();
  for (const each of members(list)) {
    if (each.kind === 'dictionary_splat') return null;
    const [name, value] = [part(each, 'name'), part(each, 'value')];
    if (each.kind === 'keyword_argument' && name !== undefined && value !== undefined) {
      names.set(text.slice(name.start, name.end), value);
    }
  }
  return names;
}

function isFirstOfLine(text: string, node: PythonNode): boolean {
  return text.slice(0, node.start).match(/\n[ \t]*$/) !== null;
}

/** A call without arguments may hold remarks, behind which the new ones stand. */
function emptyCall(file: OpenPython, list: PythonNode, added: readonly string[]): readonly TextEdit[] {
  const { text, style } = file;
  if (list.children.every(({ kind }) => kind !== 'comment')) {
    return [{ span: [list.start + 1, list.end - 1], text: added.join(', ') }];
  }
  const outer = indentAt(text, list.start);
  const lines = added.map((one) => `${style.line}${outer}${style.indent}${one},`).join('');
  const remark = list.children.at(-2)?.end ?? list.start + 1;
  return [{ span: [remark, list.end - 1], text: `${lines}${style.line}${outer}` }];
}

function* onOwnLines(
  { text, style }: OpenPython,
  list: PythonNode,
  last: PythonNode,
  added: readonly string[],
): Generator<TextEdit> {
  const indent = indentAt(text, last.start);
  const behind = list.children.slice(list.children.indexOf(last) + 1);
  const comma = behind.find(({ kind }) => kind === ',');
  const end = comma?.end ?? last.end;
  // A remark on the last argument's own line stays there.
  const remark = behind.find(({ kind, start }) => kind === 'comment' && start <= endOfLine(text, last.end));
  const at = remark?.end ?? end;
  const lines = added.map((one) => style.line + indent + one).join(',') + (comma === undefined ? '' : ',');
  if (comma === undefined && at !== end) {
    yield insert(end, ',');
    yield insert(at, lines);
  } else yield insert(at, comma === undefined ? `,${lines}` : lines);
}

/** Each argument on a line of its own with a comma behind it, as formatters break a call. */
function broken(
  { text, style }: OpenPython,
  list: PythonNode,
  given: readonly PythonNode[],
  replaced: readonly TextEdit[],
  added: readonly string[],
): readonly TextEdit[] {
  const outer = indentAt(text, list.start);
  const written = ({ start, end }: PythonNode) => {
    const inside = replaced.filter(({ span }) => start <= span[0] && span[1] <= end);
    const moved = inside.map((edit) => ({ ...edit, span: [edit.span[0] - start, edit.span[1] - start] as const }));
    return applyEdits(text.slice(start, end), moved);
  };
  const all = [...given.map(written), ...added];
  const lines = all.map((one) => `${style.line}${outer}${style.indent}${one},`).join('');
  return [{ span: [list.start + 1, list.end - 1], text: `${lines}${style.line}${outer}` }];
}
