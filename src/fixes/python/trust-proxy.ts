import { addImport, insertAfter, nodesAround, openPython, type PythonParser, part } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';

/** Werkzeug's own middleware right behind the application; it believes what is said of the address and nothing else. */
export function trustInFlask(
  parser: PythonParser,
  path: string,
  text: string,
  call: Span,
  hops: number,
): readonly TextEdit[] {
  const file = openPython(parser, text);
  if (file === null) throw new Error(`${path} does not parse; mend it first.`);
  const way = nodesAround(file, call);
  const assignment = way.findLast(({ kind }) => kind === 'assignment');
  const [left, right] = assignment === undefined ? [] : [part(assignment, 'left'), part(assignment, 'right')];
  if (left === undefined || right?.start !== call[0] || right.end !== call[1]) {
    const line = text.slice(0, call[0]).split('\n').length;
    throw new Error(`The application is not kept under a name here. (${path}:${line})`);
  }
  const name = text.slice(left.start, left.end);
  const top = file.root.children.find(({ start, end }) => start <= call[0] && call[1] <= end);
  const { edits, locals } = addImport(file, {
    module: 'werkzeug.middleware.proxy_fix',
    names: [{ imported: 'ProxyFix', local: 'ProxyFix' }],
    before: top?.start ?? call[0],
  });
  const fixed = `${name}.wsgi_app = ${locals['ProxyFix'] ?? 'ProxyFix'}(${name}.wsgi_app, x_for=${hops}, x_proto=0)`;
  const remark =
    hops === 1
      ? '# One proxy stands in front and says who asks.'
      : `# ${hops} proxies stand in front and say who asks.`;
  const added = insertAfter(file, call, `${remark}\n${fixed}`);
  if (added === null) throw new Error(`The application shares its line with other statements in ${path}.`);
  return [...edits, ...added];
}
