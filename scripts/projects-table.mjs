import { readdirSync, readFileSync } from 'node:fs';

/** What the verdicts on real applications say, counted from their files: one row for those that were first run together. */
export function projectsTable(folder) {
  const projects = projectsIn(folder);
  const groups = [...new Set(projects.flatMap((project) => groupOf(project) ?? []))].sort();
  const rows = [
    ['Applications', 'Findings', 'Right', 'Debatable', 'Wrong', 'Not judged yet', 'Wrong or debatable, and gone since'],
    row(
      'that the rules were mended against from the start',
      projects.filter(({ heldOut }) => heldOut === undefined),
    ),
    ...groups.map((group) =>
      row(
        group,
        projects.filter((project) => groupOf(project) === group),
      ),
    ),
    row('in all', projects),
  ];
  return padded(rows).join('\n');
}

/** Fewer findings than these prove nothing, whatever was said of them. */
const enough = 10;

/** What was said of each rule's findings, counted from the same files; rules come in the order given. */
export function rulesTable(folder, rules) {
  const verdicts = projectsIn(folder).flatMap((project) => project.verdicts);
  const rows = rules.map((rule) => {
    const own = verdicts.filter((each) => each.rule === rule && each.verdict !== 'open');
    const count = (verdict) => own.filter((each) => each.verdict === verdict).length;
    const share = own.length < enough ? 'unproven' : `${Math.round((count('right') / own.length) * 100)} %`;
    return [rule, own.length, count('right'), count('debatable'), count('wrong'), share].map(String);
  });
  return padded([['Rule', 'Judged', 'Right', 'Debatable', 'Wrong', 'Right of all'], ...rows]).join('\n');
}

/** What is said of those that were first run together; null for those that the rules were mended against from the start. */
function groupOf({ heldOut, language }) {
  if (heldOut === undefined) return null;
  if (heldOut === null) return 'whose truth is written down, and over which no rule has run yet';
  const which = language === 'python' ? 'in Python, held out' : 'held out';
  return `${which} until a first run, recorded on ${heldOut}, then mended in part`;
}

function projectsIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
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
