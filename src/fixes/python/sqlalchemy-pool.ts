import { addImport, insertBefore, openPython, setKeywords } from '../../sources/python/edit.ts';
import type { PoolEditor } from '../pool-editor.ts';

/** `pool_size` and `max_overflow` together are what a process opens, so that the share is the first and nothing beyond. */
export const sqlalchemyPool: PoolEditor = {
  library: 'sqlalchemy',
  edits: async ({ name, maximum, arithmetic }, { file: path, fact }, _graph, { read, parsePython }) => {
    const file = openPython(await parsePython(), (await read(path)) ?? '');
    if (file === null) return null;
    const { quote, width } = file.style;
    const statement = file.root.children.find(({ start, end }) => start <= fact.span[0] && fact.span[0] < end);
    const { edits: imported, locals } = addImport(file, {
      module: 'os',
      names: [{ imported: '*', local: 'os' }],
      before: statement?.start ?? fact.span[0],
    });
    const size = `int(${locals['*'] ?? 'os'}.environ.get(${quote}${name}${quote}, ${quote}${maximum}${quote}))`;
    const sized = setKeywords(file, fact.span, { pool_size: size, max_overflow: '0' });
    const depth = fact.span[0] - (file.text.lastIndexOf('\n', fact.span[0] - 1) + 1);
    const remark = insertBefore(
      file,
      fact.span,
      remarkOf(arithmetic.join(' '), Math.max(40, width - Math.min(depth, 8))),
    );
    return sized === null || remark === null ? null : [...imported, ...remark, ...sized];
  },
};

/** Sentences as a remark, in lines of so many columns. */
function remarkOf(text: string, width: number): string {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > width && line !== '#') {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
