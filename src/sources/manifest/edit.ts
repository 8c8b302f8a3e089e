import type { Node } from 'jsonc-parser';
import type { TextEdit } from '../../text/edits.ts';
import { environmentManifestOf } from './environment-file.ts';
import { type Entry, entriesOf, readJson } from './json.ts';

export interface NewDependency {
  readonly name: string;
  /** Version range, such as `^5.12.0`. */
  readonly range: string;
  readonly group: 'dependencies' | 'devDependencies';
}

/**
 * Adds a dependency to a package.json where the alphabet puts it, in the file's own indentation. Nothing is changed when the
 * group already names it; null when the file is no object that an edit could stand in.
 */
export function addDependency(text: string, { name, range, group }: NewDependency): readonly TextEdit[] | null {
  const { root, problems } = readJson(text);
  if (root?.type !== 'object' || problems.length > 0) return null;
  const style = styleOf(text, root);
  const added = `${JSON.stringify(name)}: ${JSON.stringify(range)}`;
  const holder = entriesOf(root).find(({ key }) => key === group)?.value;
  if (holder === undefined) return [addGroup(root, group, added, style)];
  if (holder.type !== 'object') return null;
  const entries = entriesOf(holder);
  if (entries.some(({ key }) => key === name)) return [];
  const last = entries.at(-1);
  if (last === undefined) {
    const { offset, length } = holder;
    const inner = `{${style.line}${style.indent.repeat(2)}${added}${style.line}${style.indent}}`;
    return [{ span: [offset, offset + length], text: inner }];
  }
  const gap = gapBefore(text, entries[0]);
  const next = entries.find(({ key }) => key > name);
  if (next === undefined) return [insert(endOf(last.value), `,${gap}${added}`)];
  return [insert(next.keyNode.offset, `${added},${gap}`)];
}

interface JsonStyle {
  readonly indent: string;
  readonly line: string;
}

function styleOf(text: string, root: Node): JsonStyle {
  const first = entriesOf(root)[0];
  const gap = first === undefined ? '\n  ' : gapBefore(text, first);
  const line = gap.includes('\r\n') ? '\r\n' : '\n';
  return { line, indent: gap.includes('\n') ? gap.slice(gap.lastIndexOf('\n') + 1) : '  ' };
}

/** The white space in front of a property, which its new neighbour takes as well. */
function gapBefore(text: string, entry: Entry | undefined): string {
  if (entry === undefined) return ' ';
  const before = /[ \t\r\n]*$/.exec(text.slice(0, entry.keyNode.offset))?.[0] ?? '';
  // Of several blank lines one line break is enough.
  return before.includes('\n')
    ? before.slice(Math.max(0, before.search(/\r?\n[^\n]*$/)))
    : before === ''
      ? ' '
      : before;
}

function addGroup(root: Node, group: string, added: string, style: JsonStyle): TextEdit {
  const { indent, line } = style;
  const block = `${JSON.stringify(group)}: {${line}${indent.repeat(2)}${added}${line}${indent}}`;
  const entries = entriesOf(root);
  const before = group === 'dependencies' ? entries.find(({ key }) => key === 'devDependencies') : undefined;
  if (before !== undefined) return insert(before.keyNode.offset, `${block},${line}${indent}`);
  const last = entries.at(-1);
  if (last !== undefined) return insert(endOf(last.value), `,${line}${indent}${block}`);
  return { span: [root.offset, root.offset + root.length], text: `{${line}${indent}${block}${line}}` };
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

function insert(offset: number, text: string): TextEdit {
  return { span: [offset, offset], text };
}

export interface NewEnvironmentName {
  readonly name: string;
  /** A sentence on what it is for, without the `#`. */
  readonly comment: string;
  /** An example, never a secret; empty for none. */
  readonly example: string;
}

/** Appends a name to a .env.example under a comment. Nothing is changed when the file already has it. */
export function addEnvironmentName(text: string, added: NewEnvironmentName): readonly TextEdit[] {
  if (environmentManifestOf(text).names.some(({ name }) => name === added.name)) return [];
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || /\n$/.test(text) ? '' : line;
  const block = `# ${added.comment}${line}${added.name}=${added.example}${line}`;
  return [insert(text.length, gap + block)];
}
