import type {
  BudgetChange,
  Changed,
  ComparedFinding,
  ComparedProgram,
  Comparison,
  InstancesChange,
} from '../findings/compare.ts';
import { counted } from './counts.ts';
import { escaped } from './escaped.ts';

/** One part of a comparison: its heading, and a line for each change, with the code behind it in backticks where it has any. */
interface Part {
  readonly title: string;
  readonly lines: readonly Line[];
}

interface Line {
  /** `src/a.ts:7`, where the change stands in a file. */
  readonly place: string | null;
  readonly text: string;
  readonly rule: { readonly id: string; readonly docs: string } | null;
}

/** For a person at a terminal. */
export function comparisonText(comparison: Comparison): string {
  const parts = partsOf(comparison).map(
    ({ title, lines }) => `${title}\n${lines.map((line) => `  ${textLine(line)}`).join('\n')}`,
  );
  return `${[`${summary(comparison)}.`, ...parts].join('\n\n')}\n`;
}

/** For a pull request's comment. */
export function comparisonMarkdown(comparison: Comparison): string {
  const parts = partsOf(comparison).map(
    ({ title, lines }) => `### ${title}\n\n${lines.map((line) => `- ${markdownLine(line)}`).join('\n')}`,
  );
  return `${[`## Second Instance: ${summary(comparison)}`, ...parts].join('\n\n')}\n`;
}

export function comparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison, null, 2)}\n`;
}

/** `1 new error, 2 findings closed`. */
function summary({ added, closed, raised, lowered, ...others }: Comparison): string {
  const parts = [
    ...(['error', 'warning', 'note'] as const).map((severity) => {
      const count = added.filter((finding) => finding.severity === severity).length;
      return count === 0 ? '' : `${count} new ${severity}${count === 1 ? '' : 's'}`;
    }),
    closed.length === 0 ? '' : `${counted(closed.length, 'finding')} closed`,
    raised.length === 0 ? '' : `${counted(raised.length, 'finding')} more severe`,
    lowered.length === 0 ? '' : `${counted(lowered.length, 'finding')} less severe`,
  ].filter((part) => part !== '');
  if (parts.length > 0) return parts.join(', ');
  const isSame = Object.values(others).every((change) =>
    'added' in change ? change.added.length + change.gone.length === 0 : change.length === 0,
  );
  return isSame ? 'nothing changed' : 'no finding came or went';
}

function partsOf(comparison: Comparison): readonly Part[] {
  const { added, closed, raised, lowered, instances, components, connections, budgets } = comparison;
  const parts: readonly Part[] = [
    { title: 'New', lines: added.map(findingLine) },
    { title: 'More severe', lines: raised.map(severityLine) },
    { title: 'Less severe', lines: lowered.map(severityLine) },
    { title: 'Closed', lines: closed.map(findingLine) },
    { title: 'Instances', lines: instances.map(instancesLine) },
    {
      title: 'Architecture',
      lines: [
        ...components.added.map((name) => plain(`new: ${name}`)),
        ...components.gone.map((name) => plain(`gone: ${name}`)),
        ...connections.added.map((name) => plain(`new: ${name}`)),
        ...connections.gone.map((name) => plain(`gone: ${name}`)),
      ],
    },
    { title: 'Connection budgets', lines: budgets.map(budgetLine) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

function findingLine(finding: ComparedFinding): Line {
  return {
    place: `${finding.file}:${finding.range.start.line + 1}`,
    text: `${finding.severity}: ${finding.message}`,
    rule: { id: finding.ruleId, docs: finding.docs },
  };
}

function severityLine({ before, after }: Changed<ComparedFinding>): Line {
  const line = findingLine(after);
  return { ...line, text: `${before.severity} → ${line.text}` };
}

function instancesLine({ program, before, after }: InstancesChange): Line {
  return plain(`${program}: ${instancesText(before)} → ${instancesText(after)}`);
}

function instancesText(program: ComparedProgram | null): string {
  if (program === null) return 'not there';
  const { hosts, processesPerHost } = program;
  const [least, most] = [hosts.min * processesPerHost, hosts.max * processesPerHost];
  return least === most ? counted(most, 'instance') : `${least} to ${most} instances`;
}

function budgetLine({ connection, before, after }: BudgetChange): Line {
  return plain(`${connection}: ${budgetText(before)} → ${budgetText(after)}`);
}

function budgetText(budget: BudgetChange['before']): string {
  if (budget === null || budget === undefined) return 'not known';
  return `${budget.demand} of ${budget.supply} connections${budget.demand > budget.supply ? ' (too many)' : ''}`;
}

function plain(text: string): Line {
  return { place: null, text, rule: null };
}

function textLine({ place, text, rule }: Line): string {
  return `${place === null ? '' : `${place}: `}${text}${rule === null ? '' : ` (${rule.id})`}`;
}

function markdownLine({ place, text, rule }: Line): string {
  const link = rule === null ? '' : ` ([${rule.id}](${rule.docs}))`;
  return `${place === null ? '' : `\`${place}\` `}${escaped(text)}${link}`;
}
