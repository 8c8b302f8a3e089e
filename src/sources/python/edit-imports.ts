import type { TextEdit } from '../../text/edits.ts';
import { freePlace } from './import-place.ts';
import { endOfLine, indentAt, insert, type OpenPython, startOfLine } from './open.ts';
import { members, type PythonNode, part } from './syntax.ts';

/** What a fix wants to use of a module. */
export interface WantedImport {
  /** As it is written: `redis.asyncio`, `.shared_redis`. */
  readonly module: string;
  readonly names: readonly WantedName[];
  /** Offset of the code at the top of the module that needs them: the import stands before it. */
  readonly before?: number;
  /** Where the module is the program's own: the modules of the file that are as well, as they are written. */
  readonly own?: ReadonlySet<string>;
  /** Names that other edits of the same change set free, so that they may be taken although the text has them. */
  readonly free?: readonly string[];
}

export interface WantedName {
  /** The name in the module, or `*` for the module as a whole, by `import a`. */
  readonly imported: string;
  /** The name it should have in the file; a number is added where that is taken. */
  readonly local: string;
}

export interface AddedImport {
  readonly edits: readonly TextEdit[];
  /** How each imported name is written in the file: its local name, or `redis.Redis` where the whole module stands already. */
  readonly locals: Readonly<Record<string, string>>;
}

/**
 * Imports names, merged into what stands at the top of the module: a `from` of the same module is extended, what is there
 * already is used, and a new statement takes the place that the order of the others gives it. Imports under `try` and
 * `if TYPE_CHECKING` are left alone.
 */
export function addImport(file: OpenPython, wanted: WantedImport): AddedImport {
  const known = knownImports(file, wanted);
  const locals: Record<string, string> = {};
  const missing: WantedName[] = [];
  const taken = new Set(file.names);
  for (const { imported, local } of wanted.names) {
    const found = known.locals.get(imported) ?? memberOfWhole(known.locals, imported);
    const free = wanted.free?.includes(local) === true ? local : freeName(taken, local);
    if (found === undefined) missing.push({ imported, local: free });
    taken.add(free);
    locals[imported] = found ?? free;
  }
  const named = missing.filter(({ imported }) => imported !== '*');
  const whole = missing
    .filter(({ imported }) => imported === '*')
    .map(({ local }) => wholeImport(wanted.module, local));
  const merged = known.open !== undefined && named.length > 0 ? extended(file, known.open, named) : null;
  const fresh = named.length === 0 || merged !== null ? [] : [fromImport(file, wanted.module, named)];
  const edits = [...whole, ...fresh].map((statement) => freePlace(file, wanted, statement));
  return { edits: [...(merged ?? []), ...edits], locals };
}

function wholeImport(module: string, local: string): string {
  return module === local ? `import ${module}` : `import ${module} as ${local}`;
}

function fromImport({ style }: OpenPython, module: string, names: readonly WantedName[]): string {
  const written = [...names].map(renamed).sort(byName);
  const line = `from ${module} import ${written.join(', ')}`;
  if (line.length <= style.width) return line;
  return `from ${module} import (\n${written.map((name) => `    ${name},\n`).join('')})`;
}

function renamed({ imported, local }: WantedName): string {
  return imported === local ? local : `${imported} as ${local}`;
}

interface KnownImports {
  readonly locals: ReadonlyMap<string, string>;
  /** The `from` statement that can take more names. */
  readonly open: PythonNode | undefined;
}

function knownImports({ text, root }: OpenPython, { module, before }: WantedImport): KnownImports {
  const locals = new Map<string, string>();
  let open: PythonNode | undefined;
  for (const node of root.children) {
    if (before !== undefined && node.end > before) break;
    const names = node.children.filter(({ field }) => field === 'name');
    if (node.kind === 'import_statement') {
      for (const { original, local } of names.map((name) => namesOf(text, name))) {
        if (original === module) locals.set('*', local);
      }
    }
    const from = part(node, 'module_name');
    if (node.kind !== 'import_from_statement' || from === undefined) continue;
    if (text.slice(from.start, from.end).replaceAll(/\s/g, '') !== module || names.length === 0) continue;
    for (const { original, local } of names.map((name) => namesOf(text, name))) locals.set(original, local);
    open ??= node;
  }
  return { locals, open };
}

function namesOf(text: string, node: PythonNode): { readonly original: string; readonly local: string } {
  const name = part(node, 'name');
  const alias = part(node, 'alias');
  const original = text.slice((name ?? node).start, (name ?? node).end);
  return { original, local: alias === undefined ? original : text.slice(alias.start, alias.end) };
}

