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

type Place = readonly [section: string, name: string, key: string];

function memberEdits(text: string | null, place: Place, value: unknown): readonly TextEdit[] {
  const [section, name, key] = place;
  if (text === null || text.trim() === '') {
    const whole = `${JSON.stringify({ [section]: { [name]: { [key]: value } } }, null, 2)}\n`;
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
  [section, name, key]: Place,
  value: unknown,
): readonly [path: readonly string[], value: unknown] {
  const isObject = (...path: string[]) => {
    const node = findNodeAtLocation(root, path);
    return node === undefined || node.type === 'object';
  };
  if (!isObject(section)) return [[section], { [name]: { [key]: value } }];
  if (!isObject(section, name)) return [[section, name], { [key]: value }];
  return [[section, name, key], value];
}

function holds(text: string, path: Place, value: unknown): boolean {
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
