import type { CallFact } from '../../facts/code.ts';
import {
  addImport,
  members,
  nodeAt,
  nodesAround,
  type OpenPython,
  openPython,
  type PythonNode,
  type PythonParser,
  part,
} from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';

/** `requests.get(url)` becomes `await asyncio.to_thread(requests.get, url)`, and a sleep that of asyncio itself. */
export function awaitOnThread(
  parser: PythonParser,
  path: string,
  text: string,
  calls: readonly CallFact[],
): readonly TextEdit[] {
  const file = openPython(parser, text);
  if (file === null) throw new Error(`${path} does not parse; mend it first.`);
  const [first] = calls;
  if (first === undefined) return [];
  const top = file.root.children.find(({ start, end }) => start <= first.span[0] && first.span[1] <= end);
  const { edits, locals } = addImport(file, {
    module: 'asyncio',
    names: [{ imported: '*', local: 'asyncio' }],
    before: top?.start ?? first.span[0],
  });
  const asyncio = locals['*'] ?? 'asyncio';
  return [...edits, ...calls.flatMap((call) => threadEdits(file, path, call, asyncio))];
}

function threadEdits(file: OpenPython, path: string, { span }: CallFact, asyncio: string): readonly TextEdit[] {
  const { text } = file;
  const call = nodeAt(file, span, 'call');
  const list = call === undefined ? undefined : part(call, 'arguments');
  const way = nodesAround(file, span);
  const scope = way.findLastIndex(({ kind }) => kind === 'function_definition' || kind === 'lambda');
  const isLazy = way
    .slice(scope + 1)
    .some(({ kind }) => kind === 'generator_expression' || kind === 'default_parameter');
  if (call === undefined || list?.kind !== 'argument_list' || isLazy || way[scope]?.kind !== 'function_definition') {
    throw new Error(`It cannot be awaited where it stands. (${path}:${text.slice(0, span[0]).split('\n').length})`);
  }
  const [before, behind] = isAsked(way, call) ? ['(await ', ')'] : ['await ', ''];
  const callee = text.slice(call.start, list.start);
  const closing: readonly TextEdit[] = behind === '' ? [] : [{ span: [call.end, call.end], text: behind }];
  if (/^(?:time\.)?sleep$/.test(callee)) {
    return [{ span: [call.start, list.start], text: `${before}${asyncio}.sleep` }, ...closing];
  }
  const [given] = members(list);
  const gap = given === undefined ? '' : text.slice(list.start + 1, given.start);
  // Arguments on lines of their own leave one to the function as well.
  const named = gap.includes('\n') ? `${gap}${callee},` : given === undefined ? callee : `${callee}, `;
  return [{ span: [call.start, list.start + 1], text: `${before}${asyncio}.to_thread(${named}` }, ...closing];
}

/** Whether something is asked of the answer at once, as in `(await …).json()`. */
function isAsked(way: readonly PythonNode[], { start, end }: PythonNode): boolean {
  const around = way.findLast((each) => each.start < start || each.end > end);
  return around?.start === start && ['attribute', 'subscript', 'call'].includes(around.kind);
}
