/** A block of code under *Wrong* or *Right* of a rule's page; `line` is 1-based and points at the block's fence. */
export interface PageExample {
  readonly kind: 'wrong' | 'right';
  readonly line: number;
  /** The text as marked-files.ts reads it. */
  readonly files: string;
}

/** The headings of the second level, in order. */
export function headingsOf(page: string): readonly string[] {
  return linesOutsideFences(page).flatMap((line) => (line.startsWith('## ') ? [line.slice(3).trim()] : []));
}

const firstFileOf: Readonly<Record<string, string>> = {
  ts: 'src/app.ts',
  tsx: 'src/app.tsx',
  js: 'src/app.js',
  python: 'app.py',
  yaml: 'compose.yaml',
};

/** The fenced blocks under the two headings. A block that names no file is one file, named by its language. */
export function examplesOf(page: string): readonly PageExample[] {
  const examples: PageExample[] = [];
  let heading = '';
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | null = null;
  page.split('\n').forEach((line, index) => {
    const fence = /^```(\w*)\s*$/.exec(line);
    if (open === null) {
      if (line.startsWith('## ')) heading = line.slice(3).trim();
      if (fence !== null) open = { language: fence[1] ?? '', line: index + 1, lines: [] };
      return;
    }
    if (fence === null) {
      open.lines.push(line);
      return;
    }
    const kind = heading === 'Wrong' ? 'wrong' : heading === 'Right' ? 'right' : null;
    if (kind !== null) examples.push({ kind, line: open.line, files: filesOf(open.language, open.lines.join('\n')) });
    open = null;
  });
  return examples;
}

function filesOf(language: string, text: string): string {
  if (/^\s*(?:\/\/|#)\s*file:/.test(text)) return text;
  const name = firstFileOf[language];
  if (name === undefined) throw new Error(`A block in ${language || 'no language'} must name its files.`);
  return `// file: ${name}\n${text}`;
}

function linesOutsideFences(page: string): readonly string[] {
  let inside = false;
  return page.split('\n').filter((line) => {
    if (line.startsWith('```')) inside = !inside;
    return !inside;
  });
}
