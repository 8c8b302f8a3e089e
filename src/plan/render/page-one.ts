import { listed } from '../listed.ts';
import type { Overflow, Plan, ProgramVerdict, Wall } from '../types.ts';
import { budgetLines } from './budget.ts';
import { code, counted, findingLink, firstSentence, prose, provenanceText } from './markdown.ts';
import { saidText } from './said.ts';

const shownPrograms = 6;
const shownWalls = 3;
const shownFindings = 3;

/** What a reader must know first, in at most sixty lines: the verdict and the first walls. */
export function pageOne(plan: Plan): readonly string[] {
  const walls = wallLines(plan);
  const lines = [
    '# Scaling plan',
    '',
    `${plan.today}. Worked out by Second Instance from the files of this workspace; a figure without a source is not printed.`,
    '',
    '## Verdict',
    '',
    ...verdictLines(plan),
    '',
    ...(plan.decision.length === 0 ? [] : ['## Decision', '', plan.decision.join(' '), '']),
  ];
  const room = Math.min(shownSeen, pageLines - lines.length - walls.length - seenHead);
  return [...lines, ...seenLines(plan, room), ...walls];
}

const pageLines = 60;
const shownSeen = 10;
/** A heading, the blank lines around the list, and the line that says how many more there are. */
const seenHead = 5;

/** What the plan is about, as far as the page has room; the ladder below has all of it. */
function seenLines({ seen }: Plan, room: number): readonly string[] {
  if (seen.length === 0 || room < 1) return [];
  const rest = seen.length - room;
  return [
    '## What it is about',
    '',
    ...seen.slice(0, room).map((each) => `- ${saidText(each)}`),
    ...(rest > 0 ? [`- and ${rest} more; programs and stores are all in the [ladder](#ceiling-ladder)`] : []),
    '',
  ];
}

