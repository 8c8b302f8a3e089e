/** A table of a Markdown text: the heading above it, its head and its rows, cells without emphasis and links' targets. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function tablesIn(markdown: string): readonly Table[] {
  const tables: { head: readonly string[]; rows: (readonly string[])[] }[] = [];
  let open: (typeof tables)[number] | null = null;
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) open = null;
    else if (open === null) {
      open = { head: cellsOf(line), rows: [] };
      tables.push(open);
    } else if (!/^\|[-:|]+\|$/.test(line)) open.rows.push(cellsOf(line));
  }
  return tables;
}

export function budgetsIn(markdown: string): readonly Table[] {
  return tablesIn(markdown).filter(
    ({ head, rows }) => head[1] === 'Pool' && rows.some(([first]) => first === 'Demand'),
  );
}

export function numberIn(cell: string | undefined): number {
  return Number((cell ?? '').replace('−', '-'));
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('**', ''));
}
