import type { TextEdit } from '../../text/edits.ts';
import { dressed, endOfLine, insert, type OpenPython, startOfLine } from './open.ts';
import { isStandardModule } from './standard-library.ts';
import { type PythonNode, part } from './syntax.ts';

/** What decides where an import stands. */
export interface ImportWish {
  readonly module: string;
  readonly before?: number;
  readonly own?: ReadonlySet<string>;
}

/** What an import brings: of Python, of a package or of the program's own, or told from the file itself. */
type Origin = 'standard' | 'package' | 'relative';

interface Standing {
  readonly node: PythonNode;
  readonly modules: readonly string[];
  readonly isFrom: boolean;
}

/**
 * The edit that writes a new import statement: into the group of its kind, at its sorted place where the group is sorted;
 * a group of its own where none of its kind stands; and in a file without imports behind the docstring, `__future__`
 * and the remarks at its top.
 */
export function freePlace(file: OpenPython, wish: ImportWish, statement: string): TextEdit {
  const groups = groupsOf(file, wish.before ?? file.text.length);
  const code = dressed(file, statement);
  if (groups.length === 0) return atTop(file, code);
  const group = groupFor(groups, wish);
  const { line } = file.style;
  if (group === undefined) {
    const rank = rankOf(wish.module, wish.own !== undefined);
    // Python's own come first, then packages, then what the program has itself, its relative ones last.
    const isAhead = (one: Standing) => rankOf(one.modules[0] ?? '', isOwn(one, wish)) < rank;
    const ahead = groups.findLast((each) => each.some(isAhead));
    const first = groups[0]?.[0]?.node;
    const last = ahead?.at(-1)?.node;
    if (last !== undefined) return insert(endOfStatements(file, last), line + line + code);
    return insert(startOfLine(file.text, first?.start ?? 0), code + line + line);
  }
  const isFrom = statement.startsWith('from ');
  const order = [plainFirst, byModule].find((each) => isOrdered(group, each));
  const own = { modules: [wish.module], isFrom };
  const next = order === undefined ? -1 : group.findIndex((one) => order(one, own) > 0);
  if (next === 0) return insert(startOfLine(file.text, group[0]?.node.start ?? 0), code + line);
  const last = group.at(next < 0 ? -1 : next - 1)?.node;
  return insert(endOfStatements(file, last ?? file.root), line + code);
}

const ranks: Readonly<Record<Origin, number>> = { standard: 0, package: 1, relative: 3 };

function rankOf(module: string, own: boolean): number {
  const origin = originOf(module);
  return own && origin === 'package' ? ranks.package + 1 : ranks[origin];
}

/** Whether an import is of the program's own modules, by the package that they are in. */
function isOwn({ modules }: Standing, { own }: ImportWish): boolean {
  const tops = new Set([...(own ?? [])].map(topOf));
  return modules.some((each) => tops.has(topOf(each)));
}

function topOf(module: string): string {
  return module.split('.', 1)[0] ?? module;
}

/**
 * Imports at the top of the module, by the runs that no blank line and no other statement breaks. What a call stands
 * before, such as one that patches Python's own modules, is imported behind it on purpose: there the later groups count.
 */
function groupsOf(file: OpenPython, before: number): readonly (readonly Standing[])[] {
  let groups: Standing[][] = [];
  let isBehindCall = false;
  let previous: PythonNode | undefined;
  for (const node of file.root.children) {
    if (node.end > before || isDefinition(node)) break;
    if (node.kind === 'comment' || !node.named) continue;
    const modules = modulesOf(file.text, node);
    if (modules !== null) {
      const isNext =
        previous !== undefined &&
        modulesOf(file.text, previous) !== null &&
        !/\n[ \t\f]*\r?\n/.test(file.text.slice(previous.end, node.start));
      if (isBehindCall) groups = [];
      isBehindCall = false;
      const standing = { node, modules, isFrom: node.kind === 'import_from_statement' };
      if (isNext) groups.at(-1)?.push(standing);
      else groups.push([standing]);
    }
    if (isCall(node)) isBehindCall = true;
    previous = node;
  }
  return groups;
}

function isCall({ kind, children }: PythonNode): boolean {
  return kind === 'expression_statement' && children[0]?.kind === 'call';
}

/** Null for what is no import; those from `__future__` have a place of their own. */
function modulesOf(text: string, node: PythonNode): readonly string[] | null {
  const textOf = ({ start, end }: PythonNode) => text.slice(start, end).replaceAll(/\s/g, '');
  if (node.kind === 'import_from_statement') {
    const from = part(node, 'module_name');
    return from === undefined ? null : [textOf(from)];
  }
  if (node.kind !== 'import_statement') return null;
  return node.children.filter(({ field }) => field === 'name').map((name) => textOf(part(name, 'name') ?? name));
}

