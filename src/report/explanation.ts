import type { Finding, Silence } from '../findings/types.ts';
import { placeText } from './counts.ts';

/** What is known of one line; the engine's `Explanation` is one. */
export interface ExplainedLine {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  readonly findings: readonly Finding[];
  readonly silences: readonly Silence[];
  readonly moments: readonly string[];
  readonly topology: readonly string[];
}

/** For a person who asks why something is shown at a line, or why nothing is. */
export function explanationText(explained: ExplainedLine): string {
  const { file, line, findings, silences, moments, topology } = explained;
  const judged = [...findings.map(findingText), ...silences.map(silenceText)];
  const parts = [
    `${file}:${line + 1}`,
    judged.length === 0 ? 'No rule looks at anything on this line.' : judged.join('\n\n'),
    section('How the code here comes to run:', moments),
    section('How many instances run:', topology),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function findingText(finding: Finding): string {
  const { evidence } = finding;
  return [
    `${finding.severity} ${finding.ruleId} (${finding.confidence} confidence): ${finding.message}`,
    ...(evidence.formula === null ? [] : [`    ${evidence.formula}`]),
    ...finding.related.map((place) => `    ${placeText(place)}: ${place.message}`),
    `    ${finding.docs}`,
  ].join('\n');
}

function silenceText(silence: Silence): string {
  return `${silence.ruleId} stays silent (${silence.gate}): ${silence.reason}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}
