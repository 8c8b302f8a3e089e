import type { Node } from 'jsonc-parser';
import type { TextEdit } from '../../text/edits.ts';
import { environmentManifestOf } from './environment-file.ts';
import { type Entry, entriesOf, readJson } from './json.ts';

export { addPythonPackages, canonicalName, type NewPythonPackage } from './edit-python.ts';

export interface NewDependency {
  readonly name: string;
  /** Version range, such as `^5.12.0`. */
  readonly range: string;
}

/**
 * Adds packages to a group of a package.json where the alphabet puts them, in the file's own indentation. What the group
 * names already stays; null when the file is no object that an edit could stand in.
 */
export function addDependencies(
  text: string,
  added: readonly NewDependency[],
  group: 'dependencies' | 'devDependencies' = 'dependencies',
): readonly TextEdit[] | null {
  const { root, problems } = readJson(text);
  if (root?.type !== 'object' || problems.length > 0) return null;
  const holder = entriesOf(root).find(({ key }) => key === group)?.value;
  if (holder !== undefined && holder.type !== 'object') return null;
  const entries = holder === undefined ? [] : entriesOf(holder);
  const missing = added
    .filter(({ name }) => !entries.some(({ key }) => key === name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (missing.length === 0) return [];
  const style = styleOf(text, root);
  if (holder === undefined) return [addGroup(root, group, missing, style)];
  const last = entries.at(-1);
  if (last === undefined) {
    const { offset, length } = holder;
    return [{ span: [offset, offset + length], text: blockOf(missing, style) }];
  }
  const gap = gapBefore(text, entries[0]);
  // Those that go to one place make one edit, because nothing tells in which order two would be applied.
  const places = new Map<number, { readonly next: boolean; readonly lines: string[] }>();
  for (const each of missing) {
    const next = entries.find(({ key }) => key > each.name);
    const place = next?.keyNode.offset ?? endOf(last.value);
    const there = places.get(place) ?? { next: next !== undefined, lines: [] };
    there.lines.push(lineOf(each));
    places.set(place, there);
  }
  return [...places].map(([place, { next, lines }]) =>
    insert(
      place,
      next ? lines.map((line) => `${line},${gap}`).join('') : lines.map((line) => `,${gap}${line}`).join(''),
    ),
  );
}

function lineOf({ name, range }: NewDependency): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(range)}`;
}

function blockOf(added: readonly NewDependency[], { line, indent }: JsonStyle): string {
  const lines = added.map((each) => `${line}${indent.repeat(2)}${lineOf(each)}`);
  return `{${lines.join(',')}${line}${indent}}`;
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

function addGroup(root: Node, group: string, added: readonly NewDependency[], style: JsonStyle): TextEdit {
  const { indent, line } = style;
  const block = `${JSON.stringify(group)}: ${blockOf(added, style)}`;
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

/** Appends names to a .env.example, each under its comment. Those that the file has already stay as they are. */
export function addEnvironmentNames(text: string, added: readonly NewEnvironmentName[]): readonly TextEdit[] {
  const known = new Set(environmentManifestOf(text).names.map(({ name }) => name));
  const missing = added.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return [];
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || /\n$/.test(text) ? '' : line;
  const blocks = missing.map(({ name, comment, example }) => `# ${comment}${line}${name}=${example}${line}`);
  return [insert(text.length, gap + blocks.join(''))];
}
