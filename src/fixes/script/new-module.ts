import { type CodeTemplate, codeOf } from '../../patterns/template.ts';
import { wholeNameOf } from '../../sources/script/edit.ts';
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
  if (style.form === 'equals') return dressed(equals(named), style);
  return dressed(style.form === 'commonjs' && !typed ? commonJs(named) : named, style);
}

/** TypeScript's own words for CommonJS: they need no `esModuleInterop`, and `verbatimModuleSyntax` allows no others. */
function equals(code: string): string {
  const brought = (_: string, names: string, module: string): string => {
    const all = names.split(', ');
    const types = all.flatMap((name) => (name.startsWith('type ') ? [name.slice('type '.length)] : []));
    const values = all.filter((name) => !name.startsWith('type '));
    const whole = wholeNameOf(module);
    return [
      ...(types.length === 0 ? [] : [`import type { ${types.join(', ')} } from '${module}';`]),
      `import ${whole} = require('${module}');`,
      `const { ${values.join(', ')} } = ${whole};`,
    ].join('\n');
  };
  const lines = code.split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('import '));
  const head = lines.slice(0, last + 1).join('\n');
  const imported = head
    .replaceAll(/^import (?:\* as )?(\w+) from '([^']+)';$/gm, "import $1 = require('$2');")
    .replaceAll(/^import \{ (.+) \} from '([^']+)';$/gm, brought)
    .split('\n');
  // Whoever reads a module looks for what it needs at its top.
  const needs = imported.filter((line) => line.startsWith('import '));
  const taken = imported.filter((line) => !line.startsWith('import '));
  const body = lines.slice(last + 1).join('\n');
  const whole = [...needs, ...(taken.length === 0 ? [] : ['', ...taken]), body.replaceAll(/^export /gm, '')].join('\n');
  return `${whole}\nexport = { ${exportedFrom(code).join(', ')} };\n`;
}

function exportedFrom(code: string): readonly string[] {
  return [...code.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)].map((match) => match[1] ?? '');
}

/** Our templates write one import a line and export functions and constants alone, which is all that is turned around. */
function commonJs(code: string): string {
  const body = code
    .replaceAll(/^import (?:\* as )?(\w+) from '([^']+)';$/gm, "const $1 = require('$2');")
    .replaceAll(/^import \{ (.+) \} from '([^']+)';$/gm, "const { $1 } = require('$2');")
    .replaceAll(/^export /gm, '');
  return `${body}\nmodule.exports = { ${exportedFrom(code).join(', ')} };\n`;
}

/** Our code with two spaces a step, single quotes and semicolons, as a file writes it. */
export function dressed(code: string, { script }: Pick<ModuleStyle, 'script'>): string {
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
