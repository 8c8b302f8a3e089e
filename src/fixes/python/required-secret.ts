import type { FixSources } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Site } from '../../link/program-graph.ts';
import {
  addImport,
  insertAfter,
  insertBefore,
  nodesAround,
  type OpenPython,
  openPython,
  type PythonNode,
  part,
} from '../../sources/python/edit.ts';
import type { Program } from '../../system/types.ts';
import type { TextEdit } from '../../text/edits.ts';
import { type RequiredSecret, secretName } from '../secret-name.ts';
import { productionOf } from './production.ts';

/**
 * The name of the environment comes first, and production stops where it is not set; everywhere else the secret is still
 * made by chance. `name` is null where the code has none yet.
 */
export async function requireSecret(
  context: RuleContext,
  programs: readonly Program[],
  { file: path, span }: Site,
  { name, guards }: { readonly name: string | null; readonly guards: string },
  text: string,
  { parsePython }: FixSources,
): Promise<RequiredSecret> {
  const file = openPython(await parsePython(), text);
  if (file === null) throw new Error(`${path} does not parse; mend it first.`);
  const way = nodesAround(file, span);
  const call = way.findLast(({ kind, start, end }) => kind === 'call' && start === span[0] && end === span[1]);
  if (call === undefined) throw new Error(`${path} has changed since it was checked; check it again.`);
  const statement = way.findLast(({ kind }) => kind.endsWith('_statement'));
  if (statement === undefined || way.some(({ kind }) => kind === 'lambda')) {
    throw refused(file, path, call, 'No statement stands here that a condition could be put beside.');
  }
  const top = file.root.children.find(({ start, end }) => start <= call.start && call.end <= end);
  const { edits: imported, locals } = addImport(file, {
    module: 'os',
    names: [{ imported: '*', local: 'os' }],
    before: top?.start ?? call.start,
  });
  if (locals['*'] !== 'os') throw refused(file, path, call, 'The file calls something else `os`.');
  const quoted = (word: string) => file.style.quote + word + file.style.quote;
  const edits: TextEdit[] = [...imported];
  const value = formOf(file, way, call);
  const wanted = name ?? secretName(keptUnder(file, path, way, value), guards);
  const read = `os.environ.get(${quoted(wanted)})`;
  if (name === null) {
    if (isBytes(file, value) && !isForFramework(file, way, value)) {
      throw refused(file, path, value, 'The secret is bytes here, and the environment holds text.');
    }
    edits.push({ span: [value.start, value.start], text: `${read} or ` });
  } else if (!readsItself(file.text, name)) {
    throw refused(file, path, call, `\`${name}\` is read in another way than from \`os.environ\` in this file.`);
  }
  const { condition } = productionOf(context, programs);
  const production = condition.replaceAll('"', file.style.quote);
  const message = `Set ${wanted} to the same value on every instance.`;
  const guard = `if ${production} and not ${read}:\n    raise RuntimeError(${quoted(message)})`;
  const isAssignment = statement.children.some(({ kind }) => kind === 'assignment');
  const inClass = way.some(({ kind }) => kind === 'class_definition') && !way.some(isFunction);
  const at: readonly [number, number] = [call.start, call.end];
  const added = inClass
    ? insertBefore(file, at, guard, 'module')
    : (isAssignment ? insertAfter : insertBefore)(file, at, wrapped(file, statement, guard));
  if (added === null) throw refused(file, path, statement, 'The statement shares its line with others.');
  return { name: wanted, edits: [...edits, ...added] };
}

function refused({ text }: OpenPython, path: string, { start }: PythonNode, reason: string): Error {
  return new Error(`${reason} (${path}:${text.slice(0, start).split('\n').length})`);
}

function isFunction({ kind }: PythonNode): boolean {
  return kind === 'function_definition';
}

/** A condition that is too long for the file stands in parentheses, a part on each line. */
function wrapped({ text, style }: OpenPython, { start }: PythonNode, guard: string): string {
  const depth = start - (text.lastIndexOf('\n', start - 1) + 1);
  const [first = '', ...rest] = guard.split('\n');
  const [, production, unset] = /^if (.*) (and not .*):$/.exec(first) ?? [];
  if (depth + first.length <= style.width || production === undefined) return guard;
  return [`if (`, `    ${production}`, `    ${unset}`, '):', ...rest].join('\n');
}

/** The call with the methods that bring what it gives into another form, as in `uuid4().hex` and `str(uuid4())`. */
function formOf({ text }: OpenPython, way: readonly PythonNode[], call: PythonNode): PythonNode {
  let value = call;
  for (const around of way.slice(0, way.indexOf(call)).toReversed()) {
    const isChain = around.start === value.start && (around.kind === 'attribute' || around.kind === 'call');
    const isForm = around.kind === 'call' && /^(?:str|hex)\(/.test(text.slice(around.start, value.start));
    if (isChain || isForm) value = around;
    else if (around.kind !== 'argument_list') break;
  }
  return value;
}

/** What gives bytes by itself, unless its text form is asked for. */
function isBytes({ text }: OpenPython, { start, end }: PythonNode): boolean {
  const written = text.slice(start, end);
  return /(?:^|\.)(?:urandom|token_bytes|generate_key|randbytes|get_random_bytes)\([^()]*\)$/.test(written);
}

/** A setting or an argument that frameworks take as text and as bytes. */
function isForFramework(file: OpenPython, way: readonly PythonNode[], value: PythonNode): boolean {
  const holder = holderOf(way, value);
  const left = holder === undefined ? undefined : (part(holder, 'left') ?? part(holder, 'name'));
  if (holder === undefined || left === undefined) return false;
  const isMember = holder.kind === 'keyword_argument' || left.kind === 'attribute' || left.kind === 'subscript';
  return isMember && /secret_key\W*$/i.test(file.text.slice(left.start, left.end));
}

function holderOf(way: readonly PythonNode[], value: PythonNode): PythonNode | undefined {
  return way.findLast(({ start, end, kind }) => {
    const isAround = start < value.start && value.end <= end;
    return isAround && kind !== 'parenthesized_expression' && kind !== 'conditional_expression';
  });
}

/** What the value is kept under; throws where it stands among other things. */
function keptUnder(file: OpenPython, path: string, way: readonly PythonNode[], value: PythonNode): string {
  const holder = holderOf(way, value);
  if (holder?.kind === 'argument_list') return '';
  const left = holder === undefined ? undefined : (part(holder, 'left') ?? part(holder, 'name'));
  const isKept = holder !== undefined && ['assignment', 'keyword_argument'].includes(holder.kind) && left !== undefined;
  if (!isKept) throw refused(file, path, value, 'The secret is put together with something else here.');
  return /(\w+)\W*$/.exec(file.text.slice(left.start, left.end))?.[1] ?? '';
}

/** Whether the file asks `os.environ` or `os.getenv` for the name itself. */
function readsItself(text: string, name: string): boolean {
  return new RegExp(`(?:environ(?:\\.get)?|getenv)\\s*[[(]\\s*['"]${name}['"]`).test(text);
}
