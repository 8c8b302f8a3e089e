import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { endOfLine, type OpenPython, startOfLine } from './open.ts';
import { members, type PythonNode, part } from './syntax.ts';

/**
 * Edits with those that take out imports whose last use the edits took. A name stays that the text has anywhere else, be it
 * in a remark or in `__all__`, that the edits write, or that is one of `kept`; so does what stands under `try` or `if`, and
 * a statement with remarks or with edits in it.
 */
export function withoutUnusedImports(
  file: OpenPython,
  edits: readonly TextEdit[],
  kept: ReadonlySet<string>,
): readonly TextEdit[] {
  let all = edits;
  for (const statement of file.root.children) {
    if (statement.kind !== 'import_statement' && statement.kind !== 'import_from_statement') continue;
    const names = members(statement).filter(({ field }) => field === 'name');
    const unused = names.filter((name) => isUnused(file, edits, statement, localOf(file, name), kept));
    if (unused.length === 0) continue;
    all = (unused.length === names.length ? taken(file, statement, all) : thinned(file, statement, unused, all)) ?? all;
  }
  return all;
}

function localOf({ text }: OpenPython, name: PythonNode): string {
  const { start, end } = part(name, 'alias') ?? name;
  // `import a.b` binds `a`, as others may.
  return text.slice(start, end);
}

/** Whether the edits take the name's last use, which is not so where nothing used it before. */
function isUnused(
  { text }: OpenPython,
  edits: readonly TextEdit[],
  statement: PythonNode,
  local: string,
  kept: ReadonlySet<string>,
): boolean {
  if (!/^[\p{L}\p{N}_]+$/u.test(local) || kept.has(local)) return false;
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${local}(?![\\p{L}\\p{N}_])`, 'gu');
  if (edits.some((edit) => edit.text.match(word) !== null)) return false;
  const uses = [...text.matchAll(word)].map(({ index }) => index);
  const others = uses.filter((at) => at < statement.start || at >= statement.end);
  return others.length > 0 && others.every((at) => edits.some(({ span }) => span[0] <= at && at < span[1]));
}

/** Without the whole statement; null where it cannot be taken out. */
function taken(
  { text, style }: OpenPython,
  { start, end }: PythonNode,
  edits: readonly TextEdit[],
): readonly TextEdit[] | null {
  const [first, last] = [startOfLine(text, start), endOfLine(text, end)];
  if (first !== start || last !== end || text.slice(start, end).includes('#')) return null;
  // What is added right behind takes the statement's place.
  const behind = edits.filter(({ span }) => span[0] === last && span[1] === last);
  const rest = edits.filter((edit) => !behind.includes(edit));
  const breakEnd = text.startsWith('\r\n', last) ? last + 2 : Math.min(last + 1, text.length);
  const above = /(?:^|\n)((?:[ \t]*\r?\n)*)$/.exec(text.slice(0, first))?.[1]?.length ?? 0;
  const below = /^(?:[ \t]*\r?\n)*/.exec(text.slice(breakEnd))?.[0].length ?? 0;
  if (touches(rest, [first, breakEnd])) return null;
  const isAlone = (first === 0 || above > 0) && below > 0;
  if (behind.length > 0) {
    const added = behind.map((edit) => edit.text.replace(isAlone ? /^(?:\r?\n)+/ : /^\r?\n/, ''));
    return [...rest, { span: [first, breakEnd], text: added.join(style.line) + style.line }];
  }
  // The blank lines of a group that is gone go as well, and the wider gap stays.
  const isFollowed = edits.some(({ span }) => span[0] === first && span[1] === first);
  if (!isAlone || isFollowed) return [...rest, { span: [first, breakEnd], text: '' }];
  const span: Span = first === 0 || below <= above ? [first, breakEnd + below] : [first - above, breakEnd];
  return touches(rest, span) ? null : [...rest, { span, text: '' }];
}

/** Without some of the names of a statement; null where they cannot be taken out. */
function thinned(
  { text }: OpenPython,
  statement: PythonNode,
  unused: readonly PythonNode[],
  edits: readonly TextEdit[],
): readonly TextEdit[] | null {
  const { start, end } = statement;
  const names = members(statement).filter(({ field }) => field === 'name');
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined || last === undefined) return null;
  const written = text.slice(start, end);
  if (written.includes('#')) return null;
  if (!written.includes('\n')) {
    const left = names.filter((name) => !unused.includes(name)).map((name) => text.slice(name.start, name.end));
    const span: Span = [first.start, last.end];
    return touches(edits, span) ? null : [...edits, { span, text: left.join(', ') }];
  }
  const lines = unused.map((name): Span => [startOfLine(text, name.start), text.indexOf('\n', name.end) + 1]);
  const areOwn = lines.every(([from, to], index) => {
    const { start: at, end: till } = unused[index] ?? statement;
    return /^[ \t]*$/.test(text.slice(from, at)) && /^[ \t]*,?[ \t]*\r?\n$/.test(text.slice(till, to));
  });
  return areOwn && !lines.some((span) => touches(edits, span))
    ? [...edits, ...lines.map((span) => ({ span, text: '' }))]
    : null;
}

/** Whether an edit changes something in a span; what is put in at its borders does not. */
function touches(edits: readonly TextEdit[], [start, end]: Span): boolean {
  return edits.some(({ span }) => span[0] < end && start < span[1]);
}
