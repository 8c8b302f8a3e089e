import { type CodeTemplate, codeOf } from '../../patterns/template.ts';
import type { Style } from './style.ts';

/** A template as the text of a file of its own, in the style of the code it will stand beside. */
export function moduleText(
  template: CodeTemplate,
  path: string,
  style: Style,
  values: Readonly<Record<string, string>> = {},
): string {
  const typed = /\.(?:ts|mts|cts|tsx)$/.test(path);
  const code = codeOf(template, typed ? 'typescript' : 'javascript', values);
  const loaded = style.modules === 'commonjs' && !typed ? commonJs(code) : code;
  return dressed(loaded, style);
}

/** Our templates write one import a line and export functions and constants alone, which is all this has to turn around. */
function commonJs(code: string): string {
  const exported = [...code.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)].map((match) => match[1] ?? '');
  const body = code
    .replaceAll(/^import (\w+) from '([^']+)';$/gm, "const $1 = require('$2');")
    .replaceAll(/^import \{ (.+) \} from '([^']+)';$/gm, "const { $1 } = require('$2');")
    .replaceAll(/^export /gm, '');
  return `${body}\nmodule.exports = { ${exported.join(', ')} };\n`;
}

function dressed(code: string, style: Style): string {
  return code
    .split('\n')
    .map((line) => {
      const depth = /^(?: {2})*/.exec(line)?.[0].length ?? 0;
      const indented = style.indent.repeat(depth / 2) + line.slice(depth);
      const quoted = style.quote === '"' && !indented.includes('"') ? indented.replaceAll("'", '"') : indented;
      // A statement's semicolon ends its line in our templates; a line that begins with a bracket would need it back.
      return style.semicolons ? quoted : quoted.replace(/;$/, '');
    })
    .join(style.newline);
}
