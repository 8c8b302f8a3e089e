import type { Finding } from '../findings/types.ts';
import { byFile, countsText, severities } from './counts.ts';
import { escaped } from './escaped.ts';
import { newFindings, type Report } from './report.ts';

/** For a pull request's comment or a job's summary: the worst first, then what was assumed and not seen. */
export function markdownReport(report: Report): string {
  const findings = newFindings(report);
  const heading = `## Second Instance: ${countsText(findings)}`;
  const sections = severities.flatMap((severity) => {
    const group = findings.filter((finding) => finding.severity === severity);
    return group.length === 0 ? [] : [section(severity, group)];
  });
  return `${[heading, ...sections, ...footnotes(report)].join('\n\n')}\n`;
}

const titles = { error: 'Errors', warning: 'Warnings', note: 'Notes' } as const;

function section(severity: Finding['severity'], findings: readonly Finding[]): string {
  const files = [...byFile(findings)].map(([file, group]) => `**${escaped(file)}**\n\n${group.map(item).join('\n')}`);
  return [`### ${titles[severity]}`, ...files].join('\n\n');
}

function item(finding: Finding): string {
  const line = finding.range.start.line + 1;
  const fixes = finding.fixes.map((fix) => ` _Fix: ${escaped(fix.title)}._`).join('');
  const related = finding.related.map(
    (place) => `  - \`${place.file}:${place.range.start.line + 1}\` ${escaped(place.message)}`,
  );
  const first = `- line ${line}: ${escaped(finding.message)}${fixes} ([${finding.ruleId}](${finding.docs}))`;
  return [first, ...related].join('\n');
}

function footnotes(report: Report): readonly string[] {
  const programs = report.topology.map((sentence) => `- ${escaped(sentence)}`);
  const blind = report.blind.map((sentence) => `- ${escaped(sentence)}`);
  const problems = report.problems.map(
    ({ file, message }) => `- ${escaped(file === '' ? message : `${file}: ${message}`)}`,
  );
  return [
    ...list('How many instances run', programs),
    ...list('What was not seen', blind),
    ...list('What could not be read', problems),
  ];
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`### ${title}\n\n${items.join('\n')}`];
}
