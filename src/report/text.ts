import type { Finding } from '../findings/types.ts';
import { byFile, counted, countsText, placeText } from './counts.ts';
import { newFindings, type Report } from './report.ts';

/**
 * For a person at a terminal and for problem matchers: each finding starts a line as
 * `file:line:column: severity rule-id: message`, its related places follow indented.
 */
export function textReport(report: Report): string {
  const findings = newFindings(report);
  const groups = [...byFile(findings).values()].map((group) => group.map(findingText).join('\n'));
  const problems = report.problems.map(
    ({ file, message }) => `${file === '' ? 'second-instance' : file}: problem: ${message}`,
  );
  const blind = report.blind.map((sentence) => `not seen: ${sentence}`);
  return `${[...groups, problems.join('\n'), blind.join('\n'), summary(report)].filter((part) => part !== '').join('\n\n')}\n`;
}

function findingText(finding: Finding): string {
  return [
    `${placeText(finding)}: ${finding.severity} ${finding.ruleId}: ${finding.message}`,
    ...finding.related.map((place) => `    ${placeText(place)}: ${place.message}`),
    ...finding.fixes.map((fix) => `    fix (${fix.safety}): ${fix.title}`),
  ].join('\n');
}

function summary(report: Report): string {
  const findings = newFindings(report);
  const files = byFile(findings).size;
  const known = report.findings.length - findings.length;
  const { stats } = report;
  const found = findings.length === 0 ? 'No findings' : `${countsText(findings)} in ${counted(files, 'file')}`;
  return [
    `${found}.`,
    ...(known === 0 ? [] : [`${counted(known, 'finding')} of the baseline not shown.`]),
    ...silenced(report),
    `${counted(stats.files, 'file')}, ${stats.parsed} parsed, ${stats.cached} from the cache, ${stats.milliseconds} ms.`,
  ].join(' ');
}

/** Only a comment and an entry of `ignore` give a reason; whoever switches a rule off need not. */
function silenced({ suppressed }: Report): readonly string[] {
  const off = suppressed.filter(({ by }) => by === 'off').length;
  const reasoned = suppressed.length - off;
  return [
    ...(reasoned === 0 ? [] : [`${reasoned} silenced with a reason.`]),
    ...(off === 0
      ? []
      : [`${off} not shown, because the configuration switches ${off === 1 ? 'its rule' : 'their rules'} off.`]),
  ];
}
