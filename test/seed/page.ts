import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Judged, judge } from './judge.ts';
import { type Expected, type Row, rows } from './rows.ts';
import { workspaces } from './workspace.ts';

/** The table of docs/seed.md: what the product says today of every small program. */
export async function seedTable(): Promise<string> {
  const tests = testsAbout();
  const lines: string[] = [];
  for (const row of rows) {
    for (const [language, expected] of Object.entries(row.languages)) {
      const folder = `${row.folder}/${language}`;
      lines.push(lineOf(row, language, expected, await judge(folder), tests(folder)));
    }
  }
  return [
    '| The seed says | Completed by | Program | Instances | Result | Fix |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function lineOf(row: Row, language: string, expected: Expected, judged: Judged, tests: readonly string[]): string {
  const program = `[${titles[language] ?? language}](../${workspaces}/${row.folder}/${language})`;
  const cells = [
    row.seed,
    row.completed,
    program,
    listed(judged.instances),
    resultOf(expected, judged),
    fixOf(judged, tests),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const titles: Readonly<Record<string, string>> = { python: 'Python', typescript: 'TypeScript' };

function resultOf(expected: Expected, judged: Judged): string {
  const findings = judged.findings.map(findingText);
  const lines = [
    ...(findings.length === 0 ? ['silent'] : findings),
    ...(expected.budgets === undefined ? [] : judged.budgets),
    ...(expected.drawn === undefined ? [] : [...judged.components, ...judged.connections]),
  ];
  return listed(lines);
}

/** `warning state-singleton-field app.py:10: With …` with the rule as a link. */
function findingText(finding: string): string {
  const [severity = '', rule = '', place = '', ...sentence] = finding.split(' ');
  return `**${severity}** [${rule}](rules/${rule}.md) \`${place.replace(/:$/, '')}\`: ${sentence.join(' ')}`;
}

function fixOf({ findings, fixes }: Judged, tests: readonly string[]): string {
  if (findings.length === 0) return '';
  if (fixes.length === 0) return 'none yet';
  const run = tests.map((test) => `[runs on two processes](../${test})`);
  return listed([...fixes.map((id) => `\`${id}\``), ...run]);
}

function listed(lines: readonly string[]): string {
  return lines.join('<br>');
}

/** Tests elsewhere that name a program: those that apply its fix and run it. */
function testsAbout(): (folder: string) => readonly string[] {
  const tests = readdirSync('test', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('test/seed/') && !path.includes('/checkouts/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  return (folder) => tests.filter(({ text }) => text.includes(`filesOf('${folder}')`)).map(({ path }) => path);
}
