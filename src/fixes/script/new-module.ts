import { type CodeTemplate, codeOf } from '../../patterns/template.ts';
import type { ModuleStyle } from './module-style.ts';

/** A template as the text of a file of its own, in the style of the code that it will stand beside. */
export function moduleText(
  template: CodeTemplate,
  style: ModuleStyle,
  values: Readonly<Record<string, string>> = {},
): string {
  const typed = style.file.endsWith('ts');
  const code = codeOf(template, typed ? 'typescript' : 'javascript', values);
  const named = style.brackets ? code.replaceAll(/\bprocess\.env\.(\w+)/g, "process.env['$1']") : code;
  return dressed(style.form === 'commonjs' && !typed ? commonJs(named) : named, style);
}

/** Our templates write one import a line and export functions and constants alone, which is all that is turned around. */
function commonJs(code: string): string {
  const exported = [...code.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)].map((match) => match[1] ?? '');
  const body = code
    .replaceAll(/^import (\w+) from '([^']+)';$/gm, "const $1 = require('$2');")
    .replaceAll(/^import \{ (.+) \} from '([^']+)';$/gm, "const { $1 } = require('$2');")
    .replaceAll(/^export /gm, '');
  return `${body}\nmodule.exports = { ${exported.join(', ')} };\n`;
}

function dressed(code: string, { script }: ModuleStyle): string {
  return code
    .split('\n')
    .map((line) => {
      const depth = /^(?: {2})*/.exec(line)?.[0].length ?? 0;
      const indented = script.indent.repeat(depth / 2) + line.slice(depth);
      const quoted = script.quote === '"' && !indented.includes('"') ? indented.replaceAll("'", '"') : indented;
      // No statement of our templates begins with a bracket, which alone would need the semicolon before it.
      return script.semicolons ? quoted : quoted.replace(/;$/, '');
    })
    .join(script.line);
}