function memberOfWhole(locals: ReadonlyMap<string, string>, imported: string): string | undefined {
  const whole = locals.get('*');
  return whole === undefined || imported === '*' ? undefined : `${whole}.${imported}`;
}

/** The statement with more names: sorted in where the others are sorted, and each on a line of its own where they are. */
function extended(file: OpenPython, node: PythonNode, added: readonly WantedName[]): readonly TextEdit[] | null {
  const { text, style } = file;
  const names = members(node).filter(({ field }) => field === 'name');
  const last = names.at(-1);
  if (last === undefined) return null;
  const written = names.map(({ start, end }) => text.slice(start, end));
  const wanted = added.map(renamed);
  const isSorted = isOrdered(written, byName) || isOrdered(written, byFold);
  const order = isOrdered(written, byFold) ? byFold : byName;
  if (/\n[ \t]*$/.test(text.slice(0, last.start))) return ownLines(file, node, names, isSorted, order, wanted);
  const all = isSorted ? [...written, ...wanted].sort(order) : [...written, ...wanted];
  const isOneLine = !text.slice(node.start, node.end).includes('\n');
  const length = endOfLine(text, node.end) - startOfLine(text, node.start) + `, ${wanted.join(', ')}`.length;
  if (isOneLine && length > style.width) {
    const opening = node.children.find(({ kind }) => kind === '(') ?? names[0];
    const closing = node.children.find(({ kind }) => kind === ')') ?? last;
    const outer = indentAt(text, node.start);
    const lines = all.map((name) => `${style.line}${outer}${style.indent}${name},`).join('');
    return [{ span: [opening?.start ?? last.start, closing.end], text: `(${lines}${style.line}${outer})` }];
  }
  return inserted(names, written, isSorted, order, wanted, (name) => ({ before: `${name}, `, behind: `, ${name}` }));
}

/** Names in parentheses, one a line, with remarks behind them. */
function ownLines(
  { text, style }: OpenPython,
  node: PythonNode,
  names: readonly PythonNode[],
  isSorted: boolean,
  order: Order,
  wanted: readonly string[],
): readonly TextEdit[] {
  const last = names.at(-1);
  if (last === undefined) return [];
  const written = names.map(({ start, end }) => text.slice(start, end));
  const gap = style.line + indentAt(text, last.start);
  const children = node.children.slice(node.children.indexOf(last) + 1);
  const comma = children.find(({ kind }) => kind === ',');
  const remark = children.find(({ kind, start }) => kind === 'comment' && start <= endOfLine(text, last.end));
  const later = wanted.filter((name) => nextOf(written, isSorted, order, name) < 0);
  const early = wanted.filter((name) => !later.includes(name));
  const at = remark?.end ?? comma?.end ?? last.end;
  const lines = later.map((name) => gap + name).join(',') + (comma === undefined ? '' : ',');
  const behind =
    later.length === 0
      ? []
      : comma !== undefined
        ? [insert(at, lines)]
        : at === last.end
          ? [insert(at, `,${lines}`)]
          : [insert(last.end, ','), insert(at, lines)];
  return [
    ...inserted(names, written, isSorted, order, early, (name) => ({ before: `${name},${gap}`, behind: '' })),
    ...behind,
  ];
}

/** One edit a place, because nothing tells in which order two would be applied. */
function inserted(
  names: readonly PythonNode[],
  written: readonly string[],
  isSorted: boolean,
  order: Order,
  wanted: readonly string[],
  form: (name: string) => { readonly before: string; readonly behind: string },
): readonly TextEdit[] {
  const places = new Map<number, string>();
  for (const name of [...wanted].sort(order)) {
    const next = names[nextOf(written, isSorted, order, name)];
    const at = next?.start ?? names.at(-1)?.end ?? 0;
    const { before, behind } = form(name);
    places.set(at, (places.get(at) ?? '') + (next === undefined ? behind : before));
  }
  return [...places].map(([at, text]) => insert(at, text));
}

/** Index of the name that a new one stands before; -1 for behind all. */
function nextOf(written: readonly string[], isSorted: boolean, order: Order, name: string): number {
  return isSorted ? written.findIndex((each) => order(each, name) > 0) : -1;
}

type Order = (a: string, b: string) => number;

const byName: Order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byFold: Order = (a, b) => byName(a.toLowerCase(), b.toLowerCase());

function isOrdered(names: readonly string[], order: Order): boolean {
  return names.every((name, index) => index === 0 || order(names[index - 1] ?? '', name) <= 0);
}

function freeName(names: ReadonlySet<string>, wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!names.has(name)) return name;
  }
}
