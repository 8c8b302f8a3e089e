/** How a file is written, so that what is added looks like the rest. */
export interface PythonStyle {
  readonly quote: '"' | "'";
  /** One step of indentation. */
  readonly indent: string;
  readonly line: '\n' | '\r\n';
  /** The most columns that a line may take. */
  readonly width: number;
}

/** What PEP 8 asks for, and the most that any formatter is told in earnest. */
const [narrow, wide] = [79, 120];

/** Takes the majority of what the file does; where it does nothing yet, what PEP 8 says. */
export function pythonStyleOf(text: string): PythonStyle {
  const lines = text.split(/\r?\n/);
  // A quote that opens or ends a text, and not one that stands in it or is one of three.
  const count = (quote: string) => text.match(new RegExp(`[\\s(=,[{:]${quote}(?!${quote}${quote})`, 'g'))?.length ?? 0;
  const longest = lines.reduce((most, line) => (isLinked(line) ? most : Math.max(most, line.length)), 0);
  return {
    quote: count("'") > count('"') ? "'" : '"',
    indent: indentOf(lines),
    line: text.includes('\r\n') ? '\r\n' : '\n',
    width: Math.min(Math.max(longest, narrow), wide),
  };
}

/** Lines with an address in them, or with leave to be long, say nothing of the others. */
function isLinked(line: string): boolean {
  return /:\/\/|# noqa/.test(line);
}

/** The step by which the line behind a colon goes in. */
function indentOf(lines: readonly string[]): string {
  for (const [index, line] of lines.entries()) {
    if (!/:\s*(?:#.*)?$/.test(line) || !/^\s*(?:async |def |class |if |for |while |with |try|else)/.test(line))
      continue;
    const outer = /^[ \t]*/.exec(line)?.[0] ?? '';
    const inner = /^[ \t]*/.exec(lines[index + 1] ?? '')?.[0] ?? '';
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  }
  return '    ';
}
