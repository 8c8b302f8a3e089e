import { addProperties } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { PoolEditor } from '../pool-editor.ts';
import { moduleStyleOf } from './module-style.ts';

/** `max` of pg's Pool. */
export const pgPool: PoolEditor = {
  library: 'pg',
  edits: async ({ name, maximum, arithmetic }, { file: path, fact }, graph, { read }) => {
    const text = await read(path);
    const [options] = fact.arguments;
    if (text === null) return null;
    const { brackets, script } = moduleStyleOf(graph, path, text);
    const member = brackets ? `[${script.quote}${name}${script.quote}]` : `.${name}`;
    const size = `Number(process.env${member} ?? ${maximum})`;
    const start = text.lastIndexOf('\n', fact.span[0] - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
    const { line } = script;
    const remark: TextEdit = {
      span: [start, start],
      text: arithmetic.map((sentence) => `${indent}// ${sentence}${line}`).join(''),
    };
    if (options === undefined) {
      const inside = fact.span[1] - 1;
      return text[inside] === ')' ? [remark, { span: [inside, inside], text: `{ max: ${size} }` }] : null;
    }
    if (options.kind !== 'object') return null;
    const written = options.properties.find(({ key }) => key === 'max');
    if (written !== undefined) return [remark, { span: written.value.span, text: size }];
    const added = addProperties(path, text, options.span, { max: size });
    return added === null ? null : [remark, ...added];
  },
};
