import type { Artifact, Plan, Stage } from '../types.ts';
import { wholeBudgetLines } from './budget.ts';
import { code, counted, fenced, findingLink, firstSentence, placeLink, prose, row } from './markdown.ts';

/** More blockers of one rule in one stage than this are counted, not listed. */
const shownOfRule = 12;

export function blockerLines({ stages }: Plan): readonly string[] {
  const blocking = stages.filter(({ id }) => id !== 'later');
  return [
    '## Blockers, in order',
    '',
    ...(blocking.length === 0
      ? ['Nothing was found that breaks with a second instance.', '']
      : [
          'Close a stage before the next. Effort is in points: 1 an edit, 3 some files, 5 a redesign, 7 another architecture, 13 unknown.',
          '',
        ]),
    ...stages.flatMap(stageLines),
  ];
}

function stageLines(stage: Stage, index: number): readonly string[] {
  const seen = new Map<string, number>();
  const shown = stage.blockers.filter(({ finding }) => {
    const count = (seen.get(finding.ruleId) ?? 0) + 1;
    seen.set(finding.ruleId, count);
    return count <= shownOfRule;
  });
  const hidden = [...seen].filter(([, count]) => count > shownOfRule);
  return [
    `### ${index + 1}. ${stage.title}`,
    '',
    stage.why,
    '',
    row(['Where', 'What', 'In', 'Effort', 'What closes it']),
    '|---|---|---|--:|---|',
    ...shown.map(({ finding, effort, remedy }) =>
      row([
        findingLink(finding),
        `${severityWord(finding.severity)}: ${prose(firstSentence(finding.message))} [${finding.ruleId}](${finding.docs})`,
        finding.programs.map(code).join(', '),
        String(effort),
        prose(remedy),
      ]),
    ),
    ...(hidden.length === 0 ? [] : ['']),
    ...hidden.map(
      ([rule, count]) => `- and ${count - shownOfRule} more of ${code(rule)}; \`second-instance check\` lists them all`,
    ),
    '',
  ];
}

function severityWord(severity: 'error' | 'warning' | 'note'): string {
  return { error: '✖ error', warning: '⚠ warning', note: 'ℹ note' }[severity];
}

export function budgetSection({ budgets }: Plan): readonly string[] {
  return [
    '## Connection budgets',
    '',
    ...(budgets.length === 0
      ? ['No pool was joined to a database whose limit is known, so there is no sum to make.', '']
      : [
          'Formula F7: the sum of pool × processes × (hosts + roll-out) must stay within what the database takes, less what it reserves.',
          '',
        ]),
    ...budgets.flatMap((table) => [`### ${code(table.database)}`, '', ...wholeBudgetLines(table), '']),
  ];
}

const shownShared = 20;

/** What needs no change, so that nobody changes it: the same questions were asked there, and answered. */
export function sharedSection({ shared }: Plan): readonly string[] {
  if (shared.length === 0) return [];
  const rest = shared.length - shownShared;
  return [
    '## Shared already',
    '',
    ...shared
      .slice(0, shownShared)
      .map(({ file, line, about, reason }) => `- ${placeLink(file, line)} ${prose(`${about}? ${reason}`)}`),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    '',
  ];
}

export function artifactSection({ artifacts, withheld }: Plan): readonly string[] {
  if (artifacts.length === 0 && withheld.length === 0) return [];
  return [
    '## Files of this plan',
    '',
    ...artifacts.flatMap(artifactLines),
    ...withheld.map((reason) => `- ${prose(reason)}`),
    ...(withheld.length === 0 ? [] : ['']),
  ];
}

function artifactLines({ path, title, language, text, before, embedded }: Artifact): readonly string[] {
  return [
    `### ${code(path)}`,
    '',
    `${prose(title)}.`,
    ...(before.length === 0 ? [] : ['', ...before.map((line) => `- ${prose(line)}`)]),
    '',
    ...(embedded === false ? [] : fenced(language, text)),
    '',
  ];
}

export function assumptionSection(plan: Plan): readonly string[] {
  const blockers = plan.stages.flatMap((stage) => stage.blockers);
  const sure = (confidence: string) => blockers.filter(({ finding }) => finding.confidence === confidence).length;
  return [
    '## Assumptions and confidence',
    '',
    `${counted(blockers.length, 'finding')}: ${sure('high')} read from a file, ${sure('medium')} by a library's default or a single candidate, ${sure('low')} by a name alone.`,
    '',
    ...(plan.assumptions.length === 0
      ? ['Nothing is assumed beside that.', '']
      : [
          row(['Assumed', 'What settles it']),
          '|---|---|',
          ...plan.assumptions.map(({ text, settle }) => row([prose(text), settle])),
          '',
        ]),
  ];
}

export function unseenSection({ unseen }: Plan): readonly string[] {
  return [
    '## What was not seen',
    '',
    ...(unseen.length === 0 ? ['Nothing that the reader knows of.'] : unseen.map((sentence) => `- ${prose(sentence)}`)),
    '',
  ];
}
