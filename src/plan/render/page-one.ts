import type { Plan, ProgramVerdict, Wall } from '../types.ts';
import { budgetLines } from './budget.ts';
import { code, counted, findingLink, firstSentence, prose, provenanceText } from './markdown.ts';

const shownPrograms = 6;
const shownWalls = 3;
const shownFindings = 3;

/** What a reader must know first, in at most sixty lines: the verdict and the first walls. */
export function pageOne(plan: Plan): readonly string[] {
  return [
    '# Scaling plan',
    '',
    `${plan.today}. Worked out by Second Instance from the files of this workspace; a figure without a source is not printed.`,
    '',
    '## Verdict',
    '',
    ...verdictLines(plan),
    '',
    ...wallLines(plan),
  ];
}

function verdictLines({ programs, unseen }: Plan): readonly string[] {
  const shown = programs.slice(0, shownPrograms);
  const rest = programs.length - shown.length;
  const [first] = unseen;
  return [
    ...(programs.length === 0
      ? ['No program that answers requests was found, so there is nothing to scale here.']
      : []),
    ...shown.map((verdict) => `- ${verdictText(verdict)}`),
    ...(rest === 0 ? [] : [`- and ${counted(rest, 'further program')}, with no more findings than these.`]),
    '',
    first === undefined
      ? 'Not seen: nothing that the reader knows of.'
      : `Not seen: ${prose(first)}${unseen.length === 1 ? '' : ` And ${unseen.length - 1} more, [below](#what-was-not-seen).`}`,
  ];
}

/** `api` is safe to 1 instance; 3 run (compose.yaml:12). First wall, passed already: state in memory. */
export function verdictText({ program, runs, safeTo, firstWall, counts }: ProgramVerdict): string {
  const running =
    runs === null
      ? 'nothing says how many run'
      : `${runs.value} ${runs.value === 1 ? 'runs' : 'run'} (${provenanceText(runs.from)})`;
  if (safeTo === null || firstWall === null) {
    const found =
      counts.error + counts.warning > 0
        ? 'what was found in it breaks at any number'
        : 'nothing that was found in it breaks';
    return `**${code(program)}: no wall was found**; ${running}. No number of instances is known at which it stops; ${found}.`;
  }
  const safe = safeTo === 0 ? 'not safe even to one instance' : `safe to ${counted(safeTo, 'instance')}`;
  const passed = firstWall.passed === true ? ', passed already' : '';
  return `**${code(program)} is ${safe}**; ${running}. First wall${passed}: ${titleOf(firstWall)}.`;
}

function wallLines(plan: Plan): readonly string[] {
  if (plan.walls.length === 0) return [];
  const rest = plan.walls.length - shownWalls;
  const told = new Set<string>();
  return [
    '## First walls',
    '',
    ...plan.walls
      .slice(0, shownWalls)
      .flatMap((wall, index) => [
        `### ${index + 1}. ${headingOf(wall)}`,
        '',
        ...(wall.database === null ? findingLines(wall) : connectionLines(plan, wall, wall.database, told)),
        '',
      ]),
    ...(rest > 0 ? [`${counted(rest, 'further wall')} ${rest === 1 ? 'stands' : 'stand'} behind these.`, ''] : []),
  ];
}

function headingOf(wall: Wall): string {
  const at = wall.at === 1 ? 'at the first instance' : `at ${wall.at} instances`;
  const passed = wall.passed === true ? ' (passed)' : '';
  return `${code(wall.program)} ${at}${passed}: ${titleOf(wall)}`;
}

function titleOf({ title, database }: Wall): string {
  return database === null ? title : `connections of ${code(database)}`;
}

function findingLines({ findings }: Wall): readonly string[] {
  const rest = findings.length - shownFindings;
  return [
    ...findings
      .slice(0, shownFindings)
      .map((finding) => `- ${findingLink(finding)} ${prose(firstSentence(finding.message))}`),
    ...(rest > 0 ? [`- and ${rest} more, under [Blockers](#blockers-in-order)`] : []),
  ];
}

/** The arithmetic stands once; a second program on the same database points at it. */
function connectionLines(plan: Plan, wall: Wall, database: string, told: Set<string>): readonly string[] {
  const table = plan.budgets.find((budget) => budget.database === database);
  if (table === undefined || told.has(database)) {
    return [`The same budget, with more instances of ${code(wall.program)} and the others at their most.`];
  }
  told.add(database);
  return budgetLines(table);
}