function originOf(module: string): Origin {
  if (module.startsWith('.')) return 'relative';
  return isStandardModule(module) ? 'standard' : 'package';
}

function originOfStanding({ modules }: Standing): Origin {
  return originOf(modules[0] ?? '');
}

/** The group that takes a new import; undefined where it begins one. */
function groupFor(groups: readonly (readonly Standing[])[], wish: ImportWish): readonly Standing[] | undefined {
  const { module, own } = wish;
  const origin = originOf(module);
  const alike = groups.filter((group) => group.some((one) => originOfStanding(one) === origin));
  if (origin !== 'package')
    return alike.find((group) => group.every((one) => originOfStanding(one) === origin)) ?? alike[0];
  const akin = groups.find((group) =>
    group.some(({ modules }) => modules.some((each) => topOf(each) === topOf(module))),
  );
  return akin ?? (own === undefined ? alike[0] : ownGroup(groups, alike, wish));
}

/** The group of the program's own modules, or that of all where the file keeps Python's modules and packages in one. */
function ownGroup(
  groups: readonly (readonly Standing[])[],
  packages: readonly (readonly Standing[])[],
  wish: ImportWish,
): readonly Standing[] | undefined {
  const own = packages.filter((group) => group.some((one) => isOwn(one, wish)));
  const alone = own.findLast((group) => group.every((one) => isOwn(one, wish)));
  const isMixed = groups.some((group) => new Set(group.map(originOfStanding)).size > 1);
  return alone ?? own.at(-1) ?? (isMixed ? packages.at(-1) : undefined);
}

type Sortable = Pick<Standing, 'modules' | 'isFrom'>;
type Order = (a: Sortable, b: Sortable) => number;

const byModule: Order = (a, b) => {
  const [one, other] = [a, b].map(({ modules }) => (modules[0] ?? '').toLowerCase());
  return (one ?? '') < (other ?? '') ? -1 : one === other ? 0 : 1;
};

const plainFirst: Order = (a, b) => Number(a.isFrom) - Number(b.isFrom) || byModule(a, b);

function isOrdered(group: readonly Standing[], order: Order): boolean {
  return group.every((one, index) => {
    const previous = group[index - 1];
    return previous === undefined || order(previous, one) <= 0;
  });
}

/** The end of the line on which a statement ends, behind what else stands there. */
function endOfStatements({ text, root }: OpenPython, node: PythonNode): number {
  let end = endOfLine(text, node.end);
  for (const each of root.children) {
    if (each.start >= node.end && each.start < end && each.end > end) end = endOfLine(text, each.end);
  }
  return end;
}

function isDefinition({ kind }: PythonNode): boolean {
  return kind === 'function_definition' || kind === 'class_definition' || kind === 'decorated_definition';
}

function atTop(file: OpenPython, code: string): TextEdit {
  const { text, root, style } = file;
  const [line, blank] = [style.line, style.line + style.line];
  const statements = root.children.filter(({ kind }) => kind !== 'comment');
  const docstring = isDocstring(statements[0]) ? statements[0] : undefined;
  const head = statements.findLast(({ kind }) => kind === 'future_import_statement') ?? docstring;
  if (head !== undefined) {
    const end = endOfStatements(file, head);
    return insert(
      end,
      blank + code + (text.slice(end).trim() === '' || /^\r?\n[ \t]*\r?\n/.test(text.slice(end)) ? '' : line),
    );
  }
  const first = statements[0];
  if (first === undefined) {
    const gap = text === '' || text.endsWith('\n') ? '' : line;
    return insert(text.length, gap + code + line);
  }
  // The remark at the top of a file stays there; one that stands right above a statement is about that statement.
  const remarks = root.children.filter(({ kind, end }) => kind === 'comment' && end <= first.start);
  const isApart = (end: number) => /^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(end));
  const top = remarks.findLast(({ start, end }) => isApart(end) || isForTools(text, start, end));
  const gap = isDefinition(first) ? line + line + line : blank;
  if (top === undefined) return insert(startOfLine(text, (remarks[0] ?? first).start), code + gap);
  const isRoomy = isApart(top.end);
  return insert(
    endOfLine(text, top.end),
    (isRoomy ? blank : line) + code + (isRoomy ? (isDefinition(first) ? line : '') : line),
  );
}

/** `#!/usr/bin/env python` and `# coding: utf-8` must be the first lines. */
function isForTools(text: string, start: number, end: number): boolean {
  return /^#!|coding[:=]/.test(text.slice(start, end));
}

function isDocstring(node: PythonNode | undefined): boolean {
  const [only] = node?.children ?? [];
  return node?.kind === 'expression_statement' && (only?.kind === 'string' || only?.kind === 'concatenated_string');
}
