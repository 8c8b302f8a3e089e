/** How a file is written, so that what a fix adds looks as if its author had typed it. */
export interface Style {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level of indentation: two or four spaces, or a tab. */
  readonly indent: string;
  readonly newline: '\n' | '\r\n';
  readonly modules: 'esm' | 'commonjs';
  /** The ending that relative imports are written with: `.js`, `.ts` or none. */
  readonly ending: '' | '.js' | '.ts' | '.mjs' | '.cjs';
}

/** Reads the style off a file's text; `path` decides where the text does not say. */
export function styleOf(path: string, text: string): Style {
  const modules = moduleSystemOf(path, text);
  return {
    quote: count(text, /'[^'"\n]*'/g) >= count(text, /"[^'"\n]*"/g) ? "'" : '"',
    semicolons: count(text, /;[ \t]*$/gm) * 4 >= count(text, /[\w)\]'"`][ \t]*$/gm),
    indent: indentOf(text),
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    modules,
    ending: endingOf(path, text, modules),
  };
}

function moduleSystemOf(path: string, text: string): Style['modules'] {
  if (/\.(?:mjs|mts)$/.test(path)) return 'esm';
  if (/\.(?:cjs|cts)$/.test(path)) return 'commonjs';
  if (/^(?:import|export)\b/m.test(text)) return 'esm';
  return /\b(?:require\s*\(|module\.exports\b|exports\.\w)/.test(text) ? 'commonjs' : 'esm';
}

function endingOf(path: string, text: string, modules: Style['modules']): Style['ending'] {
  const written = /(?:from|require\()\s*['"]\.[^'"]*?(\.(?:js|ts|mjs|cjs))?['"]/.exec(text);
  if (written !== null) return (written[1] ?? '') as Style['ending'];
  // Node itself finds no ESM file without its ending; TypeScript with a bundler or CommonJS does.
  return modules === 'esm' && /\.m?js$/.test(path) ? '.js' : '';
}

function indentOf(text: string): string {
  const first = /^(\t| {2,8})\S/m.exec(text)?.[1];
  if (first === undefined) return '  ';
  return first.startsWith('\t') ? '\t' : first.length >= 4 && !/^ {2}\S/m.test(text) ? '    ' : '  ';
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