function verdictLines({ programs, unseen }: Plan): readonly string[] {
  const clear = programs.filter(isClear);
  const told = programs.filter((verdict) => !isClear(verdict));
  const shown = told.slice(0, shownPrograms);
  const rest = told.length - shown.length;
  const [first] = unseen;
  return [
    ...(programs.length === 0
      ? ['No program that answers requests was found, so there is nothing to scale here.']
      : []),
    ...shown.map((verdict) => `- ${verdictText(verdict)}`),
    ...(rest === 0 ? [] : [`- and ${counted(rest, 'further program')}, with no more findings than these.`]),
    ...(clear.length === 0 ? [] : [`- ${clearText(clear)}`]),
    '',
    first === undefined
      ? 'Not seen: nothing that the reader knows of.'
      : `Not seen: ${prose(first)}${unseen.length === 1 ? '' : ` And ${unseen.length - 1} more, [below](#what-was-not-seen).`}`,
  ];
}

/** Nothing was found that stops it at any number, nor anything else that is wrong with it. */
function isClear({ firstWall, crowded, tied, counts }: ProgramVerdict): boolean {
  return firstWall === null && tied === null && crowded.length === 0 && counts.error + counts.warning === 0;
}

const shownClear = 8;

/** Programs that nothing was found against, in one line: there is no more to say of each than how many run. */
function clearText(programs: readonly ProgramVerdict[]): string {
  const shown = programs.slice(0, shownClear).map((verdict) => `${code(verdict.program)} (${runningText(verdict)})`);
  const rest = programs.length - shown.length;
  const unsummed = programs.filter((verdict) => verdict.unsummed.length > 0);
  return `**Nothing was found that stops** ${listed([...shown, ...(rest === 0 ? [] : [`${rest} more`])])}.${unsummedText(unsummed)}`;
}

/** Pools that lead to a database and stand in no sum may be the wall that was not found. */
function unsummedText(programs: readonly ProgramVerdict[]): string {
  if (programs.length === 0) return '';
  const databases = [...new Set(programs.flatMap(({ unsummed }) => unsummed))];
  const names = programs.slice(0, shownClear).map(({ program }) => code(program));
  const rest = programs.length - names.length;
  return ` In no sum: what ${listed([...names, ...(rest === 0 ? [] : [`${rest} more`])])} may open at ${listed(databases.map(code))}.`;
}

/** `up to 6 run, k8s/api.yaml:12`; where nothing says how many, what is known in its place. */
function runningText({ runs, runsUpTo, processes, begins }: ProgramVerdict): string {
  if (runs !== null) {
    return `${runsUpTo ? 'up to ' : ''}${runs.value} ${runs.value === 1 ? 'runs' : 'run'}, ${provenanceText(runs.from)}`;
  }
  const each =
    processes === null
      ? 'nothing says how many run'
      : `${counted(processes.value, 'process', 'processes')} on each host, ${provenanceText(processes.from)}; nothing says how many hosts`;
  return begins === null ? each : `a template begins with ${begins.value}, ${provenanceText(begins.from)}; ${each}`;
}

/** `api` is safe to 1 instance; 3 run, compose.yaml:12. First wall, passed already: state in memory. */
export function verdictText(verdict: ProgramVerdict): string {
  const { program, safeTo, firstWall, worst, crowded, tied, unsummed } = verdict;
  const bound = tied === null ? '' : ` On one machine: ${saidText(tied)} A second machine has none of them.`;
  const { runs, runsUpTo } = verdict;
  const running =
    runs === null
      ? runningText(verdict)
      : `${runsUpTo ? 'up to ' : ''}${runs.value} ${runs.value === 1 ? 'runs' : 'run'} (${provenanceText(runs.from)})`;
  if (safeTo === null || firstWall === null) {
    const found = worst === null ? '' : ` At any number: ${findingLink(worst)} ${prose(firstSentence(worst.message))}`;
    const missing = unsummedText(unsummed.length === 0 ? [] : [verdict]);
    return `**Nothing was found that stops ${code(program)}**; ${running}.${found}${crowdedText(crowded)}${bound}${missing}`;
  }
  const { overflow } = firstWall;
  const safe = safeTo === 0 ? unsafeText(overflow) : `safe to ${counted(safeTo, 'instance')}`;
  const passed =
    firstWall.passed === true ? ', passed already' : firstWall.tight === true ? ', its headroom used already' : '';
  return `**${code(program)} is ${safe}**; ${running}. First wall${passed}: ${titleOf(firstWall)}.${crowdedText(crowded)}${bound}`;
}

function unsafeText(overflow: Overflow | null): string {
  if (overflow !== null && overflow.full.hosts > 1) return 'short of headroom with a single instance';
  return (overflow?.others ?? 0) > 0 ? 'left no room for one instance by the others' : 'not safe even to one instance';
}

function crowdedText(databases: readonly string[]): string {
  return databases.length === 0
    ? ''
    : ` It shares ${databases.map(code).join(', ')} with a larger pool that takes more than is there.`;
}

function wallLines(plan: Plan): readonly string[] {
  if (plan.walls.length === 0) return [];
  const rest = plan.walls.length - shownWalls;
  const told = new Set<string>();
  return [
    '## First walls',
    '',
    ...firstOf(plan.walls).flatMap((wall, index) => [
      `### ${index + 1}. ${headingOf(wall)}`,
      '',
      ...(wall.overflow === null ? findingLines(wall) : connectionLines(plan, wall, wall.overflow, told)),
      '',
    ]),
    ...(rest > 0 ? [`${counted(rest, 'further wall')} ${rest === 1 ? 'stands' : 'stand'} behind these.`, ''] : []),
  ];
}

/** The nearest ones, and among them always the first budget, because its arithmetic is what a reader cannot see. */
function firstOf(walls: readonly Wall[]): readonly Wall[] {
  const nearest = walls.slice(0, shownWalls);
  const budget = walls.find((wall) => wall.overflow !== null);
  return budget === undefined || nearest.includes(budget) ? nearest : [...nearest.slice(0, shownWalls - 1), budget];
}

function headingOf(wall: Wall): string {
  const at = wall.at === 1 ? 'at the first instance' : `at ${wall.at} instances`;
  const passed = wall.passed === true ? ' (passed)' : wall.tight === true ? ' (headroom used)' : '';
  return `${code(wall.program)} ${at}${passed}: ${titleOf(wall)}`;
}

function titleOf({ title, overflow }: Wall): string {
  if (overflow === null) return title;
  const assuming = overflow.assuming === null ? '' : `, assuming it takes ${overflow.assuming}`;
  const condition = overflow.condition === null ? '' : `, if ${prose(overflow.condition)}`;
  return `${title} of ${code(overflow.database)}${assuming}${condition}`;
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

/** The budget stands once; a second program on the same database points at it. */
function connectionLines(plan: Plan, wall: Wall, overflow: Overflow, told: Set<string>): readonly string[] {
  const table = plan.budgets.find((budget) => budget.database === overflow.database);
  const lines = table === undefined || told.has(overflow.database) ? [] : [...budgetLines(table), ''];
  told.add(overflow.database);
  return [...lines, overflowText(wall.program, overflow)];
}

/** At 2 hosts of `api`: 40 × (2 + 0) + 40 of the others = 120, more than 77, what there is to plan with. */
function overflowText(program: string, overflow: Overflow): string {
  const { planned, usable, full } = overflow;
  const at = ({ hosts, surge, sum }: Overflow['full']) => {
    const own = `${overflow.perHost} × (${hosts} + ${surge})`;
    const rest = overflow.others === 0 ? '' : ` + ${overflow.others} of the others`;
    return `At ${counted(hosts, 'host')} of ${code(program)}: ${own}${rest} = ${sum}`;
  };
  if (full.hosts === overflow.hosts) return `${at(full)}, more than ${usable}, all that it takes.`;
  return `${at(overflow)}, more than ${planned}, what there is to plan with. ${at(full)}, more than ${usable}, all that it takes.`;
}
