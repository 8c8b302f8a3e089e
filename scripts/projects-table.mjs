import { readdirSync, readFileSync } from 'node:fs';

/** What the verdicts on real applications say, counted from their files: one row for each day on which some were first run. */
export function projectsTable(folder) {
  const projects = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
  const days = [...new Set(projects.flatMap(({ heldOut }) => (heldOut === undefined ? [] : [heldOut])))].sort();
  const rows = [
    ['Applications', 'Findings', 'Right', 'Debatable', 'Wrong', 'Not judged yet', 'Wrong or debatable, and gone since'],
    row(
      'that the rules were mended against from the start',
      projects.filter(({ heldOut }) => heldOut === undefined),
    ),
    ...days.map((day) =>
      row(
        `held out until a first run, recorded on ${day}, then mended in part`,
        projects.filter(({ heldOut }) => heldOut === day),
      ),
    ),
    row('in all', projects),
  ];
  return padded(rows).join('\n');
}

/** Columns of one width each, which is the form that the tests' pages are kept in. */
function padded(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const [head, ...body] = rows.map((cells) => line(cells.map((cell, column) => cell.padEnd(widths[column]))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body];
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

function row(title, projects) {
  const verdicts = projects.flatMap((project) => project.verdicts);
  const gone = projects.flatMap((project) => project.mended ?? []);
  const count = (verdict) => verdicts.filter((each) => each.verdict === verdict).length;
  const right = count('right');
  const share = verdicts.length === 0 ? '' : ` (${Math.round((right / verdicts.length) * 100)} %)`;
  return [
    `${projects.length} ${title}`,
    verdicts.length,
    `${right}${share}`,
    count('debatable'),
    count('wrong'),
    count('open'),
    gone.filter(({ verdict }) => verdict !== 'right').length,
  ].map(String);
}
