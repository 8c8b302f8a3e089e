import { type FormattingOptions, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser';
import type { TextEdit } from '../text/edits.ts';

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
  const { minimum, maximum } = answer;
  const hosts = minimum === maximum ? minimum : [minimum, maximum];
  if (text === null || text.trim() === '') {
    const whole = `${JSON.stringify({ topology: { [program]: { hosts } } }, null, 2)}\n`;
    return [{ span: [0, text?.length ?? 0], text: whole }];
  }
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root?.type !== 'object') return [];
  const [path, value] = changeOf(root, program, hosts);
  const edits = modify(text, path, value, { formattingOptions: formattingOf(text) });
  return edits.map(({ offset, length, content }) => ({ span: [offset, offset + length], text: content }));
}

/** The innermost place that can take the number: a part that is no object, such as `null`, is replaced. */
function changeOf(root: Node, program: string, hosts: number | number[]): readonly [path: string[], value: unknown] {
  const isObject = (...path: string[]) => {
    const node = findNodeAtLocation(root, path);
    return node === undefined || node.type === 'object';
  };
  if (!isObject('topology')) return [['topology'], { [program]: { hosts } }];
  if (!isObject('topology', program)) return [['topology', program], { hosts }];
  return [['topology', program, 'hosts'], hosts];
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
