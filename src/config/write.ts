import { type FormattingOptions, findNodeAtLocation, getNodeValue, modify, type Node, parseTree } from 'jsonc-parser';
import { applyEdits, type TextEdit } from '../text/edits.ts';

/** Instances of one program, as a user says them. */
export interface HostsAnswer {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * The smallest edit of second-instance.json that says how many hosts run a program; everything else in the entry and
 * in the file stays. `text` is null when there is no file; applied to the empty text the edit then makes it. No edit
 * at all for a file that holds something other than an object, because nothing of it may be lost.
 */
export function hostsEdits(text: string | null, program: string, answer: HostsAnswer): readonly TextEdit[] {
  return memberEdits(text, ['topology', program, 'hosts'], hostsValue(answer));
}

/** An entry of `topology` or `databases`: its members and what they say, in the order in which they are to stand. */
export interface ConfigurationEntry {
  readonly section: 'topology' | 'databases';
  readonly name: string;
  readonly members: Readonly<Record<string, number | string | readonly number[]>>;
}

/**
 * The text of second-instance.json with these entries; what else stands in them and in the file stays. Null for a file
 * that holds something other than an object, because nothing of it may be lost.
 */
export function withEntries(text: string | null, entries: readonly ConfigurationEntry[]): string | null {
  let written = text ?? '';
  for (const { section, name, members } of entries) {
    for (const [key, value] of Object.entries(members)) {
      const edits = memberEdits(written, [section, name, key], value);
      if (edits.length === 0 && !holds(written, [section, name, key], value)) return null;
      written = applyEdits(written, edits);
    }
  }
  return written;
}

/** One number where both are the same. */
export function hostsValue({ minimum, maximum }: HostsAnswer): number | readonly number[] {
  return minimum === maximum ? minimum : [minimum, maximum];
}

/** An answer to one of the plan's questions, at the place that the question names. */
export function answerEdits(
  text: string | null,
  path: readonly string[],
  answer: number | 'unknown',
): readonly TextEdit[] {
  // Only `answers` may hold a word, so that what is left open elsewhere is noted there.
  const place = answer === 'unknown' && path[0] !== 'answers' ? ['answers', path.join('.')] : path;
  return memberEdits(text, place, answer);
}

function memberEdits(text: string | null, place: readonly string[], value: unknown): readonly TextEdit[] {
  if (text === null || text.trim() === '') {
    const whole = `${JSON.stringify(nested(place, value), null, 2)}\n`;
    return [{ span: [0, text?.length ?? 0], text: whole }];
  }
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root?.type !== 'object') return [];
  const [path, written] = changeOf(root, place, value);
  const edits = modify(text, [...path], written, { formattingOptions: formattingOf(text) });
  return edits.map(({ offset, length, content }) => ({ span: [offset, offset + length], text: content }));
}

/** The innermost place that can take the value: a part that is no object, such as `null`, is replaced. */
function changeOf(
  root: Node,
  place: readonly string[],
  value: unknown,
): readonly [path: readonly string[], value: unknown] {
  for (let depth = 1; depth < place.length; depth++) {
    const node = findNodeAtLocation(root, place.slice(0, depth));
    if (node !== undefined && node.type !== 'object') return [place.slice(0, depth), nested(place.slice(depth), value)];
  }
  return [place, value];
}

/** `{ a: { b: value } }` */
function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function holds(text: string, path: readonly string[], value: unknown): boolean {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root === undefined ? undefined : findNodeAtLocation(root, [...path]);
  return node !== undefined && JSON.stringify(getNodeValue(node)) === JSON.stringify(value);
}

/** Line ends and indentation as the file has them. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
