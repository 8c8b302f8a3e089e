import type { Finding } from '../findings/types.ts';
import { byFile, counted, countsText } from './counts.ts';
import { newFindings, type Report } from './report.ts';

/** For a program that edits code: one block a finding, few words, each place as `file:line`, and what to run next. */
export function agentReport(report: Report): string {
  const findings = newFindings(report);
  if (findings.length === 0) return `No findings in ${counted(report.stats.files, 'file')}.\n`;
  const blocks = findings.map((finding, index) => block(finding, index + 1));
  const next = 'Check again with: second-instance check --format agent';
  return `${[`${countsText(findings)} in ${counted(byFile(findings).size, 'file')}.`, ...blocks, next].join('\n\n')}\n`;
}

function block(finding: Finding, number: number): string {
  const { range } = finding;
  const at = `${finding.file}:${range.start.line + 1}:${range.start.character + 1}`;
  return [
    `${number}. ${at} ${finding.severity} ${finding.ruleId}`,
    `   ${finding.message}`,
    ...finding.related.map((place) => `   see ${place.file}:${place.range.start.line + 1} ${place.message}`),
    ...finding.fixes.map(
      (fix) => `   fix ${fix.safety}: ${fix.title} → second-instance fix --rule ${finding.ruleId}${all(fix)}`,
    ),
    `   page: ${finding.docs}`,
  ].join('\n');
}

function all(fix: Finding['fixes'][number]): string {
  return fix.safety === 'safe' ? ' --write' : ' --all --write';
}
